import { networkInterfaces } from 'node:os';
import { canonicalIPv6, isIPv4, isIPv6 } from '../ip.ts';

export type Family = 4 | 6;

export type Literal =
  | {
      readonly usable: true;
      readonly family: Family;
      /** In canonical form. */ readonly address: string;
    }
  | { readonly usable: false; readonly reason: string };

/** An IPv4 address within IPv6 (RFC 4291, 2.5.5.2), in canonical form. */
const MAPPED = /^::ffff:([\da-f]+):([\da-f]+)$/;

/**
 * Reads an address literal and brings it into the form in which the sender of an answer is named. Refused are
 * the addresses that a raw socket would quietly turn into "this machine", which always answers: the unspecified
 * address, anything with a zone (`fe80::1%eth0`), and what is no literal at all.
 */
export function readLiteral(text: string): Literal {
  if (isIPv4(text)) return usable(4, text);
  if (!isIPv6(text)) return { usable: false, reason: `${text} is not an address` };
  if (text.includes('%')) return { usable: false, reason: `${text} has a zone` };
  const address = canonicalIPv6(text);
  const mapped = MAPPED.exec(address)?.slice(1);
  return mapped === undefined ? usable(6, address) : usable(4, dotted(mapped));
}

/** The 32 bits of two hexadecimal words as an IPv4 address. */
function dotted(words: readonly string[]): string {
  return words
    .flatMap((word) => [Number.parseInt(word, 16) >>> 8, Number.parseInt(word, 16) & 0xff])
    .join('.');
}

function usable(family: Family, address: string): Literal {
  if (address === '0.0.0.0' || address === '::') return { usable: false, reason: `${address} is no host` };
  return { usable: true, family, address };
}

/**
 * Gives a function that names the sender of an "unreachable" message for the sentence; null when it is this machine,
 * whose own kernel says so after three unanswered ARP requests: no router stands behind that. The own addresses are
 * read once, at the first call.
 */
export function routerNames(): (source: string) => string | null {
  let own: ReadonlySet<string> | null = null;
  return (source) => {
    own ??= new Set(
      Object.values(networkInterfaces()).flatMap(
        (addresses) => addresses?.map(({ address }) => address) ?? [],
      ),
    );
    return own.has(source) ? null : source;
  };
}

import { isIP } from './ip.ts';
import type { Located } from './resolve.ts';

/** Fits `lookup` of node:net, node:http and of axios, whose types differ. */
export type SocketLookup = (
  hostname: string,
  options: { readonly family?: unknown; readonly all?: boolean | undefined },
  callback: (
    error: NodeJS.ErrnoException | null,
    address: string | { address: string; family: 4 | 6 }[],
    family?: 4 | 6,
  ) => void,
) => void;

/** Gives a lookup to sockets that others open. Its errors have getaddrinfo's codes: ENOTFOUND, EAI_AGAIN. */
export function socketLookup(locate: (host: string) => Promise<Located>): SocketLookup {
  return (hostname, options, callback) => {
    void locate(hostname).then((located) => {
      const entries = entriesOf(located, options.family);
      const [first] = entries;
      if (!first) callback(notFound(located, hostname), '');
      else if (options.all) callback(null, entries);
      else callback(null, first.address, first.family);
    });
  };
}

/** `wanted`: 4 or 6; anything else (0, `IPv4`, nothing) takes both. */
function entriesOf(located: Located, wanted: unknown): { address: string; family: 4 | 6 }[] {
  if (located.kind !== 'found') return [];
  return located.addresses
    .map((address) => ({ address, family: isIP(address) === 6 ? (6 as const) : (4 as const) }))
    .filter(({ family }) => (wanted !== 4 && wanted !== 6) || family === wanted);
}

function notFound(located: Located, hostname: string): NodeJS.ErrnoException {
  const code = located.kind === 'no-answer' ? 'EAI_AGAIN' : 'ENOTFOUND';
  return Object.assign(new Error(`${code} ${hostname}`), { code });
}

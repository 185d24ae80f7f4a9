import { isIP, isIPv4 } from 'node:net';

export interface HostFault {
  readonly code: string;
  readonly message: string;
  readonly mend: string;
}

/** What is wrong with a host (IPv4 or IPv6 address, or domain name); null: nothing. */
export function hostFault(host: string): HostFault | null {
  return (
    hostileFault(host) ?? misplacedFault(host) ?? (isIP(host) === 0 ? nameFault(host) : addressFault(host))
  );
}

/** Texts that a program or a resolver could take for something else. */
function hostileFault(host: string): HostFault | null {
  if (host.startsWith('-')) return refuse('host-option', 'must not begin with "-"');
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(host))
    return refuse('host-control', 'must not hold a control character');
  if (/\s/u.test(host)) return refuse('host-space', 'must not hold a space');
  return null;
}

/** Other things that people write into `host`. */
function misplacedFault(host: string): HostFault | null {
  if (/^[a-z]+:\/\//i.test(host)) {
    return refuse('host-url', 'must be a host, not a URL', 'put the URL into `checks`: - https://...');
  }
  if (/^\[.*\]$/.test(host))
    return refuse('host-brackets', 'must be an IPv6 address without brackets', 'take [ and ] out');
  if (/^[^:]+:\d+$/.test(host)) {
    const [name = '', port = ''] = host.split(':');
    return refuse(
      'host-port',
      'must be a host without a port',
      `write host: ${name} and the check tcp:${port}`,
    );
  }
  if (host.includes('%')) {
    return refuse(
      'host-zone',
      'must not have a zone id (%...)',
      'use an address that is reachable without one',
    );
  }
  return null;
}

/** `0.0.0.0` and `::`, in any spelling, mean the monitor itself: such a server would always be up. */
function addressFault(host: string): HostFault | null {
  const canonical = isIPv4(host) ? host : new URL(`http://[${host}]`).hostname;
  if (!['0.0.0.0', '[::]', '[::ffff:0:0]'].includes(canonical)) return null;
  return refuse('host-unspecified', 'must be the address of a server; this one means "any"');
}

function nameFault(host: string): HostFault | null {
  const labels = host.replace(/\.$/, '').split('.');
  // RFC 3696: the last label is never all numbers, so this is a mistyped address.
  if (/^(\d+|0x[\da-f]*)$/i.test(labels.at(-1) ?? '')) {
    return refuse(
      'host-address',
      'is no valid IPv4 address',
      'write four numbers 0..255 without leading zeros',
    );
  }
  // RFC 1035 2.3.4, and RFC 5891 for letters beyond ASCII. The underscore is not allowed in host names but in use.
  const fine = labels.every((label) =>
    /^[\p{L}\p{N}_]([\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}_])?$/u.test(label),
  );
  if (fine && host.length <= 253) return null;
  return refuse('host-name', 'is no valid host name');
}

function refuse(
  code: string,
  message: string,
  mend = 'write an IPv4 or IPv6 address or a domain name',
): HostFault {
  return { code, message, mend };
}

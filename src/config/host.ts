import { isIP, isIPv4 } from 'node:net';
import type { Bilingual } from './problem.ts';

export interface HostFault {
  readonly code: string;
  readonly message: Bilingual;
  readonly mend: Bilingual;
}

/** What is wrong with a host (IPv4 or IPv6 address, or domain name); null: nothing. */
export function hostFault(host: string): HostFault | null {
  return (
    hostileFault(host) ?? misplacedFault(host) ?? (isIP(host) === 0 ? nameFault(host) : addressFault(host))
  );
}

/** Texts that a program or a resolver could take for something else. */
function hostileFault(host: string): HostFault | null {
  if (host.startsWith('-'))
    return refuse('host-option', { en: 'must not begin with "-"', id: 'tidak boleh diawali "-"' });
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(host))
    return refuse('host-control', {
      en: 'must not hold a control character',
      id: 'tidak boleh berisi karakter kontrol',
    });
  if (/\s/u.test(host))
    return refuse('host-space', { en: 'must not hold a space', id: 'tidak boleh berisi spasi' });
  return null;
}

/** Other things that people write into `host`. */
function misplacedFault(host: string): HostFault | null {
  if (/^[a-z]+:\/\//i.test(host)) {
    return refuse(
      'host-url',
      { en: 'must be a host, not a URL', id: 'harus berupa host, bukan URL' },
      { en: 'put the URL into `checks`: - https://...', id: 'pindahkan URL ke `checks`: - https://...' },
    );
  }
  if (/^\[.*\]$/.test(host))
    return refuse(
      'host-brackets',
      { en: 'must be an IPv6 address without brackets', id: 'harus berupa alamat IPv6 tanpa kurung siku' },
      { en: 'take [ and ] out', id: 'hapus [ dan ]' },
    );
  if (/^[^:]+:\d+$/.test(host)) {
    const [name = '', port = ''] = host.split(':');
    return refuse(
      'host-port',
      { en: 'must be a host without a port', id: 'harus berupa host tanpa port' },
      {
        en: `write host: ${name} and the check tcp:${port}`,
        id: `tulis host: ${name} dan check tcp:${port}`,
      },
    );
  }
  if (host.includes('%')) {
    return refuse(
      'host-zone',
      { en: 'must not have a zone id (%...)', id: 'tidak boleh memakai zone id (%...)' },
      {
        en: 'use an address that is reachable without one',
        id: 'pakai alamat yang terjangkau tanpa zone id',
      },
    );
  }
  return null;
}

/** `0.0.0.0` and `::`, in any spelling, mean the monitor itself: such a server would always be up. */
function addressFault(host: string): HostFault | null {
  const canonical = isIPv4(host) ? host : new URL(`http://[${host}]`).hostname;
  if (!['0.0.0.0', '[::]', '[::ffff:0:0]'].includes(canonical)) return null;
  return refuse('host-unspecified', {
    en: 'must be the address of a server; this one means "any"',
    id: 'harus berupa alamat sebuah server; alamat ini berarti "semua"',
  });
}

function nameFault(host: string): HostFault | null {
  const labels = host.replace(/\.$/, '').split('.');
  // RFC 3696: the last label is never all numbers, so this is a mistyped address.
  if (/^(\d+|0x[\da-f]*)$/i.test(labels.at(-1) ?? '')) {
    return refuse(
      'host-address',
      { en: 'is no valid IPv4 address', id: 'bukan alamat IPv4 yang sah' },
      {
        en: 'write four numbers 0..255 without leading zeros',
        id: 'tulis empat angka 0..255 tanpa nol di depan',
      },
    );
  }
  // RFC 1035 2.3.4, and RFC 5891 for letters beyond ASCII. The underscore is not allowed in host names but in use.
  const fine = labels.every((label) =>
    /^[\p{L}\p{N}_]([\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}_])?$/u.test(label),
  );
  if (fine && host.length <= 253) return null;
  return refuse('host-name', { en: 'is no valid host name', id: 'bukan nama host yang sah' });
}

const MEND: Bilingual = {
  en: 'write an IPv4 or IPv6 address or a domain name',
  id: 'tulis alamat IPv4 atau IPv6, atau nama domain',
};

function refuse(code: string, message: Bilingual, mend: Bilingual = MEND): HostFault {
  return { code, message, mend };
}

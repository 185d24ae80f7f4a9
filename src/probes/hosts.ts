import { isIP } from './ip.ts';

/**
 * Reads the format of /etc/hosts (hosts(5)): address, name, aliases; `#` begins a comment. Gives every address of
 * every name, names in lower case. Lines without a usable address are left out.
 */
export function parseHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0 || isUnspecified(address)) continue;
    for (const name of names) {
      const addresses = byName.get(hostKey(name)) ?? [];
      if (!addresses.includes(address)) byName.set(hostKey(name), [...addresses, address]);
    }
  }
  return byName;
}

/** The form in which a host is compared and remembered: lower case, no brackets, no closing dot. */
export function hostKey(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/** 0.0.0.0 and :: are answers of name blockers; connecting to them would reach the monitor itself. */
export function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || /^[0:]+$/.test(address);
}

/** The host that a URL names; empty when it is no URL. */
export function urlHost(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

import type { Check, HttpCheck, IcmpCheck, Server, TcpCheck } from '../../src/core/config.ts';

const TRIES = { timeoutMs: 1_000, attempts: 1 };

export function icmp(changes: Partial<IcmpCheck> = {}): IcmpCheck {
  return { kind: 'icmp', label: 'icmp', ...TRIES, ...changes };
}

export function tcp(port: number, changes: Partial<TcpCheck> = {}): TcpCheck {
  return { kind: 'tcp', label: `tcp:${port}`, port, ...TRIES, ...changes };
}

export function http(url: string, changes: Partial<HttpCheck> = {}): HttpCheck {
  return {
    kind: 'http',
    label: url,
    url,
    method: 'GET',
    headers: {},
    body: null,
    expect: { status: [{ from: 200, to: 299 }], body: null },
    maxRedirects: 5,
    tls: { verify: true, warnBeforeMs: null },
    ...TRIES,
    ...changes,
  };
}

/** A server with these checks; everything that probes do not look at is plain. */
export function server(id: string, host: string, ...checks: [Check, ...Check[]]): Server {
  return {
    id,
    name: id,
    host,
    siteId: null,
    location: null,
    checks,
    parentId: null,
    downAfterMs: 180_000,
    minFailures: 2,
    upAfter: 1,
    to: ['console'],
    announceTo: [],
    announceAfterMs: 0,
    tags: [],
    maintenance: [],
  };
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Server } from '../../src/core/config.ts';
import type { CheckResult } from '../../src/core/probing.ts';
import type { Choice, IcmpBackend, IcmpTarget, ProbeOptions } from '../../src/probes/icmp.ts';
import { createResolver, sweep, type SweepRequest } from '../../src/probes/index.ts';
import { type DnsEntry, startDns } from '../support/fake-dns.ts';
import { icmp, server, tcp } from '../support/servers.ts';
import { refusedPort } from '../support/sockets.ts';

/** A stand-in for the network: what a ping to this address gives, at the n-th time it is asked. */
let ping: (address: string, time: number) => CheckResult | 'never';
let choice: () => Promise<Choice>;
const batches: string[][] = [];
let closed = 0;

vi.mock('../../src/probes/icmp.ts', () => ({ chooseBackend: () => choice() }));

class FakeBackend implements IcmpBackend {
  readonly name = 'raw';
  readonly #asked = new Map<string, number>();

  probe(targets: readonly IcmpTarget[], { onResult }: ProbeOptions): Promise<CheckResult[]> {
    batches.push(targets.map(({ address }) => address));
    const results = targets.map(({ address }) => {
      const time = (this.#asked.get(address) ?? 0) + 1;
      this.#asked.set(address, time);
      return ping(address, time);
    });
    for (const [index, result] of results.entries()) if (result !== 'never') onResult?.(index, result);
    return results.includes('never')
      ? new Promise(() => undefined)
      : Promise.resolve(results as CheckResult[]);
  }

  close(): void {
    closed++;
  }
}

const OK: CheckResult = { kind: 'ok', latencyMs: 1 };
const SILENT: CheckResult = { kind: 'failed', code: 'icmp-timeout' };
const UPLINK = ['192.0.2.1', '192.0.2.2'];
const isUplink = (address: string): boolean => UPLINK.includes(address);

beforeEach(() => {
  batches.length = 0;
  closed = 0;
  choice = () => Promise.resolve({ backend: new FakeBackend(), tried: [] });
  ping = () => OK;
});
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

async function look(
  changes: Partial<SweepRequest> & {
    uplink?: readonly string[];
    servers?: readonly Server[];
    zone?: Record<string, DnsEntry>;
  } = {},
) {
  const { uplink = UPLINK, servers = [server('s', '192.0.2.9', icmp())], zone = {}, ...request } = changes;
  const dns = await startDns(zone);
  const system = () => Promise.resolve({ kind: 'absent' } as const);
  const resolver = createResolver({ servers: [dns.server], hostsFile: '/dev/null', system });
  cleanups.push(() => resolver.close(), dns.close);
  const config = { servers, uplink, icmp: { backend: 'auto', rate: null } } as const;
  return sweep({ config, at: 0, budgetMs: 3_000, remembered: {}, resolver, ...request });
}

describe('a sweep is blind', () => {
  it('when nothing of the uplink answers', async () => {
    ping = () => SILENT;
    expect((await look()).blind).toBe(true);
  });

  it('not when one of the uplink answers', async () => {
    ping = (address) => (address === UPLINK[1] ? OK : SILENT);
    expect((await look()).blind).toBe(false);
  });

  it('not without an uplink, whatever fails', async () => {
    ping = () => SILENT;
    expect((await look({ uplink: [] })).blind).toBe(false);
  });

  it('when the network was cut in the middle of it', async () => {
    ping = (address, time) => (isUplink(address) && time === 1 ? OK : SILENT);
    expect((await look()).blind).toBe(true);
  });

  it('not when the network is still there at its end', async () => {
    ping = (address) => (isUplink(address) ? OK : SILENT);
    expect((await look()).blind).toBe(false);
    expect(batches.at(-1)).toEqual(UPLINK);
  });

  it('not when only the host that answered first has gone meanwhile', async () => {
    const [first, second] = UPLINK;
    ping = (address, time) => {
      if (address === first) return time === 1 ? OK : SILENT;
      return address === second && time > 1 ? OK : SILENT;
    };
    expect((await look()).blind).toBe(false);
  });

  it('and is not looked at twice when nothing failed', async () => {
    await look();
    expect(batches.flat().filter(isUplink)).toHaveLength(2);
  });

  it('not when the uplink could not be judged, which is a trouble instead', async () => {
    const unsent: CheckResult = { kind: 'unknown', code: 'icmp-send', detail: 'Operation not permitted' };
    ping = () => unsent;
    const { blind, troubles, verdicts } = await look();
    expect(blind).toBe(false);
    expect(verdicts.get('s')).toEqual(unsent);
    const trouble = { kind: 'probe-broken', key: 'probe-broken:icmp-send', code: 'icmp-send', servers: 1 };
    expect(troubles).toEqual([{ ...trouble, detail: 'Operation not permitted' }]);
  });

  it('not when the uplink names a host that does not exist', async () => {
    expect((await look({ uplink: ['gone.test'] })).blind).toBe(false);
  });

  it('when the remembered address of the uplink is silent and nobody resolves names', async () => {
    ping = () => SILENT;
    const remembered = { 'one.test': '192.0.2.1' };
    const swept = await look({ uplink: ['one.test'], zone: { 'one.test': 'servfail' }, remembered });
    expect(swept.blind).toBe(true);
  });

  it('and remembers the addresses of the uplink', async () => {
    const { addresses } = await look({ uplink: ['one.test'], zone: { 'one.test': ['192.0.2.1'] } });
    expect(addresses).toEqual({ 'one.test': '192.0.2.1' });
  });
});

describe('the second look at the uplink', () => {
  it('does not wait for a host that is gone, once another has answered', async () => {
    const [gone, there] = UPLINK;
    ping = (address, time) => (address === there ? OK : address === gone && time > 1 ? 'never' : SILENT);
    const began = performance.now();
    expect((await look()).blind).toBe(false);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('without any ICMP back end', () => {
  beforeEach(() => {
    const tried = [
      { name: 'raw', reason: 'not-permitted', detail: 'Operation not permitted' },
      { name: 'ping', reason: 'not-installed', detail: '' },
    ] as const;
    choice = () => Promise.resolve({ backend: null, tried });
  });

  it('servers are unknown, with one trouble that says why', async () => {
    const servers = ['a', 'b'].map((id) => server(id, '127.0.0.1', icmp()));
    const { verdicts, troubles, icmpBackend } = await look({ servers, uplink: [] });
    const detail = 'raw: Operation not permitted; ping: not-installed';
    expect(verdicts.get('a')).toEqual({ kind: 'unknown', code: 'icmp-unavailable', detail });
    expect(troubles).toEqual([
      {
        kind: 'probe-broken',
        key: 'probe-broken:icmp-unavailable',
        code: 'icmp-unavailable',
        detail,
        servers: 2,
      },
    ]);
    expect(icmpBackend).toBeNull();
  });

  it('the uplink is asked over TCP, where a refusal is an answer, too', async () => {
    const closedPort = await refusedPort();
    const servers = [server('s', '127.0.0.1', tcp(closedPort))];
    const swept = await look({ servers, uplink: ['127.0.0.1'] });
    expect(swept.blind).toBe(false);
    expect(swept.verdicts.get('s')?.kind).toBe('failed');
  });
});

describe('an ICMP back end that misbehaves', () => {
  it('and throws makes its servers unknown, and nothing else', async () => {
    choice = () => Promise.reject(new Error('boom'));
    const servers = [server('s', '127.0.0.1', icmp()), server('t', '127.0.0.1', tcp(await refusedPort()))];
    const { verdicts, troubles } = await look({ servers, uplink: [] });
    expect(verdicts.get('s')).toEqual({ kind: 'unknown', code: 'internal', detail: 'boom' });
    expect(verdicts.get('t')?.kind).toBe('failed');
    expect(troubles).toMatchObject([{ key: 'probe-broken:internal', servers: 1, detail: 'boom' }]);
  });

  it('and never answers is left behind at the end of the budget', async () => {
    ping = (address) => (address === '192.0.2.9' ? 'never' : OK);
    const began = performance.now();
    const { verdicts, blind } = await look({ budgetMs: 500 });
    expect(performance.now() - began).toBeLessThan(800);
    expect(verdicts.get('s')).toEqual({ kind: 'unknown', code: 'budget' });
    expect(blind).toBe(false);
    expect(closed).toBe(1);
  });

  it('is closed after every sweep', async () => {
    await look();
    expect(closed).toBe(1);
  });
});

describe('echo requests', () => {
  it('go out as one list', async () => {
    const servers = Array.from({ length: 50 }, (_, n) => server(`s${n}`, `198.51.100.${n}`, icmp()));
    await look({ servers });
    expect(batches).toHaveLength(1);
    expect(batches[0]).toHaveLength(52);
  });

  it('do not wait for names that are slow to resolve', async () => {
    const servers = [server('slow', 'dark.test', icmp()), server('s', '192.0.2.9', icmp())];
    const began = performance.now();
    let toldMs = Infinity;
    await look({
      servers,
      uplink: [],
      budgetMs: 10_000,
      zone: { 'dark.test': 'silent' },
      onVerdict: ({ id }) => id === 's' && (toldMs = performance.now() - began),
    });
    expect(toldMs).toBeLessThan(1_000);
  });

  it('go to every address of a name, and one answer is enough', async () => {
    ping = (address) => (address === '2001:db8::1' ? OK : SILENT);
    const zone = { 'dual.test': ['192.0.2.9', '2001:db8::1'] };
    const { verdicts, addresses } = await look({
      servers: [server('s', 'dual.test', icmp())],
      uplink: [],
      zone,
    });
    expect(verdicts.get('s')).toEqual({ kind: 'ok', latencyMs: 1 });
    expect(addresses).toEqual({ 'dual.test': '2001:db8::1' });
  });

  it('count as unanswered where this machine has no IPv6 and the IPv4 address is silent', async () => {
    ping = (address) => (address.includes(':') ? { kind: 'unknown', code: 'icmp-unavailable' } : SILENT);
    const zone = { 'dual.test': ['192.0.2.9', '2001:db8::1'], 'six.test': ['2001:db8::1'] };
    const servers = [server('s', 'dual.test', icmp()), server('six', 'six.test', icmp())];
    const { verdicts } = await look({ servers, uplink: [], zone });
    expect(verdicts.get('s')?.kind).toBe('failed');
    expect(verdicts.get('six')).toEqual({ kind: 'unknown', code: 'icmp-unavailable' });
  });
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Server } from '../../src/core/config.ts';
import type { Verdict } from '../../src/core/probing.ts';
import { createResolver, sweep, type SweepRequest } from '../../src/probes/index.ts';
import { type DnsEntry, startDns, startSilentDns } from '../support/fake-dns.ts';
import { runSweep } from '../support/run-sweep.ts';
import { http, icmp, server, tcp } from '../support/servers.ts';
import { listen, type Listening, refusedPort, startBlackhole } from '../support/sockets.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** `constructor` is also a property of every object. */
const SICK = Object.fromEntries<DnsEntry>([['constructor', 'servfail']]);
const AUTO = { backend: 'auto', rate: null } as const;

async function sweepOf(
  servers: readonly Server[],
  changes: Partial<SweepRequest> & { zone?: Record<string, DnsEntry> } = {},
) {
  const dns = await startDns(changes.zone ?? {});
  const system = () => Promise.resolve({ kind: 'absent' } as const);
  const resolver = createResolver({ servers: [dns.server], hostsFile: '/dev/null', system });
  cleanups.push(() => resolver.close(), dns.close);
  const swept = await sweep({
    config: { servers, uplink: [], icmp: AUTO },
    at: 1_000,
    budgetMs: 10_000,
    remembered: {},
    resolver,
    ...changes,
  });
  return { ...swept, questions: dns.questions };
}

async function listening(): Promise<Listening> {
  const made = await listen();
  cleanups.push(made.close);
  return made;
}

async function blackhole(): Promise<number> {
  const made = await startBlackhole();
  cleanups.push(made.close);
  return made.port;
}

describe('the verdict on a server with several checks', () => {
  it('is ok when all pass, with the latency of the first', async () => {
    const { port } = await listening();
    const { verdicts } = await sweepOf([server('s', '127.0.0.1', tcp(port), tcp(port))]);
    expect(verdicts.get('s')).toEqual({ kind: 'ok', latencyMs: expect.any(Number) as number });
  });

  it('is failed when one fails, and names those that pass', async () => {
    const { port } = await listening();
    const closed = await refusedPort();
    const { verdicts } = await sweepOf([
      server('s', '127.0.0.1', tcp(port), tcp(closed), http(`http://127.0.0.1:${closed}/`)),
    ]);
    expect(verdicts.get('s')).toEqual({
      kind: 'failed',
      cause: {
        failed: [
          { check: `tcp:${closed}`, code: 'tcp-refused' },
          { check: `http://127.0.0.1:${closed}/`, code: 'tcp-refused' },
        ],
        passed: [`tcp:${port}`],
      },
    });
  });

  it('is failed when one fails and another is unknown, and unknown when none fails', async () => {
    const closed = await refusedPort();
    const { port } = await listening();
    const dark = http('http://dark.test/');
    const zone = { 'dark.test': 'servfail' } as const;
    const both = [server('a', '127.0.0.1', dark, tcp(closed)), server('b', '127.0.0.1', dark, tcp(port))];
    const { verdicts } = await sweepOf(both, { zone });
    expect(verdicts.get('a')).toMatchObject({ kind: 'failed', cause: { passed: [] } });
    expect(verdicts.get('b')).toEqual({ kind: 'unknown', code: 'resolver', detail: 'ESERVFAIL' });
  });

  it('takes ICMP together with the others', async () => {
    const closed = await refusedPort();
    const { verdicts, icmpBackend } = await sweepOf([server('s', '127.0.0.1', icmp(), tcp(closed))]);
    expect(verdicts.get('s')).toMatchObject({ kind: 'failed', cause: { passed: ['icmp'] } });
    expect(icmpBackend).not.toBeNull();
  });

  it('is told once a server, as soon as it is there, and kept in the order of the configuration', async () => {
    const slow = await blackhole();
    const { port } = await listening();
    const told: [string, Verdict['kind'], number][] = [];
    const { verdicts, at } = await sweepOf(
      [server('slow', '127.0.0.1', tcp(slow, { timeoutMs: 300 })), server('fast', '127.0.0.1', tcp(port))],
      { onVerdict: ({ id }, { kind }, checks) => told.push([id, kind, checks().length]) },
    );
    expect(told).toEqual([
      ['fast', 'ok', 1],
      ['slow', 'failed', 1],
    ]);
    expect([...verdicts.keys()]).toEqual(['slow', 'fast']);
    expect(at).toBe(1_000);
  });
});

describe('the budget', () => {
  it('makes unknown what was not reached in it, and ends in time', async () => {
    const port = await blackhole();
    const web = await listening();
    const servers = [
      server('dark', '127.0.0.1', tcp(port, { timeoutMs: 5_000, attempts: 3 })),
      server('hangs', '127.0.0.1', http(`http://127.0.0.1:${web.port}/`, { timeoutMs: 5_000 })),
      server('good', '127.0.0.1', tcp(web.port)),
    ];
    const began = performance.now();
    const { verdicts, troubles } = await sweepOf(servers, { budgetMs: 800 });
    expect(performance.now() - began).toBeLessThan(2_500);
    expect(verdicts.get('dark')).toEqual({ kind: 'unknown', code: 'budget' });
    expect(verdicts.get('hangs')).toEqual({ kind: 'unknown', code: 'budget' });
    expect(verdicts.get('good')).toMatchObject({ kind: 'ok' });
    const cut = { kind: 'probe-broken', key: 'probe-broken:budget', code: 'budget', detail: '', servers: 2 };
    expect(troubles).toEqual([cut]);
  });

  it('is not used up by ports that are dropped: 1,100 of them take one time-out, not three', async () => {
    const port = await blackhole();
    const servers = Array.from({ length: 1_100 }, (_, n) =>
      server(`s${n}`, '127.0.0.1', tcp(port, { timeoutMs: 1_500 })),
    );
    const began = performance.now();
    const { verdicts } = await sweepOf(servers);
    expect(performance.now() - began).toBeLessThan(4_400);
    expect([...verdicts.values()].every(({ kind }) => kind === 'failed')).toBe(true);
  });

  it('lets more web servers wait at once than may be busy at once: 300 of them that hang take one time-out', async () => {
    let open = 0;
    let most = 0;
    const web = await listen((socket) => {
      most = Math.max(most, ++open);
      socket.on('close', () => open--);
    });
    cleanups.push(web.close);
    const hanging = Array.from({ length: 300 }, (_, n) =>
      server(`h${n}`, '127.0.0.1', http(`http://127.0.0.1:${web.port}/`, { timeoutMs: 2_000 })),
    );
    const { verdicts } = await sweepOf(hanging);
    expect(most).toBeGreaterThan(150);
    expect([...verdicts.values()].every(({ kind }) => kind === 'failed')).toBe(true);
  });
});

describe('servers that are failing already', () => {
  it('are asked first, so that their time-outs pass while the others are asked', async () => {
    const asked: string[] = [];
    const web = createServer((req, res) => {
      asked.push(req.url ?? '');
      res.end();
    }).listen(0, '127.0.0.1');
    cleanups.push(() => web.close());
    await once(web, 'listening');
    const { port } = web.address() as AddressInfo;
    // One more than may be busy at once: in the order of the configuration it would come last.
    const ids = Array.from({ length: 101 }, (_, n) => `s${n}`);
    const servers = ids.map((id) => server(id, '127.0.0.1', http(`http://127.0.0.1:${port}/${id}`)));
    const { verdicts } = await sweepOf(servers, { failing: new Set(['s100', 'gone']) });
    expect(asked[0]).toBe('/s100');
    expect([...verdicts.keys()]).toEqual(ids);
  });
});

describe('names', () => {
  it('are looked up once, whatever number of checks and servers uses them', async () => {
    const { port } = await listening();
    const servers = ['a', 'b', 'c'].map((id) =>
      server(id, 'ERP.test', tcp(port), http(`http://erp.test:${port}/`, { timeoutMs: 200 }), icmp()),
    );
    const zone = { 'erp.test': ['127.0.0.1'] };
    const { questions } = await sweepOf(servers, {
      zone,
      config: { servers, uplink: ['erp.test'], icmp: AUTO },
    });
    expect(questions.sort()).toEqual(['A erp.test', 'AAAA erp.test']);
  });

  it('that were resolved are given back with the address that answered', async () => {
    const { port } = await listening();
    const web = await listen(undefined, '::1');
    cleanups.push(web.close);
    const servers = [
      server('a', 'erp.test', tcp(port)),
      server('b', 'six.test', tcp(web.port)),
      server('c', '127.0.0.1', tcp(port)),
      server('d', 'gone.test', tcp(port)),
    ];
    const { addresses } = await sweepOf(servers, {
      zone: { 'erp.test': ['127.0.0.1'], 'six.test': ['127.0.0.1', '::1'] },
    });
    expect(addresses).toEqual({ 'erp.test': '127.0.0.1', 'six.test': '::1' });
  });

  it('that only a redirect led to are not remembered', async () => {
    const { port, close } = await listen((socket) =>
      socket.end('HTTP/1.1 302 Found\r\nLocation: http://session-17.test:1/\r\n\r\n'),
    );
    cleanups.push(close);
    const zone = { 'erp.test': ['127.0.0.1'], 'session-17.test': ['127.0.0.1'] };
    const { addresses } = await sweepOf([server('s', 'x', http(`http://erp.test:${port}/`))], { zone });
    expect(addresses).toEqual({ 'erp.test': '127.0.0.1' });
  });

  it('that do not exist are their own cause, even where an address is remembered', async () => {
    const { port } = await listening();
    const { verdicts, troubles } = await sweepOf([server('s', 'gone.test', tcp(port), icmp())], {
      remembered: { 'gone.test': '127.0.0.1' },
    });
    const gone = { code: 'name-not-found', detail: 'gone.test' };
    expect(verdicts.get('s')).toEqual({
      kind: 'failed',
      cause: {
        failed: [
          { check: `tcp:${port}`, ...gone },
          { check: 'icmp', ...gone },
        ],
        passed: [],
      },
    });
    expect(troubles).toEqual([]);
  });

  it('that nobody answers for are probed at the remembered address, and that is said', async () => {
    const { port } = await listening();
    const closed = await refusedPort();
    const servers = [server('up', 'Erp.test', tcp(port)), server('down', 'erp.test', tcp(closed))];
    const { verdicts, troubles, addresses } = await sweepOf(servers, {
      zone: { 'erp.test': 'servfail' },
      remembered: { 'erp.test': '127.0.0.1' },
    });
    expect(verdicts.get('up')).toMatchObject({ kind: 'ok', rememberedAddress: '127.0.0.1' });
    expect(verdicts.get('down')).toMatchObject({ kind: 'failed', cause: { rememberedAddress: '127.0.0.1' } });
    expect(addresses).toEqual({});
    expect(troubles).toEqual([
      { kind: 'resolver-failing', key: 'resolver-failing', names: 1, detail: 'ESERVFAIL' },
    ]);
  });

  it('that nobody answers for are unknown without a remembered address, with one trouble for all', async () => {
    const zone = { 'a.test': 'servfail', 'b.test': 'servfail', 'c.test': ['127.0.0.1'] } as const;
    const { port } = await listening();
    const servers = ['a', 'b', 'c'].map((id) => server(id, `${id}.test`, tcp(port)));
    const { verdicts, troubles } = await sweepOf(servers, { zone });
    expect([...verdicts.values()].map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'ok']);
    expect(troubles).toEqual([
      { kind: 'resolver-failing', key: 'resolver-failing', names: 2, detail: 'ESERVFAIL' },
    ]);
  });

  it('cannot reach the prototype of the remembered addresses', async () => {
    const { verdicts } = await sweepOf([server('s', 'constructor', tcp(1))], {
      zone: SICK,
    });
    expect(verdicts.get('s')).toMatchObject({ kind: 'unknown', code: 'resolver' });
  });
});

describe('a dead resolver with 500 names', () => {
  it('delays neither the servers given by address nor the end of the process', async () => {
    const silent = await startSilentDns();
    cleanups.push(silent.close);
    const { port } = await listening();
    const named = Array.from({ length: 500 }, (_, n) =>
      server(`n${n}`, `host-${n}.test`, n % 2 ? icmp() : tcp(port)),
    );
    const servers = [server('literal', '127.0.0.1', icmp()), server('tcp', '127.0.0.1', tcp(port)), ...named];
    const { report, endMs } = await runSweep({
      config: { servers, uplink: [], icmp: AUTO },
      dns: [silent.server],
    });
    expect(report.results['literal']).toMatchObject([{ kind: 'ok' }]);
    expect(report.results['tcp']).toMatchObject([{ kind: 'ok' }]);
    expect(report.results['n0']).toEqual([{ kind: 'unknown', code: 'resolver', detail: 'timeout' }]);
    expect(report.troubles).toMatchObject([{ kind: 'resolver-failing', names: 500 }]);
    expect(report.ms).toBeLessThan(6_000);
    expect(endMs).toBeLessThan(1_000);
  });

  it('tells the verdicts on addresses at once', async () => {
    const silent = await startSilentDns();
    cleanups.push(silent.close);
    const resolver = createResolver({ servers: [silent.server], hostsFile: '/dev/null' });
    cleanups.push(() => resolver.close());
    const began = performance.now();
    let literalMs = Infinity;
    const servers = [server('name', 'dark.test', icmp()), server('literal', '127.0.0.1', icmp())];
    await sweepOf(servers, {
      resolver,
      onVerdict: ({ id }) => id === 'literal' && (literalMs = performance.now() - began),
    });
    expect(literalMs).toBeLessThan(1_500);
    expect(performance.now() - began).toBeGreaterThan(1_900);
  });

  it('does not outlive a short budget', async () => {
    const silent = await startSilentDns();
    cleanups.push(silent.close);
    const servers = Array.from({ length: 200 }, (_, n) => server(`n${n}`, `host-${n}.test`, tcp(1)));
    const job = { config: { servers, uplink: [], icmp: AUTO }, dns: [silent.server], budgetMs: 1_000 };
    const { report, endMs } = await runSweep(job);
    expect(report.ms).toBeLessThan(1_300);
    expect(endMs).toBeLessThan(1_000);
    expect(report.results['n0']).toMatchObject([{ kind: 'unknown', code: 'budget' }]);
  });
});

describe('a monitor in trouble', () => {
  it('says unknown, not down, when it has no file handles left', async () => {
    const closed = await refusedPort();
    const servers = ['a', 'b'].map((id) =>
      server(id, '127.0.0.1', tcp(closed), http(`http://127.0.0.1:${closed}/`)),
    );
    const job = { config: { servers, uplink: [], icmp: AUTO }, withoutHandles: true };
    const limited = await runSweep(job, {}, (program, args) => [
      'sh',
      ['-c', 'ulimit -n 64 && exec "$0" "$@"', program, ...args],
    ]);
    const unknown = { kind: 'unknown', code: 'file-handles', detail: 'EMFILE' };
    expect(limited.report.results).toEqual({ a: [unknown, unknown], b: [unknown, unknown] });
    expect(limited.report.troubles).toMatchObject([
      { key: 'probe-broken:file-handles', servers: 2, detail: 'EMFILE' },
    ]);
  });

  it('says so of ping, too', async () => {
    const job = {
      config: {
        servers: [server('a', '127.0.0.1', icmp())],
        uplink: [],
        icmp: { backend: 'ping', rate: null } as const,
      },
      withoutHandles: true,
    };
    const { report } = await runSweep(job, {}, (program, args) => [
      'sh',
      ['-c', 'ulimit -n 64 && exec "$0" "$@"', program, ...args],
    ]);
    expect(report.results).toEqual({
      a: [{ kind: 'unknown', code: 'icmp-unavailable', detail: 'ping: 127.0.0.1: ping: EMFILE' }],
    });
  });

  it('stays below a small limit of open files', async () => {
    const port = await blackhole();
    const servers = Array.from({ length: 300 }, (_, n) =>
      server(`s${n}`, '127.0.0.1', tcp(port, { timeoutMs: 300 })),
    );
    const job = { config: { servers, uplink: [], icmp: AUTO } };
    const { report } = await runSweep(job, {}, (program, args) => [
      'sh',
      ['-c', 'ulimit -n 256 && exec "$0" "$@"', program, ...args],
    ]);
    expect(report.troubles).toEqual([]);
    expect(Object.values(report.results).flat()).toEqual(
      servers.map(() => ({ kind: 'failed', code: 'tcp-timeout' })),
    );
  });

  it('takes a probe that throws for its own bug', async () => {
    const { port } = await listening();
    const servers = [
      server('odd', '127.0.0.1', http('no URL at all')),
      server('good', '127.0.0.1', tcp(port)),
    ];
    const { verdicts, troubles } = await sweepOf(servers);
    expect(verdicts.get('odd')).toMatchObject({ kind: 'unknown', code: 'internal' });
    expect(verdicts.get('good')).toMatchObject({ kind: 'ok' });
    expect(troubles).toMatchObject([{ key: 'probe-broken:internal', servers: 1 }]);
  });

  it.each([
    ['only pinged', icmp()],
    ['asked in another way', tcp(9)],
  ])('ends with the bug of its caller when that throws about a server that is %s', async (_, check) => {
    const onVerdict = (): never => {
      throw new Error('a bug in the caller');
    };
    await expect(sweepOf([server('s', '127.0.0.1', check)], { onVerdict })).rejects.toThrow('a bug');
  });

  it('treats an address that is none of a host as unknown', async () => {
    const { verdicts } = await sweepOf([server('zone', 'fe80::1%nope0', icmp(), tcp(1))]);
    expect(verdicts.get('zone')).toMatchObject({ kind: 'unknown' });
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CheckResult } from '../../src/core/probing.ts';
import type { IcmpTarget } from '../../src/probes/icmp.ts';
import { bundleProgram, PROJECT_CACHE } from '../support/bundle.ts';
import type { EchoManners } from '../support/echo-responder.ts';
import type { IcmpJob, IcmpReport } from '../support/icmp-runner.ts';
import { mayUseNamespaces, type Namespace, NetLab, ServerLab } from '../support/netns.ts';
import { needs } from '../support/require.ts';

const support = (file: string): string => join(import.meta.dirname, '../support', file);
const possible = needs(mayUseNamespaces, 'ICMP tests need root and network namespaces');

let runner = '';
let responder = '';
beforeAll(async () => {
  runner = await bundleProgram(support('icmp-runner.ts'), PROJECT_CACHE);
  responder = await bundleProgram(support('echo-responder.ts'), PROJECT_CACHE);
});

const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];

/** Runs a job in a process of its own, in a namespace, and gives its report. */
function probeIn(at: Namespace, job: IcmpJob, prefix: readonly string[] = []): Promise<IcmpReport> {
  const [program = '', ...args] = [...prefix, process.execPath, '--expose-gc', runner];
  return reportOf(at.spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] }), job);
}

async function reportOf(child: ChildProcess, job: IcmpJob): Promise<IcmpReport> {
  if (!child.stdin || !child.stdout) throw new Error('the process has no pipes');
  child.stdin.end(JSON.stringify(job));
  const [output, code] = await Promise.all([
    text(child.stdout),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`the process ended with ${String(code)}: ${output}`);
  return JSON.parse(output) as IcmpReport;
}

function ask(addresses: readonly string[], change: Partial<IcmpTarget> = {}): IcmpTarget[] {
  return addresses.map((address) => ({ address, timeoutMs: 1_000, attempts: 1, ...change }));
}

/** `prefix.0.0`, `prefix.0.1` ... */
const hosts = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}.${n >> 8}.${n & 255}`);

/** How many results there are of each sort. */
function tally(results: readonly CheckResult[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const sort = result.kind === 'ok' ? 'ok' : `${result.kind} ${result.code}`;
    counts[sort] = (counts[sort] ?? 0) + 1;
  }
  return counts;
}

describe.skipIf(!possible)('servers behind a router', () => {
  let lab: ServerLab;
  beforeAll(() => {
    lab = new ServerLab();
  });
  afterAll(() => lab.destroy());

  const addresses = [
    '10.50.0.1',
    '10.50.0.2',
    '10.50.0.3',
    'fd50::1',
    'fd50::2',
    'fd50::3',
    '10.99.0.1',
    'fd99::1',
  ];
  const verdicts: object[] = [
    { kind: 'ok' },
    { kind: 'failed', code: 'icmp-timeout' },
    { kind: 'failed', code: 'icmp-unreachable', detail: '10.200.0.2' },
    { kind: 'ok' },
    { kind: 'failed', code: 'icmp-timeout' },
    { kind: 'failed', code: 'icmp-unreachable', detail: 'fd00::2' },
    { kind: 'unknown', code: 'icmp-send' },
    { kind: 'unknown', code: 'icmp-send' },
  ];

  describe('that are up, silent, unreachable and without a route', () => {
    beforeAll(() => {
      lab.cut('10.50.0.2');
      lab.cut('fd50::2');
      lab.cut('10.50.0.3', 'unreachable');
      lab.cut('fd50::3', 'unreachable');
    });
    afterAll(() => {
      for (const address of addresses.filter((a) => /[23]$/.test(a))) lab.restore(address);
    });

    it.each(['raw', 'fping', 'ping'] as const)('are told apart by %s', async (backend) => {
      const targets = ask(addresses, { attempts: 2, timeoutMs: 700 });
      const report = await probeIn(lab.monitor, { backend, targets });
      // fping keeps the ICMPv6 errors to itself.
      const silent = { kind: 'failed', code: 'icmp-timeout' };
      const results = backend === 'fping' ? verdicts.with(5, silent) : verdicts;
      expect(report).toMatchObject({ backend, tried: [], results });
      expect(report.told).toEqual(addresses.map(() => 1));
    });

    it.each(['raw', 'fping', 'ping'] as const)('have a round trip in ms from %s', async (backend) => {
      const { results } = await probeIn(lab.monitor, { backend, targets: ask(['10.50.0.1']) });
      const latency = results[0]?.kind === 'ok' ? results[0].latencyMs : null;
      expect(latency).toBeGreaterThan(0);
      expect(latency).toBeLessThan(900);
    });

    it('are told apart for an ordinary user as well, who may not open raw sockets', async () => {
      const targets = ask(addresses, { attempts: 2, timeoutMs: 700 });
      const report = await probeIn(lab.monitor, { targets }, NOBODY);
      expect(report).toMatchObject({
        backend: 'ping',
        tried: [{ name: 'raw', reason: 'not-permitted', detail: 'Operation not permitted' }],
        results: verdicts,
      });
    });

    it('are asked with raw sockets by a user who has the capability', async () => {
      const capable = [...NOBODY, '--inh-caps=+net_raw', '--ambient-caps=+net_raw'];
      const report = await probeIn(lab.monitor, { targets: ask(['10.50.0.1', '10.50.0.2']) }, capable);
      expect(report).toMatchObject({ backend: 'raw', results: verdicts.slice(0, 2) });
    });

    it('are found again once they are restored', async () => {
      lab.cut('10.50.7.7');
      const targets = ask(['10.50.7.7'], { timeoutMs: 300 });
      expect((await probeIn(lab.monitor, { targets })).results).toMatchObject([{ kind: 'failed' }]);
      lab.restore('10.50.7.7');
      expect((await probeIn(lab.monitor, { targets })).results).toMatchObject([{ kind: 'ok' }]);
    });
  });

  it('are 10,000, of which exactly the silent ones fail', async () => {
    lab.cut('10.50.16.0/22');
    const all = hosts('10.50', 10_000);
    const { results, ms } = await probeIn(lab.monitor, { targets: ask(all) });
    lab.restore('10.50.16.0/22');
    const failed = all.filter((_, index) => results[index]?.kind === 'failed');
    expect(tally(results)).toEqual({ ok: 10_000 - 1_024, 'failed icmp-timeout': 1_024 });
    expect(failed.every((address) => /^10\.50\.(16|17|18|19)\./.test(address))).toBe(true);
    expect(ms).toBeLessThan(15_000);
  });

  it('of two monitors on one machine are not mixed up', async () => {
    lab.cut('10.50.64.0/18');
    const [dead, live] = await Promise.all([
      probeIn(lab.monitor, { targets: ask(hosts('10.50', 20_000).slice(-2_000)) }),
      probeIn(lab.monitor, { targets: ask(hosts('10.50', 2_000), { attempts: 3 }) }),
    ]);
    lab.restore('10.50.64.0/18');
    expect(tally(dead.results)).toEqual({ 'failed icmp-timeout': 2_000 });
    expect(tally(live.results)).toEqual({ ok: 2_000 });
  });

  it('all get their result while garbage is collected in every turn', async () => {
    lab.cut('10.50.1.0/24');
    const { results } = await probeIn(lab.monitor, {
      targets: ask(hosts('10.50', 296).slice(216), { timeoutMs: 300 }),
      collectGarbage: true,
    });
    lab.restore('10.50.1.0/24');
    expect(tally(results)).toEqual({ ok: 40, 'failed icmp-timeout': 40 });
  });
});

describe.skipIf(!possible)('servers that answer', () => {
  let lab: ServerLab;
  beforeAll(() => {
    lab = new ServerLab();
    lab.servers.sysctl('net.ipv4.icmp_echo_ignore_all', 1);
  });
  afterAll(() => lab.destroy());

  async function answering(manners: EchoManners): Promise<void> {
    const child = lab.servers.spawn(process.execPath, [responder, JSON.stringify(manners)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await new Promise((resolve) => child.stdout?.once('data', resolve));
  }

  it('from another address are down', async () => {
    await answering({ from: '10.200.0.2' });
    const { results } = await probeIn(lab.monitor, {
      backend: 'raw',
      targets: ask(hosts('10.50', 200), { timeoutMs: 500, attempts: 2 }),
    });
    expect(tally(results)).toEqual({ 'failed icmp-timeout': 200 });
  });

  it('later than the first time-out and twice are up, once each', async () => {
    await answering({ delayMs: 120, times: 2 });
    const { results, told } = await probeIn(lab.monitor, {
      backend: 'raw',
      targets: ask(hosts('10.50', 300), { timeoutMs: 100, attempts: 20 }),
    });
    expect(tally(results)).toEqual({ ok: 300 });
    expect(told).toEqual(results.map(() => 1));
  });

  it('while the event loop is blocked for longer than the time-out are up', async () => {
    await answering({ delayMs: 200 });
    const { results } = await probeIn(lab.monitor, {
      targets: ask(hosts('10.50', 100)),
      block: { afterMs: 100, forMs: 1_500 },
    });
    expect(tally(results)).toEqual({ ok: 100 });
    // The round trip was not measured: most of it was the block.
    expect(results.filter((result) => result.kind === 'ok' && (result.latencyMs ?? 0) > 1_400)).toEqual([]);
  });

  it('all at once, while nobody reads, fit into the receive buffer', async () => {
    await answering({ delayMs: 500 });
    const { results } = await probeIn(lab.monitor, {
      rate: 1_000_000,
      targets: ask(hosts('10.50', 1_500), { timeoutMs: 3_000 }),
      block: { afterMs: 300, forMs: 900 },
    });
    expect(tally(results)).toEqual({ ok: 1_500 });
  });
});

describe.skipIf(!possible)('servers on the own link', () => {
  /**
   * The monitor and a machine that answers for 10.60.1.0/24 in one broadcast domain 10.60.0.0/16. Neighbour entries
   * count for the whole machine, so each test ends with its lab.
   */
  function ownLink(): NetLab & { monitor: Namespace } {
    const lab = new NetLab();
    onTestFinished(() => lab.destroy());
    const monitor = lab.namespace('monitor');
    const servers = lab.namespace('servers');
    lab.link(
      { at: monitor, addresses: ['10.60.0.1/16', 'fd60::1/64'] },
      { at: servers, addresses: ['10.60.0.2/16', 'fd60::2/64'] },
    );
    servers.ip('route', 'add', 'local', '10.60.1.0/24', 'dev', 'lo');
    return Object.assign(lab, { monitor });
  }

  const live = hosts('10.60', 512).slice(256, 356);

  it('are not held up by dead ones before them in the send buffer', async () => {
    const lab = ownLink();
    const dead = hosts('10.60', 1_200).slice(-600);
    const { results, ms } = await probeIn(lab.monitor, { targets: ask([...dead, ...live]) });
    lab.monitor.ip('link', 'del', 'eth0');
    expect(tally(results.slice(600))).toEqual({ ok: 100 });
    expect(tally(results.slice(0, 600))).toEqual({ 'failed icmp-timeout': 600 });
    expect(ms).toBeLessThan(6_000);
  });

  it('that this machine itself calls unreachable have no router in their result', async () => {
    const lab = ownLink();
    const { results } = await probeIn(lab.monitor, {
      backend: 'raw',
      targets: ask(['10.60.9.9', 'fd60::9'], { timeoutMs: 4_000 }),
    });
    expect(results).toEqual([
      { kind: 'failed', code: 'icmp-unreachable' },
      { kind: 'failed', code: 'icmp-unreachable' },
    ]);
  });

  const counters = { 4: '/proc/1/net/stat/arp_cache', 6: '/proc/1/net/stat/ndisc_cache' };

  it.skipIf(!needs(existsSync(counters[4]), 'the counters of the neighbour table are not visible'))(
    'beyond the size of the neighbour table are unknown, not down',
    async () => {
      const lab = ownLink();
      const dead = hosts('10.60', 2_200).slice(-1_600);
      const { results } = await probeIn(lab.monitor, {
        targets: ask([...dead, ...live], { timeoutMs: 500 }),
        neighbours: counters,
      });
      lab.monitor.ip('link', 'del', 'eth0');
      expect(tally(results)['failed icmp-timeout']).toBeUndefined();
      expect(results[0]).toEqual({
        kind: 'unknown',
        code: 'icmp-send',
        detail: 'neighbour table full, raise net.ipv4.neigh.default.gc_thresh3',
      });
    },
  );
});

describe.skipIf(!possible)('a server behind a router that sends redirects', () => {
  it('is up', async () => {
    const lab = new NetLab();
    onTestFinished(() => lab.destroy());
    const [monitor, router, next] = ['monitor', 'router', 'next'].map((label) => lab.namespace(label));
    if (!monitor || !router || !next) throw new Error('three namespaces were asked for');
    lab.lan('lan', [
      { at: monitor, addresses: ['10.70.0.1/24'] },
      { at: router, addresses: ['10.70.0.2/24'] },
      { at: next, addresses: ['10.70.0.3/24'] },
    ]);
    router.sysctl('net.ipv4.ip_forward', 1);
    monitor.ip('route', 'add', '10.71.0.0/16', 'via', '10.70.0.2');
    router.ip('route', 'add', '10.71.0.0/16', 'via', '10.70.0.3');
    next.ip('route', 'add', 'local', '10.71.0.0/16', 'dev', 'lo');
    const targets = ask(['10.71.0.9'], { timeoutMs: 2_000, attempts: 2 });
    for (const backend of ['raw', 'ping'] as const) {
      expect((await probeIn(monitor, { backend, targets })).results).toMatchObject([{ kind: 'ok' }]);
    }
    // The router did send one, or this test would prove nothing.
    expect(router.exec('cat', '/proc/net/snmp')).toMatch(redirectsSent(router));
  });

  /** The row of counters whose OutRedirects is not 0. */
  function redirectsSent(router: Namespace): RegExp {
    const [names = '', counts = ''] = router.exec('grep', '^Icmp:', '/proc/net/snmp').split('\n');
    const sent = counts.split(' ')[names.split(' ').indexOf('OutRedirects')];
    return Number(sent) > 0 ? /Icmp:/ : /no redirect was sent/;
  }
});

describe.skipIf(!possible)('net-ping on a real installation', () => {
  /** The program in a folder of its own, where `node_modules` holds what the test puts there. */
  async function installed(prepare: (modules: string) => void): Promise<IcmpReport> {
    const folder = mkdtempSync(join(tmpdir(), 'srvmon-install-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const program = await bundleProgram(support('icmp-runner.ts'), folder);
    prepare(join(dirname(program), 'node_modules'));
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    return reportOf(child, { targets: ask(['127.0.0.1']) });
  }

  const here = (name: string): string => join(import.meta.dirname, '../../node_modules', name);

  it('that is missing is no trouble: ping takes over', async () => {
    expect(await installed(() => undefined)).toMatchObject({
      backend: 'ping',
      tried: [{ name: 'raw', reason: 'addon-missing' }],
      results: [{ kind: 'ok' }],
    });
  });

  it('whose install script was blocked is no trouble', async () => {
    const report = await installed((modules) => {
      cpSync(here('net-ping'), join(modules, 'net-ping'), { recursive: true });
      cpSync(here('raw-socket'), join(modules, 'raw-socket'), {
        recursive: true,
        filter: (path) => !path.endsWith('build'),
      });
    });
    expect(report).toMatchObject({ backend: 'ping', tried: [{ name: 'raw', reason: 'addon-missing' }] });
  });

  it('whose native part this Node cannot load is no trouble', async () => {
    const report = await installed((modules) => {
      cpSync(here('net-ping'), join(modules, 'net-ping'), { recursive: true });
      cpSync(here('raw-socket'), join(modules, 'raw-socket'), { recursive: true });
      const release = join(modules, 'raw-socket/build/Release');
      mkdirSync(release, { recursive: true });
      writeFileSync(join(release, 'raw.node'), 'built for somebody else');
    });
    expect(report).toMatchObject({ backend: 'ping', tried: [{ name: 'raw', reason: 'addon-unusable' }] });
  });
});

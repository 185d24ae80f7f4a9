import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../../src/probes/index.ts';
import type { TcpCheck } from '../../src/core/config.ts';
import type { CheckResult } from '../../src/core/probing.ts';
import { dial } from '../../src/probes/dial.ts';
import { startDns } from '../support/fake-dns.ts';
import { createResolver } from '../../src/probes/resolve.ts';
import { server, tcp } from '../support/servers.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { listen, type Listening, refusedPort, startBlackhole } from '../support/sockets.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

let blackhole: Awaited<ReturnType<typeof startBlackhole>>;
beforeAll(async () => {
  blackhole = await startBlackhole();
});
afterAll(() => blackhole.close());

async function listening(...args: Parameters<typeof listen>): Promise<Listening> {
  const made = await listen(...args);
  cleanups.push(made.close);
  return made;
}

async function probe(host: string, check: TcpCheck, budgetMs = 10_000): Promise<CheckResult> {
  return (await probeTimed(host, check, budgetMs)).result;
}

async function probeTimed(
  host: string,
  check: TcpCheck,
  budgetMs = 10_000,
): Promise<{ result: CheckResult; ms: number }> {
  const dns = await startDns({ 'dual.test': ['127.0.0.1', '::1'] });
  const resolver = createResolver({ servers: [dns.server], hostsFile: '/dev/null' });
  const began = performance.now();
  const { checks } = await sweep({
    config: { servers: [server('s', host, check)], uplink: [], icmp: { backend: 'auto', rate: null } },
    at: 0,
    budgetMs,
    remembered: {},
    resolver,
  });
  const ms = performance.now() - began;
  resolver.close();
  dns.close();
  return { result: checks.get('s')?.[0]?.result ?? { kind: 'unknown', code: 'internal' }, ms };
}

describe('a TCP check', () => {
  it('succeeds with the time of the handshake, and hangs up', async () => {
    let ended: () => void = () => undefined;
    const hungUp = new Promise<void>((resolve) => (ended = resolve));
    const web = await listening((socket) => socket.resume().once('end', ended));
    const result = await probe('127.0.0.1', tcp(web.port));
    expect(result).toEqual({ kind: 'ok', latencyMs: expect.any(Number) as number });
    expect(result.kind === 'ok' && result.latencyMs).toBeGreaterThan(0);
    expect(result.kind === 'ok' && result.latencyMs).toBeLessThan(500);
    await hungUp;
  });

  it('says that the port is refused', async () => {
    expect(await probe('127.0.0.1', tcp(await refusedPort()))).toEqual({
      kind: 'failed',
      code: 'tcp-refused',
    });
  });

  it('gives up a port that drops packets at its time-out', async () => {
    const { result, ms } = await probeTimed('127.0.0.1', tcp(blackhole.port, { timeoutMs: 300 }));
    expect(result).toEqual({ kind: 'failed', code: 'tcp-timeout' });
    expect(ms).toBeGreaterThan(290);
    expect(ms).toBeLessThan(800);
  });

  it('reaches IPv6', async () => {
    const web = await listening(undefined, '::1');
    expect(await probe('::1', tcp(web.port))).toMatchObject({ kind: 'ok' });
  });

  it('tries so many times as it may, one after the other', async () => {
    const { result, ms } = await probeTimed(
      '127.0.0.1',
      tcp(blackhole.port, { timeoutMs: 200, attempts: 3 }),
    );
    expect(result).toEqual({ kind: 'failed', code: 'tcp-timeout' });
    expect(ms).toBeGreaterThan(600);
    expect(ms).toBeLessThan(1_500);
  });

  it('is up when a later try succeeds', async () => {
    const port = await refusedPort();
    const probing = probe('127.0.0.1', tcp(port, { attempts: 5 }));
    setTimeout(() => void listening(undefined, '127.0.0.1', port), 150);
    expect(await probing).toMatchObject({ kind: 'ok' });
  });

  it('makes one connection when the first try succeeds', async () => {
    const web = await listening();
    await probe('127.0.0.1', tcp(web.port, { attempts: 3 }));
    expect(web.connections()).toBe(1);
  });

  it('does not call a server down whose time the budget cut short', async () => {
    const { result, ms } = await probeTimed('127.0.0.1', tcp(blackhole.port, { timeoutMs: 5_000 }), 500);
    expect(result).toEqual({ kind: 'unknown', code: 'budget' });
    expect(ms).toBeLessThan(700);
  });

  it('does not call a server down of which a try is missing', async () => {
    const check = tcp(blackhole.port, { timeoutMs: 300, attempts: 3 });
    expect(await probe('127.0.0.1', check, 500)).toEqual({ kind: 'unknown', code: 'budget' });
  });
});

describe('a name with two addresses', () => {
  it('is up when only the second one accepts', async () => {
    const web = await listening(undefined, '::1');
    expect(await probe('dual.test', tcp(web.port))).toMatchObject({ kind: 'ok' });
  });

  it('is up when the first one drops packets, and does not wait for it', async () => {
    await listening(undefined, '::1', blackhole.port);
    const { result, ms } = await probeTimed('dual.test', tcp(blackhole.port, { timeoutMs: 2_000 }));
    expect(result).toMatchObject({ kind: 'ok' });
    expect(ms).toBeLessThan(1_000);
  });

  it('is down when both refuse', async () => {
    expect(await probe('dual.test', tcp(await refusedPort()))).toEqual({
      kind: 'failed',
      code: 'tcp-refused',
    });
  });

  it('lets the first one be slow: the second does not end it', async () => {
    // Both drop packets. Node's own happy eyeballs would give the first one 250 ms only.
    const { result, ms } = await probeTimed('dual.test', tcp(blackhole.port, { timeoutMs: 700 }));
    expect(result).toEqual({ kind: 'failed', code: 'tcp-timeout' });
    expect(ms).toBeGreaterThan(690);
  });
});

describe('dial', () => {
  // The first connection loads node:net; from then on dial() begins within a microtask. Nothing listens on port 1.
  beforeAll(async () => {
    await dial(['127.0.0.1'], 1, 1_000);
  });

  const busyFor = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

  it('takes an answer that came while this process was busy past the time-out', async () => {
    const web = await listening();
    const dialling = dial(['127.0.0.1'], web.port, 50);
    queueMicrotask(() => process.nextTick(() => busyFor(200)));
    const dialled = await dialling;
    expect(dialled.kind).toBe('connected');
    if (dialled.kind === 'connected') dialled.socket.destroy();
  });

  it('tells a connection that was reset', async () => {
    const port = await startResetter();
    const dialling = dial(['127.0.0.1'], port, 2_000);
    // The reset arrives before this process looks at the socket for the first time.
    queueMicrotask(() => process.nextTick(() => busyFor(300)));
    expect(await dialling).toEqual({ kind: 'lost', result: { kind: 'failed', code: 'tcp-reset' } });
  });

  it('leaves nothing open', async () => {
    const before = process.getActiveResourcesInfo().length;
    await dial(['127.0.0.1', '::1'], blackhole.port, 300);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before);
  });
});

/** A process of its own that resets every connection. */
async function startResetter(): Promise<number> {
  const program = `
    const server = require('node:net').createServer((socket) => socket.resetAndDestroy());
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanups.push(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return Number(line.toString());
}

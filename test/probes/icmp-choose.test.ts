import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseBackend, type ChooseOptions, type IcmpTarget } from '../../src/probes/icmp.ts';
import type { CheckResult } from '../../src/core/probing.ts';
import { uptimeMs } from '../../src/probes/uptime.ts';
import { FakeNetPing, replyTo } from '../support/fake-net-ping.ts';
import { shellScripts } from '../support/shell-scripts.ts';

/** fping, whose list is on standard input; and ping, whose address is its last argument. */
const FPING_UP = 'while read a; do echo "$a is alive (0.50 ms)"; done';
const PING_UP = 'echo "64 bytes from here: icmp_seq=1 ttl=64 time=0.25 ms"';
/** `ping -V` of iputils, which takes fractions of a second. */
const IPUTILS = '[ "$1" = -V ] && { echo "ping from iputils 20221126"; exit 0; }';
const LAST = 'for last; do :; done';

const missing = (): Promise<never> =>
  Promise.reject(Object.assign(new Error("Cannot find module 'net-ping'"), { code: 'MODULE_NOT_FOUND' }));

function choose(folder: string, options: Partial<ChooseOptions> = {}): ReturnType<typeof chooseBackend> {
  return chooseBackend({
    backend: 'auto',
    rate: null,
    v4: true,
    v6: false,
    count: 1,
    ...options,
    env: { loadNetPing: missing, folders: [folder], platform: 'linux', ...options.env },
  });
}

const target = (address: string, change: Partial<IcmpTarget> = {}): IcmpTarget => ({
  address,
  timeoutMs: 500,
  attempts: 1,
  ...change,
});

async function ask(
  folder: string,
  name: 'fping' | 'ping',
  targets: readonly IcmpTarget[],
  deadlineMs = 10_000,
): Promise<CheckResult[]> {
  const { backend, tried } = await choose(folder, { backend: name, v6: true });
  if (!backend) throw new Error(JSON.stringify(tried));
  return backend.probe(targets, { deadline: uptimeMs() + deadlineMs });
}

describe('the choice of a back end', () => {
  it('takes ping for a short list, and tells why raw sockets are not used', async () => {
    const { backend, tried } = await choose(shellScripts({ ping: PING_UP, fping: FPING_UP }));
    expect(backend?.name).toBe('ping');
    expect(tried).toEqual([
      { name: 'raw', reason: 'addon-missing', detail: "Cannot find module 'net-ping'" },
    ]);
  });

  it('takes fping for more than 100 addresses', async () => {
    const { backend } = await choose(shellScripts({ ping: PING_UP, fping: FPING_UP }), { count: 101 });
    expect(backend?.name).toBe('fping');
  });

  it('takes fping for a short list where there is no ping', async () => {
    const { backend } = await choose(shellScripts({ fping: FPING_UP }));
    expect(backend?.name).toBe('fping');
  });

  it('takes raw sockets where they work', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => echo.session.receive(replyTo(echo), echo.address);
    const env = { loadNetPing: () => Promise.resolve(netPing) };
    expect(await choose(shellScripts({}), { env })).toMatchObject({ backend: { name: 'raw' }, tried: [] });
    // The socket that proved the right to have one also pings this machine itself.
    expect(netPing.sessions.map(({ open }) => open)).toEqual([false]);
  });

  it('takes nothing else than what the configuration names', async () => {
    expect(await choose(shellScripts({ ping: PING_UP }), { backend: 'fping' })).toMatchObject({
      backend: null,
      tried: [{ name: 'fping', reason: 'not-installed' }],
    });
  });

  it('finds nothing where nothing is installed', async () => {
    const { backend, tried } = await choose(shellScripts({}));
    expect(backend).toBeNull();
    expect(tried.map(({ name, reason }) => `${name} ${reason}`)).toEqual([
      'raw addon-missing',
      'ping not-installed',
      'fping not-installed',
    ]);
  });

  it.each([
    ['built for another version of Node', 'ERR_DLOPEN_FAILED', 'addon-unusable'],
    ['without its native part', 'MODULE_NOT_FOUND', 'addon-missing'],
  ])('goes on when the addon is %s', async (_, code, reason) => {
    const loadNetPing = (): Promise<never> => Promise.reject(Object.assign(new Error('no\nstack'), { code }));
    const { backend, tried } = await choose(shellScripts({ ping: PING_UP }), { env: { loadNetPing } });
    expect(backend?.name).toBe('ping');
    expect(tried).toEqual([{ name: 'raw', reason, detail: 'no' }]);
  });

  it('goes on when the addon is not the one that is known', async () => {
    const netPing = new FakeNetPing();
    netPing.wrapped = false;
    const env = { loadNetPing: () => Promise.resolve(netPing) };
    const { backend, tried } = await choose(shellScripts({ ping: PING_UP }), { env });
    expect(backend?.name).toBe('ping');
    expect(tried).toMatchObject([{ name: 'raw', reason: 'addon-unusable' }]);
    expect(netPing.sessions.map(({ open }) => open)).toEqual([false]);
  });

  it('goes on when the process may not open raw sockets', async () => {
    const netPing = new FakeNetPing();
    netPing.createSession = () => {
      throw new Error('Operation not permitted');
    };
    const env = { loadNetPing: () => Promise.resolve(netPing) };
    const { backend, tried } = await choose(shellScripts({ ping: PING_UP }), { env });
    expect(backend?.name).toBe('ping');
    expect(tried).toEqual([{ name: 'raw', reason: 'not-permitted', detail: 'Operation not permitted' }]);
  });
});

describe('the canary', () => {
  it('refuses raw sockets that hear nothing', async () => {
    const env = { loadNetPing: () => Promise.resolve(new FakeNetPing()) };
    const { backend, tried } = await choose(shellScripts({ ping: PING_UP }), { env });
    expect(backend?.name).toBe('ping');
    expect(tried).toEqual([{ name: 'raw', reason: 'canary-failed', detail: '127.0.0.1: icmp-timeout' }]);
  });

  it('refuses an fping that calls live hosts down, as 5.1 does without its capability', async () => {
    const fping = 'while read a; do echo "$a is unreachable"; done; exit 1';
    const { backend, tried } = await choose(shellScripts({ ping: PING_UP, fping }), { count: 101 });
    expect(backend?.name).toBe('ping');
    expect(tried[1]).toEqual({ name: 'fping', reason: 'canary-failed', detail: '127.0.0.1: icmp-timeout' });
  });

  it('refuses a ping that may not', async () => {
    const ping = 'echo "ping: socktype: SOCK_RAW: Operation not permitted" >&2; exit 2';
    const { backend, tried } = await choose(shellScripts({ ping }));
    expect(backend).toBeNull();
    expect(tried[1]).toEqual({
      name: 'ping',
      reason: 'canary-failed',
      detail: '127.0.0.1: ping: socktype: SOCK_RAW: Operation not permitted',
    });
  });

  const onlyV4 = `${LAST}; case $last in *:*) exit 1;; esac; ${PING_UP}`;

  it('that fails for ::1 alone makes IPv6 servers unknown and no others', async () => {
    const { backend, tried } = await choose(shellScripts({ ping: onlyV4 }), { v6: true });
    expect(tried).toHaveLength(1);
    const told: [number, string][] = [];
    const results = await backend?.probe([target('fd00::1'), target('10.0.0.1')], {
      deadline: uptimeMs() + 10_000,
      onResult: (index, { kind }) => told.push([index, kind]),
    });
    expect(results).toEqual([
      { kind: 'unknown', code: 'icmp-unavailable', detail: '::1: icmp-timeout' },
      { kind: 'ok', latencyMs: 0.25 },
    ]);
    expect(told).toEqual([
      [0, 'unknown'],
      [1, 'ok'],
    ]);
  });

  it('does not ask for ::1 when no server has an IPv6 address', async () => {
    expect(await choose(shellScripts({ ping: onlyV4 }))).toMatchObject({ backend: { name: 'ping' } });
  });

  it('that fails for ::1 is a broken back end when all servers have IPv6 addresses', async () => {
    expect(await choose(shellScripts({ ping: onlyV4 }), { v4: false, v6: true })).toMatchObject({
      backend: null,
    });
  });
});

describe.each(['ping', 'fping'] as const)('the neighbour table that overflows under %s', (name) => {
  it('makes the silent servers unknown, not down', async () => {
    const table = (fulls: number): string => `entries table_fulls\\n00000001 0000000${fulls}\\n`;
    const overflow = `printf '${table(2)}' > "\${0%/*}/arp"`;
    const folder = shellScripts({
      ping: `${LAST}; case $last in 127.*|-V) exit 0;; esac; ${overflow}; exit 1`,
      fping: `while read a; do case $a in 127.*) echo "$a is alive (0.1 ms)";;
        *) ${overflow}; echo "$a is unreachable"; bad=1;; esac; done; [ -z "$bad" ]`,
    });
    writeFileSync(join(folder, 'arp'), 'entries table_fulls\n00000001 00000001\n');
    const neighbours = { 4: join(folder, 'arp'), 6: '/nowhere' };
    const { backend } = await choose(folder, { backend: name, env: { neighbours } });
    expect(await backend?.probe([target('10.0.0.1')], { deadline: uptimeMs() + 5_000 })).toEqual([
      {
        kind: 'unknown',
        code: 'icmp-send',
        detail: 'neighbour table full, raise net.ipv4.neigh.default.gc_thresh3',
      },
    ]);
  });
});

describe('ping', () => {
  it.each([
    ['up, with the round trip', PING_UP, { kind: 'ok', latencyMs: 0.25 }],
    ['up, when it prints no time', 'exit 0', { kind: 'ok', latencyMs: null }],
    ['down, at exit code 1', 'exit 1', { kind: 'failed', code: 'icmp-timeout' }],
    [
      'down with the router that says so',
      'echo "From 192.0.2.1 icmp_seq=1 Destination Host Unreachable"; exit 1',
      { kind: 'failed', code: 'icmp-unreachable', detail: '192.0.2.1' },
    ],
    [
      'down without a router when this machine says so',
      'echo "From 127.0.0.1 icmp_seq=1 Destination Host Unreachable"; exit 1',
      { kind: 'failed', code: 'icmp-unreachable' },
    ],
    [
      'down after a redirect and silence',
      'echo "From 192.0.2.1 icmp_seq=1 Redirect Host(New nexthop: 192.0.2.2)"; exit 1',
      { kind: 'failed', code: 'icmp-timeout' },
    ],
    [
      'down when another address answers',
      'echo "64 bytes from 9.9.9.9: icmp_seq=1 ttl=64 time=0.2 ms (DIFFERENT ADDRESS!)"',
      { kind: 'failed', code: 'icmp-timeout' },
    ],
    [
      'unknown at exit code 2',
      'echo "ping: connect: Network is unreachable" >&2; exit 2',
      { kind: 'unknown', code: 'icmp-send', detail: 'ping: connect: Network is unreachable' },
    ],
    [
      'unknown at exit code 1 with a complaint',
      'echo "ping: sendmsg: Operation not permitted" >&2; exit 1',
      { kind: 'unknown', code: 'icmp-send', detail: 'ping: sendmsg: Operation not permitted' },
    ],
    ['unknown when somebody kills it', 'kill -9 $$', { kind: 'unknown', code: 'budget' }],
  ])('calls a server %s', async (_, script, result) => {
    const ping = `${LAST}; case $last in 127.*|::1) exit 0;; esac; ${script}`;
    expect(await ask(shellScripts({ ping }), 'ping', [target('10.0.0.1')])).toEqual([result]);
  });

  it('gets the address as a literal after --, with the locale C and no other environment', async () => {
    const folder = shellScripts({ ping: `${IPUTILS}; echo "$LC_ALL $HOME|$*" >> "\${0%/*}/log"` });
    await ask(folder, 'ping', [target('FD00::1', { timeoutMs: 250 }), target('-c 100 x'), target('0.0.0.0')]);
    const { readFileSync } = await import('node:fs');
    const lines = readFileSync(join(folder, 'log'), 'utf8').trim().split('\n').slice(2);
    expect(lines).toEqual(['C |-n -c 1 -W 0.25 -- fd00::1']);
  });

  it('waits whole seconds where it is not known to take fractions', async () => {
    const folder = shellScripts({ ping: 'echo "$*" >> "${0%/*}/log"' });
    await ask(folder, 'ping', [target('10.0.0.1', { timeoutMs: 250 })]);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(join(folder, 'log'), 'utf8')).toContain('-n -c 1 -W 1 -- 10.0.0.1');
  });

  it('speaks the ping of macOS', async () => {
    const ping = `[ "$*" = "-n -c 1 -t 1 -- 10.0.0.1" ] && exit 2; ${PING_UP}`;
    const { backend } = await choose(shellScripts({ ping }), {
      backend: 'ping',
      env: { platform: 'darwin' },
    });
    expect(await backend?.probe([target('10.0.0.1')], { deadline: uptimeMs() + 5_000 })).toEqual([
      { kind: 'failed', code: 'icmp-timeout' },
    ]);
  });

  it('tries again those that were silent, and stops at the first answer', async () => {
    const ping = `${IPUTILS}; ${LAST}; echo x >> "\${0%/*}/$last"; [ $(wc -l < "\${0%/*}/$last") -ge 2 ]`;
    const folder = shellScripts({ ping });
    mkdirSync(join(folder, 'unused'));
    const results = await ask(folder, 'ping', [
      target('10.0.0.1', { attempts: 3 }),
      target('10.0.0.2', { attempts: 1 }),
    ]);
    expect(results).toEqual([
      { kind: 'ok', latencyMs: null },
      { kind: 'failed', code: 'icmp-timeout' },
    ]);
  });

  it('that hangs is killed, and the server unknown', async () => {
    const ping = `${LAST}; case $last in 127.*|::1|-V) exit 0;; esac; exec sleep 60`;
    const start = performance.now();
    const results = await ask(shellScripts({ ping }), 'ping', [target('10.0.0.1', { timeoutMs: 100 })]);
    expect(results).toEqual([{ kind: 'unknown', code: 'budget' }]);
    expect(performance.now() - start).toBeLessThan(8_000);
  });

  it('close() ends the processes that run', async () => {
    const ping = `${LAST}; case $last in 127.*|::1|-V) exit 0;; esac; exec sleep 60`;
    const { backend } = await choose(shellScripts({ ping }), { backend: 'ping' });
    const running = backend?.probe([target('10.0.0.1', { timeoutMs: 60_000 })], {
      deadline: uptimeMs() + 60_000,
    });
    setTimeout(() => backend?.close(), 100);
    expect(await running).toEqual([{ kind: 'unknown', code: 'budget' }]);
  });
});

describe('fping', () => {
  const scripted = (script: string): string =>
    `while read a; do case $a in 127.*|::1) echo "$a is alive (0.1 ms)";; *) ${script};; esac; done`;

  it('is judged line by line', async () => {
    const fping = scripted(`case $a in
      10.0.0.1) echo "$a is alive (1.25 ms)";;
      10.0.0.2) echo "$a is unreachable";;
      10.0.0.3) echo "$a: error while sending ping: Network is unreachable" >&2; echo "$a is unreachable";;
      10.0.0.4) echo "ICMP Host Unreachable from 192.0.2.1 for ICMP Echo sent to $a" >&2; echo "$a is unreachable";;
      10.0.0.5) echo "ICMP Redirect from 192.0.2.1 for ICMP Echo sent to $a" >&2; echo "$a is unreachable";;
      esac`);
    const addresses = [1, 2, 3, 4, 5, 6, 1].map((n) => `10.0.0.${n}`);
    const results = await ask(
      shellScripts({ fping: `${fping}; exit 1` }),
      'fping',
      addresses.map((a) => target(a)),
    );
    expect(results).toEqual([
      { kind: 'ok', latencyMs: 1.25 },
      { kind: 'failed', code: 'icmp-timeout' },
      { kind: 'unknown', code: 'icmp-send', detail: 'Network is unreachable' },
      { kind: 'failed', code: 'icmp-unreachable', detail: '192.0.2.1' },
      { kind: 'failed', code: 'icmp-timeout' },
      { kind: 'unknown', code: 'icmp-send', detail: expect.any(String) as string },
      { kind: 'ok', latencyMs: 1.25 },
    ]);
  });

  it('in trouble itself (exit code 4) calls nobody down', async () => {
    const script = scripted('echo "$a is unreachable"; echo "fping: sendto: trouble" >&2; bad=1');
    const fping = `${script}; [ -z "$bad" ] || exit 4`;
    expect(await ask(shellScripts({ fping }), 'fping', [target('10.0.0.1')])).toEqual([
      { kind: 'unknown', code: 'icmp-send', detail: 'fping: sendto: trouble' },
    ]);
  });

  it('asks an address once for all servers that share it, and again only for the silent', async () => {
    const fping = `tee -a "\${0%/*}/log" | ${scripted('echo "$a is unreachable"')}; exit 1`;
    const folder = shellScripts({ fping });
    const same = target('10.0.0.1', { attempts: 2 });
    expect(await ask(folder, 'fping', [same, same])).toMatchObject([{ kind: 'failed' }, { kind: 'failed' }]);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('127.0.0.1\n::1\n10.0.0.1\n10.0.0.1\n');
  });

  it('that hangs is killed at the deadline', async () => {
    const fping = scripted('exec sleep 60');
    const start = performance.now();
    expect(await ask(shellScripts({ fping }), 'fping', [target('10.0.0.1')], 300)).toEqual([
      { kind: 'unknown', code: 'budget' },
    ]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

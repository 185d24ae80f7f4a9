import { describe, expect, it, vi } from 'vitest';
import type { CheckResult } from '../../src/core/probing.ts';
import { NEIGHBOUR_FILES } from '../../src/probes/icmp/neighbours.ts';
import { RawBackend } from '../../src/probes/icmp/raw.ts';
import { openEchoSocket } from '../../src/probes/icmp/socket.ts';
import { uptimeMs } from '../../src/probes/uptime.ts';
import { errorAbout, FakeNetPing, replyTo, type SentEcho } from '../support/fake-net-ping.ts';

interface Ask {
  readonly attempts?: number;
  readonly timeoutMs?: number;
  readonly deadlineMs?: number;
  readonly rate?: number | null;
  readonly onResult?: (index: number, result: CheckResult) => void;
}

function probe(netPing: FakeNetPing, addresses: readonly string[], ask: Ask = {}): Promise<CheckResult[]> {
  const { attempts = 1, timeoutMs = 100, deadlineMs = 10_000, rate = null, onResult } = ask;
  return new RawBackend(netPing, { rate, neighbours: NEIGHBOUR_FILES }).probe(
    addresses.map((address) => ({ address, attempts, timeoutMs })),
    { deadline: uptimeMs() + deadlineMs, ...(onResult ? { onResult } : {}) },
  );
}

function answering(): FakeNetPing {
  const netPing = new FakeNetPing();
  netPing.onSend = (echo) => echo.session.receive(replyTo(echo), echo.address);
  return netPing;
}

const hosts = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);

const idOf = ({ packet }: SentEcho): number => packet.readUInt16BE(4);
const SILENT = { kind: 'failed', code: 'icmp-timeout' };
/** Null where the machine that runs the tests stood still meanwhile: that is no round trip. */
const UP = expect.objectContaining({ kind: 'ok' }) as CheckResult;

describe('an answer', () => {
  it('counts when it comes from the address that was asked', async () => {
    expect(await probe(answering(), ['10.0.0.1'])).toEqual([UP]);
  });

  it('from another address counts for nobody', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => echo.session.receive(replyTo(echo), '10.9.9.9');
    expect(await probe(netPing, ['10.0.0.1', '10.0.0.2'])).toEqual([SILENT, SILENT]);
  });

  it('to another program is ignored, even when it comes from the same host', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => {
      const foreign = replyTo(echo);
      foreign.writeUInt16BE((idOf(echo) % 65_534) + 1, 4);
      echo.session.receive(foreign, echo.address);
    };
    expect(await probe(netPing, ['10.0.0.1'])).toEqual([SILENT]);
  });

  it('that comes twice is told once', async () => {
    const netPing = new FakeNetPing();
    const told: number[] = [];
    netPing.onSend = (echo) => {
      echo.session.receive(replyTo(echo), echo.address);
      echo.session.receive(replyTo(echo), echo.address);
    };
    const results = await probe(netPing, ['10.0.0.1', '10.0.0.2'], { onResult: (index) => told.push(index) });
    expect(results).toEqual([UP, UP]);
    expect(told.sort()).toEqual([0, 1]);
  });

  it('that comes after its time-out still counts while another attempt is under way', async () => {
    const netPing = new FakeNetPing();
    const told: CheckResult[] = [];
    netPing.onSend = () => {
      const [first, second] = netPing.sent;
      if (first && second) first.session.receive(replyTo(first), first.address);
    };
    const onResult = (_: number, result: CheckResult): number => told.push(result);
    expect(await probe(netPing, ['10.0.0.1'], { attempts: 3, onResult })).toEqual([UP]);
    expect(told).toHaveLength(1);
    expect(netPing.sent).toHaveLength(2);
  });

  it('is measured from its own packet, not from the first one', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => {
      if (netPing.sent.length === 2) echo.session.receive(replyTo(echo), echo.address);
    };
    const [result] = await probe(netPing, ['10.0.0.1'], { attempts: 2, timeoutMs: 300 });
    expect(result?.kind === 'ok' ? (result.latencyMs ?? 0) : Infinity).toBeLessThan(150);
  });

  it('is measured on a clock that does not jump', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => {
      vi.spyOn(Date, 'now').mockReturnValue(0);
      setTimeout(() => echo.session.receive(replyTo(echo), echo.address), 30);
    };
    const [result] = await probe(netPing, ['10.0.0.1'], { timeoutMs: 2_000 });
    vi.restoreAllMocks();
    const latency = result?.kind === 'ok' ? (result.latencyMs ?? 30) : -1;
    expect(latency).toBeGreaterThanOrEqual(28);
    expect(latency).toBeLessThan(2_000);
  });
});

describe('the identifier', () => {
  it('is another one in each sweep, and never 0 or 65535', async () => {
    const ids = new Set<number>();
    for (let sweep = 0; sweep < 20; sweep++) {
      const netPing = answering();
      await probe(netPing, ['10.0.0.1']);
      for (const echo of netPing.sent) ids.add(idOf(echo));
    }
    expect(ids.size).toBeGreaterThan(15);
    for (const id of ids) expect(id > 0 && id < 65_535).toBe(true);
  });
});

describe('the address', () => {
  it.each(['0.0.0.0', '::', 'fe80::1%eth0', 'example.com', '10.0.0.1 ', '::ffff:0.0.0.0'])(
    '%s is not asked, because a raw socket would ask this machine',
    async (address) => {
      const netPing = answering();
      expect(await probe(netPing, [address])).toMatchObject([{ kind: 'unknown', code: 'icmp-send' }]);
      expect(netPing.sent).toEqual([]);
    },
  );

  it('decides the family of the socket', async () => {
    const netPing = answering();
    expect(await probe(netPing, ['10.0.0.1', 'fd00::1', '::ffff:10.0.0.2'])).toEqual([UP, UP, UP]);
    const asked = netPing.sent.map(({ address, session }) => [address, session.options.networkProtocol]);
    expect(Object.fromEntries(asked)).toEqual({ '10.0.0.1': 1, 'fd00::1': 2, '10.0.0.2': 1 });
  });

  it('may be written in any way of IPv6', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => echo.session.receive(replyTo(echo), 'fd00::a:1');
    expect(await probe(netPing, ['FD00:0:0:0::000A:0001'])).toEqual([UP]);
  });

  it('may have a sender whose last words the system writes with dots', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => echo.session.receive(replyTo(echo), '::10.0.0.1');
    expect(await probe(netPing, ['::a00:1'])).toEqual([UP]);
  });
});

describe('an ICMP error', () => {
  it.each([
    ['redirect', 5],
    ['source quench', 4],
  ])('of type %s is ignored, and the answer awaited', async (_, type) => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => {
      echo.session.receive(errorAbout(echo, type), '10.0.0.254');
      setTimeout(() => echo.session.receive(replyTo(echo), echo.address), 20);
    };
    expect(await probe(netPing, ['10.0.0.1'], { timeoutMs: 2_000 })).toEqual([UP]);
  });

  it('"unreachable" is the result, with the router, once all attempts failed', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => echo.session.receive(errorAbout(echo, 3), '10.0.0.254');
    expect(await probe(netPing, ['10.0.0.1'], { attempts: 3, timeoutMs: 30 })).toEqual([
      { kind: 'failed', code: 'icmp-unreachable', detail: '10.0.0.254' },
    ]);
    expect(netPing.sent).toHaveLength(3);
  });

  it('"unreachable" does not outweigh a later answer', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) =>
      netPing.sent.length === 1
        ? echo.session.receive(errorAbout(echo, 3), '10.0.0.254')
        : echo.session.receive(replyTo(echo), echo.address);
    expect(await probe(netPing, ['10.0.0.1'], { attempts: 2, timeoutMs: 30 })).toEqual([UP]);
  });

  it('about a packet to another address is ignored', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) =>
      echo.session.receive(errorAbout({ ...echo, address: '10.7.7.7' }, 3), '10.0.0.254');
    expect(await probe(netPing, ['10.0.0.1'])).toEqual([SILENT]);
  });
});

describe('a packet that cannot be sent', () => {
  it('makes the server unknown, not down', async () => {
    const netPing = new FakeNetPing();
    netPing.sendError = new Error('Operation not permitted');
    expect(await probe(netPing, ['10.0.0.1'], { attempts: 2, timeoutMs: 30 })).toEqual([
      { kind: 'unknown', code: 'icmp-send', detail: 'Operation not permitted' },
    ]);
  });

  it('leaves the server unknown even when another packet went out and was not answered', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = () => (netPing.sendError = new Error('No buffer space available'));
    expect(await probe(netPing, ['10.0.0.1'], { attempts: 2, timeoutMs: 30 })).toMatchObject([
      { kind: 'unknown', code: 'icmp-send' },
    ]);
  });

  it('does not matter when a later one is answered', async () => {
    const netPing = answering();
    netPing.sendError = new Error('No buffer space available');
    setTimeout(() => (netPing.sendError = null), 30);
    expect(await probe(netPing, ['10.0.0.1'], { attempts: 3, timeoutMs: 50 })).toEqual([UP]);
  });
});

describe('a time-out', () => {
  it('is over within milliseconds of its time, and never before', async () => {
    const netPing = new FakeNetPing();
    let best = Infinity;
    for (let n = 0; n < 10; n++) {
      netPing.sent.length = 0;
      await probe(netPing, ['10.0.0.1'], { timeoutMs: 41 });
      const waited = performance.now() - (netPing.sent[0]?.at ?? 0);
      expect(waited).toBeGreaterThanOrEqual(41);
      best = Math.min(best, waited);
    }
    // With a look every 10 ms it would be 50 at the least.
    expect(best).toBeLessThan(47);
  });
});

describe('attempts', () => {
  it('go on for the silent ones only', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => {
      if (echo.address === '10.0.0.1') echo.session.receive(replyTo(echo), echo.address);
    };
    expect(await probe(netPing, ['10.0.0.1', '10.0.0.2'], { attempts: 3, timeoutMs: 30 })).toEqual([
      UP,
      SILENT,
    ]);
    expect(netPing.sent.map(({ address }) => address).sort()).toEqual([
      '10.0.0.1',
      ...Array<string>(3).fill('10.0.0.2'),
    ]);
  });

  it('that end at the deadline leave the server unknown', async () => {
    const netPing = new FakeNetPing();
    const start = performance.now();
    expect(await probe(netPing, ['10.0.0.1'], { attempts: 3, timeoutMs: 5_000, deadlineMs: 60 })).toEqual([
      { kind: 'unknown', code: 'budget' },
    ]);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

describe('the speed', () => {
  /** Packets that left within this time after the first. */
  const within = (netPing: FakeNetPing, ms: number): number =>
    netPing.sent.filter(({ at }) => at - (netPing.sent[0]?.at ?? 0) <= ms).length;

  it('is 2,000 packets a second where the buffers are small', async () => {
    const netPing = answering();
    netPing.bufferBytes = 212_992;
    await probe(netPing, hosts(600));
    expect(within(netPing, 100)).toBeLessThan(100 + 2_000 * 0.1 + 20);
  });

  it('is 10,000 packets a second where they could be raised', async () => {
    const netPing = answering();
    await probe(netPing, hosts(3_000));
    expect(within(netPing, 100)).toBeLessThan(1_000 + 10_000 * 0.1 + 100);
    expect(within(netPing, 1_000)).toBe(3_000);
  });

  it.each([
    ['1,000 packets at once where the buffers could be raised', 8 << 20, null, 1_000],
    ['20 where they are small', 212_992, null, 20],
    ['10 ms of a pace that is set', 8 << 20, 500, 5],
  ])('begins with %s', async (_, bufferBytes, rate, first) => {
    const netPing = new FakeNetPing();
    netPing.bufferBytes = bufferBytes;
    const backend = new RawBackend(netPing, { rate, neighbours: NEIGHBOUR_FILES });
    const targets = hosts(3_000).map((address) => ({ address, attempts: 1, timeoutMs: 1_000 }));
    const clock = vi.spyOn(process, 'uptime').mockReturnValue(1);
    const probing = backend.probe(targets, { deadline: 60_000 });
    await vi.waitFor(() => expect(netPing.sent.length).toBeGreaterThanOrEqual(first), { timeout: 5_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(netPing.sent).toHaveLength(first);
    clock.mockRestore();
    backend.close();
    await probing;
  });

  it('can be set, also below one packet a tick', async () => {
    const netPing = answering();
    const start = performance.now();
    await probe(netPing, hosts(11), { rate: 50 });
    expect(performance.now() - start).toBeGreaterThan(150);
  });

  it('hands nothing to a socket whose send buffer is full, so that it can still be given up', async () => {
    const netPing = new FakeNetPing();
    netPing.stuck = true;
    const results = await probe(netPing, hosts(3_000), { rate: 1_000_000, deadlineMs: 300 });
    expect(netPing.sent).toHaveLength(0);
    expect(new Set(results.map((result) => result.kind === 'unknown' && result.code))).toEqual(
      new Set(['budget']),
    );
  });

  it('never has more than half of the sequence numbers on the way, and loses nobody beyond them', async () => {
    const netPing = new FakeNetPing();
    const lastUse = new Map<number, number>();
    const seen = { most: 0, usedTwice: false };
    let over = 0;
    netPing.onSend = (echo) => {
      if (echo.address.startsWith('10.1.')) return echo.session.receive(replyTo(echo), echo.address);
      const seq = echo.packet.readUInt16BE(6);
      // A number in use twice would let one host answer for another.
      seen.usedTwice ||= (lastUse.get(seq) ?? -Infinity) > echo.at - 300;
      lastUse.set(seq, echo.at);
      while ((netPing.sent[over]?.at ?? Infinity) <= echo.at - 300) over++;
      seen.most = Math.max(seen.most, netPing.sent.length - over);
    };
    const results = await probe(netPing, hosts(70_000), {
      rate: 1_000_000,
      timeoutMs: 300,
      deadlineMs: 60_000,
    });
    expect(seen).toEqual({ most: expect.any(Number) as number, usedTwice: false });
    expect(seen.most).toBeLessThanOrEqual(32_768);
    expect(results.slice(0, 65_536).every((result) => result.kind === 'failed')).toBe(true);
    expect(results.slice(65_536).every((result) => result.kind === 'ok')).toBe(true);
  }, 60_000);
});

describe('trouble inside', () => {
  it('an exception in the caller ends the probe with that exception', async () => {
    const netPing = answering();
    const onResult = (): never => {
      throw new Error('a bug in the caller');
    };
    await expect(probe(netPing, ['10.0.0.1'], { onResult })).rejects.toThrow('a bug in the caller');
    expect(netPing.sessions.every(({ open }) => !open)).toBe(true);
  });

  it('an error of the socket does not end the process, and the answer still counts', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => {
      echo.session.socket.emit('error', new Error('Resource temporarily unavailable'));
      echo.session.receive(replyTo(echo), echo.address);
    };
    expect(await probe(netPing, ['10.0.0.1'])).toEqual([UP]);
  });

  it('a socket that the system closes makes the open servers unknown', async () => {
    const netPing = new FakeNetPing();
    netPing.onSend = (echo) => echo.session.socket.emit('close');
    expect(await probe(netPing, ['10.0.0.1'])).toMatchObject([{ kind: 'unknown', code: 'icmp-send' }]);
  });

  it('closes its sockets at the end', async () => {
    const netPing = answering();
    await probe(netPing, ['10.0.0.1', 'fd00::1']);
    expect(netPing.sessions.map(({ open }) => open)).toEqual([false, false]);
  });

  it('never sends on a closed socket, which would open another one', () => {
    const netPing = new FakeNetPing();
    const socket = openEchoSocket(netPing, 4);
    socket.close();
    socket.close();
    socket.wantRoom(true);
    socket.send(Buffer.alloc(16), '10.0.0.1');
    expect(netPing.reopened).toBe(0);
  });

  it('close() ends a running probe, and a later one asks nobody', async () => {
    const netPing = new FakeNetPing();
    const backend = new RawBackend(netPing, { rate: null, neighbours: NEIGHBOUR_FILES });
    const targets = [{ address: '10.0.0.1', timeoutMs: 60_000, attempts: 1 }];
    const running = backend.probe(targets, { deadline: uptimeMs() + 60_000 });
    setTimeout(() => backend.close(), 20);
    expect(await running).toEqual([{ kind: 'unknown', code: 'icmp-unavailable' }]);
    expect(await backend.probe(targets, { deadline: uptimeMs() + 60_000 })).toEqual([
      { kind: 'unknown', code: 'icmp-unavailable' },
    ]);
    expect(netPing.sessions).toHaveLength(1);
  });
});

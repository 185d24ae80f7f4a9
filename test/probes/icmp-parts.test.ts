import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readLiteral, routerNames } from '../../src/probes/icmp/address.ts';
import { StallClock, TICK_MS } from '../../src/probes/icmp/clock.ts';
import { Flights } from '../../src/probes/icmp/flights.ts';
import { NeighbourWatch } from '../../src/probes/icmp/neighbours.ts';
import { heavier, type Miss, OUT_OF_TIME, SILENT } from '../../src/probes/icmp/outcome.ts';
import { echoRequest, readPacket } from '../../src/probes/icmp/packet.ts';

const word = fc.integer({ min: 0, max: 65_535 });
const family = fc.constantFrom(4 as const, 6 as const);

/** A packet as the raw socket of its family gives it. */
function received(of: 4 | 6, icmp: Buffer): Buffer {
  return of === 6 ? icmp : Buffer.concat([ipv4Header('10.0.0.1'), icmp]);
}

function ipv4Header(destination: string): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.set(destination.split('.').map(Number), 16);
  return header;
}

describe('an echo request', () => {
  it('has a checksum that adds up to zero (RFC 1071)', () => {
    fc.assert(
      fc.property(word, word, (id, seq) => {
        const packet = echoRequest(4, id, seq);
        let sum = 0;
        for (let at = 0; at < packet.length; at += 2) sum += packet.readUInt16BE(at);
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
        expect(sum).toBe(0xffff);
      }),
    );
  });

  it('comes back as a reply with its own id and sequence number', () => {
    fc.assert(
      fc.property(family, word, word, (of, id, seq) => {
        const packet = echoRequest(of, id, seq);
        packet[0] = of === 4 ? 0 : 129;
        expect(readPacket(of, received(of, packet))).toEqual({ kind: 'reply', id, seq });
      }),
    );
  });

  it('that this machine receives itself is no answer', () => {
    for (const of of [4, 6] as const) expect(readPacket(of, received(of, echoRequest(of, 1, 2)))).toBeNull();
  });
});

describe('an error', () => {
  it.each([
    ['unreachable', 4, 3, '10.50.0.9'],
    ['time exceeded', 4, 11, '10.50.0.9'],
    ['unreachable', 6, 1, 'fd50::9'],
    ['time exceeded', 6, 3, 'fd50::9'],
  ] as const)('%s (IPv%i, type %i) names the packet it is about', (_, of, type, destination) => {
    const inner = of === 4 ? ipv4Header(destination) : Buffer.alloc(40);
    if (of === 6) inner.set([0xfd, 0x50, ...Array<number>(13).fill(0), 9], 24);
    const error = Buffer.concat([Buffer.from([type, 0, 0, 0, 0, 0, 0, 0]), inner, echoRequest(of, 7, 8)]);
    expect(readPacket(of, received(of, error))).toEqual({ kind: 'unreachable', id: 7, seq: 8, destination });
  });

  it.each([
    ['redirect', 5],
    ['source quench', 4],
  ])('of the kind %s says nothing about the server', (_, type) => {
    const about = Buffer.concat([ipv4Header('10.0.0.2'), echoRequest(4, 7, 8)]);
    const packet = Buffer.concat([Buffer.from([type, 0, 0, 0, 0, 0, 0, 0]), about]);
    expect(readPacket(4, received(4, packet))).toBeNull();
  });

  it('or anything else, however broken, never throws', () => {
    fc.assert(
      fc.property(family, fc.uint8Array({ maxLength: 120 }), (of, bytes) => {
        readPacket(of, Buffer.from(bytes));
      }),
    );
  });
});

describe('an address literal', () => {
  it.each([
    ['10.0.0.1', { usable: true, family: 4, address: '10.0.0.1' }],
    ['FD00:0:0:0::000A:0001', { usable: true, family: 6, address: 'fd00::a:1' }],
    ['::ffff:10.0.0.1', { usable: true, family: 4, address: '10.0.0.1' }],
    ['::FFFF:0A00:0001', { usable: true, family: 4, address: '10.0.0.1' }],
  ])('%s is read as %o', (text, literal) => {
    expect(readLiteral(text)).toEqual(literal);
  });

  it.each(['0.0.0.0', '::', '0:0::0', '::ffff:0:0', 'fe80::1%1', '-c 100', 'localhost', ''])(
    '%s is refused',
    (text) => {
      expect(readLiteral(text)).toMatchObject({ usable: false });
    },
  );

  it('of this machine is no router', () => {
    const nameOf = routerNames();
    expect([nameOf('127.0.0.1'), nameOf('192.0.2.1')]).toEqual([null, '192.0.2.1']);
  });
});

describe('the clock for time-outs', () => {
  it('stands still while the event loop is blocked', () => {
    const clock = new StallClock(0);
    clock.advance(10);
    const end = clock.tickIn(1_000, 10);
    clock.advance(1_500);
    expect(clock.tick).toBeLessThan(end);
    for (let now = 1_510; now <= 2_600; now += 10) clock.advance(now);
    expect(clock.tick).toBeGreaterThanOrEqual(end);
  });

  it('knows which round trips hold a block', () => {
    const clock = new StallClock(0);
    clock.advance(10);
    clock.advance(500);
    clock.advance(510);
    expect([clock.stalledSince(20, 512), clock.stalledSince(501, 512)]).toEqual([true, false]);
    // Not yet advanced: the answer is read before the timer fires.
    expect(clock.stalledSince(511, 900)).toBe(true);
  });

  it('never ends a wait early, and never by more than a block and two ticks late', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.integer({ min: 0, max: 49 }),
        fc.array(fc.integer({ min: 1, max: 49 }), { minLength: 400, maxLength: 400 }),
        (timeoutMs, begin, [first = 1, ...steps]) => {
          const clock = new StallClock(0);
          // The clock has not moved on since 0.
          const end = clock.tickIn(timeoutMs, begin);
          let now = Math.max(begin, first);
          for (const step of [0, ...steps]) {
            now += step;
            clock.advance(now);
            if (clock.tick >= end) break;
          }
          expect(now - begin).toBeGreaterThanOrEqual(timeoutMs);
          expect(now - begin).toBeLessThan(timeoutMs + 50 + 2 * TICK_MS);
        },
      ),
    );
  });
});

describe('packets on their way', () => {
  it('have a number each, until it is freed or its time is over', () => {
    const moves = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 5 }), answered: fc.boolean() }), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(moves, (list) => {
        const flights = new Flights(70_000);
        const open = new Set<number>();
        const ended: number[] = [];
        list.forEach(({ ms, answered }, tick) => {
          const seq = flights.take(tick);
          expect(open.has(seq)).toBe(false);
          open.add(seq);
          flights.waitUntil(seq, tick + ms);
          if (answered) {
            flights.free(seq);
            open.delete(seq);
          }
          ended.push(...flights.end(tick));
        });
        ended.push(...flights.end(1_000));
        const unanswered = list.flatMap(({ answered }, tick) => (answered ? [] : [tick]));
        expect(ended.sort((a, b) => a - b)).toEqual(unanswered);
      }),
    );
  });

  it('are known after their time as well, so that a late answer counts', () => {
    const flights = new Flights(70_000);
    const seq = flights.take(5);
    flights.left(seq, 100);
    flights.waitUntil(seq, 1);
    expect([...flights.end(1)]).toEqual([5]);
    expect(flights.find(seq)).toEqual({ target: 5, sentAt: 100 });
  });

  it('are full at half of the sequence numbers, and free again after their time', () => {
    const flights = new Flights(70_000);
    for (let n = 0; n < 40_000 && !flights.full; n++) flights.waitUntil(flights.take(n), 3);
    expect([...flights.end(3)]).toHaveLength(32_768);
    expect(flights.full).toBe(false);
  });
});

describe('two attempts together', () => {
  const unreachable: Miss = { kind: 'unreachable', from: '10.0.0.254' };
  it('say what weighs more: unsent, unreachable, silent', () => {
    expect(heavier(undefined, SILENT)).toBe(SILENT);
    expect(heavier(unreachable, SILENT)).toBe(unreachable);
    expect(heavier(unreachable, OUT_OF_TIME)).toBe(OUT_OF_TIME);
    expect(heavier(OUT_OF_TIME, unreachable)).toBe(OUT_OF_TIME);
  });
});

describe('the watch on the neighbour table', () => {
  const table = (fulls: string): string =>
    `entries  allocs table_fulls\n00000001 00000002 00000000\n00000001 00000002 ${fulls}\n`;

  function watched(addresses = ['192.0.2.1', '2001:db8::1']): {
    watch: NeighbourWatch;
    overflow: () => void;
  } {
    const folder = mkdtempSync(join(tmpdir(), 'srvmon-neighbours-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'arp_cache');
    writeFileSync(file, table('0000000f'));
    const watch = new NeighbourWatch({ 4: file, 6: join(folder, 'missing') });
    for (const address of addresses) watch.begin(address, address.includes(':') ? 6 : 4);
    return { watch, overflow: () => writeFileSync(file, table('00000010')) };
  }

  it('leaves silence alone while there is room, or no such table', () => {
    const { watch } = watched();
    expect([watch.silence(4), watch.silence(6)]).toEqual([SILENT, SILENT]);
  });

  it('takes silence for a dropped packet after an overflow, and says what to raise', () => {
    const { watch, overflow } = watched();
    overflow();
    expect(watch.silence(4)).toEqual({
      kind: 'unsent',
      code: 'icmp-send',
      detail: 'neighbour table full, raise net.ipv4.neigh.default.gc_thresh3',
    });
    expect(watch.silence(6)).toBe(SILENT);
  });

  it('does not ask for the table where all packets stay on this machine', () => {
    const { watch, overflow } = watched(['127.0.0.1', '127.9.9.9', '::1']);
    overflow();
    expect(watch.silence(4)).toBe(SILENT);
  });
});

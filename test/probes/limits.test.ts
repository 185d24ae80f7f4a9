import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainConnect } from '../../src/probes/connect-error.ts';
import { Gate, openFilesLimit, SocketSlots, socketsAllowed } from '../../src/probes/limits.ts';

describe('the number of sockets', () => {
  it('stays well below the limit of open files', () => {
    expect(socketsAllowed(false, 1_024)).toBe(960);
    expect(socketsAllowed(false, 256)).toBe(192);
  });

  it('leaves half to pings that run as processes', () => {
    expect(socketsAllowed(true, 1_024)).toBe(480);
  });

  it('has a floor and a ceiling', () => {
    expect(socketsAllowed(true, 16)).toBe(8);
    expect(socketsAllowed(true, 1_048_576)).toBe(8_192);
    expect(socketsAllowed(false, null)).toBe(192);
  });

  it.runIf(process.platform === 'linux')('is read from the process itself', () => {
    expect(openFilesLimit()).toBeGreaterThan(16);
  });
});

describe('the servers that go ahead because they are failing', () => {
  it('leave half of the sockets to the others, and are 500 at most', () => {
    expect([8, 480, 8_192].map((sockets) => new SocketSlots(() => sockets).ahead)).toEqual([4, 240, 500]);
  });
});

describe('a gate', () => {
  it('never lets in more than its limit, lets everybody in, and keeps the order', async () => {
    const guests = fc.array(
      fc.record({ weight: fc.integer({ min: 1, max: 9 }), turns: fc.integer({ min: 0, max: 3 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), guests, async (limit, list) => {
        const gate = new Gate(limit);
        const order: number[] = [];
        let inside = 0;
        const visits = list.map(async ({ weight, turns }, index) => {
          const leave = await gate.enter(weight);
          order.push(index);
          inside += Math.min(weight, limit);
          expect(inside).toBeLessThanOrEqual(limit);
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          inside -= Math.min(weight, limit);
          leave();
          leave();
        });
        await Promise.all(visits);
        expect(order).toEqual(list.map((_, index) => index));
        expect(inside).toBe(0);
      }),
    );
  });
});

describe('the slots of a sweep', () => {
  it('count a probe that waits as busy for a moment only, but its socket until it leaves', async () => {
    const slots = new SocketSlots(() => 150);
    const first = await Promise.all(Array.from({ length: 100 }, () => slots.enter('http', 1)));
    let inside = 0;
    const next = Array.from({ length: 100 }, () => slots.enter('http', 1).then(() => inside++));
    await pause(10);
    expect(inside).toBe(0);
    await pause(500);
    expect(inside).toBe(50);
    for (const leave of first) leave();
    await Promise.all(next);
    expect(inside).toBe(100);
  });
});

describe('a process that is busy itself', () => {
  it('does not let more probes in, which would only wait for it, too', async () => {
    const slots = new SocketSlots(() => 1_000);
    const first = await Promise.all(Array.from({ length: 100 }, () => slots.enter('http', 1)));
    let inside = 0;
    const next = Array.from({ length: 100 }, () => slots.enter('http', 1).then(() => inside++));
    const end = performance.now() + 400;
    while (performance.now() < end) {
      const burst = performance.now() + 20;
      while (performance.now() < burst);
      await new Promise(setImmediate);
    }
    expect(inside).toBe(0);
    for (const leave of first) leave();
    await Promise.all(next);
  });
});

describe('an error on our side', () => {
  it.each(['EADDRNOTAVAIL', 'ENOBUFS', 'EPERM', 'ENETDOWN', 'EAFNOSUPPORT'])(
    '%s is unknown, not down',
    async (code) => {
      const error = Object.assign(new Error(code), { code });
      expect(await explainConnect(error, '127.0.0.1')).toEqual({
        kind: 'unknown',
        code: 'local-network',
        detail: code,
      });
    },
  );

  it.each(['EMFILE', 'ENFILE'])('%s is unknown, not down', async (code) => {
    const error = Object.assign(new Error(code), { code });
    expect(await explainConnect(error, '127.0.0.1')).toEqual({
      kind: 'unknown',
      code: 'file-handles',
      detail: code,
    });
  });

  it('that nobody foresaw is a bug of ours, not an outage', async () => {
    const error = new Error('strange');
    expect(await explainConnect(error, '127.0.0.1')).toEqual({
      kind: 'unknown',
      code: 'internal',
      detail: 'strange',
    });
  });
});

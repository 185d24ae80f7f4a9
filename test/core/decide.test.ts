import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../../src/core/events.ts';
import { MAX_WAITING } from '../../src/core/stories.ts';
import {
  FAIL,
  makeChat,
  makeConfig,
  makeServer,
  makeSite,
  MIN,
  OK,
  T0,
  UNKNOWN,
  World,
} from '../support/world.ts';

function oneServer(change: Parameters<typeof makeServer>[1] = {}): World {
  return new World(makeConfig([makeServer('a', change)]));
}

describe('three minutes', () => {
  it('alerts at 10:03 what fails at 10:00, 10:01, 10:02 and 10:03', () => {
    const world = oneServer();
    expect(world.minutes(0, 10, { a: FAIL })).toEqual(['3 it down a']);
  });

  it('is not delayed or hurried by the jitter of cron', () => {
    const world = oneServer();
    const jitter = [900, 59_900, 0, 500];
    const told = jitter.map((ms, minute) => world.run({ ...sweepAt(minute, ms) }).state.outbox.length);
    expect(told).toEqual([0, 0, 0, 1]);

    function sweepAt(minute: number, ms: number) {
      const at = T0 + minute * MIN + ms;
      return {
        at,
        blind: false,
        verdicts: new Map([['a', FAIL]]),
        certificates: [],
        troubles: [],
        addresses: {},
      };
    }
  });

  it('wants as many failures as min_failures says, however long it took', () => {
    const world = oneServer({ minFailures: 4 });
    world.sweep(0, { a: FAIL });
    world.sweep(2, { a: FAIL });
    expect(world.sweep(4, { a: FAIL })).toEqual([]);
    expect(world.sweep(6, { a: FAIL })).toHaveLength(1);
  });

  it('says nothing about a failure that was over before', () => {
    const world = oneServer();
    expect(world.minutes(0, 2, { a: FAIL })).toEqual([]);
    expect(world.minutes(3, 9, { a: OK })).toEqual([]);
    expect(world.state.pendingHistory).toEqual([
      { t: 'streak', server: 'a', from: T0, lastFailureAt: T0 + 2 * MIN, to: T0 + 3 * MIN, failures: 3 },
    ]);
  });

  it('tells the end once, with the true length', () => {
    const world = oneServer();
    world.minutes(0, 7, { a: FAIL });
    const [up] = world.sweep(8, { a: OK });
    expect(up?.event).toMatchObject({
      kind: 'up',
      since: T0,
      confirmedAt: T0 + 3 * MIN,
      endedAt: T0 + 8 * MIN,
    });
    expect(world.minutes(9, 12, { a: OK })).toEqual([]);
  });

  it('waits for up_after successes, and dates the end from the first of them', () => {
    const world = oneServer({ upAfter: 3 });
    world.minutes(0, 3, { a: FAIL });
    expect(world.minutes(4, 5, { a: OK })).toEqual([]);
    expect(world.sweep(6, { a: OK })[0]?.event).toMatchObject({ kind: 'up', endedAt: T0 + 4 * MIN });
  });
});

describe('what was not watched', () => {
  it('starts a streak anew after a gap', () => {
    const world = oneServer();
    world.minutes(0, 1, { a: FAIL });
    expect(world.minutes(30, 32, { a: FAIL })).toEqual([]);
    expect(world.sweep(33, { a: FAIL })[0]?.event).toMatchObject({ kind: 'down', since: T0 + 30 * MIN });
  });

  it('bears two missed minutes without taking them for a gap', () => {
    const world = oneServer();
    world.minutes(0, 1, { a: FAIL });
    expect(world.sweep(3, { a: FAIL })).toHaveLength(1);
  });

  it('keeps a down server down over a gap, and wants two sweeps for its end', () => {
    const world = oneServer();
    world.minutes(0, 3, { a: FAIL });
    expect(world.sweep(60, { a: OK })).toEqual([]);
    const [up] = world.sweep(61, { a: OK });
    expect(up?.event).toMatchObject({ kind: 'up', endedAt: T0 + 60 * MIN, unwatchedMs: 56 * MIN });
  });

  it('lets no streak grow and none end in blind sweeps', () => {
    const world = oneServer();
    world.minutes(0, 1, { a: FAIL });
    expect(world.minutes(2, 9, { a: FAIL }, { blind: true })).toEqual([]);
    expect(world.minutes(10, 11, { a: FAIL })).toEqual(['10 it blind-over', '11 it down a']);
  });

  it('says from when to when the monitor was cut off', () => {
    const world = oneServer();
    world.sweep(0, { a: OK });
    world.minutes(10, 24, { a: FAIL }, { blind: true });
    expect(world.sweep(25, { a: OK }).map((item) => item.event)).toEqual([
      { kind: 'blind-over', from: T0 + 10 * MIN, to: T0 + 25 * MIN },
    ]);
  });

  it('breaks the silence of a long blind time once, for the case that it can be heard', () => {
    const world = new World(makeConfig([makeServer('a')], { uplink: ['192.0.2.9'] }));
    expect(world.minutes(0, 40, { a: FAIL }, { blind: true })).toEqual(['15 it trouble uplink-silent']);
  });

  it('never takes "not probed" for "failed"', () => {
    const world = oneServer();
    world.sweep(0, { a: FAIL });
    expect(world.minutes(1, 20, { a: UNKNOWN })).toEqual([]);
    expect(world.minutes(21, 30, {})).toEqual([]);
  });

  it('keeps the length of an outage when the clock is set back', () => {
    const world = oneServer();
    world.minutes(0, 10, { a: FAIL });
    const [up] = world.sweep(-49, { a: OK });
    expect(up?.event).toMatchObject({ kind: 'up', since: T0 - 60 * MIN, endedAt: T0 - 49 * MIN });
  });

  it('alerts in time although the clock is set back inside the streak', () => {
    const world = oneServer();
    world.minutes(0, 1, { a: FAIL });
    world.sweep(-58, { a: FAIL });
    expect(world.sweep(-57, { a: FAIL })).toHaveLength(1);
  });

  it('records when it watched', () => {
    const world = oneServer();
    world.minutes(0, 4, { a: OK });
    world.minutes(60, 61, { a: OK });
    world.minutes(62, 63, {}, { blind: true });
    world.sweep(64, { a: OK });
    expect(world.state.pendingHistory.filter((record) => record.t === 'watched')).toEqual([
      { t: 'watched', from: T0, to: T0 + 5 * MIN },
      { t: 'watched', from: T0 + 60 * MIN, to: T0 + 62 * MIN },
    ]);
    expect(world.state.watchedSince).toBe(T0 + 64 * MIN);
  });
});

describe('chats', () => {
  it('tells a chat with notify_after only what lasts, and its end only then', () => {
    const chats = [makeChat('it'), makeChat('boss', { notifyAfterMs: 15 * MIN })];
    const world = new World(makeConfig([makeServer('a', { to: ['it', 'boss'] })], { chats }));
    expect(world.minutes(0, 10, { a: FAIL })).toEqual(['3 it down a']);
    expect(world.minutes(11, 14, { a: OK })).toEqual(['11 it up a']);
    expect(world.minutes(20, 45, { a: FAIL })).toEqual(['23 it down a', '38 boss down a']);
    expect(world.minutes(46, 47, { a: OK })).toEqual(['46 it up a', '46 boss up a']);
  });

  it('follows a server that is moved to another chat while it is down', () => {
    const chats = [makeChat('it'), makeChat('other')];
    const world = new World(makeConfig([makeServer('a')], { chats }));
    world.minutes(0, 3, { a: FAIL });
    world.config = makeConfig([makeServer('a', { to: ['other'] })], { chats });
    expect(world.minutes(4, 5, { a: FAIL })).toEqual(['4 other down a']);
    expect(world.minutes(6, 6, { a: OK })).toEqual(['6 it up a', '6 other up a']);
  });

  it('closes the outage of a server that left the configuration', () => {
    const world = new World(makeConfig([makeServer('a'), makeServer('b')]));
    world.minutes(0, 3, { a: FAIL, b: OK });
    world.config = makeConfig([makeServer('b')]);
    const [up, ...more] = world.sweep(4, { b: OK });
    expect(up?.event).toMatchObject({ kind: 'up', reason: 'removed', subject: { id: 'a' } });
    expect(more).toEqual([]);
    expect(Object.keys(world.state.servers)).toEqual(['b']);
  });

  it('does not escalate an outage whose server has begun to answer', () => {
    const chats = [makeChat('it'), makeChat('boss', { notifyAfterMs: 5 * MIN })];
    const world = new World(makeConfig([makeServer('a', { to: ['it', 'boss'], upAfter: 3 })], { chats }));
    expect(world.minutes(0, 6, { a: FAIL })).toEqual(['3 it down a']);
    expect(world.minutes(7, 8, { a: OK })).toEqual([]);
    expect(world.minutes(9, 9, { a: OK })).toEqual(['9 it up a']);
  });

  it('tells the end of a server that left the configuration also when the monitor is cut off at that moment', () => {
    const world = new World(makeConfig([makeServer('a'), makeServer('b')]));
    world.minutes(0, 3, { a: FAIL, b: OK });
    world.config = makeConfig([makeServer('b')]);
    expect(world.minutes(4, 4, {}, { blind: true })).toEqual(['4 it up a']);
  });

  it('keeps the cause of the latest failure for those who are told later', () => {
    const chats = [makeChat('boss', { notifyAfterMs: 5 * MIN })];
    const world = new World(makeConfig([makeServer('a', { to: ['boss'] })], { chats }));
    const cause = { failed: [{ check: 'tcp:443', code: 'tcp-refused' as const }], passed: ['icmp'] };
    world.minutes(0, 5, { a: FAIL });
    expect(world.minutes(6, 7, { a: { kind: 'failed', cause } })).toEqual([]);
    const [told] = world.sweep(8, { a: { kind: 'failed', cause } });
    expect(told?.event).toMatchObject({ kind: 'down', cause });
  });

  it('adds to what waits, with numbers of its own', () => {
    const world = oneServer();
    world.minutes(0, 2, { a: FAIL });
    const waiting = { id: '1', chat: 'it', at: T0, event: { kind: 'test', subject: null }, maybeSent: true };
    world.state = { ...world.state, serial: 1, outbox: [waiting as OutboxItem] };
    expect(world.sweep(3, { a: FAIL })).toMatchObject([waiting, { id: '2', event: { kind: 'down' } }]);
    expect(world.state.serial).toBe(2);
  });

  it('condenses what waits for a chat that nobody can reach', () => {
    const world = oneServer();
    const notice = { kind: 'blind-over', from: T0, to: T0 + MIN } as const;
    const waiting = Array.from({ length: MAX_WAITING + 9 }, (_, index) => ({
      id: String(index),
      chat: 'it',
      at: T0,
      event: notice,
      maybeSent: false,
    }));
    world.state = { ...world.state, outbox: waiting };
    const kept = world.sweep(0, { a: OK });
    expect(kept).toHaveLength(MAX_WAITING);
    expect(kept[0]?.event).toMatchObject({ kind: 'omitted', others: 10 });
  });

  it('drops what waits for a chat that does not exist any more', () => {
    const world = oneServer();
    const decision = world.run({
      at: T0,
      blind: false,
      verdicts: new Map([['a', OK]]),
      certificates: [],
      troubles: [],
      addresses: {},
    });
    world.state = {
      ...decision.state,
      outbox: [{ id: '1', chat: 'gone', at: T0, event: { kind: 'test', subject: null }, maybeSent: false }],
    };
    expect(world.sweep(1, { a: OK })).toEqual([]);
  });
});

describe('the monitor itself', () => {
  const broken = {
    kind: 'probe-broken',
    key: 'probe-broken:file-handles',
    code: 'file-handles',
    detail: '',
    servers: 9,
  } as const;

  it('tells a broken probe once, at its second sweep, and its end after ten calm minutes', () => {
    const world = oneServer();
    expect(world.minutes(0, 20, { a: UNKNOWN }, { troubles: [broken] })).toEqual([
      '1 it trouble probe-broken:file-handles',
    ]);
    expect(world.minutes(21, 60, { a: OK })).toEqual(['30 it trouble-over probe-broken:file-handles']);
  });

  it('does not take a broken probe for mended because the monitor is cut off', () => {
    const world = oneServer();
    world.minutes(0, 1, { a: UNKNOWN }, { troubles: [broken] });
    expect(world.minutes(2, 14, {}, { blind: true })).toEqual([]);
  });

  it('tells a broken configuration at once, and its end at once', () => {
    const trouble = { kind: 'config-broken', key: 'config-broken', problem: 'x.yaml:1:1', more: 0 } as const;
    const world = oneServer();
    expect(world.minutes(0, 5, { a: OK }, { troubles: [trouble] })).toEqual(['0 it trouble config-broken']);
    expect(world.minutes(6, 9, { a: OK })).toEqual(['6 it trouble-over config-broken']);
  });

  it('tells the other chats that one chat refuses the bot', () => {
    const chats = [makeChat('it'), makeChat('other')];
    const world = new World(makeConfig([makeServer('a'), makeServer('b', { to: ['other'] })], { chats }));
    world.sweep(0, { a: OK, b: OK });
    world.state = {
      ...world.state,
      chats: {
        it: {
          migrated: null,
          notBefore: 0,
          failures: 1,
          refused: { reason: 'bot was kicked', since: T0 },
          lastSentAt: null,
          remindedAt: null,
          reminders: 0,
        },
      },
    };
    expect(world.minutes(1, 5, { a: OK, b: OK })).toEqual(['1 other trouble chat-failing:it']);
  });

  it('warns once a certificate, and again only after a renewal', () => {
    const seen = (fingerprint: string, days: number) => ({
      certificates: [
        {
          serverId: 'a',
          check: 'https://x',
          fingerprint,
          notAfter: T0 + days * 86_400_000,
          warnBeforeMs: 14 * 86_400_000,
        },
      ],
    });
    const world = oneServer();
    expect(world.minutes(0, 5, { a: OK }, seen('f1', 20))).toEqual([]);
    expect(world.minutes(6, 9, { a: OK }, seen('f1', 10))).toEqual(['6 it certificate a']);
    expect(world.minutes(10, 12, { a: OK }, seen('f2', 90))).toEqual([]);
    expect(world.minutes(13, 14, { a: OK }, seen('f2', 5))).toEqual(['13 it certificate a']);
  });
});

describe('latency', () => {
  it('hands the hour that is over to the history', () => {
    const world = oneServer();
    world.minutes(0, 60, { a: OK });
    const [record] = world.state.pendingHistory;
    expect(record).toMatchObject({ t: 'latency', hour: T0, servers: ['a'] });
    expect(record?.t === 'latency' && record.counts).toEqual([1_000, 1, expect.any(Number), 60]);
  });
});

describe('sites', () => {
  it('names the site and its place', () => {
    const location = { lat: -6.9, lon: 107.6 };
    const world = new World(
      makeConfig([makeServer('a', { siteId: 's', location })], { sites: [makeSite('s', { location })] }),
    );
    world.minutes(0, 2, { a: FAIL });
    expect(world.sweep(3, { a: FAIL })[0]?.event).toMatchObject({
      subject: { siteId: 's', siteName: 'Site s', location },
    });
  });
});

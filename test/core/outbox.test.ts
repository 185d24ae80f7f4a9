import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertEvent, OutboxItem, SendOutcome, Subject } from '../../src/core/events.ts';
import { isOpen, weekMinute } from '../../src/core/hours.ts';
import {
  applyOutcome,
  chatIdOf,
  dueBatches,
  enqueue,
  markInFlight,
  unmark,
  type Delivery,
  type OutboxState,
} from '../../src/core/outbox.ts';
import { newChat } from '../../src/core/state.ts';
import { boundOutbox, mergePending } from '../../src/core/stories.ts';
import { makeChat, makeConfig, makeServer, MIN, T0 } from '../support/world.ts';

const CONFIG = makeConfig([makeServer('a')], { chats: [makeChat('it'), makeChat('night', { id: -2 })] });
const TEST: AlertEvent = { kind: 'test', subject: null };

function stateWith(items: readonly OutboxItem[], change: Partial<OutboxState> = {}): OutboxState {
  return { outbox: items, chats: {}, serial: 100, ...change };
}

function item(id: string, event: AlertEvent = TEST, change: Partial<OutboxItem> = {}): OutboxItem {
  return { id, chat: 'it', at: T0, event, maybeSent: false, ...change };
}

function subject(id: string): Subject {
  return { id, name: id, host: '192.0.2.1', siteId: null, siteName: null, location: null };
}

function down(incidentId: string): AlertEvent {
  const cause = { passed: [], failed: [] };
  return { kind: 'down', incidentId, subject: subject('a'), since: T0, confirmedAt: T0, cause, behind: [] };
}

function up(incidentId: string): AlertEvent {
  return {
    ...(down(incidentId) as Extract<AlertEvent, { kind: 'down' }>),
    kind: 'up',
    endedAt: T0 + MIN,
    unwatchedMs: 0,
    reason: 'recovered',
  };
}

function outcome(
  items: readonly OutboxItem[],
  result: SendOutcome,
  change: Partial<Delivery> = {},
): Delivery {
  return { chat: 'it', chatId: -1, noticesTo: ['it'], items, outcome: result, now: T0 + 5_000, ...change };
}

describe('enqueue', () => {
  it('gives every chat an item of its own, numbered on from the last one', () => {
    const state = enqueue(stateWith([]), ['it', 'night', 'it'], TEST, T0);
    expect(state.outbox.map(({ id, chat }) => [id, chat])).toEqual([
      ['101', 'it'],
      ['102', 'night'],
    ]);
    expect(state.serial).toBe(102);
  });
});

describe('dueBatches', () => {
  const items = [item('1'), item('2', TEST, { chat: 'night' }), item('3')];

  it('gathers what waits for each chat, in order', () => {
    const batches = dueBatches(stateWith(items), CONFIG, T0);
    expect(batches.map(({ chat, items }) => [chat, items.map(({ id }) => id)])).toEqual([
      ['it', ['1', '3']],
      ['night', ['2']],
    ]);
  });

  it('leaves out a chat that pauses, until the pause is over', () => {
    const state = stateWith(items, { chats: { it: { ...newChat(), notBefore: T0 + MIN } } });
    expect(dueBatches(state, CONFIG, T0 + MIN - 1).map(({ chat }) => chat)).toEqual(['night']);
    expect(dueBatches(state, CONFIG, T0 + MIN).map(({ chat }) => chat)).toEqual(['it', 'night']);
  });

  it('always includes the console', () => {
    const state = stateWith([item('1', TEST, { chat: 'console' })]);
    expect(dueBatches(state, CONFIG, T0)).toHaveLength(1);
  });

  it('leaves out chats that are not configured', () => {
    expect(dueBatches(stateWith([item('1', TEST, { chat: 'gone' })]), CONFIG, T0)).toEqual([]);
  });

  // T0 is Monday 10:00 UTC, 17:00 in Jakarta.
  const office = { timezone: 'Asia/Jakarta', ranges: [{ from: 8 * 60, to: 17 * 60 }] };

  it.each([
    ['waits outside the hours', 'wait', T0, null],
    ['goes out without a sound outside the hours', 'silent', T0, true],
    ['goes out inside the hours', 'wait', T0 - MIN, false],
  ] as const)('%s', (_title, outsideHours, now, silent) => {
    const config = makeConfig([], { chats: [makeChat('it', { hours: office, outsideHours })] });
    const [batch] = dueBatches(stateWith([item('1')]), config, now);
    expect(batch?.silent ?? null).toBe(silent);
  });

  it('is silent for a silent chat', () => {
    const config = makeConfig([], { chats: [makeChat('it', { silent: true })] });
    expect(dueBatches(stateWith([item('1')]), config, T0)[0]?.silent).toBe(true);
  });
});

describe('weekly hours', () => {
  it('count minutes of the week in local wall time', () => {
    expect(weekMinute(T0, 'UTC')).toBe(600);
    expect(weekMinute(T0, 'Asia/Jakarta')).toBe(1_020);
    expect(weekMinute(T0 - 601 * MIN, 'UTC')).toBe(10_079);
  });

  it('are half-open', () => {
    const hours = { timezone: 'UTC', ranges: [{ from: 600, to: 601 }] };
    expect([T0 - MIN, T0, T0 + MIN].map((at) => isOpen(hours, at))).toEqual([false, true, false]);
  });
});

describe('marks', () => {
  it('are put on what is sent and on nothing else', () => {
    const state = stateWith([item('1'), item('2', TEST, { chat: 'night' })], {
      chats: { night: { ...newChat(), notBefore: T0 + MIN } },
    });
    const marked = markInFlight(state, dueBatches(state, CONFIG, T0));
    expect(marked.outbox.map(({ maybeSent }) => maybeSent)).toEqual([true, false]);
  });

  it('are taken from what was never tried', () => {
    const state = stateWith([item('1', TEST, { maybeSent: true }), item('2', TEST, { maybeSent: true })]);
    expect(unmark(state, new Set(['2'])).outbox.map(({ maybeSent }) => maybeSent)).toEqual([true, false]);
  });
});

describe('applyOutcome', () => {
  const fresh = item('1');
  const old = item('2', TEST, { maybeSent: true });
  const other = item('3', TEST, { chat: 'night' });
  const inFlight = [
    { ...fresh, maybeSent: true },
    { ...old, maybeSent: true },
  ];

  it('sent: drops the items, and the chat is well again', () => {
    const ill = { ...newChat(), failures: 3, notBefore: T0, refused: { reason: '403', since: T0 } };
    const state = stateWith([...inFlight, other], { chats: { it: ill } });
    const after = applyOutcome(state, outcome([fresh, old], { kind: 'sent' }));
    expect(after.outbox).toEqual([other]);
    expect(after.chats['it']).toEqual({ ...newChat(), lastSentAt: T0 + 5_000 });
  });

  it('sent to a group that moved: remembers the new id and tells', () => {
    const after = applyOutcome(
      stateWith(inFlight),
      outcome([fresh, old], { kind: 'sent', migratedTo: -1005 }),
    );
    expect(after.chats['it']?.migrated).toEqual({ from: -1, to: -1005 });
    expect(after.outbox.map(({ event }) => event)).toEqual([
      { kind: 'chat-migrated', chatName: 'it', from: -1, to: -1005 },
    ]);
    expect(after.serial).toBe(101);
  });

  it('a second move keeps the id of the configuration', () => {
    const state = stateWith([], { chats: { it: { ...newChat(), migrated: { from: -1, to: -1005 } } } });
    const after = applyOutcome(state, outcome([], { kind: 'sent', migratedTo: -1006 }, { chatId: -1005 }));
    expect(after.chats['it']?.migrated).toEqual({ from: -1, to: -1006 });
  });

  it('retry without a request that left: only an older mark stays', () => {
    const retry: SendOutcome = { kind: 'retry', afterMs: null, reason: 'ECONNREFUSED', maybeSent: false };
    const after = applyOutcome(stateWith(inFlight), outcome([fresh, old], retry));
    expect(after.outbox.map(({ maybeSent }) => maybeSent)).toEqual([false, true]);
  });

  it('retry after a request whose answer is missing: the mark stays', () => {
    const retry: SendOutcome = { kind: 'retry', afterMs: null, reason: 'timeout', maybeSent: true };
    const after = applyOutcome(stateWith(inFlight), outcome([fresh, old], retry));
    expect(after.outbox.map(({ maybeSent }) => maybeSent)).toEqual([true, true]);
  });

  it('backs off from the next minute to five, whatever the second of the run', () => {
    const retry: SendOutcome = { kind: 'retry', afterMs: null, reason: '502', maybeSent: true };
    let state = stateWith(inFlight);
    const pauses = [1, 2, 3, 4, 5, 6].map(() => {
      state = applyOutcome(state, outcome([fresh], retry, { now: T0 + 47_000 }));
      return ((state.chats['it']?.notBefore ?? 0) - T0) / MIN;
    });
    expect(pauses).toEqual([1, 2, 4, 5, 5, 5]);
    expect(state.chats['it']?.failures).toBe(6);
  });

  it.each([
    ['exactly as long as Telegram asks', 37_000, 37_000],
    ['at most a day', 1e12, 86_400_000],
  ])('pauses %s', (_title, afterMs, pause) => {
    const retry: SendOutcome = { kind: 'retry', afterMs, reason: '429', maybeSent: false };
    const after = applyOutcome(stateWith(inFlight), outcome([fresh], retry));
    expect(after.chats['it']?.notBefore).toBe(T0 + 5_000 + pause);
  });

  it('refused chat: keeps the items and the first reason time, and tries again in five minutes', () => {
    const refused: SendOutcome = { kind: 'refused', scope: 'chat', reason: '403 Forbidden' };
    const once = applyOutcome(stateWith(inFlight), outcome([fresh, old], refused));
    const twice = applyOutcome(once, outcome([fresh, old], refused, { now: T0 + 5 * MIN }));
    expect(twice.outbox.map(({ id }) => id)).toEqual(['1', '2']);
    expect(once.outbox.map(({ maybeSent }) => maybeSent)).toEqual([false, true]);
    expect(twice.chats['it']?.refused).toEqual({ reason: '403 Forbidden', since: T0 });
    expect(twice.chats['it']?.notBefore).toBe(T0 + 10 * MIN);
  });

  it('refused message: drops it', () => {
    const refused: SendOutcome = { kind: 'refused', scope: 'message', reason: '400' };
    expect(applyOutcome(stateWith([...inFlight, other]), outcome([fresh, old], refused)).outbox).toEqual([
      other,
    ]);
  });
});

describe('chatIdOf', () => {
  const moved = { ...newChat(), migrated: { from: -1, to: -1005 } };

  it('follows a group that moved', () => {
    expect(chatIdOf(makeChat('it', { id: -1 }), moved)).toBe(-1005);
  });

  it('uses the configured id once that was changed', () => {
    expect(chatIdOf(makeChat('it', { id: -7 }), moved)).toBe(-7);
    expect(chatIdOf(makeChat('it', { id: -1 }), undefined)).toBe(-1);
  });
});

describe('mergePending', () => {
  it('joins a DOWN that waits with its UP', () => {
    const [story, ...rest] = mergePending([item('1', down('x')), item('2', up('x'))]);
    expect(rest).toEqual([]);
    expect(story?.whole).toBe(true);
    expect(story?.event.kind).toBe('up');
    expect(story?.items.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('joins them also when the DOWN may have been sent, and keeps that mark', () => {
    const [story] = mergePending([item('1', down('x'), { maybeSent: true }), item('2', up('x'))]);
    expect(story?.whole).toBe(true);
    expect(story?.maybeSent).toBe(true);
  });

  it('joins what a site was told as it grew, and all of it with the end', () => {
    const siteDown = (): AlertEvent => ({
      kind: 'site-down',
      outageId: 'o',
      siteId: 's',
      siteName: 'S',
      location: null,
      since: T0,
      confirmedAt: T0,
      total: 9,
      servers: [],
    });
    const end = { kind: 'site-up', outageId: 'o', siteId: 's', siteName: 'S', location: null } as const;
    const items = [item('1', siteDown()), item('2', siteDown())];
    expect(mergePending(items)).toMatchObject([{ items: [{ id: '1' }, { id: '2' }], whole: false }]);
    const up = item('3', { ...end, since: T0, endedAt: T0 + MIN, total: 9, stragglers: [] });
    expect(mergePending([...items, up])).toMatchObject([
      { items: [{ id: '1' }, { id: '2' }, { id: '3' }], whole: true },
    ]);
  });

  it('leaves the ends of different outages apart', () => {
    const stories = mergePending([item('1', down('x')), item('2', up('y'))]);
    expect(stories.map(({ whole }) => whole)).toEqual([false, false]);
  });

  it('joins each instability with its own end', () => {
    const unstable: AlertEvent = { kind: 'unstable', subject: subject('a'), changes: 5, windowMs: 1 };
    const over: AlertEvent = {
      kind: 'unstable-over',
      subject: subject('a'),
      since: 0,
      endedAt: 1,
      changes: 5,
      downMs: 1,
      down: false,
    };
    const stories = mergePending([
      item('1', over),
      item('2', unstable),
      item('3', over),
      item('4', unstable),
    ]);
    expect(stories.map(({ items }) => items.map(({ id }) => id))).toEqual([['1'], ['2', '3'], ['4']]);
  });
});

describe('boundOutbox', () => {
  const pairs = Array.from({ length: 10 }, (_, index) => [
    item(`d${index}`, down(`x${index}`)),
    item(`u${index}`, up(`x${index}`)),
  ]).flat();

  it('changes nothing below the bound', () => {
    expect(boundOutbox(pairs, 20)).toBe(pairs);
  });

  it('lets the oldest finished stories give way to one item that counts them', () => {
    const bound = boundOutbox(pairs, 15);
    expect(bound).toHaveLength(15);
    expect(bound[0]?.event).toEqual({ kind: 'omitted', outages: 3, others: 0, from: T0, to: T0 });
    expect(bound.slice(1).map(({ id }) => id)).toEqual(pairs.slice(6).map(({ id }) => id));
  });

  it('counts on when it is used again and again', () => {
    let bound: readonly OutboxItem[] = [];
    for (const [index, pair] of pairs.entries())
      bound = boundOutbox([...bound, { ...pair, at: T0 + index }], 6);
    expect(bound.length).toBeLessThanOrEqual(6);
    const omitted = bound.flatMap(({ event }) => (event.kind === 'omitted' ? [event] : []));
    expect(omitted).toHaveLength(1);
    const told = mergePending(bound).filter(({ whole }) => whole).length;
    expect((omitted[0]?.outages ?? 0) + told).toBe(10);
  });

  it('never lets half a story go', () => {
    const open = Array.from({ length: 8 }, (_, index) => item(`o${index}`, down(`open${index}`)));
    const owed = Array.from({ length: 8 }, (_, index) => item(`e${index}`, up(`owed${index}`)));
    const bound = boundOutbox([...open, ...pairs, ...owed], 4);
    for (const kept of [...open, ...owed]) expect(bound).toContain(kept);
    expect(bound).toHaveLength(17);
  });

  it('bounds each chat for itself', () => {
    const others = pairs.map((pair) => ({ ...pair, id: `n${pair.id}`, chat: 'night' })).slice(0, 4);
    const bound = boundOutbox([...pairs, ...others], 10);
    expect(bound.filter(({ chat }) => chat === 'night')).toEqual(others);
    expect(bound.filter(({ chat }) => chat === 'it').length).toBeLessThanOrEqual(10);
  });

  it('keeps order and ids unique for any outbox', () => {
    const anyItem = fc.tuple(
      fc.constantFrom('it', 'night'),
      fc.constantFrom('down', 'up', 'test'),
      fc.integer({ min: 0, max: 5 }),
    );
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (drawn, max) => {
        const items = drawn.map(([chat, kind, key], index) =>
          item(String(index), kind === 'test' ? TEST : kind === 'down' ? down(`k${key}`) : up(`k${key}`), {
            chat,
          }),
        );
        const ids = boundOutbox(items, max).map(({ id }) => Number(id));
        expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import type { HistoryRecord } from '../../src/core/history.ts';
import type { State } from '../../src/core/model.ts';
import { replay, ReplayBook, type Stretch, type Thresholds } from '../../src/core/replay.ts';
import { emptyState } from '../../src/core/state.ts';
import { incidentRecord } from '../support/past.ts';
import { FAIL, makeConfig, makeServer, makeSweep, MIN, OK, T0, UNKNOWN } from '../support/world.ts';

const PERIOD = { from: T0, to: T0 + 100 * MIN };
const always =
  (downAfterMs: number, minFailures = 1) =>
  (): Thresholds => ({ downAfterMs, minFailures });

function streak(from: number, minutes: number, failures: number, server = 'a'): HistoryRecord {
  const since = T0 + from * MIN;
  const lastFailureAt = since + minutes * MIN;
  return { t: 'streak', server, from: since, lastFailureAt, to: lastFailureAt + MIN, failures };
}

function bookOf(records: readonly HistoryRecord[], state: State = emptyState()): ReplayBook {
  const book = new ReplayBook(PERIOD);
  for (const record of [{ t: 'watched', from: T0 - 100 * MIN, to: T0 + 200 * MIN } as const, ...records])
    book.add(record);
  book.addState(state, MIN);
  return book;
}

const stretchesOf = (...records: readonly HistoryRecord[]): Stretch[] => bookOf(records).stretches();

describe('the stretches on record', () => {
  it('are the streaks that became no outage, with their length and number of failures', () => {
    expect(stretchesOf(streak(5, 2, 3))).toEqual([
      { server: 'a', since: T0 + 5 * MIN, failingMs: 2 * MIN, failures: 3, wasOutage: false },
    ]);
  });

  it('are the outages, up to the last failed check before their end', () => {
    expect(stretchesOf(incidentRecord('a', T0 + 5 * MIN, 10 * MIN))).toMatchObject([
      { since: T0 + 5 * MIN, failingMs: 9 * MIN, failures: 10, wasOutage: true },
    ]);
  });

  it('are each counted once, however often they stand in the files', () => {
    const records = [streak(5, 2, 3), incidentRecord('a', T0 + 20 * MIN, 10 * MIN)];
    expect(stretchesOf(...records, ...records)).toHaveLength(2);
  });

  it('belong to the period in which they begin', () => {
    const found = stretchesOf(streak(-1, 5, 6), streak(0, 5, 6), streak(99, 5, 6), streak(100, 5, 6));
    expect(found.map(({ since }) => (since - T0) / MIN)).toEqual([0, 99]);
  });

  it('do not count the time in which the monitor or the server was not watched', () => {
    const book = new ReplayBook(PERIOD);
    book.add({ t: 'watched', from: T0, to: T0 + 14 * MIN });
    book.add({ t: 'watched', from: T0 + 17 * MIN, to: T0 + 90 * MIN });
    book.add({ t: 'unwatched', server: 'a', from: T0 + 20 * MIN, to: T0 + 25 * MIN, reason: 'resolver' });
    book.add(streak(10, 20, 9));
    expect(book.stretches()).toMatchObject([{ failingMs: 12 * MIN }]);
    expect(book.watchedMs()).toBe(87 * MIN);
  });
});

describe('a replay', () => {
  const stretches = stretchesOf(
    streak(1, 0, 1),
    streak(10, 2, 3),
    streak(20, 2, 1, 'b'),
    incidentRecord('a', T0 + 30 * MIN, 5 * MIN),
    incidentRecord('b', T0 + 40 * MIN, 30 * MIN),
  );

  it.each([
    { downAfter: 0, min: 1, outages: 5, added: 3, dropped: 0 },
    { downAfter: 1, min: 1, outages: 4, added: 2, dropped: 0 },
    { downAfter: 2, min: 1, outages: 4, added: 2, dropped: 0 },
    { downAfter: 2, min: 2, outages: 3, added: 1, dropped: 0 },
    { downAfter: 3, min: 2, outages: 2, added: 0, dropped: 0 },
    { downAfter: 4, min: 2, outages: 2, added: 0, dropped: 0 },
    { downAfter: 5, min: 2, outages: 1, added: 0, dropped: 1 },
    { downAfter: 29, min: 2, outages: 1, added: 0, dropped: 1 },
    { downAfter: 30, min: 2, outages: 0, added: 0, dropped: 2 },
    { downAfter: 0, min: 31, outages: 0, added: 0, dropped: 2 },
  ])('of $downAfter min and $min failures gives $outages outages', ({ downAfter, min, ...expected }) => {
    expect(replay(stretches, always(downAfter * MIN, min))).toMatchObject(expected);
  });

  it('tells which servers they come from, the most first', () => {
    expect(replay(stretches, always(0)).byServer).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
  });

  it('leaves a server without thresholds as it was in its time', () => {
    const found = replay(stretches, (server) => (server === 'a' ? null : { downAfterMs: 0, minFailures: 1 }));
    expect(found).toMatchObject({ outages: 3, added: 1, dropped: 0 });
  });

  it('never has more outages with a longer down_after or more failures', () => {
    const stretch = fc.record({
      server: fc.constantFrom('a', 'b'),
      since: fc.nat(),
      failingMs: fc.nat(20 * MIN),
      failures: fc.integer({ min: 1, max: 20 }),
      wasOutage: fc.boolean(),
    });
    const pair = (max: number) => fc.tuple(fc.nat(max), fc.nat(max));
    fc.assert(
      fc.property(fc.array(stretch), pair(20 * MIN), pair(20), (some, lengths, failures) => {
        const [short, long] = [Math.min(...lengths), Math.max(...lengths)];
        const [few, many] = [Math.min(...failures), Math.max(...failures)];
        const loose = replay(some, always(short, few)).outages;
        const strict = replay(some, always(long, many)).outages;
        expect(strict).toBeLessThanOrEqual(loose);
      }),
    );
  });
});

/** Every sweep of a story in one letter a server and minute: `f`ail, `o`k, `u`nknown; `b`: the sweep is blind. */
function live(story: readonly string[], rules: Thresholds): { downs: number; state: State } {
  const config = makeConfig([makeServer('a', { ...rules, to: ['it'] })]);
  let state = emptyState();
  let downs = 0;
  for (const [minute, sign] of story.entries()) {
    const verdict = { f: FAIL, o: OK, u: UNKNOWN }[sign];
    const at = T0 + minute * MIN;
    const sweep = makeSweep(at, verdict === undefined ? {} : { a: verdict }, { blind: sign === 'b' });
    const decision = decide(state, sweep, { config, maintenance: new Map() }, at);
    state = { ...decision.state, outbox: [] };
    downs += decision.transitions.filter(({ to }) => to === 'down').length;
  }
  return { downs, state };
}

describe('the replay of what was lived through', () => {
  it('gives for other thresholds just the outages that they would have made', () => {
    const rules = fc.record({
      downAfterMs: fc.integer({ min: 0, max: 8 }).map((minutes) => minutes * MIN),
      minFailures: fc.integer({ min: 1, max: 5 }),
    });
    const run = fc.tuple(fc.constantFrom('f', 'f', 'f', 'o', 'u', 'b'), fc.integer({ min: 1, max: 6 }));
    const story = fc
      .array(run, { maxLength: 20 })
      .map((runs) => runs.flatMap(([sign, n]) => [...sign.repeat(n)]));
    fc.assert(
      fc.property(story, rules, rules, (signs, then, asked) => {
        const { state } = live(signs, then);
        const book = new ReplayBook({ from: T0, to: T0 + 1_000 * MIN });
        book.addState(state, MIN);
        const stretches = book.stretches();
        expect(replay(stretches, () => then).outages).toBe(live(signs, then).downs);
        expect(replay(stretches, () => asked).outages).toBe(live(signs, asked).downs);
      }),
      { numRuns: 500 },
    );
  });
});

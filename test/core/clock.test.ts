import { describe, expect, it } from 'vitest';
import { followClockBack, momentOf } from '../../src/core/clock.ts';
import type { State } from '../../src/core/model.ts';
import { emptyState, newServer } from '../../src/core/state.ts';
import { down } from '../notify/fixture.ts';
import { MIN, T0 } from '../support/world.ts';

const HOUR = 60 * MIN;
const CAUSE = { failed: [{ check: 'icmp', code: 'icmp-timeout' as const }], passed: [] };

describe('a gap', () => {
  const continuity = (minutes: number, intervalMs: number): string =>
    momentOf(T0, T0 + minutes * MIN, intervalMs).continuity;

  it.each([
    { minutes: 0, intervalMs: MIN, expected: 'continuous' },
    { minutes: 1, intervalMs: MIN, expected: 'continuous' },
    { minutes: 2, intervalMs: MIN, expected: 'continuous' },
    { minutes: 3, intervalMs: MIN, expected: 'gap' },
    { minutes: 5, intervalMs: 2 * MIN, expected: 'continuous' },
    { minutes: 6, intervalMs: 2 * MIN, expected: 'gap' },
    { minutes: 12, intervalMs: 5 * MIN, expected: 'continuous' },
    { minutes: 13, intervalMs: 5 * MIN, expected: 'gap' },
  ])('is more than 2.5 intervals: $minutes min at $intervalMs ms', ({ minutes, intervalMs, expected }) => {
    expect(continuity(minutes, intervalMs)).toBe(expected);
  });

  it('is none before the first run', () => {
    expect(momentOf(null, T0 + 59_999, MIN)).toEqual({ minute: T0, continuity: 'first', elapsedMs: 0 });
  });
});

/** A state with something open of every kind; each open instant is later by `by`. */
function stateAt(by: number): State {
  const at = (minute: number): number => T0 + minute * MIN + by;
  const base = newServer('Server a', null, at(-90));
  const incident = {
    id: `a@${T0 - 20 * MIN}`,
    subject: { id: 'a', name: 'A', host: '192.0.2.1', siteId: null, siteName: null, location: null },
    since: at(-20),
    confirmedAt: at(-17),
    failures: 20,
    cause: CAUSE,
    unwatchedMs: 2 * MIN,
    told: { it: at(-17) },
    announced: { users: at(-10) },
    covered: {},
    held: {},
  };
  return {
    ...emptyState(),
    lastRunAt: at(0),
    watchedSince: at(-95),
    blindSince: at(-1),
    servers: {
      down: {
        ...base,
        condition: { kind: 'down' },
        incident,
        lastVerdictAt: at(-2),
        lastOkAt: at(-21),
        unknownSince: at(-3),
        unknownReason: 'budget',
        changes: [{ at: at(-17), downMs: 4 * MIN }],
        flapping: {
          since: at(-40),
          lastChangeAt: at(-17),
          changes: 5,
          downMs: 9 * MIN,
          told: {},
        },
        // A window is wall time, and an hour is that of the clock.
        maintenance: { since: T0 - 5 * MIN, until: T0 + HOUR, note: null },
        latency: { hour: T0, max: 3, b: [1, 2] },
      },
      recovering: { ...base, condition: { kind: 'recovering', since: at(-2), oks: 2 } },
      suspect: {
        ...base,
        condition: {
          kind: 'suspect',
          since: at(-3),
          failures: 2,
          heldMs: MIN,
          lastFailureAt: at(-1),
          cause: CAUSE,
        },
      },
      up: { ...base, condition: { kind: 'up', since: at(-80) } },
    },
    siteOutages: {
      s1: {
        id: 's1',
        siteId: 's',
        chat: 'it',
        since: at(-20),
        confirmedAt: at(-17),
        members: ['a'],
      },
    },
    silences: [
      { kind: 'mute', scope: 'all', by: 'root', note: null, at: at(-9), until: at(21), told: true },
      { kind: 'ack', scope: 'server:a', by: 'root', note: null, at: at(-8), until: null, told: true },
    ],
    troubles: {
      x: {
        since: at(-30),
        lastSeenAt: at(-4),
        sweeps: 0,
        told: true,
        trouble: { kind: 'resolver-failing', key: 'x', names: 1, detail: '' },
      },
    },
    chats: {
      it: {
        migrated: null,
        notBefore: at(4),
        failures: 3,
        refused: { reason: '403', since: at(-6) },
        lastSentAt: at(-17),
        remindedAt: at(-12),
        reminders: 1,
      },
    },
    // What was decided says when it happened, by the clock of then.
    outbox: [{ id: '1', chat: 'it', at: T0 - 17 * MIN, event: down(), maybeSent: false }],
  };
}

describe('a clock that was set back', () => {
  it('takes everything that is open along, as if one interval had passed', () => {
    const later = T0 - HOUR + 7_000;
    expect(followClockBack(stateAt(0), later, MIN)).toEqual(stateAt(-HOUR - MIN));
  });

  it('changes nothing when it was set back inside the minute of the last run', () => {
    const state = stateAt(0);
    expect(followClockBack({ ...state, lastRunAt: T0 }, T0 + 1, MIN)).toEqual({ ...state, lastRunAt: T0 });
  });

  it('leaves a state alone that has not seen a run', () => {
    expect(followClockBack(emptyState(), T0, MIN)).toEqual(emptyState());
  });
});

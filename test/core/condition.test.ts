import { describe, expect, it } from 'vitest';
import { step, type Continuity, type Moment, type Rules } from '../../src/core/condition.ts';
import type { Condition } from '../../src/core/model.ts';
import type { Verdict } from '../../src/core/probing.ts';
import { FAIL, MIN, OK, T0, UNKNOWN } from '../support/world.ts';

const RULES: Rules = { downAfterMs: 3 * MIN, minFailures: 2, upAfter: 1 };
const { cause } = FAIL as Extract<Verdict, { kind: 'failed' }>;

function at(minute: number, continuity: Continuity = 'continuous', elapsed = 1): Moment {
  return { minute: T0 + minute * MIN, continuity, elapsedMs: elapsed * MIN };
}

function suspect(since: number, failures: number, heldMinutes = 0): Condition {
  return {
    kind: 'suspect',
    since: T0 + since * MIN,
    failures,
    heldMs: heldMinutes * MIN,
    lastFailureAt: T0 + since * MIN,
    cause,
  };
}

const UP: Condition = { kind: 'up', since: T0 };
const DOWN: Condition = { kind: 'down' };
const recovering = (since: number, oks: number): Condition => ({
  kind: 'recovering',
  since: T0 + since * MIN,
  oks,
});

describe('the state machine, an arrow a row', () => {
  it.each<[string, Condition, Verdict | null, Partial<Rules>, Moment, string, string]>([
    ['unknown + ok', { kind: 'unknown' }, OK, {}, at(0, 'first', 0), 'up', ''],
    ['unknown + fail', { kind: 'unknown' }, FAIL, {}, at(0, 'first', 0), 'suspect', ''],
    ['up + ok', UP, OK, {}, at(5), 'up', ''],
    ['up + fail', UP, FAIL, {}, at(5), 'suspect', ''],
    ['up + no verdict', UP, null, {}, at(5), 'up', ''],
    ['suspect + ok', suspect(4, 1), OK, {}, at(5), 'up', 'abandoned'],
    ['suspect + fail, too short', suspect(3, 2), FAIL, {}, at(5), 'suspect', ''],
    ['suspect + fail, long enough', suspect(2, 3), FAIL, {}, at(5), 'down', 'confirmed down'],
    [
      'suspect + fail, long but seen once too few',
      suspect(2, 1),
      FAIL,
      { minFailures: 3 },
      at(5),
      'suspect',
      '',
    ],
    ['suspect + fail, long but mostly held', suspect(0, 1, 4), FAIL, {}, at(5), 'suspect', ''],
    ['suspect + unknown', suspect(2, 3), UNKNOWN, {}, at(5), 'suspect', ''],
    ['suspect + fail after a gap', suspect(0, 3), FAIL, {}, at(30, 'gap', 30), 'suspect', 'abandoned'],
    ['suspect + ok after a gap', suspect(0, 3), OK, {}, at(30, 'gap', 30), 'up', 'abandoned'],
    ['suspect + no verdict after a gap', suspect(0, 3), null, {}, at(30, 'gap', 30), 'unknown', 'abandoned'],
    ['down + fail', DOWN, FAIL, {}, at(9), 'down', ''],
    ['down + ok', DOWN, OK, {}, at(9), 'up', 'confirmed up'],
    ['down + ok, two wanted', DOWN, OK, { upAfter: 2 }, at(9), 'recovering', ''],
    ['down + unknown', DOWN, UNKNOWN, {}, at(9), 'down', ''],
    ['down + ok after a gap', DOWN, OK, {}, at(30, 'gap', 30), 'recovering', ''],
    ['down + fail after a gap', DOWN, FAIL, {}, at(30, 'gap', 30), 'down', ''],
    ['recovering + ok', recovering(8, 1), OK, { upAfter: 2 }, at(9), 'up', 'confirmed up'],
    ['recovering + fail', recovering(8, 1), FAIL, { upAfter: 3 }, at(9), 'down', ''],
    ['recovering + no verdict', recovering(8, 1), null, { upAfter: 3 }, at(9), 'recovering', ''],
    [
      'recovering + no verdict after a gap',
      recovering(8, 2),
      null,
      { upAfter: 3 },
      at(30, 'gap', 20),
      'down',
      '',
    ],
    ['up + fail, at once', UP, FAIL, { downAfterMs: 0, minFailures: 1 }, at(9), 'down', 'confirmed down'],
    [
      'up + fail, at once, but after a gap',
      UP,
      FAIL,
      { downAfterMs: 0, minFailures: 1 },
      at(30, 'gap', 30),
      'suspect',
      '',
    ],
  ])('%s', (_name, condition, verdict, rules, moment, kind, what) => {
    const next = step(condition, verdict, { ...RULES, ...rules }, moment);
    const confirmed = next.confirmed === undefined ? '' : `confirmed ${next.confirmed.kind}`;
    expect(next.condition.kind).toBe(kind);
    expect(next.abandoned === undefined ? confirmed : 'abandoned').toBe(what);
  });

  it('dates an outage from its first failed check', () => {
    const next = step(suspect(2, 3), FAIL, RULES, at(5));
    expect(next.confirmed).toMatchObject({ kind: 'down', since: T0 + 2 * MIN, failures: 4 });
  });

  it('dates a recovery from its first successful check', () => {
    const next = step(recovering(8, 1), OK, { ...RULES, upAfter: 2 }, at(9));
    expect(next.confirmed).toEqual({ kind: 'up', endedAt: T0 + 8 * MIN });
  });

  it('counts a recovery anew after a gap', () => {
    const next = step(recovering(8, 2), OK, { ...RULES, upAfter: 3 }, at(30, 'gap', 20));
    expect(next.condition).toEqual(recovering(30, 1));
  });
});

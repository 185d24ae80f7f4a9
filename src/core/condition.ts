import type { Condition } from './model.ts';
import type { Cause, Verdict } from './probing.ts';

/** How the sweep at hand follows the last one. */
export type Continuity = 'first' | 'continuous' | 'gap';

export interface Rules {
  readonly downAfterMs: number;
  readonly minFailures: number;
  readonly upAfter: number;
}

export interface Moment {
  /** The minute of this sweep. */
  readonly minute: number;
  readonly continuity: Continuity;
  /** Time since the last sweep; 0 for the first. */
  readonly elapsedMs: number;
}

/** The next condition, and what was confirmed or abandoned on the way there. */
export interface Step {
  readonly condition: Condition;
  readonly confirmed?:
    | { readonly kind: 'down'; readonly since: number; readonly failures: number; readonly cause: Cause }
    | { readonly kind: 'up'; readonly endedAt: number };
  /** A streak of failures that ended without an outage. */
  readonly abandoned?: { readonly from: number; readonly lastFailureAt: number; readonly failures: number };
}

/**
 * The state machine of one server (its diagram stands at `Condition`). `verdict` null: the sweep says nothing about
 * this server.
 */
export function step(condition: Condition, verdict: Verdict | null, rules: Rules, moment: Moment): Step {
  const start = moment.continuity === 'gap' ? afterGap(condition) : { condition };
  const next = judge(start.condition, verdict, rules, moment);
  return start.abandoned === undefined ? next : { abandoned: start.abandoned, ...next };
}

/** What nobody watched proves nothing: streaks in either direction start anew, an outage goes on. */
function afterGap(condition: Condition): Step {
  if (condition.kind === 'suspect') return { condition: { kind: 'unknown' }, abandoned: streakOf(condition) };
  if (condition.kind === 'recovering') return { condition: { kind: 'down' } };
  return { condition };
}

function judge(condition: Condition, verdict: Verdict | null, rules: Rules, moment: Moment): Step {
  if (verdict === null || verdict.kind === 'unknown') return { condition: held(condition, moment) };
  return verdict.kind === 'ok'
    ? succeed(condition, rules, moment)
    : fail(condition, verdict.cause, rules, moment);
}

/** Without a verdict no streak grows and none ends. */
function held(condition: Condition, { elapsedMs }: Moment): Condition {
  return condition.kind === 'suspect' ? { ...condition, heldMs: condition.heldMs + elapsedMs } : condition;
}

function succeed(condition: Condition, rules: Rules, { minute, continuity }: Moment): Step {
  switch (condition.kind) {
    case 'up':
      return { condition };
    case 'unknown':
      return { condition: { kind: 'up', since: minute } };
    case 'suspect':
      return { condition: { kind: 'up', since: minute }, abandoned: streakOf(condition) };
    case 'down':
    case 'recovering': {
      const since = condition.kind === 'recovering' ? condition.since : minute;
      const oks = condition.kind === 'recovering' ? condition.oks + 1 : 1;
      if (oks < rules.upAfter || continuity === 'gap')
        return { condition: { kind: 'recovering', since, oks } };
      return { condition: { kind: 'up', since }, confirmed: { kind: 'up', endedAt: since } };
    }
  }
}

function fail(condition: Condition, cause: Cause, rules: Rules, moment: Moment): Step {
  switch (condition.kind) {
    case 'down':
      return { condition };
    case 'recovering':
      return { condition: { kind: 'down' } };
    case 'unknown':
    case 'up':
      return confirm({ since: moment.minute, failures: 1, heldMs: 0 }, cause, rules, moment);
    case 'suspect':
      return confirm({ ...condition, failures: condition.failures + 1 }, cause, rules, moment);
  }
}

function confirm(
  streak: { since: number; failures: number; heldMs: number },
  cause: Cause,
  rules: Rules,
  { minute, continuity }: Moment,
): Step {
  const { since, failures, heldMs } = streak;
  const longEnough = minute - since - heldMs >= rules.downAfterMs;
  if (longEnough && failures >= rules.minFailures && continuity !== 'gap') {
    return { condition: { kind: 'down' }, confirmed: { kind: 'down', since, failures, cause } };
  }
  return { condition: { kind: 'suspect', since, failures, heldMs, lastFailureAt: minute, cause } };
}

function streakOf(suspect: Extract<Condition, { kind: 'suspect' }>): NonNullable<Step['abandoned']> {
  return { from: suspect.since, lastFailureAt: suspect.lastFailureAt, failures: suspect.failures };
}

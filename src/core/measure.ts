/** Measures servers one after the other over the same period and days. */

import { sumsOf, sumsOfParts, timelineOf } from './availability.ts';
import type { ServerFacts, Sums, Timeline } from './availability.ts';
import type { Span, Spans } from './intervals.ts';

export interface Measured {
  readonly timeline: Timeline;
  readonly sums: Sums;
  /** The sums of each day. */
  readonly days: readonly Sums[];
}

/**
 * Makes the function that measures one server. Most servers of most reports had no outage, window or blind spot in a
 * period that they lived through: all of these have the same result, which is worked out once and shared.
 */
export function measurer(
  watched: Spans,
  period: Span,
  days: readonly Span[],
): (facts: ServerFacts) => Measured {
  const measure = (facts: ServerFacts): Measured => {
    const timeline = timelineOf(facts, watched, period);
    return { timeline, sums: sumsOf(timeline), days: sumsOfParts(timeline, days) };
  };
  let undisturbed: Measured | null = null;
  return (facts) => {
    if (!isUndisturbed(facts, period)) return measure(facts);
    undisturbed ??= measure(facts);
    return undisturbed;
  };
}

function isUndisturbed(facts: ServerFacts, period: Span): boolean {
  return (
    facts.outages.length + facts.unwatched.length + facts.maintenance.length === 0 &&
    facts.lifetimes.some((life) => life.from <= period.from && life.to >= period.to)
  );
}

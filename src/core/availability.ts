/**
 * The arithmetic of the report. Each instant of a server's lifetime is exactly one of: not watched, maintenance, down,
 * up; the first of these that applies counts. Failures that did not become an incident count as up. Time outside the
 * lifetime does not count at all.
 */

import { intersect, lengthOf, meter, normalise, subtract } from './intervals.ts';
import type { Meter, Span, Spans } from './intervals.ts';

/** Milliseconds by kind; together they are the lifetime within the period. */
export interface Sums {
  readonly upMs: number;
  readonly downMs: number;
  readonly unwatchedMs: number;
  readonly maintenanceMs: number;
}

/** What is on record about one server, in any order, overlapping as it may. */
export interface ServerFacts {
  /** When the server was part of the configuration. */
  readonly lifetimes: readonly Span[];
  /** When it gave no verdict although the monitor ran. */
  readonly unwatched: readonly Span[];
  readonly maintenance: readonly Span[];
  /** From the first failed check until the first successful one. */
  readonly outages: readonly Span[];
}

/** The four kinds of time of one server within one period: disjoint, and together its lifetime. */
export interface Timeline {
  readonly up: Spans;
  readonly down: Spans;
  readonly unwatched: Spans;
  readonly maintenance: Spans;
}

/** Sorts each instant of the period into its kind. `watched`: when the monitor itself ran and was not cut off. */
export function timelineOf(facts: ServerFacts, watched: Spans, period: Span): Timeline {
  const life = intersect(normalise(facts.lifetimes), normalise([period]));
  const seen = subtract(intersect(life, watched), normalise(facts.unwatched));
  const windows = normalise(facts.maintenance);
  const counted = subtract(seen, windows);
  const outages = normalise(facts.outages);
  return {
    up: subtract(counted, outages),
    down: intersect(counted, outages),
    unwatched: subtract(life, seen),
    maintenance: intersect(seen, windows),
  };
}

export const NO_TIME: Sums = { upMs: 0, downMs: 0, unwatchedMs: 0, maintenanceMs: 0 };

export function addSums(a: Sums, b: Sums): Sums {
  return {
    upMs: a.upMs + b.upMs,
    downMs: a.downMs + b.downMs,
    unwatchedMs: a.unwatchedMs + b.unwatchedMs,
    maintenanceMs: a.maintenanceMs + b.maintenanceMs,
  };
}

export function sumsOf(timeline: Timeline): Sums {
  return {
    upMs: lengthOf(timeline.up),
    downMs: lengthOf(timeline.down),
    unwatchedMs: lengthOf(timeline.unwatched),
    maintenanceMs: lengthOf(timeline.maintenance),
  };
}

/** The sums of each part, for instance of each calendar day. O(n + parts log n). */
export function sumsOfParts(timeline: Timeline, parts: readonly Span[]): Sums[] {
  const [up, down] = [meter(timeline.up), meter(timeline.down)];
  const [unwatched, maintenance] = [meter(timeline.unwatched), meter(timeline.maintenance)];
  return parts.map(({ from, to }) => ({
    upMs: up(from, to),
    downMs: down(from, to),
    unwatchedMs: unwatched(from, to),
    maintenanceMs: maintenance(from, to),
  }));
}

/** Everything that counts: the lifetime within the period. */
export function totalMs(sums: Sums): number {
  return sums.upMs + sums.downMs + sums.unwatchedMs + sums.maintenanceMs;
}

/** up / (up + down), 0 to 1; null when neither was seen. */
export function availabilityOf(sums: Sums): number | null {
  return ratio(sums.upMs, sums.upMs + sums.downMs);
}

/** The share of the lifetime that was watched (maintenance included), 0 to 1; null without a lifetime. */
export function coverageOf(sums: Sums): number | null {
  return ratio(totalMs(sums) - sums.unwatchedMs, totalMs(sums));
}

/**
 * Where the true availability lies: `worst` if all the time that was not watched was down, `best` if it was up. Null
 * when everything was watched, because then availability is known, and null without a lifetime.
 */
export function rangeOf(sums: Sums): { readonly worst: number; readonly best: number } | null {
  if (sums.unwatchedMs === 0) return null;
  const all = sums.upMs + sums.downMs + sums.unwatchedMs;
  return { worst: sums.upMs / all, best: (sums.upMs + sums.unwatchedMs) / all };
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** Figures of the outages that touch the period; of each only the part counts that counts as down. */
export interface OutageFigures {
  readonly outages: number;
  /** Clock time with an outage; for several servers overlapping outages count once. */
  readonly outageMs: number;
  readonly longestMs: number;
}

/**
 * Counts outages. Those that overlap are one, so that a branch whose nine servers go down together had one outage; an
 * outage that lies wholly in maintenance or unwatched time is none. O(n log n).
 *
 * @param outages from the first failed to the first successful check
 * @param down the time that counts as down
 */
export function outageFigures(outages: Iterable<Span>, down: Spans): OutageFigures {
  const downBetween: Meter = meter(down);
  const lengths = normalise(outages)
    .map((outage) => downBetween(outage.from, outage.to))
    .filter((ms) => ms > 0);
  return {
    outages: lengths.length,
    outageMs: lengths.reduce((sum, ms) => sum + ms, 0),
    longestMs: lengths.reduce((longest, ms) => Math.max(longest, ms), 0),
  };
}

/** Mean time to repair: clock time with an outage / outages; null without an outage. */
export function mttrOf(figures: OutageFigures): number | null {
  return ratio(figures.outageMs, figures.outages);
}

/** Mean time between failures: up time / outages, so that availability = MTBF / (MTBF + MTTR); null without an outage. */
export function mtbfOf(sums: Sums, outages: number): number | null {
  return ratio(sums.upMs, outages);
}

/**
 * Latencies as counts in logarithmic buckets, the idea of DDSketch (Masson, Rim, Lee: "DDSketch: a fast and
 * fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019). Bucket 0 holds up to 0.01 ms, bucket
 * n > 0 holds (0.01 * g^(n-1), 0.01 * g^n] ms with g = 1.05 / 0.95. The middle given for a bucket is at most 5 % away from each
 * latency in it (below 0.01 ms: at most 0.01 ms). Adding up counts loses nothing, so hours merge into days in any order.
 */

import type { LatencySketch } from './model.ts';

/** Largest relative error of a quantile. */
export const LATENCY_ERROR = 0.05;

const SMALLEST_MS = 0.01;
const GROWTH = (1 + LATENCY_ERROR) / (1 - LATENCY_ERROR);
const LOG_GROWTH = Math.log(GROWTH);

/** The counts of one or many hours. `max` is exact, in ms. `b`: bucket index -> count. */
export interface LatencyCounts {
  readonly max: number;
  readonly b: Readonly<Record<string, number>>;
}

/**
 * The sketch with one more latency (ms), measured in the clock hour that begins at `hour`. A sketch of another hour is
 * finished: a new one begins. What is no time (negative, not finite) is left out.
 */
export function addLatency(sketch: LatencySketch | null, hour: number, ms: number): LatencySketch {
  const base = sketch !== null && sketch.hour === hour ? sketch : { hour, max: 0, b: {} };
  if (!Number.isFinite(ms) || ms < 0) return base;
  const index = bucketOf(ms);
  return { hour, max: Math.max(base.max, ms), b: { ...base.b, [index]: (base.b[index] ?? 0) + 1 } };
}

/** Adds `part` to `total` in place: a report adds up hundreds of thousands of sketches. */
export function mergeInto(
  total: { max: number; readonly b: Record<string, number> },
  part: LatencyCounts,
): void {
  total.max = Math.max(total.max, part.max);
  for (const index in part.b) total.b[index] = (total.b[index] ?? 0) + (part.b[index] ?? 0);
}

/** How many latencies were counted. */
export function countOf(counts: LatencyCounts): number {
  return Object.values(counts.b).reduce((sum, count) => sum + count, 0);
}

/**
 * The latency (ms) that a share `q` (0..1) of all does not exceed: that of rank ceil(q * n), within LATENCY_ERROR; null when nothing
 * was counted. `q` = 1 is exact.
 */
export function quantile(counts: LatencyCounts, q: number): number | null {
  const total = countOf(counts);
  if (total === 0) return null;
  const rank = Math.min(total, Math.max(1, Math.ceil(q * total)));
  if (rank === total) return counts.max;
  let seen = 0;
  for (const index of Object.keys(counts.b)
    .map(Number)
    .sort((a, b) => a - b)) {
    seen += counts.b[index] ?? 0;
    if (seen >= rank) return Math.min(middleOf(index), counts.max);
  }
  return counts.max;
}

function bucketOf(ms: number): number {
  return ms <= SMALLEST_MS ? 0 : Math.ceil(Math.log(ms / SMALLEST_MS) / LOG_GROWTH);
}

/** The value whose relative distance to both ends of the bucket is the same. */
function middleOf(index: number): number {
  return index === 0 ? SMALLEST_MS : (SMALLEST_MS * 2 * GROWTH ** index) / (GROWTH + 1);
}

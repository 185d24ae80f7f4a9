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

/** No latency that is a number of milliseconds lies in a higher bucket; what a damaged file names beyond it is passed over. */
const MAX_BUCKET = bucketOf(Number.MAX_SAFE_INTEGER);

/** The counts of one server in one hour: the largest latency, in ms, and `bucket, count, bucket, count, ...`. */
export interface LatencyCounts {
  readonly max: number;
  readonly b: readonly number[];
}

/**
 * The counts of many servers in one hour, in long lists, because a month of 1,000 servers is 720,000 counts: as an object
 * each they took more than twice as long to read.
 */
export interface LatencyHour {
  /** Server ids. */
  readonly servers: readonly string[];
  /** Of one server after the other: its largest latency in microseconds, how many buckets, then `bucket, count, ...`. */
  readonly counts: readonly number[];
}

const US_PER_MS = 1_000;

/** Puts the counts side by side. Latencies are measured to the microsecond, so nothing is lost. */
export function latencyHourOf(servers: Iterable<readonly [id: string, counts: LatencyCounts]>): LatencyHour {
  const hour = { servers: [] as string[], counts: [] as number[] };
  for (const [id, { max, b }] of servers) {
    hour.servers.push(id);
    hour.counts.push(Math.round(max * US_PER_MS), b.length / 2);
    for (const number of b) hour.counts.push(number);
  }
  return hour;
}

/** Many hours added up, the counts by bucket. */
export interface LatencyTotal {
  max: number;
  readonly counts: number[];
}

/**
 * The sketch with one more latency (ms), measured in the clock hour that begins at `hour`. A sketch of another hour is
 * finished: a new one begins. What is no time (negative, not finite) is left out.
 */
export function addLatency(sketch: LatencySketch | null, hour: number, ms: number): LatencySketch {
  const base = sketch !== null && sketch.hour === hour ? sketch : { hour, max: 0, b: [] };
  if (!Number.isFinite(ms) || ms < 0) return base;
  return { hour, max: Math.max(base.max, ms), b: countOne(base.b, bucketOf(ms)) };
}

function countOne(b: readonly number[], bucket: number): number[] {
  const counts = [...b];
  for (let at = 0; at < b.length; at += 2) {
    if (b[at] !== bucket) continue;
    counts[at + 1] = (b[at + 1] ?? 0) + 1;
    return counts;
  }
  counts.push(bucket, 1);
  return counts;
}

export function emptyTotal(): LatencyTotal {
  return { max: 0, counts: [] };
}

/** Adds `part` to `total` in place. */
export function addTo(total: LatencyTotal, { max, b }: LatencyCounts): void {
  total.max = Math.max(total.max, max);
  addBuckets(total, b, 0, b.length);
}

/** Adds the counts of an hour in place, those of the n-th server to each of the n-th `totals`. */
export function addHour(counts: LatencyHour['counts'], totals: readonly (readonly LatencyTotal[])[]): void {
  let at = 0;
  for (const ofServer of totals) {
    const max = (counts[at] ?? 0) / US_PER_MS;
    const from = at + 2;
    at = from + 2 * (counts[at + 1] ?? 0);
    for (const total of ofServer) {
      total.max = Math.max(total.max, max);
      addBuckets(total, counts, from, at);
    }
  }
}

/** Adds what stands in a list of `bucket, count, ...` from `from` up to `to`. */
function addBuckets({ counts }: LatencyTotal, list: readonly number[], from: number, to: number): void {
  for (let at = from; at + 1 < to; at += 2) {
    const bucket = list[at] ?? -1;
    if (bucket < 0 || bucket > MAX_BUCKET) continue;
    while (counts.length <= bucket) counts.push(0);
    counts[bucket] = (counts[bucket] ?? 0) + (list[at + 1] ?? 0);
  }
}

/** How many latencies were counted. */
export function countOf({ counts }: LatencyTotal): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * The latency (ms) that a share `q` (0..1) of all does not exceed: that of rank ceil(q * n), within LATENCY_ERROR; null when nothing
 * was counted. `q` = 1 is exact.
 */
export function quantile(total: LatencyTotal, q: number): number | null {
  const all = countOf(total);
  if (all === 0) return null;
  const rank = Math.min(all, Math.max(1, Math.ceil(q * all)));
  if (rank === all) return total.max;
  let seen = 0;
  const bucket = total.counts.findIndex((count) => (seen += count) >= rank);
  return Math.min(middleOf(bucket), total.max);
}

function bucketOf(ms: number): number {
  return ms <= SMALLEST_MS ? 0 : Math.ceil(Math.log(ms / SMALLEST_MS) / LOG_GROWTH);
}

/** The value whose relative distance to both ends of the bucket is the same. */
function middleOf(index: number): number {
  return index === 0 ? SMALLEST_MS : (SMALLEST_MS * 2 * GROWTH ** index) / (GROWTH + 1);
}

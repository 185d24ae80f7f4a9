import { latencyHourOf, type LatencyCounts } from '../core/latency.ts';
import { isObject } from './shape.ts';

/** `b` is a list of `bucket, count, ...`, and was an object with buckets for keys before that. */
interface OldCounts {
  readonly max: number;
  readonly b: readonly number[] | Readonly<Record<string, number>>;
}

/**
 * Makes of a latency record that is an object by server id one of the lists that are written today. Everything else, also
 * what is damaged, is given back as it is.
 */
export function withLatencyLists(record: unknown): unknown {
  if (!isObject(record) || record['t'] !== 'latency' || !isObject(record['servers'])) return record;
  const servers: [string, LatencyCounts][] = [];
  for (const [id, counts] of Object.entries(record['servers'])) {
    if (!areOldCounts(counts)) return record;
    servers.push([id, isList(counts) ? counts : { max: counts.max, b: pairsOf(counts.b) }]);
  }
  return { ...record, ...latencyHourOf(servers) };
}

function areOldCounts(counts: unknown): counts is OldCounts {
  return isObject(counts) && typeof counts['b'] === 'object' && counts['b'] !== null;
}

function isList(counts: OldCounts): counts is LatencyCounts {
  return Array.isArray(counts.b);
}

function pairsOf(b: OldCounts['b']): number[] {
  return Object.entries(b).flatMap(([bucket, count]) => [Number(bucket), count]);
}

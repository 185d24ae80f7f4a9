import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryRecord } from '../src/core/history.ts';
import { latencyHourOf, type LatencyCounts, type LatencyHour } from '../src/core/latency.ts';
import { formatLine } from '../src/state/history-line.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** So many different hours are drawn; the rest repeats them. */
const HOURS_DRAWN = 8;

export interface YearOptions {
  readonly servers: number;
  readonly incidents: number;
  /** Its last hour. */
  readonly until: number;
  readonly days: number;
}

/** Writes the month files that so many days of runs, one a minute, would have left. Server ids are s0, s1 ... */
export function writeYear(stateDir: string, { servers, incidents, until, days }: YearOptions): void {
  const folder = join(stateDir, 'history');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const random = numbers(1);
  const hours = Array.from({ length: HOURS_DRAWN }, () => latencies(servers, random));
  const end = Math.floor(until / HOUR) * HOUR;
  const perDay = Math.round(incidents / days);
  for (let day = end - days * DAY; day < end; day += DAY) {
    const lines: string[] = [];
    for (let n = 0; n < perDay; n++) lines.push(formatLine(incident(day, n, servers, random)));
    for (let hour = day; hour < day + DAY; hour += HOUR) {
      const drawn = hours[(hour / HOUR) % HOURS_DRAWN] ?? latencyHourOf([]);
      lines.push(formatLine({ t: 'latency', hour, ...drawn }));
    }
    lines.push(formatLine({ t: 'watched', from: day, to: day + DAY }));
    appendFileSync(join(folder, `${new Date(day).toISOString().slice(0, 7)}.jsonl`), lines.join(''));
  }
}

/** An hour of a round trip that sways by a few buckets. */
function latencies(servers: number, random: () => number): LatencyHour {
  return latencyHourOf(
    Array.from({ length: servers }, (_, n): [string, LatencyCounts] => {
      const middle = 20 + Math.floor(random() * 60);
      const b = [middle, 35, middle - 1, 11, middle + 1, 12, middle + 9, 2];
      // Latencies are kept to the microsecond.
      return [`s${n}`, { max: Number((0.01 * 1.105 ** (middle + 9)).toFixed(3)), b }];
    }),
  );
}

function incident(day: number, n: number, servers: number, random: () => number): HistoryRecord {
  const id = `s${Math.floor(random() * servers)}`;
  const since = day + Math.floor(random() * 1_000) * MINUTE;
  const minutes = 4 + Math.floor(random() * 400);
  return {
    t: 'incident',
    id: `${id}@${since}-${n}`,
    server: id,
    name: id,
    site: null,
    since,
    confirmedAt: since + 3 * MINUTE,
    endedAt: since + minutes * MINUTE,
    failures: minutes,
    cause: { failed: [{ check: 'icmp', code: 'icmp-timeout' }], passed: [] },
    reason: 'recovered',
  };
}

/** The same numbers in each run (mulberry32, public domain). */
function numbers(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

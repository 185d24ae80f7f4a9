/** One line of a history file: how it is written, and what of a line read is a record. */

import type { HistoryRecord } from '../core/history.ts';
import { areLatencies, type LatencyParser } from './latency-line.ts';
import { withLatencyLists } from './old-latency.ts';

/**
 * `t` comes first, and a latency line's hour second: readers tell by the first bytes whether they want the line. Its counts
 * come last, for the LatencyParser.
 */
export function formatLine(record: HistoryRecord): string {
  const first = record.t === 'latency' ? { t: record.t, hour: record.hour } : { t: record.t };
  return `${JSON.stringify({ ...first, ...record })}\n`;
}

/** The record of a line, or null when the line is damaged. `latencies`: one for all lines of a file. */
export function parseLine(line: Buffer, latencies: LatencyParser): HistoryRecord | null {
  try {
    const value = latencies.parse(line) ?? withLatencyLists(JSON.parse(line.toString('utf8')));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** The last instant that a Date can hold (ECMA-262, 21.4.1.1). */
const LAST_INSTANT = 8.64e15;

type Fields = Readonly<Record<string, 'string' | 'number' | 'object'>>;

/** The fields on which the arithmetic of reports relies. */
const FIELDS: Readonly<Record<HistoryRecord['t'], Fields>> = {
  incident: {
    id: 'string',
    server: 'string',
    name: 'string',
    since: 'number',
    confirmedAt: 'number',
    endedAt: 'number',
    failures: 'number',
    cause: 'object',
    reason: 'string',
  },
  streak: { server: 'string', from: 'number', lastFailureAt: 'number', to: 'number', failures: 'number' },
  watched: { from: 'number', to: 'number' },
  unwatched: { server: 'string', from: 'number', to: 'number', reason: 'string' },
  maintenance: { server: 'string', from: 'number', to: 'number' },
  server: { server: 'string', name: 'string', from: 'number', to: 'number' },
  latency: { hour: 'number', servers: 'object', counts: 'object' },
};

function isRecord(value: unknown): value is HistoryRecord {
  if (typeof value !== 'object' || value === null || !('t' in value)) return false;
  const { t } = value;
  if (typeof t !== 'string' || !Object.hasOwn(FIELDS, t)) return false;
  const record = value as Readonly<Record<string, unknown>>;
  if (!Object.entries(FIELDS[t as HistoryRecord['t']]).every(([field, type]) => fits(record[field], type)))
    return false;
  return t !== 'latency' || areLatencies(record);
}

/** All numbers of a record are instants or counts. */
function fits(value: unknown, type: Fields[string]): boolean {
  if (typeof value === 'number' && Math.abs(value) > LAST_INSTANT) return false;
  return typeof value === type && value !== null;
}

import { recordEnd, recordKey, type HistoryRecord } from '../core/history.ts';
import { HOUR_MS } from '../core/duration.ts';
import { toStateError } from './errors.ts';
import { parseLine } from './history-line.ts';
import { listMonths, monthOf, monthPath } from './history.ts';
import { latencyHour, LatencyParser } from './latency-line.ts';
import { forEachLine } from './lines.ts';

export interface HistoryQuery {
  /** Records that touch [from, to), in milliseconds since the epoch; 0 to Infinity is everything. */
  readonly from: number;
  readonly to: number;
  /** False: latency lines are passed over unparsed, they are nearly all of a file. Default true. */
  readonly latency?: boolean;
}

/** A line that is no record: the file's path, and the line's number from 1. */
export interface DamagedLine {
  readonly file: string;
  readonly line: number;
}

/**
 * Hands over the records that touch a period, one by one and each only once, in the order of the files. Damaged lines
 * are passed over and told. Needs neither the lock nor a right to write. Rejects with StateError.
 */
export async function scanHistory(
  stateDir: string,
  query: HistoryQuery,
  visit: (record: HistoryRecord) => void,
): Promise<{ readonly damaged: readonly DamagedLine[] }> {
  const damaged: DamagedLine[] = [];
  const latencies = new LatencyParser();
  const seen = new Set<string>();
  // A record stands under the month of its end, so it may touch the period from any month since then.
  const firstMonth = query.from > 0 ? monthOf(query.from) : '';
  for (const month of await listMonths(stateDir)) {
    if (month < firstMonth) continue;
    const file = monthPath(stateDir, month);
    await eachLine(file, (line, number) => {
      if (!isWanted(line, query)) return;
      const record = parseLine(line, latencies);
      if (record === null) damaged.push({ file, line: number });
      else if (touches(record, query) && isNew(seen, record)) visit(record);
    });
  }
  return { damaged };
}

/** `scanHistory` as a list. With latencies this can be large: a month of 1,000 servers is 720,000 sketches. */
export async function readHistory(
  stateDir: string,
  query: HistoryQuery,
): Promise<{ readonly records: readonly HistoryRecord[]; readonly damaged: readonly DamagedLine[] }> {
  const records: HistoryRecord[] = [];
  const { damaged } = await scanHistory(stateDir, query, (record) => records.push(record));
  return { records, damaged };
}

/** What `srvmon history check` tells about one month file. */
export interface HistoryFileReport {
  readonly file: string;
  readonly bytes: number;
  readonly records: number;
  /** Numbers of the lines that are no records. */
  readonly damaged: readonly number[];
  /** Records that are in the file more than once (harmless: a run was killed between append and commit). */
  readonly duplicates: number;
  /** Records that ended in another month than the file's: reports may miss them. */
  readonly misfiled: number;
}

/** Reads every line of every month file. Rejects with StateError when a file may not be read. */
export async function checkHistory(stateDir: string): Promise<HistoryFileReport[]> {
  const reports: HistoryFileReport[] = [];
  for (const month of await listMonths(stateDir)) reports.push(await checkMonth(stateDir, month));
  return reports;
}

async function checkMonth(stateDir: string, month: string): Promise<HistoryFileReport> {
  const file = monthPath(stateDir, month);
  const seen = new Set<string>();
  const damaged: number[] = [];
  const latencies = new LatencyParser();
  const counts = { records: 0, duplicates: 0, misfiled: 0 };
  const bytes = await eachLine(file, (line, number) => {
    const record = parseLine(line, latencies);
    if (record === null) {
      damaged.push(number);
      return;
    }
    counts.records += 1;
    if (!isNew(seen, record)) counts.duplicates += 1;
    if (monthOf(recordEnd(record)) !== month) counts.misfiled += 1;
  });
  return { file, bytes, damaged, ...counts };
}

async function eachLine(file: string, visit: (line: Buffer, number: number) => void): Promise<number> {
  try {
    return await forEachLine(file, visit);
  } catch (error) {
    throw toStateError(error, file);
  }
}

/** Tells from the first bytes of a latency line whether it has to be parsed. */
function isWanted(line: Buffer, query: HistoryQuery): boolean {
  const hour = latencyHour(line);
  return hour === null || (query.latency !== false && hourTouches(hour, query));
}

function touches(record: HistoryRecord, query: HistoryQuery): boolean {
  if (record.t === 'latency') return query.latency !== false && hourTouches(record.hour, query);
  const begin = record.t === 'incident' ? record.since : record.from;
  return begin < query.to && recordEnd(record) >= query.from;
}

function hourTouches(hour: number, query: HistoryQuery): boolean {
  return hour < query.to && hour + HOUR_MS > query.from;
}

function isNew(seen: Set<string>, record: HistoryRecord): boolean {
  const key = recordKey(record);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

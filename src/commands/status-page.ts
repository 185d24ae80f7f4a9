/** The HTML page that each check refreshes. Loaded only where the configuration names one. */

import { open } from 'node:fs/promises';
import type { Config } from '../core/config.ts';
import { MINUTE_MS, minuteOf } from '../core/duration.ts';
import type { State } from '../core/model.ts';
import { daysOf, periodOf } from '../core/period.ts';
import { placesOf } from '../core/places.ts';
import { RecordBook } from '../core/records.ts';
import { reportOf } from '../core/report.ts';
import type { Report } from '../core/report-model.ts';
import { EVERYTHING } from '../core/selection.ts';
import { statusOf } from '../core/status.ts';
import { checkWords } from '../render/check-words.ts';
import { readPageMark, statusHtml } from '../render/html-status.ts';
import { writeFileDurably } from '../state/atomic.ts';
import { scanHistory } from '../state/history-read.ts';
import { VERSION } from '../version.ts';

export interface StatusPageRefresh {
  /** Something went down or came up in this run. */
  readonly changed: boolean;
  readonly stderr: (text: string) => void;
}

/** Without a change the page is written again after so long, so that it shows that checks still run. */
const REFRESH_MS = 5 * MINUTE_MS;

/** Checks may be late by so many intervals before the page calls itself out of date. */
const LATE_INTERVALS = 3;

/** Calendar days in the strips, today included. */
const DAYS = 30;

/** The page's mark stands in its head, within this many bytes. */
const HEAD_BYTES = 4_096;

/**
 * Writes the page when something changed, or when the one that stands there is missing, five minutes old or of another
 * version. Whatever fails is one line on stderr: the run itself goes on.
 *
 * @param state as this run leaves it
 * @param now start of the run, in ms
 */
export async function refreshStatusPage(
  config: Config,
  state: State,
  now: number,
  { changed, stderr }: StatusPageRefresh,
): Promise<void> {
  const path = config.statusPage;
  if (path === null) return;
  try {
    const head = await readHead(path);
    if (!changed && head !== null && isFresh(head, now)) return;
    // A new page is for a web server to read; one that is replaced keeps the rights that it was given.
    writeFileDurably(path, await page(config, state, now), head === null ? { mode: 0o644 } : {});
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    stderr(`srvmon: ${checkWords(config.language).noStatusPage(path, why)}\n`);
  }
}

/** The first bytes of the file; null when there is none. */
async function readHead(path: string): Promise<string | null> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The page's own mark counts, not the time of the file: a copy or another clock does not matter then. */
function isFresh(head: string, now: number): boolean {
  const mark = readPageMark(head);
  if (mark === null || mark.version !== VERSION) return false;
  const ageMs = minuteOf(now) - minuteOf(mark.generatedAt);
  return ageMs >= 0 && ageMs < REFRESH_MS;
}

async function page(config: Config, state: State, now: number): Promise<string> {
  const report = await lastDays(config, state, now);
  return statusHtml({
    config,
    status: statusOf(config, state, now, null, { count: 0, lastAt: null }),
    report,
    places: placesOf(config, new Map(report.servers.map(({ id, condition }) => [id, condition]))),
    staleAfterMs: REFRESH_MS + LATE_INTERVALS * config.intervalMs,
    version: VERSION,
  });
}

/** Latencies are nearly all of a history file, and the page shows none: their lines are passed over. */
async function lastDays(config: Config, state: State, now: number): Promise<Report> {
  const chosen = periodOf({ since: `${String(DAYS - 1)}d` }, config.timezone, now);
  if (!chosen.ok) throw new Error(chosen.problem.code);
  const [first] = daysOf(chosen.period);
  const whole = periodOf({ from: first?.date }, config.timezone, now);
  if (!whole.ok) throw new Error(whole.problem.code);
  const book = new RecordBook(whole.period);
  await scanHistory(config.stateDir, { ...whole.period, latency: false }, (record) => {
    book.add(record);
  });
  book.addState(state, config.intervalMs, now);
  const options = { selection: EVERYTHING, onlyDown: false, sort: 'name' } as const;
  const report = reportOf(book, config, state, whole.period, now, options);
  // The page is about what is watched now.
  return { ...report, servers: report.servers.filter((server) => server.inConfig) };
}

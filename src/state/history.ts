/** The month files `history/YYYY-MM.jsonl` (UTC): appending, and removing old ones. `history-read.ts` reads them. */

import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordEnd, type HistoryRecord } from '../core/history.ts';
import { syncFolder } from './atomic.ts';
import { errnoOf, toStateError } from './errors.ts';
import { historyFolder } from './folder.ts';
import { formatLine } from './history-line.ts';

const MONTH_FILE = /^(\d{4}-\d{2})\.jsonl$/;
const NEWLINE = 10;

/** The month (UTC, `2026-11`) of an instant. */
export function monthOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 7);
}

/** The months that have a file, oldest first. */
export async function listMonths(stateDir: string): Promise<string[]> {
  const names = await readdir(historyFolder(stateDir)).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw toStateError(error, historyFolder(stateDir));
  });
  return names.flatMap((name) => MONTH_FILE.exec(name)?.[1] ?? []).sort();
}

export function monthPath(stateDir: string, month: string): string {
  return join(historyFolder(stateDir), `${month}.jsonl`);
}

/**
 * Appends records to the files of the months in which they end: one write and one fsync a file. Rejects with StateError;
 * records before the failing file are then already on disk, and are passed over by readers when they are appended again.
 */
export async function appendHistory(stateDir: string, records: readonly HistoryRecord[]): Promise<void> {
  if (records.length === 0) return;
  const byMonth = new Map<string, string>();
  for (const record of records) {
    const month = monthOf(recordEnd(record));
    byMonth.set(month, (byMonth.get(month) ?? '') + formatLine(record));
  }
  try {
    const made = await mkdir(historyFolder(stateDir), { recursive: true, mode: 0o700 });
    if (made !== undefined) syncFolder(stateDir);
    for (const [month, lines] of byMonth) await appendLines(monthPath(stateDir, month), lines);
  } catch (error) {
    throw toStateError(error, historyFolder(stateDir));
  }
}

async function appendLines(path: string, lines: string): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  let size: number;
  try {
    ({ size } = await file.stat());
    // The end of an append that a power cut tore must not swallow the first record of this one.
    const torn = size > 0 && (await lastByte(file, size)) !== NEWLINE;
    await appendOrUndo(file, size, torn ? `\n${lines}` : lines);
  } finally {
    await file.close();
  }
  if (size === 0) syncFolder(dirname(path));
}

async function lastByte(file: FileHandle, size: number): Promise<number | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 ? buffer[0] : undefined;
}

/** A full disk may take half of the lines: that half would be a damaged line for ever. */
async function appendOrUndo(file: FileHandle, size: number, lines: string): Promise<void> {
  try {
    await file.appendFile(lines);
    await file.sync();
  } catch (error) {
    await file.truncate(size).catch(() => undefined);
    throw error;
  }
}

/**
 * Removes the month files that ended more than `keepMs` before now, whole files only, and gives their months. A clock
 * that jumped ahead removes nothing that is recent by the newest file. Rejects with StateError.
 */
export async function pruneHistory(stateDir: string, keepMs: number, now: number): Promise<string[]> {
  const months = await listMonths(stateDir);
  const newest = months.at(-1);
  if (newest === undefined) return [];
  const oldestKept = Math.min(now, endOf(newest)) - keepMs;
  const old = months.filter((month) => endOf(month) <= oldestKept);
  try {
    for (const month of old) await rm(monthPath(stateDir, month), { force: true });
  } catch (error) {
    throw toStateError(error, historyFolder(stateDir));
  }
  return old;
}

function endOf(month: string): number {
  const [year, number] = month.split('-').map(Number);
  return Date.UTC(year ?? NaN, number ?? NaN);
}

/**
 * The records of the month files `history/YYYY-MM.jsonl`, one JSON line each. A record may stand in a file twice (a run
 * that was killed between append and commit): readers drop the second by `recordKey`.
 */

import type { LatencyHour } from './latency.ts';
import type { HeldBack } from './model.ts';
import type { Cause } from './probing.ts';

export type HistoryRecord =
  /** A closed incident: down from `since` until `endedAt` (the first successful check). */
  | {
      readonly t: 'incident';
      readonly id: string;
      readonly server: string;
      readonly name: string;
      readonly site: string | null;
      readonly since: number;
      readonly confirmedAt: number;
      readonly endedAt: number;
      readonly failures: number;
      readonly cause: Cause;
      readonly reason: 'recovered' | 'removed';
      /** Chats that were told, and when; why the others were not: for `explain`. */
      readonly told?: Readonly<Record<string, number>>;
      readonly held?: Readonly<Record<string, HeldBack>>;
    }
  /** Failed checks that did not become an incident: `from` the first, `to` the first success (or loss of sight). */
  | {
      readonly t: 'streak';
      readonly server: string;
      readonly from: number;
      readonly lastFailureAt: number;
      readonly to: number;
      readonly failures: number;
    }
  /** The monitor ran without a gap and was not cut off. */
  | { readonly t: 'watched'; readonly from: number; readonly to: number }
  /** One server had no verdict although the monitor ran. */
  | {
      readonly t: 'unwatched';
      readonly server: string;
      readonly from: number;
      readonly to: number;
      readonly reason: string;
    }
  | { readonly t: 'maintenance'; readonly server: string; readonly from: number; readonly to: number }
  /** A server left the configuration: it was watched from `from` until `to`. */
  | {
      readonly t: 'server';
      readonly server: string;
      readonly name: string;
      readonly site: string | null;
      readonly from: number;
      readonly to: number;
    }
  /** Latencies of one clock hour, of every server: see core/latency.ts. */
  | (LatencyHour & { readonly t: 'latency'; readonly hour: number });

/** The instant that decides into which month file (UTC) a record goes: its end. */
export function recordEnd(record: HistoryRecord): number {
  switch (record.t) {
    case 'incident':
      return record.endedAt;
    case 'latency':
      return record.hour;
    case 'streak':
    case 'watched':
    case 'unwatched':
    case 'maintenance':
    case 'server':
      return record.to;
  }
}

/** Two records with the same key are one and the same. */
export function recordKey(record: HistoryRecord): string {
  switch (record.t) {
    case 'incident':
      return `incident ${record.id}`;
    case 'latency':
      return `latency ${String(record.hour)}`;
    case 'watched':
      return `watched ${String(record.from)}`;
    case 'streak':
    case 'unwatched':
    case 'maintenance':
    case 'server':
      return `${record.t} ${record.server} ${String(record.from)}`;
  }
}

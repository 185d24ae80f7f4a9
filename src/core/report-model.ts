/**
 * The report as data: what every output format shows. Lengths are milliseconds, availability and coverage are 0 to 1
 * and null where nothing was seen.
 */

import type { OutageFigures, Sums } from './availability.ts';
import type { Condition } from './model.ts';
import type { Day, Period } from './period.ts';
import type { IncidentFact } from './records.ts';
import type { Selection } from './selection.ts';

export interface Report {
  readonly period: Period;
  readonly generatedAt: number;
  /** When the last sweep was; null: no check has run yet. */
  readonly dataUntil: number | null;
  readonly days: readonly Day[];
  readonly total: GroupReport;
  /** In the order of the configuration. */
  readonly sites: readonly GroupReport[];
  readonly tags: readonly GroupReport[];
  readonly servers: readonly ServerReport[];
  /** Names of the servers that are down at the moment of the report, also of those that `onlyDown` left out. */
  readonly downNow: readonly string[];
  /** Every incident that touches the period, the latest first. */
  readonly incidents: readonly IncidentReport[];
  /** Servers that `onlyDown` left out; they count in all sums. */
  readonly leftOut: number;
}

export interface Figures extends Sums, OutageFigures {
  readonly availability: number | null;
  readonly coverage: number | null;
  readonly range: { readonly worst: number; readonly best: number } | null;
  readonly mttrMs: number | null;
}

/**
 * Several servers. The sums are those of its servers added; `outages`, `outageMs` and `longestMs` are clock time in
 * which at least one of them was down, so that outages at the same time count once.
 */
export interface GroupReport extends Figures {
  readonly id: string;
  readonly name: string;
  readonly serverCount: number;
  /** The outages of its servers, each counted. */
  readonly serverOutages: number;
  /** Those that are in the configuration at the moment of the report: only they can be down now. */
  readonly presentCount: number;
  /** How many of these are down at the moment of the report. */
  readonly downNow: number;
  /** How many answered the last check, or fail but are not confirmed down yet. */
  readonly upNow: number;
}

export interface ServerReport extends Figures {
  readonly id: string;
  readonly name: string;
  /** Null for a server that left the configuration. */
  readonly host: string | null;
  readonly siteId: string | null;
  readonly siteName: string | null;
  readonly tags: readonly string[];
  /** Null for a server that left the configuration or was never probed. */
  readonly condition: Condition['kind'] | null;
  readonly inConfig: boolean;
  readonly mtbfMs: number | null;
  readonly latency: LatencyReport | null;
  /** One for each of the report's days. */
  readonly days: readonly Sums[];
  /** The same; null for a day without a latency, and for all days when the book was not asked to keep them by day. */
  readonly latencyDays: readonly (LatencyReport | null)[];
}

export interface LatencyReport {
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface IncidentReport extends IncidentFact {
  readonly serverId: string;
  readonly serverName: string;
  readonly siteName: string | null;
  /** From its first failed check to its end, or to now: not cut at the period. */
  readonly lengthMs: number;
  /** The part that counts as down in the period. */
  readonly countedMs: number;
}

export interface ReportOptions {
  readonly selection: Selection;
  readonly onlyDown: boolean;
  readonly sort: 'worst' | 'name';
}

/** A server that is recovering is still down until enough checks succeeded. */
export function isDown(condition: Condition['kind'] | null): boolean {
  return condition === 'down' || condition === 'recovering';
}

/** A failure that is not confirmed yet is no outage. */
export function isUp(condition: Condition['kind'] | null): boolean {
  return condition === 'up' || condition === 'suspect';
}

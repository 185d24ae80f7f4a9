/**
 * The report as CSV: RFC 4180 with CRLF, UTF-8. Cells that a spreadsheet would take for a formula get a leading `'`
 * (https://owasp.org/www-community/attacks/CSV_Injection). Lengths are seconds, shares per cent rounded down, instants
 * ISO 8601 with the zone's offset.
 */

import { stringify } from 'csv-stringify/sync';
import type { Sums } from '../core/availability.ts';
import type { Language } from '../core/config.ts';
import type { IncidentReport, Report, ServerReport } from '../core/report-model.ts';
import { causeText } from '../core/words.ts';
import { isoLocal } from './iso.ts';
import { percentText } from './numbers.ts';
import { countingRule } from './report-words.ts';
import { plain } from './text.ts';

type Value = string | number | null;

/** What a row is about. */
export type CsvRows = 'servers' | 'incidents' | 'days';

/** The columns of a table: name, and the value of a row. */
type Columns<Row> = readonly (readonly [string, (row: Row) => Value])[];

/** Every row carries the report's period, zone, age and counting rule, so that it still makes sense when it is copied out. */
export function csvReport(report: Report, rows: CsvRows, language: Language): string {
  switch (rows) {
    case 'servers':
      return csv([...SERVER_COLUMNS, ...aboutColumns(report, language)], report.servers);
    case 'incidents':
      return csv(
        [...incidentColumns(report.period.timezone, language), ...aboutColumns(report, language)],
        report.incidents,
      );
    case 'days':
      return csv([...DAY_COLUMNS, ...aboutColumns(report, language)], dayRows(report));
  }
}

function csv<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  return stringify(
    rows.map((row) => columns.map(([, valueOf]) => cellText(valueOf(row)))),
    {
      header: true,
      columns: columns.map(([name]) => name),
      record_delimiter: 'windows',
      escape_formulas: true,
    },
  );
}

function cellText(value: Value): string {
  return value === null ? '' : typeof value === 'number' ? String(value) : plain(value);
}

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1_000));
const percent = (ratio: number | null): string | null => (ratio === null ? null : percentText(ratio, 'en'));
const milliseconds = (ms: number | undefined): number | null =>
  ms === undefined ? null : Number(ms.toPrecision(3));

const SUM_COLUMNS: Columns<Sums> = [
  ['up_s', (sums) => seconds(sums.upMs)],
  ['down_s', (sums) => seconds(sums.downMs)],
  ['not_watched_s', (sums) => seconds(sums.unwatchedMs)],
  ['maintenance_s', (sums) => seconds(sums.maintenanceMs)],
];

const SERVER_COLUMNS: Columns<ServerReport> = [
  ['server_id', (server) => server.id],
  ['name', (server) => server.name],
  ['host', (server) => server.host],
  ['site', (server) => server.siteName],
  ['tags', (server) => server.tags.join(' ')],
  ['state', (server) => (server.inConfig ? server.condition : 'removed')],
  ['availability_percent', (server) => percent(server.availability)],
  ['availability_worst_percent', (server) => percent(server.range?.worst ?? server.availability)],
  ['availability_best_percent', (server) => percent(server.range?.best ?? server.availability)],
  ['coverage_percent', (server) => percent(server.coverage)],
  ...SUM_COLUMNS,
  ['outages', (server) => server.outages],
  ['longest_outage_s', (server) => seconds(server.longestMs)],
  ['mttr_s', (server) => seconds(server.mttrMs)],
  ['mtbf_s', (server) => seconds(server.mtbfMs)],
  ['latency_median_ms', (server) => milliseconds(server.latency?.medianMs)],
  ['latency_p95_ms', (server) => milliseconds(server.latency?.p95Ms)],
  ['latency_max_ms', (server) => milliseconds(server.latency?.maxMs)],
];

function incidentColumns(timezone: string, language: Language): Columns<IncidentReport> {
  return [
    ['incident_id', (incident) => incident.id],
    ['server_id', (incident) => incident.serverId],
    ['name', (incident) => incident.serverName],
    ['site', (incident) => incident.siteName],
    ['began', (incident) => isoLocal(incident.since, timezone)],
    ['confirmed', (incident) => isoLocal(incident.confirmedAt, timezone)],
    ['ended', (incident) => (incident.endedAt === null ? null : isoLocal(incident.endedAt, timezone))],
    ['end', (incident) => incident.reason ?? 'open'],
    ['length_s', (incident) => seconds(incident.lengthMs)],
    ['counted_down_s', (incident) => seconds(incident.countedMs)],
    ['failed_checks', (incident) => incident.failures],
    ['cause', (incident) => causeText(incident.cause, language)],
  ];
}

interface DayRow extends Sums {
  readonly server: ServerReport;
  readonly date: string;
}

function dayRows(report: Report): DayRow[] {
  return report.servers.flatMap((server) =>
    server.days.map((sums, index) => ({ server, date: report.days[index]?.date ?? '', ...sums })),
  );
}

const DAY_COLUMNS: Columns<DayRow> = [
  ['server_id', ({ server }) => server.id],
  ['name', ({ server }) => server.name],
  ['site', ({ server }) => server.siteName],
  ['date', ({ date }) => date],
  ...SUM_COLUMNS,
];

function aboutColumns(report: Report, language: Language): Columns<unknown> {
  const { period, dataUntil } = report;
  const about: readonly (readonly [string, string | null])[] = [
    ['period_from', isoLocal(period.from, period.timezone)],
    ['period_to', isoLocal(period.to, period.timezone)],
    ['timezone', period.timezone],
    ['last_check', dataUntil === null ? null : isoLocal(dataUntil, period.timezone)],
    ['counting_rule', countingRule(language)],
  ];
  return about.map(([name, value]) => [name, () => value] as const);
}

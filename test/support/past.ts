import type { Config } from '../../src/core/config.ts';
import type { HistoryRecord } from '../../src/core/history.ts';
import type { Incident, ServerState, State } from '../../src/core/model.ts';
import { periodOf } from '../../src/core/period.ts';
import type { PeriodChoice } from '../../src/core/period.ts';
import type { Cause, FailureCode } from '../../src/core/probing.ts';
import { RecordBook } from '../../src/core/records.ts';
import { reportOf } from '../../src/core/report.ts';
import type { Report, ReportOptions } from '../../src/core/report-model.ts';
import { EVERYTHING } from '../../src/core/selection.ts';
import { emptyState, newServer } from '../../src/core/state.ts';
import { makeConfig, makeServer, makeSite } from './world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The moment of every report in the tests: Wednesday, 18 November 2026, 10:20:20 in Jakarta. */
export const NOW = Date.parse('2026-11-18T03:20:20Z');

export function causeOf(code: FailureCode = 'icmp-timeout', check = 'icmp', passed: string[] = []): Cause {
  return { failed: [{ check, code }], passed };
}

export function incidentRecord(
  server: string,
  since: number,
  lengthMs: number,
  change: Partial<HistoryRecord & { t: 'incident' }> = {},
): HistoryRecord {
  return {
    t: 'incident',
    id: `${server}@${String(since)}`,
    server,
    name: server,
    site: null,
    since,
    confirmedAt: since + 3 * MINUTE,
    endedAt: since + lengthMs,
    failures: Math.round(lengthMs / MINUTE),
    cause: causeOf(),
    reason: 'recovered',
    ...change,
  };
}

export function openIncident(server: string, since: number, cause = causeOf()): Incident {
  return {
    id: `${server}@${String(since)}`,
    subject: { id: server, name: server, host: '192.0.2.1', siteId: null, siteName: null, location: null },
    since,
    confirmedAt: since + 3 * MINUTE,
    failures: 9,
    cause,
    unwatchedMs: 0,
    told: {},
    announced: {},
    covered: {},
    held: {},
  };
}

/** A state in which every server of the configuration has been watched since `since` and is up. */
export function stateOf(
  config: Config,
  since: number,
  servers: Record<string, Partial<ServerState>> = {},
  change: Partial<State> = {},
): State {
  const known = config.servers.map((server): [string, ServerState] => [
    server.id,
    {
      ...newServer(server.name, server.siteId, since),
      condition: { kind: 'up', since },
      ...servers[server.id],
    },
  ]);
  const lastRunAt = Math.floor(NOW / MINUTE) * MINUTE;
  return { ...emptyState(), lastRunAt, watchedSince: since, servers: Object.fromEntries(known), ...change };
}

export function makeReport(
  config: Config,
  state: State | null,
  records: readonly HistoryRecord[] = [],
  choice: PeriodChoice & Partial<ReportOptions> = {},
): Report {
  const result = periodOf(choice, config.timezone, NOW);
  if (!result.ok) throw new Error(result.problem.code);
  const book = new RecordBook(result.period);
  for (const record of records) book.add(record);
  if (state !== null) book.addState(state, config.intervalMs, NOW);
  const { selection = EVERYTHING, onlyDown = false, sort = 'worst' } = choice;
  return reportOf(book, config, state, result.period, NOW, { selection, onlyDown, sort });
}

/** Five servers in two sites with a week that has some of everything. */
export function aWeek(language: Config['language'] = 'en'): {
  config: Config;
  state: State;
  records: HistoryRecord[];
} {
  const config = makeConfig(
    [
      makeServer('router-bdg', { name: 'Router Bandung', siteId: 'bandung', tags: ['network'] }),
      makeServer('erp', { name: 'ERP', siteId: 'bandung', tags: ['erp', 'prod'] }),
      makeServer('router-sby', { name: 'Router Surabaya', siteId: 'surabaya', tags: ['network'] }),
      makeServer('files', { name: 'File server', siteId: 'surabaya' }),
      makeServer('mail', { name: 'Mail', tags: ['prod'] }),
    ],
    {
      language,
      sites: [
        makeSite('bandung', { name: 'Cabang Bandung' }),
        makeSite('surabaya', { name: 'Cabang Surabaya' }),
      ],
    },
  );
  const begin = NOW - 30 * DAY;
  const refused = causeOf('tcp-refused', 'tcp:5432', ['icmp']);
  const state = stateOf(config, NOW - 2 * DAY, {
    'router-bdg': { addedAt: begin },
    erp: {
      addedAt: begin,
      condition: { kind: 'down' },
      incident: openIncident('erp', Date.parse('2026-11-18T01:10:00Z'), refused),
    },
    'router-sby': { addedAt: begin },
    files: { addedAt: NOW - 3 * DAY },
    mail: { addedAt: begin },
  });
  const records: HistoryRecord[] = [
    { t: 'watched', from: begin, to: NOW - 2 * DAY - 5 * HOUR },
    incidentRecord('router-bdg', Date.parse('2026-11-13T19:10:00Z'), 4 * HOUR + 12 * MINUTE, {
      site: 'bandung',
    }),
    incidentRecord('erp', Date.parse('2026-11-13T19:11:00Z'), 4 * HOUR + 13 * MINUTE, { site: 'bandung' }),
    incidentRecord('router-sby', Date.parse('2026-11-17T02:00:00Z'), 4 * MINUTE, { site: 'surabaya' }),
    { t: 'maintenance', server: 'mail', from: NOW - 3 * DAY, to: NOW - 3 * DAY + 2 * HOUR },
  ];
  return { config, state, records };
}

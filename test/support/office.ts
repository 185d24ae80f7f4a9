import { daysOf, periodOf } from '../../src/core/period.ts';
import type { Config, Language } from '../../src/core/config.ts';
import type { HistoryRecord } from '../../src/core/history.ts';
import { latencyHourOf } from '../../src/core/latency.ts';
import type { State } from '../../src/core/model.ts';
import { placesOf } from '../../src/core/places.ts';
import { RecordBook } from '../../src/core/records.ts';
import { reportOf } from '../../src/core/report.ts';
import type { Report } from '../../src/core/report-model.ts';
import { EVERYTHING } from '../../src/core/selection.ts';
import { statusOf } from '../../src/core/status.ts';
import { statusHtml } from '../../src/render/html-status.ts';
import { htmlReport } from '../../src/render/html.ts';
import { causeOf, DAY, HOUR, incidentRecord, MINUTE, NOW, openIncident, stateOf } from './past.ts';
import { makeConfig, makeServer, makeSite } from './world.ts';

const CITIES: readonly (readonly [name: string, lat: number, lon: number])[] = [
  ['Medan', 3.5952, 98.6722],
  ['Padang', -0.9471, 100.4172],
  ['Palembang', -2.9761, 104.7754],
  ['Jakarta', -6.2088, 106.8456],
  ['Bandung', -6.9175, 107.6191],
  ['Semarang', -6.9667, 110.4167],
  ['Surabaya', -7.2575, 112.7521],
  ['Denpasar', -8.6705, 115.2126],
  ['Pontianak', -0.0263, 109.3425],
  ['Makassar', -5.1477, 119.4327],
];

const ROLES = ['Router', 'ERP', 'File server', 'Mail', 'CCTV'];

/** 50 servers in ten branches, watched for 100 days, with about 500 incidents: the largest report that is promised. */
export interface Office {
  readonly config: Config;
  readonly state: State;
  readonly records: readonly HistoryRecord[];
}

/** `branches`: fewer of them make a smaller office. */
export function anOffice(language: Language = 'en', branches = CITIES.length): Office {
  const random = generator(7);
  const sites = CITIES.slice(0, branches).map(([city, lat, lon]) =>
    makeSite(city.toLowerCase(), { name: `Cabang ${city}`, location: { lat, lon } }),
  );
  const servers = sites.flatMap((site, index) =>
    ROLES.map((role, number) =>
      makeServer(`${role.toLowerCase().replace(' ', '-')}-${site.id}`, {
        name: `${role} ${site.name.replace('Cabang ', '')}`,
        host: `10.${index + 20}.0.${number + 1}`,
        siteId: site.id,
        location: site.location,
      }),
    ),
  );
  const config = makeConfig(servers, { language, sites });
  const begin = NOW - 100 * DAY;
  const records: HistoryRecord[] = [
    { t: 'watched', from: begin, to: NOW - 41 * DAY },
    { t: 'watched', from: NOW - 41 * DAY + 7 * HOUR, to: NOW - 20 * DAY },
    { t: 'maintenance', server: 'mail-bandung', from: NOW - 30 * DAY, to: NOW - 29 * DAY + 4 * HOUR },
    ...servers.flatMap(({ id }, index) => incidentsOf(id, index, random)),
    ...latencies(config, begin, random),
  ];
  const state = stateOf(config, NOW - 20 * DAY, {
    ...Object.fromEntries(servers.map(({ id }) => [id, { addedAt: begin }])),
    'router-padang': downSince(begin, 'router-padang', 47 * MINUTE),
    'erp-padang': downSince(begin, 'erp-padang', 46 * MINUTE),
    'cctv-medan': { addedAt: NOW - 12 * DAY, condition: { kind: 'unknown' } },
  });
  return { config, state, records };
}

function downSince(addedAt: number, id: string, ms: number) {
  return { addedAt, condition: { kind: 'down' } as const, incident: openIncident(id, NOW - 20_000 - ms) };
}

function incidentsOf(id: string, index: number, random: () => number): HistoryRecord[] {
  const causes = [
    causeOf(),
    causeOf('icmp-unreachable'),
    causeOf('tcp-refused', 'tcp:5432', ['icmp']),
    {
      failed: [{ check: 'https://erp.example.co.id/health', code: 'http-status', detail: '503' }],
      passed: ['icmp', 'tcp:443'],
    } as const,
  ];
  return Array.from({ length: index % 5 === 3 ? 4 : 12 }, () => {
    const since = Math.round((NOW - 96 * DAY + random() * 93 * DAY) / MINUTE) * MINUTE;
    const length = Math.ceil(4 + random() ** 6 * 1_400) * MINUTE;
    return incidentRecord(id, since, length, { cause: causes[Math.floor(random() * 4)] ?? causeOf() });
  });
}

/** Every eighth hour of each day: enough for a figure a day. */
function latencies(config: Config, begin: number, random: () => number): HistoryRecord[] {
  const first = Math.ceil(begin / HOUR) * HOUR;
  return Array.from({ length: Math.floor((NOW - first) / (8 * HOUR)) }, (_, index) => ({
    t: 'latency',
    hour: first + index * 8 * HOUR,
    ...latencyHourOf(
      config.servers.map(({ id }, number) => {
        const middle = 70 + (number % 5) * 3 + Math.floor(random() * 4);
        return [id, { max: 40, b: [middle, 50, middle + 6, 8, middle + 12, 2] }];
      }),
    ),
  }));
}

export function officeReport(office: Office, since = '90d'): Report {
  const { config, state, records } = office;
  const result = periodOf({ since }, config.timezone, NOW);
  if (!result.ok) throw new Error(result.problem.code);
  const book = new RecordBook(result.period, daysOf(result.period));
  for (const record of records) book.add(record);
  book.addState(state, config.intervalMs, NOW);
  return reportOf(book, config, state, result.period, NOW, {
    selection: EVERYTHING,
    onlyDown: false,
    sort: 'worst',
  });
}

export function officeHtml(office: Office, since = '90d'): string {
  const report = officeReport(office, since);
  const conditions = new Map(report.servers.map(({ id, condition }) => [id, condition]));
  return htmlReport(report, {
    language: office.config.language,
    places: placesOf(office.config, conditions),
  });
}

export function officeStatusHtml(office: Office): string {
  const { config, state } = office;
  const report = officeReport(office, '29d');
  return statusHtml({
    config,
    status: statusOf(config, state, NOW, null, { count: 0, lastAt: null }),
    report,
    places: placesOf(config, new Map(report.servers.map(({ id, condition }) => [id, condition]))),
    staleAfterMs: 8 * MINUTE,
    version: '1.0.0',
  });
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

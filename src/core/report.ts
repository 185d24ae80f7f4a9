/** Assembles the report from what is on record. */

import {
  addSums,
  availabilityOf,
  coverageOf,
  mtbfOf,
  mttrOf,
  NO_TIME,
  outageFigures,
  rangeOf,
  totalMs,
} from './availability.ts';
import type { OutageFigures, Sums } from './availability.ts';
import type { Config } from './config.ts';
import { meter, normalise } from './intervals.ts';
import type { Span, Spans } from './intervals.ts';
import { countOf, quantile, type LatencyTotal } from './latency.ts';
import { measurer } from './measure.ts';
import type { State } from './model.ts';
import { daysOf } from './period.ts';
import type { Period } from './period.ts';
import type { IncidentFact, RecordBook, ServerRecords } from './records.ts';
import { isDown, isUp } from './report-model.ts';
import type {
  Figures,
  GroupReport,
  IncidentReport,
  LatencyReport,
  Report,
  ReportOptions,
  ServerReport,
} from './report-model.ts';
import { isSelected } from './selection.ts';

/** What a server is called in the report, and what is on record about it. */
interface Entry {
  readonly id: string;
  readonly name: string;
  readonly host: string | null;
  readonly siteId: string | null;
  readonly siteName: string | null;
  readonly tags: readonly string[];
  readonly inConfig: boolean;
  readonly records: ServerRecords | null;
}

interface Judged {
  readonly report: ServerReport;
  readonly outages: readonly Span[];
  readonly down: Spans;
  readonly incidents: readonly IncidentReport[];
}

/** Assembles the report from what the book holds. `state` gives what is the case now; null: no check has run yet. */
export function reportOf(
  book: RecordBook,
  config: Config,
  state: State | null,
  period: Period,
  now: number,
  options: ReportOptions,
): Report {
  const days = daysOf(period);
  const measure = measurer(normalise(book.watched), period, days);
  const judged = entriesOf(book, config)
    .filter((entry) => isSelected(options.selection, entry))
    .map((entry) => judge(entry, measure, now, state))
    .filter(({ report }) => report.inConfig || totalMs(report) > 0);
  const sorted = judged.map(({ report }) => report).sort(options.sort === 'name' ? byName : byWorst);
  const shown = options.onlyDown ? sorted.filter(({ outages }) => outages > 0) : sorted;
  return {
    period,
    generatedAt: now,
    dataUntil: state?.lastRunAt ?? null,
    days,
    total: groupOf('all', 'all', judged),
    sites: sitesOf(judged, config),
    tags: tagsOf(judged),
    servers: shown,
    downNow: sorted.filter(({ condition }) => isDown(condition)).map(({ name }) => name),
    incidents: judged.flatMap(({ incidents }) => incidents).sort((a, b) => b.since - a.since),
    leftOut: judged.length - shown.length,
  };
}

/** The configured servers, then those of which only records are left. */
function entriesOf(book: RecordBook, config: Config): Entry[] {
  const siteNames = new Map(config.sites.map((site) => [site.id, site.name]));
  const configured = new Set(config.servers.map((server) => server.id));
  const entries: Entry[] = config.servers.map((server) => ({
    id: server.id,
    name: server.name,
    host: server.host,
    siteId: server.siteId,
    siteName: server.siteId === null ? null : (siteNames.get(server.siteId) ?? server.siteId),
    tags: server.tags,
    inConfig: true,
    records: book.servers.get(server.id) ?? null,
  }));
  for (const [id, records] of book.servers) {
    if (configured.has(id)) continue;
    const siteName = records.site === null ? null : (siteNames.get(records.site) ?? records.site);
    const name = records.name ?? id;
    entries.push({
      id,
      name,
      host: null,
      siteId: records.site,
      siteName,
      tags: [],
      inConfig: false,
      records,
    });
  }
  return entries;
}

/**
 * Here and below objects are written out field by field: many spread into one cost 140 of 720 ms and 25 MB in a report of
 * 1,000 servers, because V8 makes hash tables of them.
 */
function judge(entry: Entry, measure: ReturnType<typeof measurer>, now: number, state: State | null): Judged {
  const { records, id, name, host, siteId, siteName, tags, inConfig } = entry;
  const facts = [...(records?.incidents.values() ?? [])];
  const outages = facts.map((fact) => ({ from: fact.since, to: fact.endedAt ?? now }));
  const { timeline, sums, days } = measure({
    lifetimes: records?.lifetimes ?? [],
    unwatched: records?.unwatched ?? [],
    maintenance: records?.maintenance ?? [],
    outages,
  });
  const figures = figuresOf(sums, outageFigures(outages, timeline.down));
  return {
    report: {
      id,
      name,
      host,
      siteId,
      siteName,
      tags,
      inConfig,
      upMs: figures.upMs,
      downMs: figures.downMs,
      unwatchedMs: figures.unwatchedMs,
      maintenanceMs: figures.maintenanceMs,
      outages: figures.outages,
      outageMs: figures.outageMs,
      longestMs: figures.longestMs,
      availability: figures.availability,
      coverage: figures.coverage,
      range: figures.range,
      mttrMs: figures.mttrMs,
      condition: entry.inConfig ? (state?.servers[entry.id]?.condition.kind ?? null) : null,
      mtbfMs: mtbfOf(figures, figures.outages),
      latency: latencyOf(records?.latency ?? null),
      days,
      latencyDays: days.map((_, index) => latencyOf(records?.latencyDays.get(index) ?? null)),
    },
    outages,
    down: timeline.down,
    incidents: incidentsOf(entry, facts, timeline.down, now),
  };
}

function figuresOf(sums: Sums, outages: OutageFigures): Figures {
  return {
    upMs: sums.upMs,
    downMs: sums.downMs,
    unwatchedMs: sums.unwatchedMs,
    maintenanceMs: sums.maintenanceMs,
    outages: outages.outages,
    outageMs: outages.outageMs,
    longestMs: outages.longestMs,
    availability: availabilityOf(sums),
    coverage: coverageOf(sums),
    range: rangeOf(sums),
    mttrMs: mttrOf(outages),
  };
}

function latencyOf(total: LatencyTotal | null): LatencyReport | null {
  if (total === null) return null;
  const [medianMs, p95Ms] = [quantile(total, 0.5), quantile(total, 0.95)];
  if (medianMs === null || p95Ms === null) return null;
  return { count: countOf(total), medianMs, p95Ms, maxMs: total.max };
}

function incidentsOf(
  entry: Entry,
  facts: readonly IncidentFact[],
  down: Spans,
  now: number,
): IncidentReport[] {
  const downBetween = meter(down);
  return facts.map((fact) => {
    const end = fact.endedAt ?? now;
    const { id, since, confirmedAt, endedAt, failures, cause, reason } = fact;
    return {
      id,
      since,
      confirmedAt,
      endedAt,
      failures,
      cause,
      reason,
      serverId: entry.id,
      serverName: entry.name,
      siteName: entry.siteName,
      lengthMs: Math.max(0, end - fact.since),
      countedMs: downBetween(fact.since, end),
    };
  });
}

function groupOf(id: string, name: string, members: readonly Judged[]): GroupReport {
  const sums = members.reduce<Sums>((sum, member) => addSums(sum, member.report), NO_TIME);
  const down = normalise(members.flatMap((member) => member.down));
  const outages = outageFigures(
    members.flatMap((member) => member.outages),
    down,
  );
  return {
    id,
    name,
    serverCount: members.length,
    serverOutages: members.reduce((sum, member) => sum + member.report.outages, 0),
    presentCount: members.filter(({ report }) => report.inConfig).length,
    downNow: members.filter(({ report }) => isDown(report.condition)).length,
    upNow: members.filter(({ report }) => isUp(report.condition)).length,
    ...figuresOf(sums, outages),
  };
}

function sitesOf(judged: readonly Judged[], config: Config): GroupReport[] {
  const bySite = groupBy(judged, ({ report }) => (report.siteId === null ? [] : [report.siteId]));
  const configured = config.sites.map((site) => site.id);
  const others = [...bySite.keys()].filter((id) => !configured.includes(id)).sort();
  return [...configured, ...others].flatMap((id) => {
    const members = bySite.get(id);
    return members === undefined ? [] : [groupOf(id, members[0]?.report.siteName ?? id, members)];
  });
}

function tagsOf(judged: readonly Judged[]): GroupReport[] {
  const byTag = groupBy(judged, ({ report }) => report.tags);
  return [...byTag.keys()].sort().map((tag) => groupOf(tag, tag, byTag.get(tag) ?? []));
}

function groupBy(
  judged: readonly Judged[],
  keysOf: (one: Judged) => readonly string[],
): Map<string, Judged[]> {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    for (const key of keysOf(one)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [one]);
      else group.push(one);
    }
  }
  return groups;
}

/** The lowest availability first, those of which nothing was seen last. */
function byWorst(a: ServerReport, b: ServerReport): number {
  return (
    (a.availability ?? 2) - (b.availability ?? 2) ||
    b.downMs - a.downMs ||
    (a.coverage ?? 2) - (b.coverage ?? 2) ||
    byName(a, b)
  );
}

/** One collator for all comparisons: `localeCompare` would look for its locale each time. */
const nameOrder = new Intl.Collator();

function byName(a: ServerReport, b: ServerReport): number {
  return nameOrder.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}

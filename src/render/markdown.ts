/** The report as Markdown that pastes into a ticket: the same content as on a terminal. */

import { totalMs } from '../core/availability.ts';
import type { Language } from '../core/config.ts';
import type { GroupReport, IncidentReport, Report, ServerReport } from '../core/report-model.ts';
import { isDown } from '../core/report-model.ts';
import { causeText, durationText, listText, timeText, zoneText } from '../core/words.ts';
import { htmlWords } from './html-words.ts';
import { incidentRemarks } from './incident-remarks.ts';
import { latencyText, percentText, shortLength } from './numbers.ts';
import { countingRule, reportWords } from './report-words.ts';
import { plain } from './text.ts';

/** The whole report, with a line break at its end: headings, lists, and tables as GitHub, GitLab and Jira's editor read them. */
export function markdownReport(report: Report, language: Language): string {
  const words = reportWords(language);
  const blocks = [[`# ${words.title}`], headLines(report, language)];
  if (report.dataUntil !== null || totalMs(report.total) > 0) {
    blocks.push(
      nowLines(report, language),
      totalLines(report.total, language),
      serverLines(report, language),
      siteLines(report.sites, language),
      incidentLines(report, language),
      [`_${countingRule(language)}_`],
    );
  }
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/**
 * A text that means nothing to Markdown, in or out of a table: control characters and line breaks are gone, every sign
 * with a meaning is escaped (CommonMark 0.31, section 2.4), so are the `@` and `#` that mention people and tickets.
 */
export function escapedMarkdown(text: string): string {
  return plain(text)
    .replace(/[\\`*_{}[\]<>#!|~@&$^]/g, '\\$&')
    .replace(/^[-+=]/, '\\$&');
}

function table(titles: readonly string[], numeric: number, rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const marks = titles.map((_, index) => (index >= titles.length - numeric ? '---:' : '---'));
  return [line(titles), line(marks), ...rows.map(line)];
}

function headLines({ period, generatedAt, dataUntil }: Report, language: Language): string[] {
  const words = reportWords(language);
  const style = { timezone: period.timezone, language };
  const soFar = period.soFar ? ` (${words.soFar})` : '';
  const age =
    dataUntil === null
      ? words.noRun
      : words.dataUntil(
          timeText(dataUntil, { ...style, now: generatedAt }),
          durationText(generatedAt - dataUntil, language),
        );
  return [
    `**${timeText(period.from, style)} – ${timeText(period.to, style)}**${soFar} · ${zoneText(period.timezone, generatedAt)}  `,
    age,
  ];
}

function nowLines({ total, downNow, dataUntil }: Report, language: Language): string[] {
  if (total.downNow === 0 || dataUntil === null) return [];
  const names = downNow.map(escapedMarkdown);
  const text = reportWords(language).downNow(total.downNow, total.presentCount, listText(names, 5, language));
  return [`**${text}**`];
}

function totalLines(total: GroupReport, language: Language): string[] {
  const words = reportWords(language);
  if (total.serverCount === 0) return [words.noServers];
  const { availability, coverage, range } = total;
  const lines = [
    availability === null ? null : words.overall(percentText(availability, language)),
    words.outageCount(total.serverOutages, durationText(total.downMs, language)),
    coverage === null || range === null
      ? null
      : `${words.watchedShare(percentText(coverage, language))}: ${words.between(percentText(range.worst, language), percentText(range.best, language))}`,
    total.maintenanceMs > 0 ? words.maintenance(durationText(total.maintenanceMs, language)) : null,
  ];
  return lines.filter((line) => line !== null).map((line) => `- ${line}`);
}

function serverLines({ servers, leftOut }: Report, language: Language): string[] {
  if (servers.length === 0) return leftOut > 0 ? [reportWords(language).leftOut(leftOut)] : [];
  const words = htmlWords(language);
  const hasLatency = servers.some((server) => server.latency !== null);
  const titles = [
    words.server,
    words.site,
    words.availability,
    words.outages,
    words.down,
    words.longest,
    'MTTR',
  ];
  const numbers = [words.watched, ...(hasLatency ? ['p95'] : [])];
  const rows = servers.map((server) => [
    `${isDown(server.condition) ? '▼ ' : ''}${escapedMarkdown(server.name)}`,
    escapedMarkdown(server.siteName ?? ''),
    percent(server.availability, language),
    ...figures(server, language),
    shortLength(server.mttrMs, language),
    percent(server.coverage, language),
    ...(hasLatency ? [server.latency === null ? '-' : latencyText(server.latency.p95Ms, language)] : []),
  ]);
  const note = leftOut > 0 ? ['', reportWords(language).leftOut(leftOut)] : [];
  return [
    `## ${words.servers}`,
    '',
    ...table([...titles, ...numbers], titles.length - 2 + numbers.length, rows),
    ...note,
  ];
}

function figures(server: ServerReport, language: Language): string[] {
  return [
    String(server.outages),
    shortLength(server.downMs, language),
    shortLength(server.longestMs, language),
  ];
}

/** Nothing new is said by a table of one site. */
function siteLines(sites: readonly GroupReport[], language: Language): string[] {
  if (sites.length < 2) return [];
  const words = htmlWords(language);
  const titles = [words.site, words.servers, words.availability, words.outages, words.down, words.longest];
  const rows = sites.map((site) => [
    escapedMarkdown(site.name),
    String(site.serverCount),
    percent(site.availability, language),
    String(site.outages),
    shortLength(site.outageMs, language),
    shortLength(site.longestMs, language),
  ]);
  return [`## ${words.sites}`, '', ...table(titles, 5, rows), '', reportWords(language).siteNote];
}

function incidentLines({ incidents, period }: Report, language: Language): string[] {
  const words = htmlWords(language);
  if (incidents.length === 0) return [reportWords(language).noIncidents];
  const time = (instant: number, now: number): string =>
    timeText(instant, { timezone: period.timezone, language, now });
  const titles = [words.began, words.confirmed, words.ended, words.length, words.server, words.cause];
  const rows = incidents.map((incident) => [
    timeText(incident.since, { timezone: period.timezone, language }),
    time(incident.confirmedAt, incident.since),
    incident.endedAt === null
      ? `**${reportWords(language).stillDown}**`
      : time(incident.endedAt, incident.since),
    shortLength(incident.lengthMs, language),
    escapedMarkdown(incident.serverName),
    causeOf(incident, language),
  ]);
  return [`## ${words.incidents} (${incidents.length})`, '', ...table(titles, 0, rows)];
}

function causeOf(incident: IncidentReport, language: Language): string {
  const cause = escapedMarkdown(causeText(incident.cause, language));
  return [cause, ...incidentRemarks(incident, language)].join(' · ');
}

function percent(ratio: number | null, language: Language): string {
  return ratio === null ? '-' : `${percentText(ratio, language)} %`;
}

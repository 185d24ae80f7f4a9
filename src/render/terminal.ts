/** The report for a person who looks at it for ten seconds: what is down, then the worst servers, then the incidents. */

import { totalMs } from '../core/availability.ts';
import type { GroupReport, Report } from '../core/report-model.ts';
import { durationText, listText, timeText, zoneText } from '../core/words.ts';
import { incidentLines } from './incidents.ts';
import { percentText, shortLength } from './numbers.ts';
import { countingRule, reportWords } from './report-words.ts';
import type { ReportWords } from './report-words.ts';
import type { Screen } from './screen.ts';
import { serverLines } from './server-table.ts';
import { table } from './table.ts';
import type { Column } from './table.ts';
import { widthOf, wrap } from './text.ts';

export interface TerminalOptions {
  /** List servers without an outage even when they are many. */
  readonly all: boolean;
}

/** The whole report as text, with a line break at its end. No line is wider than the screen. */
export function terminalReport(report: Report, screen: Screen, options: TerminalOptions): string {
  const words = reportWords(screen.language);
  const header = headerLines(report, screen, words);
  if (report.dataUntil === null && totalMs(report.total) === 0)
    return header.map((line) => `${line}\n`).join('');
  const blocks = [
    header,
    headline(report, screen, words),
    serverLines(report, screen, words, options.all),
    siteLines(report.sites, screen, words),
    incidentLines(report.incidents, report.generatedAt, screen, words),
    wrapped(countingRule(screen.language), screen).map(screen.paint.dim),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
    .join('\n');
}

function headerLines(report: Report, screen: Screen, words: ReportWords): string[] {
  const { period, generatedAt, dataUntil } = report;
  const style = { timezone: screen.timezone, language: screen.language };
  const soFar = period.soFar ? ` (${words.soFar})` : '';
  const span = `${timeText(period.from, style)} – ${timeText(period.to, style)}${soFar}`;
  const age =
    dataUntil === null
      ? words.noRun
      : words.dataUntil(
          timeText(dataUntil, { ...style, now: generatedAt }),
          durationText(generatedAt - dataUntil, screen.language),
        );
  return [
    screen.paint.bold(screen.text(words.title)),
    ...wrapped(`${span} · ${zoneText(screen.timezone, generatedAt)}`, screen),
    ...wrapped(age, screen).map(screen.paint.dim),
  ];
}

/** The answer first: who is down now, then the figures of all. */
function headline(report: Report, screen: Screen, words: ReportWords): string[] {
  const { total } = report;
  if (total.serverCount === 0) return wrapped(words.noServers, screen);
  return [...nowLines(report, screen, words), ...wrapped(totalsText(total, screen, words), screen)];
}

function nowLines(report: Report, screen: Screen, words: ReportWords): string[] {
  const { total } = report;
  if (report.dataUntil === null) return [];
  if (total.downNow === 0) {
    return total.upNow === total.presentCount && total.upNow > 0
      ? wrapped(words.allUp(total.presentCount), screen).map(screen.paint.green)
      : [];
  }
  const text = words.downNow(total.downNow, total.presentCount, listText(report.downNow, 5, screen.language));
  return wrapped(`${screen.glyphs.down} ${text}`, screen).map((line) =>
    screen.paint.bold(screen.paint.red(line)),
  );
}

function totalsText(total: GroupReport, screen: Screen, words: ReportWords): string {
  const { language } = screen;
  const parts: string[] = [];
  if (total.availability !== null) parts.push(words.overall(percentText(total.availability, language)));
  parts.push(words.outageCount(total.serverOutages, durationText(total.downMs, language)));
  if (total.coverage !== null && total.range !== null) {
    const { worst, best } = total.range;
    const range = words.between(percentText(worst, language), percentText(best, language));
    parts.push(`${words.watchedShare(percentText(total.coverage, language))}: ${range}`);
  }
  if (total.maintenanceMs > 0) parts.push(words.maintenance(durationText(total.maintenanceMs, language)));
  return parts.join(' · ');
}

/** Nothing new is said by a table of one site. */
function siteLines(sites: readonly GroupReport[], screen: Screen, words: ReportWords): string[] {
  if (sites.length < 2) return [];
  const { language } = screen;
  const columns: Column[] = [
    { title: words.site, align: 'left', shrinkTo: 14 },
    { title: words.servers, align: 'right' },
    { title: words.availability, align: 'right' },
    { title: words.outages, align: 'right' },
    { title: words.down, align: 'right' },
    { title: words.longest, align: 'right' },
    { title: words.mttr, align: 'right' },
  ];
  const rows = sites.map((site) => [
    site.name,
    String(site.serverCount),
    site.availability === null ? '-' : percentText(site.availability, language),
    String(site.outages),
    shortLength(site.outageMs, language),
    shortLength(site.longestMs, language),
    shortLength(site.mttrMs, language),
  ]);
  return [...table(columns, rows, screen), ...wrapped(words.siteNote, screen).map(screen.paint.dim)];
}

function wrapped(text: string, screen: Screen): string[] {
  const clean = screen.text(text);
  if (widthOf(clean) <= screen.columns) return [clean];
  return wrap(clean, screen.columns, screen.glyphs.ellipsis);
}

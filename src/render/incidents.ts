/** The list of incidents: on a wide screen one line each, on a narrow one the cause stands below. */

import { DAY_MS } from '../core/duration.ts';
import type { IncidentReport } from '../core/report-model.ts';
import { causeText, timeText } from '../core/words.ts';
import { incidentRemarks } from './incident-remarks.ts';
import { shortLength } from './numbers.ts';
import type { ReportWords } from './report-words.ts';
import type { Screen } from './screen.ts';
import { table } from './table.ts';
import type { Cell, Column } from './table.ts';
import { wrap } from './text.ts';

const LISTED = 30;
/** From here on the causes have a column of their own. */
const WIDE = 110;
const INDENT = '    ';

/** `incidents`: the latest first. */
export function incidentLines(
  incidents: readonly IncidentReport[],
  now: number,
  screen: Screen,
  words: ReportWords,
): string[] {
  const title = screen.paint.bold(screen.text(`${words.incidents} (${String(incidents.length)})`));
  if (incidents.length === 0) return [screen.text(words.noIncidents)];
  const listed = incidents.slice(0, LISTED);
  const wide = screen.columns >= WIDE;
  const columns: Column[] = [
    { title: words.began, align: 'left' },
    { title: words.confirmed, align: 'left' },
    { title: words.ended, align: 'left' },
    { title: words.length, align: 'right' },
    { title: words.server, align: 'left', shrinkTo: 10 },
    ...(wide ? [{ title: words.cause, align: 'left', shrinkTo: 20 } satisfies Column] : []),
  ];
  const rows = listed.map((incident) => [
    ...timeCells(incident, now, screen, words),
    ...(wide ? [causeOf(incident, screen)] : []),
  ]);
  const [titles = '', ...lines] = table(columns, rows, screen);
  const body = wide ? lines : lines.flatMap((line, index) => [line, ...causeLines(listed[index], screen)]);
  const more = incidents.length - listed.length;
  const note = more > 0 ? [screen.paint.dim(screen.text(words.earlier(more)))] : [];
  return [title, titles, ...body, ...note];
}

function timeCells(incident: IncidentReport, now: number, screen: Screen, words: ReportWords): Cell[] {
  const { since, confirmedAt, endedAt } = incident;
  const time = (instant: number, beside: number): string =>
    timeText(instant, { timezone: screen.timezone, language: screen.language, now: beside });
  const began = time(since, now);
  return [
    // In a list every beginning has its date, also one of today.
    began.includes(' ') ? began : time(since, now - DAY_MS),
    time(confirmedAt, since),
    endedAt === null ? { text: words.stillDown, paint: screen.paint.red } : time(endedAt, since),
    shortLength(incident.lengthMs, screen.language),
    incident.serverName,
  ];
}

function causeLines(incident: IncidentReport | undefined, screen: Screen): string[] {
  if (incident === undefined) return [];
  const text = screen.text(causeOf(incident, screen));
  const lines = wrap(text, screen.columns - INDENT.length, screen.glyphs.ellipsis);
  return lines.map((line) => screen.paint.dim(INDENT + line));
}

function causeOf(incident: IncidentReport, { language }: Screen): string {
  return [causeText(incident.cause, language), ...incidentRemarks(incident, language)].join(' · ');
}

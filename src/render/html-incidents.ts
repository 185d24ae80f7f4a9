/** The table of the incidents, the latest first; the script lets it be sorted and filtered. */

import { DAY_MS, MINUTE_MS } from '../core/duration.ts';
import type { IncidentReport } from '../core/report-model.ts';
import { causeText, timeText } from '../core/words.ts';
import { filterMarkup, headMarkup } from './html-parts.ts';
import type { Look } from './html-parts.ts';
import { markup } from './html-markup.ts';
import type { Markup } from './html-markup.ts';
import { incidentRemarks } from './incident-remarks.ts';
import { shortLength } from './numbers.ts';
import { reportWords } from './report-words.ts';

export function incidentsMarkup(incidents: readonly IncidentReport[], look: Look): Markup {
  const { words, language } = look;
  if (incidents.length === 0) return markup`<p class="calm">${reportWords(language).noIncidents}</p>`;
  const columns = [
    { title: words.began, sort: 'num' },
    { title: words.confirmed, sort: null },
    { title: words.ended, sort: null },
    { title: words.length, sort: 'num', class: 'num' },
    { title: words.server, sort: 'text' },
    { title: words.cause, sort: 'text' },
  ] as const;
  return markup`${filterMarkup('incidents', words)}
<table id="incidents" class="incidents" data-sort="${words.sortHint}" data-all="${words.showAll}">
${headMarkup(columns)}
<tbody>
${incidents.map((incident) => rowMarkup(incident, look))}</tbody>
</table>`;
}

function rowMarkup(incident: IncidentReport, look: Look): Markup {
  const { since, confirmedAt, endedAt, lengthMs, serverName, siteName } = incident;
  const { language, timezone } = look;
  const time = (instant: number, now: number): string => timeText(instant, { timezone, language, now });
  const end =
    endedAt === null
      ? markup`<td class="open">${reportWords(language).stillDown}`
      : markup`<td>${time(endedAt, since)}`;
  const site = siteName === null ? null : markup`<small>${siteName}</small>`;
  // Without the end tags that HTML lets leave out (https://html.spec.whatwg.org/#optional-tags): there are hundreds of rows.
  return markup`<tr><td data-v="${minutes(since)}">${time(since, beside(since, look))}<td>${time(confirmedAt, since)}${end}<td data-v="${minutes(lengthMs)}">${shortLength(lengthMs, language)}<th scope="row"><b>${serverName}</b>${site}<td>${causeOf(incident, look)}
`;
}

/** By which the script sorts. */
const minutes = (ms: number): number => Math.floor(ms / MINUTE_MS);

/** In a list every beginning has its date, also one of today. */
function beside(since: number, { now, timezone, language }: Look): number {
  return timeText(since, { timezone, language, now }).includes(' ') ? now : now - DAY_MS;
}

function causeOf(incident: IncidentReport, { language }: Look): string {
  return [causeText(incident.cause, language), ...incidentRemarks(incident, language)].join(' · ');
}

/** The report as one HTML file that asks nobody for anything: for a browser, for paper, for years. */

import { totalMs } from '../core/availability.ts';
import type { Language } from '../core/config.ts';
import type { Place } from '../core/places.ts';
import type { Report } from '../core/report-model.ts';
import { durationText, fullTimeText, listText, timeText, zoneText } from '../core/words.ts';
import { incidentsMarkup } from './html-incidents.ts';
import { pageText } from './html-page.ts';
import type { Look } from './html-parts.ts';
import { markup } from './html-markup.ts';
import type { Markup } from './html-markup.ts';
import { TABLE_SCRIPT } from './html-script.ts';
import { section } from './html-section.ts';
import { serversMarkup } from './html-servers.ts';
import { sitesMarkup } from './html-sites.ts';
import { STYLE } from './html-style.ts';
import { tilesMarkup } from './html-tiles.ts';
import { htmlWords } from './html-words.ts';
import { countingRule, reportWords } from './report-words.ts';

export interface HtmlOptions {
  readonly language: Language;
  readonly places: readonly Place[];
}

/** The whole document. Needs no network, runs nothing but its own script, and is complete without it. */
export function htmlReport(report: Report, { language, places }: HtmlOptions): string {
  const words = htmlWords(language);
  const look: Look = { language, timezone: report.period.timezone, words, now: report.generatedAt };
  const nothing = report.dataUntil === null && totalMs(report.total) === 0;
  return pageText({
    language,
    title: `${words.title} · ${periodText(report, look)}`,
    mood: nothing ? 'unknown' : report.total.downNow > 0 ? 'bad' : 'good',
    style: STYLE,
    script: TABLE_SCRIPT,
    body: markup`${headerMarkup(report, look)}
<main>
${nothing ? null : mainMarkup(report, places, look)}
</main>
${footerMarkup(report, look)}`,
  });
}

function mainMarkup(report: Report, places: readonly Place[], look: Look): Markup {
  const { words, language } = look;
  if (report.total.serverCount === 0) return markup`<p class="calm">${reportWords(language).noServers}</p>`;
  const sites = sitesMarkup(report, places, look);
  return markup`${nowMarkup(report, look)}
${tilesMarkup(report, look)}
${section('servers', words.servers, markup`${serversMarkup(report, look, { detail: 'full' })}${leftOut(report, look)}`)}
${sites === null ? null : section('sites', words.sites, sites)}
${section('incidents', `${words.incidents} (${report.incidents.length})`, incidentsMarkup(report.incidents, look))}`;
}

function headerMarkup(report: Report, look: Look): Markup {
  const { words, language } = look;
  const { period, generatedAt, dataUntil } = report;
  const style = { timezone: look.timezone, language };
  const age =
    dataUntil === null
      ? reportWords(language).noRun
      : reportWords(language).dataUntil(
          timeText(dataUntil, { ...style, now: generatedAt }),
          durationText(generatedAt - dataUntil, language),
        );
  return markup`<header><div><h1>${words.title}</h1>
<p class="period">${periodText(report, look)}${period.soFar ? markup` <small>(${reportWords(language).soFar})</small>` : null}</p></div>
<p class="meta">${zoneText(look.timezone, generatedAt)}<br>${age}<br>${words.generated(timeText(generatedAt, style))}</p></header>`;
}

function periodText({ period }: Report, { timezone, language }: Look): string {
  const style = { timezone, language };
  return `${timeText(period.from, style)} – ${timeText(period.to, style)}`;
}

/** The answer first: who is down. Where nobody is, the tiles say so. */
function nowMarkup(report: Report, { language }: Look): Markup | null {
  const { total } = report;
  if (total.downNow === 0 || report.dataUntil === null) return null;
  const text = reportWords(language).downNow(
    total.downNow,
    total.presentCount,
    listText(report.downNow, 8, language),
  );
  return markup`<p class="alarm">${text}</p>`;
}

function leftOut(report: Report, { language }: Look): Markup | null {
  return report.leftOut === 0
    ? null
    : markup`<p class="note">${reportWords(language).leftOut(report.leftOut)}</p>`;
}

function footerMarkup(report: Report, look: Look): Markup {
  const { words, language, timezone } = look;
  return markup`<footer><h2>${words.counting}</h2>
<p>${countingRule(language)}</p>
<p>srvmon · ${fullTimeText(report.generatedAt, { timezone, language })}</p></footer>`;
}

/** The status page: what is the case now, for any web server or file share to show. It says how old it is. */

import type { Config } from '../core/config.ts';
import type { Place } from '../core/places.ts';
import type { Report } from '../core/report-model.ts';
import type { Status } from '../core/status.ts';
import { causeText, durationText, fullTimeText, mapsLink, timeText } from '../core/words.ts';
import { pageText } from './html-page.ts';
import { filterMarkup, headMarkup, stateSign } from './html-parts.ts';
import type { Look } from './html-parts.ts';
import { markup } from './html-markup.ts';
import type { Markup } from './html-markup.ts';
import { mapMarkup } from './html-map.ts';
import { STATUS_SCRIPT, TABLE_SCRIPT } from './html-script.ts';
import { section } from './html-section.ts';
import { serversMarkup } from './html-servers.ts';
import { STYLE } from './html-style.ts';
import { htmlWords } from './html-words.ts';
import { shortLength } from './numbers.ts';
import { countingRule } from './report-words.ts';
import { statusWords } from './status-words.ts';

export interface StatusPageOptions {
  readonly config: Config;
  readonly status: Status;
  /** Of the last days, for the strips. */
  readonly report: Report;
  readonly places: readonly Place[];
  /** A page older than this was left behind by checks that stopped. */
  readonly staleAfterMs: number;
  readonly version: string;
}

/** How often a browser loads the page again. */
const RELOAD_S = 60;

/** The whole document. Names, sites and causes are on it; addresses, chats and the monitor's own troubles are not. */
export function statusHtml(options: StatusPageOptions): string {
  const { config, status, report } = options;
  const { language, timezone } = config;
  const words = htmlWords(language);
  const look: Look = { language, timezone, words, now: status.generatedAt };
  const state = stateOf(status);
  return pageText({
    language,
    title: `${headline(status, look)} · ${words.statusTitle}`,
    mood: state === 'down' ? 'bad' : state === 'up' ? 'good' : 'unknown',
    style: STYLE,
    script: TABLE_SCRIPT + STATUS_SCRIPT,
    // With a script the page reloads itself and the reader may stop that.
    head: markup`<meta name="generator" content="${pageMark(options.version, status.generatedAt)}">
<noscript><meta http-equiv="refresh" content="${RELOAD_S}"></noscript>
`,
    body: markup`${headerMarkup(options, look)}
<main>
<p class="stale-note" role="alert" data-text="${words.stale}" hidden></p>
<p class="banner ${state}">${stateSign(state, words)}<span>${headline(status, look)}</span></p>
${blindMarkup(status, look)}${downMarkup(options, look)}${waitingMarkup(status, look)}${mapSection(options.places, look)}
${report.servers.length === 0 ? null : section('servers', words.servers, serversMarkup(report, look, { detail: 'brief' }))}
</main>
<footer><h2>${words.counting}</h2>
<p>${countingRule(language)}</p></footer>`,
  });
}

/** Stands in the head of the page, so that the next check knows when it was written, and by which version. */
export function pageMark(version: string, generatedAt: number): string {
  return `srvmon ${version} ${generatedAt}`;
}

/** When the page that begins with this text was written, and by which version; null: it is none of ours. */
export function readPageMark(
  text: string,
): { readonly version: string; readonly generatedAt: number } | null {
  const match = /<meta name="generator" content="srvmon (\S+) (\d+)">/.exec(text);
  return match === null ? null : { version: match[1] ?? '', generatedAt: Number(match[2]) };
}

function stateOf({ counts, blindSince, lastRunAt }: Status): 'up' | 'down' | 'unknown' {
  if (counts.down > 0) return 'down';
  return blindSince === null && lastRunAt !== null && counts.up === counts.total ? 'up' : 'unknown';
}

function headline({ counts, lastRunAt }: Status, { language }: Look): string {
  const words = statusWords(language);
  if (counts.total === 0) return words.noServers;
  if (lastRunAt === null) return words.noRun;
  if (counts.down > 0) return words.down(counts.down, counts.total);
  return counts.up === counts.total ? words.allUp(counts.total) : words.upCount(counts.up, counts.total);
}

function headerMarkup({ status, staleAfterMs }: StatusPageOptions, look: Look): Markup {
  const { words, language, timezone } = look;
  const at = status.lastRunAt ?? status.generatedAt;
  return markup`<header data-at="${at}" data-limit="${staleAfterMs}" data-units="${words.units}"><div><h1>${words.statusTitle}</h1>
<p class="period">${words.updated(fullTimeText(at, { timezone, language }))} <small class="ago" data-text="${words.ago}"></small></p></div>
<div class="meta"><label class="reload" hidden><input type="checkbox" checked> ${words.reload}</label><noscript>${words.reloadNote(durationText(staleAfterMs, language))}</noscript></div></header>`;
}

function blindMarkup({ blindSince }: Status, { language, timezone, now }: Look): Markup | null {
  if (blindSince === null) return null;
  const text = statusWords(language).blind(timeText(blindSince, { timezone, language, now }));
  return markup`<p class="alarm">${text}</p>`;
}

function downMarkup({ config, status }: StatusPageOptions, look: Look): Markup | null {
  const { words, language, timezone, now } = look;
  if (status.down.length === 0) return null;
  const locations = new Map(config.servers.map(({ id, location }) => [id, location]));
  const columns = [
    { title: words.since, sort: 'num' },
    { title: words.downFor, sort: 'num', class: 'num' },
    { title: words.server, sort: 'text' },
    { title: words.cause, sort: 'text' },
  ] as const;
  const rows = status.down.map((server) => {
    const location = locations.get(server.id) ?? null;
    const place =
      location === null
        ? null
        : markup` <a href="${mapsLink(location)}" target="_blank" rel="noopener noreferrer" aria-label="${words.openMap(server.name)}">${words.map}</a>`;
    const notes = [
      causeText(server.cause, language),
      server.recovering ? words.states.recovering : null,
      server.inMaintenance ? statusWords(language).inMaintenance : null,
    ].filter((note) => note !== null);
    return markup`<tr><td data-v="${server.since}">${timeText(server.since, { timezone, language, now })}</td><td class="num" data-v="${server.lengthMs}">${shortLength(server.lengthMs, language)}</td><th scope="row"><b>${server.name}</b><small>${server.siteName}${place}</small></th><td>${notes.join(' · ')}</td></tr>
`;
  });
  const table = markup`${filterMarkup('down', words)}<table id="down" class="now" data-sort="${words.sortHint}" data-all="${words.showAll}">
${headMarkup(columns)}
<tbody>
${rows}</tbody>
</table>`;
  return section(
    'down',
    words.states.down.replace(/^./, (letter) => letter.toUpperCase()),
    table,
  );
}

/** Servers of which nothing certain can be said: failing but not yet confirmed, or without a verdict. */
function waitingMarkup(
  { suspects, unknown, lastRunAt }: Status,
  { language, timezone, now }: Look,
): Markup | null {
  if (lastRunAt === null || suspects.length + unknown.length === 0) return null;
  const words = statusWords(language);
  const time = (instant: number): string => timeText(instant, { timezone, language, now });
  const list = (id: string, title: string, items: readonly string[]): Markup | null =>
    items.length === 0
      ? null
      : section(
          id,
          title.replace(/:$/, ''),
          markup`<ul class="plain">${items.map((item) => markup`<li>${item}</li>`)}</ul>`,
        );
  const failing = suspects.map(
    ({ name, failures, since }) => `${name} (${words.failures(failures, time(since))})`,
  );
  const unseen = unknown.map(({ name, since }) =>
    since === null ? `${name} (${words.neverProbed})` : `${name} (${words.troubleSince(time(since))})`,
  );
  return markup`${list('suspect', words.suspects(suspects.length), failing)}${list('unknown', words.unknown(unknown.length), unseen)}`;
}

function mapSection(places: readonly Place[], { language, words }: Look): Markup | null {
  const map = mapMarkup(places, language, words);
  if (map === null) return null;
  return section(
    'map',
    words.map,
    markup`<figure>${map}<figcaption class="note">${words.mapNote}</figcaption></figure>`,
  );
}

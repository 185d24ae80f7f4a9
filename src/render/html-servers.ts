/** The table of the servers: state, strip of days, figures, latency. */

import type { Report, ServerReport } from '../core/report-model.ts';
import { filterMarkup, headMarkup, stateSign } from './html-parts.ts';
import type { HtmlColumn, Look } from './html-parts.ts';
import { markup } from './html-markup.ts';
import type { Content, Markup } from './html-markup.ts';
import { latencyMarkup } from './html-spark.ts';
import { dateTexts, legendMarkup, stripMarkup } from './html-strip.ts';
import type { StripWords } from './html-strip.ts';
import { percentText, shortLength } from './numbers.ts';

export interface ServerTableOptions {
  /** `full`: all figures and host addresses, for the report; `brief`: without them, for the page that anyone may see. */
  readonly detail: 'full' | 'brief';
}

interface Field extends HtmlColumn {
  readonly cell: (server: ServerReport) => Content;
  /** By what the script sorts, where that is not the text. */
  readonly value?: (server: ServerReport) => number | null;
  /** On a narrow screen its title stands before it. */
  readonly labelled?: boolean;
}

export function serversMarkup(report: Report, look: Look, options: ServerTableOptions): Markup {
  const { words, language } = look;
  const strip: StripWords = { language, words, dates: dateTexts(report.days, language) };
  const fields = fieldsOf(report, look, strip, options);
  const first = strip.dates[0] ?? '';
  const last = strip.dates.at(-1) ?? '';
  const hasLatency = fields.some((field) => field.class === 'lat');
  return markup`${filterMarkup('servers', words)}
<table id="servers" class="servers ${options.detail}${report.days.length > 120 ? ' dense' : ''}" data-sort="${words.sortHint}" data-all="${words.showAll}" data-days="${strip.dates.join('|')}" data-up="${words.dayUp}">
<caption>${words.daysOf(first, last)}</caption>
${headMarkup(fields)}
<tbody>
${report.servers.map((server) => rowMarkup(server, fields, look, options))}</tbody>
</table>
${legendMarkup(words)}${hasLatency ? markup`<p class="note">${words.latencyNote}</p>` : null}`;
}

function rowMarkup(
  server: ServerReport,
  [, ...fields]: readonly Field[],
  { words }: Look,
  { detail }: ServerTableOptions,
): Markup {
  const about = [
    server.siteName,
    detail === 'full' ? server.host : null,
    server.inConfig ? null : words.leftConfig,
  ].filter((part) => part !== null);
  const cells = fields.map((field) => {
    const value = field.value === undefined ? null : markup` data-v="${field.value(server) ?? ''}"`;
    const label = field.labelled === true ? markup` data-l="${field.title}"` : null;
    return markup`<td class="${field.class ?? ''}"${value}${label}>${field.cell(server)}</td>`;
  });
  return markup`<tr><th scope="row" class="name" data-v="${server.name}"><span>${stateSign(server.condition, words)}<b>${server.name}</b></span>${about.length > 0 ? markup`<small>${about.join(' · ')}</small>` : null}</th>${cells}</tr>
`;
}

function fieldsOf(report: Report, look: Look, strip: StripWords, { detail }: ServerTableOptions): Field[] {
  const { words, language } = look;
  const full = detail === 'full';
  const percent = (ratio: number | null): string =>
    ratio === null ? '–' : `${percentText(ratio, language)} %`;
  const length = (ms: number | null): string => (ms === null || ms <= 0 ? '–' : shortLength(ms, language));
  const fields: (Field | false)[] = [
    { title: words.server, sort: 'text', class: 'name', cell: (server) => server.name },
    report.days.length > 1 && {
      title: words.days,
      sort: null,
      class: 'days',
      cell: (server) => stripMarkup(server.days, strip),
    },
    {
      title: words.availability,
      sort: 'num',
      class: 'num avail',
      cell: (server) => availability(server, percent, look),
      value: (server) => server.availability,
    },
    full && {
      title: words.outages,
      sort: 'num',
      class: 'num out',
      cell: (server) => (server.outages === 0 ? '–' : server.outages),
      value: (server) => server.outages,
      labelled: true,
    },
    full && {
      title: words.down,
      sort: 'num',
      class: 'num dn',
      cell: (server) => length(server.downMs),
      value: (server) => server.downMs,
      labelled: true,
    },
    full && {
      title: words.mttr,
      sort: 'num',
      class: 'num rep',
      cell: (server) => length(server.mttrMs),
      value: (server) => server.mttrMs,
      labelled: true,
    },
    full &&
      report.servers.some((server) => server.latency !== null) && {
        title: words.latency,
        sort: 'num',
        class: 'lat',
        cell: (server) => latencyMarkup(server, strip) ?? '–',
        value: (server) => server.latency?.medianMs ?? null,
        labelled: true,
      },
  ];
  return fields.filter((field) => field !== false);
}

/** Where not everything was watched, the figure does not stand alone. */
function availability(
  server: ServerReport,
  percent: (ratio: number | null) => string,
  { words }: Look,
): Markup {
  const { coverage } = server;
  const seen =
    coverage !== null && coverage < 1
      ? markup`<small>${`${words.watched.toLowerCase()} ${percent(coverage)}`}</small>`
      : null;
  return markup`<b>${percent(server.availability)}</b>${seen}`;
}

/** The table of `srvmon replay`. */

import type { Language } from '../core/config.ts';
import { DAY_MS } from '../core/duration.ts';
import type { Replayed } from '../core/replay.ts';
import { timeText, zoneText } from '../core/words.ts';
import { percentText, shortLength } from './numbers.ts';
import type { Screen } from './screen.ts';
import { table, type Column } from './table.ts';
import { wrap } from './text.ts';

export interface ReplayRow {
  /** `configured`: what the configuration says now; `asked`: by the command line; `other`: to compare with. */
  readonly kind: 'configured' | 'asked' | 'other';
  /** Shortest and longest of the servers. */
  readonly downAfterMs: readonly [number, number];
  readonly minFailures: readonly [number, number];
  readonly replayed: Replayed;
}

export interface ReplayResult {
  readonly from: number;
  readonly to: number;
  /** Time in it in which the monitor watched, in ms. */
  readonly watchedMs: number;
  /** Outages that were found in their time. */
  readonly outagesThen: number;
  readonly rows: readonly ReplayRow[];
  /** What the server is called from which most outages of a row come. */
  readonly nameOf: (id: string) => string;
}

interface Words {
  readonly title: string;
  readonly watched: (percent: string) => string;
  readonly nothing: string;
  readonly then: (outages: number) => string;
  readonly downAfter: string;
  readonly minFailures: string;
  readonly alerts: string;
  readonly perDay: string;
  readonly added: string;
  readonly dropped: string;
  readonly servers: string;
  readonly most: string;
  readonly kind: Record<ReplayRow['kind'], string>;
  readonly unknown: readonly string[];
}

const EN: Words = {
  title: 'Replay',
  watched: (percent) => `watched ${percent} % of the time`,
  nothing: 'Nothing was watched in this period, so nothing can be replayed.',
  then: (outages) =>
    `${outages} ${outages === 1 ? 'outage' : 'outages'} confirmed in this period. It would have been:`,
  downAfter: 'DOWN AFTER',
  minFailures: 'FAILURES',
  alerts: 'ALERTS',
  perDay: 'A DAY',
  added: 'MORE',
  dropped: 'LESS',
  servers: 'SERVERS',
  most: 'MOST',
  kind: { configured: 'now', asked: 'asked', other: '' },
  unknown: [
    'now: as configured. ALERTS: outages that would have been told (each one DOWN and one UP). MORE and LESS: those that were none then, and those of then that would be none.',
    'Not in it: other values of up_after, and what parents, branches, flapping, maintenance, mutes and notify_after hold back or join, which makes fewer messages of it.',
  ],
};

const ID: Words = {
  title: 'Putar ulang',
  watched: (percent) => `terpantau ${percent} % dari waktu`,
  nothing: 'Tidak ada yang terpantau dalam periode ini, jadi tidak ada yang dapat diputar ulang.',
  then: (outages) => `${outages} gangguan dipastikan dalam periode ini. Seandainya:`,
  downAfter: 'SETELAH',
  minFailures: 'GAGAL',
  alerts: 'PERINGATAN',
  perDay: '/HARI',
  added: 'LEBIH',
  dropped: 'KURANG',
  servers: 'SERVER',
  most: 'TERBANYAK',
  kind: { configured: 'kini', asked: 'diminta', other: '' },
  unknown: [
    'kini: menurut konfigurasi. PERINGATAN: gangguan yang akan diberitahukan (masing-masing satu DOWN dan satu UP). LEBIH dan KURANG: yang dulu bukan gangguan, dan gangguan dulu yang tidak akan menjadi gangguan.',
    'Tidak termasuk: nilai lain dari up_after, dan apa yang ditahan atau digabung oleh parent, cabang, flapping, pemeliharaan, bisu, dan notify_after, sehingga pesannya lebih sedikit.',
  ],
};

/** The table, and what it cannot know. Ends with a line break; no line is wider than the screen. */
export function replayText(result: ReplayResult, screen: Screen): string {
  const words = screen.language === 'id' ? ID : EN;
  const head = headLines(result, screen, words);
  if (result.watchedMs === 0) return joined([...head, ...wrapped(words.nothing, screen)]);
  const notes = words.unknown.flatMap((note) => wrapped(note, screen)).map(screen.paint.dim);
  return joined([...head, ...tableLines(result, screen, words), '', ...notes]);
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function wrapped(text: string, screen: Screen): string[] {
  return wrap(screen.text(text), screen.columns, screen.glyphs.ellipsis);
}

function headLines(
  { from, to, watchedMs, outagesThen }: ReplayResult,
  screen: Screen,
  words: Words,
): string[] {
  const time = (instant: number): string => timeText(instant, screen);
  const title = `${words.title} · ${time(from)} – ${time(to)} (${zoneText(screen.timezone, to)})`;
  if (watchedMs === 0) return [screen.paint.bold(screen.text(title))];
  const watched = words.watched(percentText(watchedMs / (to - from), screen.language));
  return [
    screen.paint.bold(screen.text(title)),
    ...wrapped(watched, screen).map(screen.paint.dim),
    ...wrapped(words.then(outagesThen), screen),
    '',
  ];
}

function tableLines(result: ReplayResult, screen: Screen, words: Words): string[] {
  const columns: Column[] = [
    { title: words.downAfter, align: 'right' },
    { title: words.minFailures, align: 'right' },
    { title: words.alerts, align: 'right' },
    { title: words.perDay, align: 'right' },
    { title: words.added, align: 'right' },
    { title: words.dropped, align: 'right' },
    { title: words.servers, align: 'right' },
    { title: words.most, align: 'left', shrinkTo: 8 },
    { title: '', align: 'left' },
  ];
  const rows = result.rows.map((row) => cellsOf(row, result, screen.language, words));
  return table(columns, rows, screen).map((line, index) =>
    result.rows[index - 1]?.kind === 'asked' ? screen.paint.bold(line) : line,
  );
}

function cellsOf(row: ReplayRow, result: ReplayResult, language: Language, words: Words): string[] {
  const { outages, added, dropped, byServer } = row.replayed;
  const [most] = byServer;
  return [
    range(row.downAfterMs, (ms) => (ms === 0 ? '0' : shortLength(ms, language))),
    range(row.minFailures, String),
    String(outages),
    perDayText(outages, result.watchedMs, language),
    added === 0 ? '0' : `+${added}`,
    dropped === 0 ? '0' : `-${dropped}`,
    String(byServer.length),
    most === undefined ? '' : `${result.nameOf(most[0])} (${most[1]})`,
    words.kind[row.kind],
  ];
}

/** From less than a day nothing can be said about days. */
function perDayText(outages: number, watchedMs: number, language: Language): string {
  if (watchedMs < DAY_MS) return '-';
  const locale = language === 'id' ? 'id-ID' : 'en-US';
  return ((outages * DAY_MS) / watchedMs).toLocaleString(locale, { maximumSignificantDigits: 2 });
}

function range([least, most]: readonly [number, number], text: (value: number) => string): string {
  return least === most ? text(least) : `${text(least)}-${text(most)}`;
}

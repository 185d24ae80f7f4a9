/** The table of the servers, the worst first, with as many columns as the screen has room for. */

import type { Report, ServerReport } from '../core/report-model.ts';
import { isDown } from '../core/report-model.ts';
import { latencyText, percentText, shortLength } from './numbers.ts';
import type { ReportWords } from './report-words.ts';
import type { Screen } from './screen.ts';
import { joinedDays, strip } from './strip.ts';
import { narrowestWidth, table, totalWidth } from './table.ts';
import type { Cell, Column } from './table.ts';
import { cut, wrap } from './text.ts';

/** With more servers than this, those without an outage are only counted. */
const LISTED = 40;
const NAME_WIDTH = 16;
const STRIP_RANK = 1;
/** A strip of fewer signs tells too little. */
const LEAST_SIGNS = 10;

interface Field {
  readonly column: Column;
  readonly cell: (server: ServerReport) => Cell;
  /** Fields with the highest number are left out first when the screen is narrow; 0 stays. */
  readonly rank: number;
}

export function serverLines(report: Report, screen: Screen, words: ReportWords, all: boolean): string[] {
  const { servers } = report;
  const listed = all || servers.length <= LISTED ? servers : servers.filter((server) => !isSpotless(server));
  const notes: string[] = [];
  if (listed.length < servers.length) notes.push(words.spotless(servers.length - listed.length));
  if (report.leftOut > 0) notes.push(words.leftOut(report.leftOut));
  const noteLines = notes.flatMap((note) => wrap(screen.text(note), screen.columns, screen.glyphs.ellipsis));
  if (listed.length === 0) return noteLines;
  const fields = fitting(allFields(report, listed, screen, words), listed, screen.columns);
  const rows = listed.map((server) => fields.map((field) => field.cell(server)));
  const lines = table(
    fields.map((field) => field.column),
    rows,
    screen,
  );
  const legend = fields.some(({ rank }) => rank === STRIP_RANK) ? [legendLine(screen, words)] : [];
  return [...lines, ...[...noteLines, ...legend].map(screen.paint.dim)];
}

/** Up all the time, and watched all the time. */
function isSpotless(server: ServerReport): boolean {
  return (
    server.downMs === 0 &&
    server.unwatchedMs === 0 &&
    !isDown(server.condition) &&
    server.availability !== null
  );
}

function allFields(
  report: Report,
  listed: readonly ServerReport[],
  screen: Screen,
  words: ReportWords,
): Field[] {
  const { language } = screen;
  const right = (title: string): Column => ({ title, align: 'right' });
  const length = (title: string, rank: number, of: (server: ServerReport) => number | null): Field => ({
    column: right(title),
    cell: (server) => shortLength(of(server), language),
    rank,
  });
  const fields: Field[] = [
    {
      column: { title: words.server, align: 'left', shrinkTo: NAME_WIDTH },
      cell: (server) => nameCell(server, screen),
      rank: 0,
    },
    { column: right(words.availability), cell: (server) => availabilityCell(server, screen), rank: 0 },
    { column: right(words.outages), cell: (server) => String(server.outages), rank: 0 },
    length(words.down, 0, (server) => server.downMs),
    length(words.longest, 2, (server) => server.longestMs),
    length(words.mttr, 3, (server) => server.mttrMs),
  ];
  if (report.servers.some((server) => server.unwatchedMs > 0)) {
    const cell = (server: ServerReport): string =>
      server.coverage === null ? '-' : percentText(server.coverage, language);
    fields.push({ column: right(words.watched), cell, rank: 0 });
  }
  if (report.servers.some((server) => server.latency !== null)) {
    const cell = (server: ServerReport): string =>
      server.latency === null ? '-' : latencyText(server.latency.p95Ms, language);
    fields.push({ column: right(words.latency), cell, rank: 4 });
  }
  if (report.days.length > 1) {
    const each = daysPerSign(report.days.length, fields, listed, screen);
    const cell = (server: ServerReport): Cell => strip(joinedDays(server.days, each), screen);
    const title = each === 1 ? words.days : words.daysPerSign(each);
    fields.push({ column: { title, align: 'left' }, cell, rank: STRIP_RANK });
  }
  return fields;
}

/** Where the screen has no room for a sign a day beside the figures that always stay, a sign stands for several days. */
function daysPerSign(
  days: number,
  fields: readonly Field[],
  listed: readonly ServerReport[],
  { columns }: Screen,
): number {
  const widths = fields
    .filter(({ rank }) => rank === 0)
    .map(({ column, cell }) => narrowestWidth(column, listed.map(cell)));
  const room = columns - totalWidth([...widths, 0]);
  return room < LEAST_SIGNS ? 1 : Math.ceil(days / room);
}

/** Leaves out fields until the rest fits; if even then the strip has no room, it goes instead and the others stay. */
function fitting(fields: readonly Field[], servers: readonly ServerReport[], room: number): Field[] {
  const widths = new Map(
    fields.map((field) => [field, narrowestWidth(field.column, servers.map(field.cell))]),
  );
  const fits = (some: readonly Field[]): boolean =>
    totalWidth(some.map((field) => widths.get(field) ?? 0)) <= room;
  for (const candidates of [fields, fields.filter((field) => field.rank !== STRIP_RANK)]) {
    for (const most of [4, 3, 2, 1]) {
      const kept = candidates.filter((field) => field.rank <= most);
      if (fits(kept)) return kept;
    }
  }
  return fields.filter((field) => field.rank === 0);
}

function nameCell(server: ServerReport, screen: Screen): Cell {
  if (isDown(server.condition)) {
    return { text: `${screen.glyphs.down} ${server.name}`, paint: screen.paint.red };
  }
  return server.inConfig ? server.name : { text: server.name, paint: screen.paint.dim };
}

function availabilityCell(server: ServerReport, screen: Screen): Cell {
  if (server.availability === null) return '-';
  const text = percentText(server.availability, screen.language);
  return { text, paint: server.downMs === 0 ? screen.paint.green : screen.paint.yellow };
}

function legendLine(screen: Screen, words: ReportWords): string {
  return cut(words.legend(screen.glyphs), screen.columns, screen.glyphs.ellipsis);
}

/** Columns of text in a fixed width, measured as the terminal shows them (wide characters, emoji). */

import type { Screen } from './screen.ts';
import { cut, pad, widthOf } from './text.ts';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** The narrowest it may become; without it the column is as wide as its widest cell. */
  readonly shrinkTo?: number;
}

/**
 * A cell is text, or text with the colour that it gets once it is cut and filled up. `drawn`: signs of our own, in which
 * blanks count.
 */
export type Cell =
  string | { readonly text: string; readonly paint: (text: string) => string; readonly drawn?: boolean };

const GUTTER = '  ';

/** The lines of a table, the titles first; none is wider than the screen. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  screen: Screen,
): string[] {
  const clean = rows.map((row) => row.map((cell) => cleanCell(cell, screen)));
  const widths = fitted(
    columns,
    columns.map((column, index) =>
      naturalWidth(
        column,
        clean.map((row) => row[index] ?? ''),
      ),
    ),
    screen.columns,
  );
  const line = (cells: readonly Cell[]): string =>
    columns
      .map((column, index) => shown(cells[index] ?? '', widths[index] ?? 0, column.align, screen))
      .join(GUTTER);
  const titles = columns.map(({ title }) => ({ text: screen.text(title), paint: screen.paint.bold }));
  return [line(titles), ...clean.map(line)].map((text) => text.trimEnd());
}

/** The width that a column takes at least, in a table with these cells. */
export function narrowestWidth(column: Column, cells: readonly Cell[]): number {
  const natural = naturalWidth(column, cells);
  return column.shrinkTo === undefined ? natural : Math.min(natural, column.shrinkTo);
}

/** The width of a table whose columns are so wide. */
export function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GUTTER.length * (widths.length - 1);
}

function cleanCell(cell: Cell, screen: Screen): Cell {
  if (typeof cell === 'string') return screen.text(cell);
  return cell.drawn === true ? cell : { ...cell, text: screen.text(cell.text) };
}

function naturalWidth(column: Column, cells: readonly Cell[]): number {
  return cells.reduce<number>(
    (widest, cell) => Math.max(widest, widthOf(textOf(cell))),
    widthOf(column.title),
  );
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/** Takes away what is too much, always from the widest of the columns that may shrink. */
function fitted(columns: readonly Column[], natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  let excess = totalWidth(widths) - room;
  while (excess > 0) {
    const widest = columns.reduce<number>((best, column, index) => {
      if (column.shrinkTo === undefined || (widths[index] ?? 0) <= column.shrinkTo) return best;
      return best < 0 || (widths[index] ?? 0) > (widths[best] ?? 0) ? index : best;
    }, -1);
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess--;
  }
  return widths;
}

function shown(cell: Cell, width: number, align: Column['align'], screen: Screen): string {
  const text = pad(cut(textOf(cell), width, screen.glyphs.ellipsis), width, align);
  return typeof cell === 'string' ? text : cell.paint(text);
}

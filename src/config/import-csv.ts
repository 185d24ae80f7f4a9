import { CsvError, parse } from 'csv-parse/sync';
import { columnsOf, type ColumnName, type HeaderResult } from './import-columns.ts';

/** A row of the file, its cells by column, empty ones left out. */
export interface ImportRow {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly cells: Readonly<Partial<Record<ColumnName, string>>>;
}

/** A row that cannot be read. */
export interface BrokenRow {
  readonly line: number;
  readonly code: 'quotes' | 'too-many-cells' | 'too-few-cells';
}

export type CsvResult =
  | {
      readonly ok: true;
      readonly rows: readonly ImportRow[];
      readonly broken: readonly BrokenRow[];
      readonly columns: readonly ColumnName[];
      readonly ignored: readonly string[];
      /** `,`, `;` or a tab. */
      readonly delimiter: string;
    }
  | { readonly ok: false; readonly code: 'empty' | 'unreadable' }
  | Extract<HeaderResult, { readonly ok: false }>;

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a list of servers: CSV with titles in its first line, separated by commas, semicolons or tabs (whichever the first
 * line has most of), with or without a byte order mark.
 */
export function readCsv(text: string): CsvResult {
  const delimiter = delimiterOf(text);
  const found = parseCsv(text, delimiter);
  if (found === null) return { ok: false, code: 'unreadable' };
  const [header, ...rest] = found.records;
  if (header === undefined) return { ok: false, code: 'empty' };
  const matched = columnsOf(header.record);
  if (!matched.ok) return matched;
  const { columns, ignored } = matched;
  const rows: ImportRow[] = [];
  const broken = [...found.broken];
  for (const { record, info } of rest) {
    if (record.every((cell) => cell === '')) continue;
    const surplus = record.slice(columns.length).some((cell) => cell !== '');
    if (surplus) broken.push({ line: info.lines, code: 'too-many-cells' });
    else if (record.length < columns.length) broken.push({ line: info.lines, code: 'too-few-cells' });
    else rows.push({ line: info.lines, cells: cellsOf(record, columns) });
  }
  return { ok: true, rows, broken, columns: columns.filter((column) => column !== null), ignored, delimiter };
}

function parseCsv(
  text: string,
  delimiter: string,
): { records: readonly Parsed[]; broken: BrokenRow[] } | null {
  const broken: BrokenRow[] = [];
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        broken.push({ line: Number(error?.['lines'] ?? 0), code: 'quotes' });
        return undefined;
      },
    }) as unknown as readonly Parsed[];
    return { records, broken };
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

function delimiterOf(text: string): string {
  const header = text.split(/[\r\n]/).find((line) => line.trim() !== '') ?? '';
  const count = (sign: string): number => header.split(sign).length;
  return [';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

function cellsOf(record: readonly string[], columns: readonly (ColumnName | null)[]): ImportRow['cells'] {
  const cells: Partial<Record<ColumnName, string>> = {};
  for (const [index, column] of columns.entries()) {
    const cell = unguarded(record[index] ?? '');
    if (column !== null && cell !== '') cells[column] = cell;
  }
  return cells;
}

/** Spreadsheets are given `'=...` for a text that begins like a formula. */
function unguarded(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

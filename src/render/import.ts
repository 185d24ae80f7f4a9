import type { Language } from '../core/config.ts';
import { moreText } from '../core/words.ts';
import { importWords, type ImportWords } from './import-words.ts';
import { plain } from './text.ts';

/** What would become of a row, as it is shown. */
export type ShownRow = { readonly line: number } & (
  | {
      readonly kind: 'new' | 'changed';
      readonly id: string;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'same'; readonly id: string }
  | { readonly kind: 'doubled'; readonly as: { readonly line: number } | { readonly id: string } }
  | { readonly kind: 'wrong'; readonly fault: ShownFault }
);

type PlainFault = 'quotes' | 'too-many-cells' | 'too-few-cells' | 'half-location' | 'no-name';

export type ShownFault =
  | { readonly code: PlainFault }
  | { readonly code: 'no-number'; readonly column: string; readonly cell: string }
  | { readonly code: 'id-twice'; readonly line: number; readonly id: string }
  | { readonly code: 'location' | 'refused'; readonly message: string; readonly mend: string };

export interface ShownImport {
  readonly file: string;
  readonly rows: readonly ShownRow[];
  readonly columns: readonly string[];
  readonly ignored: readonly string[];
  readonly newSites: number;
}

/** Good rows beyond these are counted only; wrong ones are all listed. */
const MOST_ROWS = 15;

/** The plan of an import: how many rows of each kind, and each with its line in the file. */
export function importText(
  { file, rows, columns, ignored, newSites }: ShownImport,
  language: Language,
): string {
  const words = importWords(language);
  const head = [
    words.rows(file, rows.length),
    words.columns(columns.join(', ')),
    ...(ignored.length === 0 ? [] : [words.ignored(ignored.map(plain).join(', '))]),
    ...(newSites === 0 ? [] : [words.site(newSites)]),
  ];
  const kinds = ['new', 'changed', 'same', 'doubled', 'wrong'] as const;
  const blocks = kinds.flatMap((kind) => {
    const some = rows.filter((row) => row.kind === kind);
    return some.length === 0
      ? []
      : ['', `${words.kinds[kind]}: ${some.length}`, ...rowLines(kind, some, words, language)];
  });
  return [...head, ...blocks].map((line) => `${line}\n`).join('');
}

function rowLines(
  kind: ShownRow['kind'],
  rows: readonly ShownRow[],
  words: ImportWords,
  language: Language,
): string[] {
  if (kind === 'same') return [];
  const shown = kind === 'wrong' ? rows : rows.slice(0, MOST_ROWS);
  const more = rows.length - shown.length;
  return [
    ...shown.flatMap((row) =>
      rowText(row, words).map((text, index) =>
        index === 0 ? `  ${words.line(row.line)}: ${text}` : `    -> ${text}`,
      ),
    ),
    ...(more > 0 ? [`  ${moreText(more, language)}`] : []),
  ];
}

function rowText(row: ShownRow, words: ImportWords): string[] {
  switch (row.kind) {
    case 'new':
    case 'changed':
      return [`${row.id}: ${plain(valuesText(row.values))}`];
    case 'same':
      return [row.id];
    case 'doubled':
      return ['line' in row.as ? words.asLine(row.as.line) : words.asServer(row.as.id)];
    case 'wrong':
      return faultText(row.fault, words).map(plain);
  }
}

function valuesText(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key} ${valueText(value)}`)
    .join(', ');
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(' ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).map(valueText).join(',');
}

/** What is wrong, and how to mend it. */
function faultText(fault: ShownFault, { faults }: ImportWords): readonly string[] {
  switch (fault.code) {
    case 'no-number':
      return faults.noNumber(fault.column, fault.cell);
    case 'id-twice':
      return faults.idTwice(fault.id, fault.line);
    case 'location':
    case 'refused':
      return [fault.message, fault.mend];
    case 'quotes':
    case 'too-many-cells':
    case 'too-few-cells':
    case 'half-location':
    case 'no-name':
      return faults[fault.code];
  }
}

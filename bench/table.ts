import { type Figure, isMet, ratioOf, type Row, spreadOf } from './figure.ts';

const HEAD = ['work', 'srvmon', 'against', 'ratio: median (min to max)', 'target', ''];

/** The rows as a table in Markdown, columns aligned so that it reads well in a terminal, too. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(3, ...cells.map((line) => line[column]?.length ?? 0)));
  const lineOf = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const [head = '', ...body] = cells.map(lineOf);
  return [head, rule, ...body].join('\n');
}

function cellsOf(row: Row): string[] {
  if ('notMeasured' in row) return [row.work, 'not measured', row.notMeasured, '', '', ''];
  const { median, min, max } = ratioOf(row);
  const { work, against, target, note } = row;
  const theirs = `${against}: ${amount(row, row.theirs)}`;
  const verdict = target === null ? '' : isMet(row) ? 'met' : 'missed';
  return [
    note === undefined ? work : `${work} (${note})`,
    amount(row, row.ours),
    theirs,
    `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`,
    target === null ? '' : String(target),
    verdict,
  ];
}

function amount({ unit }: Figure, values: readonly number[]): string {
  const { median } = spreadOf(values);
  return `${median < 100 ? median.toFixed(1) : Math.round(median).toLocaleString('en')} ${unit}`;
}

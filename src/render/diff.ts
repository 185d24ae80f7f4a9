import { diffLines } from 'diff';
import { plain } from './text.ts';

/** The lines that go (`-`) and come (`+`) between two texts, with `...` between stretches that do not touch. */
export function diffText(before: string, after: string): string {
  const parts = diffLines(before.replaceAll('\r\n', '\n'), after.replaceAll('\r\n', '\n'));
  return parts
    .map(({ value, added, removed }, index) => {
      if (added || removed) return signed(value, added ? '+' : '-');
      return index === 0 || index === parts.length - 1 ? '' : '  ...\n';
    })
    .join('');
}

function signed(lines: string, sign: string): string {
  return lines
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `  ${sign} ${indented(line)}\n`)
    .join('');
}

function indented(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return indent + plain(line);
}

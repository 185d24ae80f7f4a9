import type { Pair, YAMLMap, YAMLSeq } from 'yaml';
import { isNode } from 'yaml';
import { dashesOf, endOf, startsOf } from './edit-nodes.ts';
import { columnOf, insertLines, isBlank, lineStart, removeLines, type Splice } from './edit-splice.ts';

/** Lists and mappings that are written with one line an item. */

/** Takes items out of a list, and puts new ones (the lines of each, without indentation) at its end. */
export function changeBlockList(
  text: string,
  list: YAMLSeq,
  removed: ReadonlySet<number>,
  added: readonly (readonly string[])[],
): Splice[] {
  const dashes = dashesOf(list);
  const ends = list.items.map(endOf);
  const removals = [...removed]
    .sort((a, b) => a - b)
    .map((index) => {
      return withBlankLine(text, removeLines(text, dashes[index] ?? 0, ends[index] ?? 0));
    });
  if (added.length === 0) return removals;
  const indent = ' '.repeat(columnOf(text, dashes[0] ?? 0));
  const isAiry = dashes.length > 1 && hasBlankLine(text.slice(ends.at(-2), dashes.at(-1)));
  const lines = added.flatMap((item) => [...(isAiry ? [''] : []), ...itemLines(item, indent)]);
  return [...removals, insertLines(text, ends.at(-1) ?? 0, lines)];
}

/** `- first`, and the other lines below it. */
export function itemLines(lines: readonly string[], indent: string): string[] {
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`);
}

/** An item between two blank lines takes one of them along. */
function withBlankLine(text: string, { from, to }: Splice): Splice {
  const before = text.slice(lineStart(text, Math.max(0, from - 1)), from);
  const after = text.slice(to, lineEnd(text, to));
  return { from, to: isBlank(before) && isBlank(after) ? to + after.length : to, text: '' };
}

function lineEnd(text: string, start: number): number {
  const found = text.indexOf('\n', start);
  return found === -1 ? text.length : found + 1;
}

function hasBlankLine(text: string): boolean {
  return /\n[ \t\r]*\n/.test(text);
}

/** Puts `key: value` lines below the last one of a mapping. */
export function addPairs(text: string, map: YAMLMap, pairs: readonly string[]): Splice {
  const indent = ' '.repeat(columnOf(text, startsOf(map)[0] ?? 0));
  return insertLines(
    text,
    endOf(map),
    pairs.map((pair) => indent + pair),
  );
}

/** Takes a key with its value out of a mapping; comments of other lines stay. */
export function removePair(text: string, map: YAMLMap, pair: Pair): Splice {
  const start = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
  const end = endOf(pair);
  if (isBlank(text.slice(lineStart(text, start), start))) return removeLines(text, start, end);
  // The first key stands behind the `-`: the next one moves there, unless comments are in between.
  const next = startsOf(map)[map.items.indexOf(pair) + 1] ?? end;
  return { from: start, to: text.slice(end, next).includes('#') ? end : next, text: '' };
}

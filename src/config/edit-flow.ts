import type { YAMLMap, YAMLSeq } from 'yaml';
import { endOf, startsOf } from './edit-nodes.ts';
import { columnOf, isBlank, lineBreakOf, lineStart, nextLine, type Splice } from './edit-splice.ts';

/** Lists and mappings in brackets: `[a, b]`, `{ a: 1 }`. */

interface Part {
  readonly start: number;
  readonly end: number;
}

/** Takes items out of a list or mapping in brackets, and puts new ones, already written, at its end. */
export function changeFlow(
  text: string,
  collection: YAMLMap | YAMLSeq,
  removed: ReadonlySet<number>,
  added: readonly string[],
): Splice[] {
  const starts = startsOf(collection);
  const parts = collection.items.map((item, index) => ({ start: starts[index] ?? 0, end: endOf(item) }));
  const kept = parts.filter((_part, index) => !removed.has(index));
  const removals = removalsOf(text, parts, removed);
  if (added.length === 0) return removals;
  return [additionOf(text, collection, parts, kept, added), ...removals];
}

function removalsOf(text: string, parts: readonly Part[], removed: ReadonlySet<number>): Splice[] {
  const tail = parts.findLastIndex((_part, index) => !removed.has(index)) + 1;
  const before = parts
    .slice(0, tail)
    .flatMap((part, index) => (removed.has(index) ? [withComma(text, part)] : []));
  const [first, last] = [parts[tail], parts.at(-1)];
  if (first === undefined || last === undefined) return before;
  const previous = parts[tail - 1];
  const gap = previous === undefined ? '' : text.slice(previous.end, first.start);
  // A comment between them stays, and with it the comma: one after the last item is allowed.
  if (previous !== undefined && /^\s*,\s*$/.test(gap)) {
    return [...before, { from: previous.end, to: last.end, text: '' }];
  }
  return [...before, { from: first.start, to: afterComma(text, last.end) ?? last.end, text: '' }];
}

/** With the whole line where nothing else stands in it. */
function withComma(text: string, { start, end }: Part): Splice {
  const comma = afterComma(text, end) ?? end;
  const next = nextLine(text, comma);
  const isAlone = isBlank(text.slice(lineStart(text, start), start)) && isBlank(text.slice(comma, next));
  if (isAlone) return { from: lineStart(text, start), to: next, text: '' };
  const blanks = /^[ \t]*/.exec(text.slice(comma))?.[0].length ?? 0;
  return { from: start, to: comma + blanks, text: '' };
}

/** Offset behind the comma that follows; null: none follows. */
function afterComma(text: string, end: number): number | null {
  const found = /^:?(?:\s|#[^\n]*)*,/.exec(text.slice(end));
  return found === null ? null : end + found[0].length;
}

function additionOf(
  text: string,
  collection: YAMLMap | YAMLSeq,
  parts: readonly Part[],
  kept: readonly Part[],
  added: readonly string[],
): Splice {
  const last = kept.at(-1);
  if (last !== undefined) {
    const separator = separatorOf(text, last);
    return { from: last.end, to: last.end, text: added.map((each) => separator + each).join('') };
  }
  const [first] = parts;
  const joined = added.join(', ');
  if (first !== undefined) return { from: first.start, to: first.start, text: joined };
  const open = (collection.range?.[0] ?? 0) + 1;
  return { from: open, to: open, text: text[open - 1] === '{' ? ` ${joined} ` : joined };
}

/** Where each item has a line of its own, the new one gets one too. */
function separatorOf(text: string, last: Part): string {
  const indent = text.slice(lineStart(text, last.start), last.start);
  if (!isBlank(indent)) return ', ';
  return `,${lineBreakOf(text)}${' '.repeat(columnOf(text, last.start))}`;
}

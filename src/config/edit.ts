import { isDeepStrictEqual } from 'node:util';
import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { walkDocument, type AliasTargets } from './aliases.ts';
import { changeBlockList, itemLines } from './edit-block.ts';
import { changeFlow } from './edit-flow.ts';
import { endOf, isShared, ownPair } from './edit-nodes.ts';
import { inlineText, pairText, type EntryData } from './edit-render.ts';
import { columnOf, insertLines, isBlank, lineBreakOf, spliced, type Splice } from './edit-splice.ts';
import { changeMap, type EntryChange, type Ground } from './edit-value.ts';
import { plainData } from './plain-data.ts';

/**
 * Edits the lists `servers` and `sites` in the text of a configuration file. Only the text of what changes is replaced,
 * so that comments, order, quoting and line breaks of everything else stay byte for byte. The result is parsed again and
 * compared with what was wanted: what cannot be written in place (anchors that others use, unusual YAML) is refused.
 */

export type ListName = 'sites' | 'servers';

/** What is to happen to one list. Items are named by their place in it before the edit. */
export interface ListEdit {
  readonly list: ListName;
  readonly remove?: readonly number[];
  readonly change?: ReadonlyMap<number, EntryChange>;
  readonly add?: readonly EntryData[];
}

/** A file as plain data, `${...}` not replaced; null when it is no YAML that srvmon reads. */
export function plainFile(text: string): unknown {
  return parse(text)?.data ?? null;
}

/** The edited text; null when it cannot be edited in place. */
export function editText(text: string, edits: readonly ListEdit[]): string | null {
  const parsed = parse(text);
  if (parsed === null) return null;
  const { document, data, targets } = parsed;
  const splices: Splice[] = [];
  for (const edit of edits) {
    const found = editList({ text, targets }, document, edit);
    if (found === null) return null;
    splices.push(...found);
  }
  const result = spliced(text, splices);
  const after = parse(result);
  if (after === null) return null;
  return isDeepStrictEqual(withLists(after.data), withLists(expected(data, edits))) ? result : null;
}

interface Parsed {
  readonly document: Document;
  readonly data: unknown;
  readonly targets: AliasTargets;
}

function parse(text: string): Parsed | null {
  const document = parseDocument(text, { keepSourceTokens: true, prettyErrors: false, stringKeys: true });
  if (document.errors.length > 0) return null;
  let isWhole = true;
  const targets = walkDocument(document, { onValue: () => undefined, onStray: () => (isWhole = false) });
  return isWhole ? { document, targets, data: plainData(document.contents, targets) } : null;
}

/** Null: it cannot be edited in place. */
function editList(ground: Ground, document: Document, edit: ListEdit): Splice[] | null {
  const { contents: root } = document;
  const pair = isMap(root) ? ownPair(root, edit.list) : undefined;
  if (isSeq(pair?.value) && pair.value.items.length > 0) return editItems(ground, pair.value, edit);
  const fresh = edit.add ?? [];
  if (fresh.length === 0) return [];
  if (root === null || isNothing(root)) return [appendList(ground.text, edit.list, fresh, 0)];
  if (!isMap(root)) return null;
  if (pair === undefined) return newList(ground.text, root, edit.list, fresh);
  return isNothing(pair.value) && root.flow !== true ? fillList(ground.text, root, pair, fresh) : null;
}

/** An empty list, `null`, or nothing at all. */
function isNothing(node: unknown): boolean {
  return (isScalar(node) && node.value === null) || (isSeq(node) && node.items.length === 0);
}

function editItems(
  ground: Ground,
  list: YAMLSeq,
  { remove = [], change = new Map(), add = [] }: ListEdit,
): Splice[] | null {
  const splices: Splice[] = [];
  for (const [index, entryChange] of change) {
    const item = list.items[index];
    // With an anchor, others may inherit what is changed here; the comparison at the end finds out.
    if (!isMap(item) || Object.keys(entryChange).some((key) => isShared(ownPair(item, key)?.value)))
      return null;
    splices.push(...changeMap(ground, item, entryChange));
  }
  const { text } = ground;
  const removed = new Set(remove);
  if (list.flow === true)
    return [
      ...splices,
      ...changeFlow(
        text,
        list,
        removed,
        add.map((entry) => inlineText(entry, true)),
      ),
    ];
  const last = list.items.at(-1);
  const isCompact = isMap(last) && last.flow === true;
  return [
    ...splices,
    ...changeBlockList(
      text,
      list,
      removed,
      add.map((entry) => entryLines(entry, isCompact)),
    ),
  ];
}

function entryLines(entry: EntryData, isCompact: boolean): string[] {
  if (isCompact) return [inlineText(entry, false)];
  return Object.entries(entry).map(([key, value]) => pairText(key, value, false));
}

function newList(text: string, root: YAMLMap, list: ListName, fresh: readonly EntryData[]): Splice[] {
  if (root.flow === true) return changeFlow(text, root, new Set(), [pairText(list, fresh, true)]);
  return [appendList(text, list, fresh, columnOf(text, root.range?.[0] ?? 0))];
}

/** A list of its own at the end of the file. */
function appendList(text: string, list: ListName, fresh: readonly EntryData[], column: number): Splice {
  const lineBreak = lineBreakOf(text);
  const end = isBlank(text) || text.endsWith('\n') ? '' : lineBreak;
  const gap = isBlank(text) ? '' : lineBreak;
  const indent = ' '.repeat(column);
  const lines = [`${indent}${list}:`, ...listLines(fresh, `${indent}  `)];
  return {
    from: text.length,
    to: text.length,
    text: end + gap + lines.map((line) => line + lineBreak).join(''),
  };
}

/** Below a key that has no items yet. */
function fillList(text: string, root: YAMLMap, pair: Pair, fresh: readonly EntryData[]): Splice[] {
  const end = endOf(pair);
  const colon = text.indexOf(':', endOf(pair.key)) + 1;
  const indent = ' '.repeat(columnOf(text, root.range?.[0] ?? 0) + 2);
  const emptied = colon > 0 && colon < end ? [{ from: colon, to: end, text: '' }] : [];
  return [...emptied, insertLines(text, end, listLines(fresh, indent))];
}

function listLines(fresh: readonly EntryData[], indent: string): string[] {
  return fresh.flatMap((entry) => itemLines(entryLines(entry, false), indent));
}

type Mapping = Readonly<Record<string, unknown>>;

/** The data that the file must hold after the edits. */
function expected(data: unknown, edits: readonly ListEdit[]): unknown {
  return edits.reduce<Mapping>(
    (file, { list, remove = [], change, add = [] }) => {
      const items = (file[list] ?? []) as readonly Mapping[];
      const changed = items.map((item, index) => changedEntry(item, change?.get(index) ?? {}));
      return { ...file, [list]: [...changed.filter((_item, index) => !remove.includes(index)), ...add] };
    },
    (data ?? {}) as Mapping,
  );
}

function changedEntry(entry: Mapping, change: EntryChange): Mapping {
  const kept = Object.entries(entry).filter(([key]) => !Object.hasOwn(change, key));
  const set = Object.entries(change).filter(([, value]) => value !== null);
  return Object.fromEntries([...kept, ...set]);
}

/** A list without items may be written as an empty one, as a key alone, or not at all. */
function withLists(data: unknown): Mapping {
  const file = (data ?? {}) as Mapping;
  return { ...file, sites: file['sites'] ?? [], servers: file['servers'] ?? [] };
}

import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';

/** Where parts of a parsed document begin and end in its text. */

/** What of a token of the library's concrete syntax tree is needed here. */
interface SourceItem {
  readonly start?: readonly { readonly type: string; readonly offset: number }[];
}

/** End of what is written for a part, without the blanks, comments and line breaks after it. */
export function endOf(part: unknown): number {
  // The place of a value that is not there may be lines below its key.
  if (isPair(part)) return isMissing(part.value) ? endOf(part.key) : endOf(part.value);
  if ((isMap(part) || isSeq(part)) && part.flow !== true) return endOf(part.items.at(-1));
  return isNode(part) ? (part.range?.[1] ?? 0) : 0;
}

/** Offset at which the items of a list or mapping begin: at their anchor or tag, if they have one. */
export function startsOf(collection: YAMLMap | YAMLSeq): number[] {
  const source = sourceItems(collection);
  return collection.items.map((item: unknown, index) => {
    const property = source[index]?.start?.find(({ type }) => /^(anchor|tag|explicit-key-ind)$/.test(type));
    const node = isPair(item) ? item.key : item;
    return property?.offset ?? (isNode(node) ? (node.range?.[0] ?? 0) : 0);
  });
}

/** Offset of the `-` before each item of a block list. */
export function dashesOf(list: YAMLSeq): number[] {
  return sourceItems(list).flatMap(
    ({ start }) => start?.find(({ type }) => type === 'seq-item-ind')?.offset ?? [],
  );
}

function sourceItems(collection: YAMLMap | YAMLSeq): readonly SourceItem[] {
  const token = collection.srcToken as { items?: readonly SourceItem[] } | undefined;
  return token?.items ?? [];
}

/** The pair of a key that the mapping has itself. */
export function ownPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === key);
}

/** True for a value that other places may share. */
export function isShared(node: unknown): boolean {
  return isNode(node) && !isAlias(node) && (node as { anchor?: string }).anchor !== undefined;
}

/** True where nothing is written for a value. */
export function isMissing(node: unknown): boolean {
  return !isNode(node) || node.range?.[0] === node.range?.[1];
}

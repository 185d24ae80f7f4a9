import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { AliasTargets } from './aliases.ts';
import { addPairs, changeBlockList, removePair } from './edit-block.ts';
import { changeFlow } from './edit-flow.ts';
import { endOf, isMissing, ownPair } from './edit-nodes.ts';
import { inlineText, isList, pairText, type Data, type EntryData } from './edit-render.ts';
import { lineBreakOf, type Splice } from './edit-splice.ts';
import { plainData } from './plain-data.ts';

/** The text that is edited, and what its aliases stand for. */
export interface Ground {
  readonly text: string;
  readonly targets: AliasTargets;
}

/** New values by key; null takes the key out. */
export type EntryChange = Readonly<Record<string, Data | null>>;

/** Sets and takes out keys of a mapping, where they stand. */
export function changeMap({ text, targets }: Ground, map: YAMLMap, change: EntryChange): Splice[] {
  const inFlow = map.flow === true;
  const splices: Splice[] = [];
  const removed = new Set<number>();
  const added: string[] = [];
  for (const [key, value] of Object.entries(change)) {
    const pair = ownPair(map, key);
    if (value === null) {
      if (pair === undefined) continue;
      if (inFlow) removed.add(map.items.indexOf(pair));
      else splices.push(removePair(text, map, pair));
    } else if (pair === undefined) added.push(pairText(key, value, inFlow));
    else splices.push(...changeValue({ text, targets }, pair, value, inFlow));
  }
  if (inFlow) return [...splices, ...changeFlow(text, map, removed, added)];
  return added.length === 0 ? splices : [...splices, addPairs(text, map, added)];
}

function changeValue(ground: Ground, pair: Pair, value: Data, inFlow: boolean): Splice[] {
  const old = pair.value;
  if (isDeepStrictEqual(plainData(old, ground.targets), value)) return [];
  if (isMap(old) && typeof value === 'object' && !isList(value))
    return changeMap(ground, old, changeTo(old, value));
  if (isSeq(old) && isList(value) && old.items.length > 0) return changeList(ground, old, value);
  return [replaceValue(ground.text, pair, value, inFlow)];
}

/** What makes a mapping another one. */
function changeTo(old: YAMLMap, value: EntryData): EntryChange {
  const gone = old.items.map(({ key }) => String(isScalar(key) ? key.value : key));
  return { ...Object.fromEntries(gone.map((key) => [key, null])), ...value };
}

/** Keeps the items that stay where they are, with their comments; only when the order changes, all are written anew. */
function changeList({ text, targets }: Ground, list: YAMLSeq, values: readonly Data[]): Splice[] {
  const old = list.items.map((item) => plainData(item, targets));
  const kept = leading(old, values);
  const removed = new Set([...old.keys()].filter((index) => !kept.includes(index)));
  const added = values.slice(kept.length);
  if (list.flow === true) {
    return changeFlow(
      text,
      list,
      removed,
      added.map((item) => inlineText(item, true)),
    );
  }
  return changeBlockList(
    text,
    list,
    removed,
    added.map((item) => [inlineText(item, false)]),
  );
}

/** Places in `old` of as many of the first values as stand there in this order. */
function leading(old: readonly unknown[], values: readonly Data[]): number[] {
  const places: number[] = [];
  for (const value of values) {
    const from = (places.at(-1) ?? -1) + 1;
    const found = old.findIndex((each, index) => index >= from && isDeepStrictEqual(each, value));
    if (found === -1) break;
    places.push(found);
  }
  return places;
}

function replaceValue(text: string, pair: Pair, value: Data, inFlow: boolean): Splice {
  const old = pair.value;
  const like = isScalar(old) ? old.type : undefined;
  const fresh = inlineText(value, inFlow, like);
  if (isMissing(old)) {
    const colon = text.indexOf(':', endOf(pair.key)) + 1;
    return { from: colon, to: colon, text: ` ${fresh}` };
  }
  const [from, to] = isNode(old) && old.range ? old.range : [0, 0];
  const endsLine = text[to - 1] === '\n' ? lineBreakOf(text) : '';
  return { from, to, text: fresh + endsLine };
}

import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  visit,
  type Alias,
  type Document,
  type Node,
  type Scalar,
} from 'yaml';
import type { KeyPath } from './problem.ts';
import { fault, type Place, type SourceFault } from './read.ts';

/** Anchors may multiply a file's content; 50,000 servers have about two million parts. */
const MOST_PARTS = 20_000_000;

/** What each alias of the document stands for. The library looks it up anew, by a walk over the document, each time. */
export type AliasTargets = ReadonlyMap<Alias, Node>;

/** What a walk over a document shows. `path` is worked out only when it is asked for. */
export interface Visitor {
  onValue(node: Scalar, path: () => KeyPath): void;
  /** An alias of which no anchor stands above. */
  onStray(alias: Alias, path: () => KeyPath): void;
}

/** Walks over the document once and collects what its aliases stand for. */
export function walkDocument(document: Document, visitor: Visitor): AliasTargets {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias(key, node, ancestors) {
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
      else visitor.onStray(node, () => pathOf(key, ancestors));
    },
    Collection(_key, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
    Scalar(key, node, ancestors) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (key !== 'key') visitor.onValue(node, () => pathOf(key, ancestors));
    },
  });
  return targets;
}

/** `key`: the index in a list, or `value` in a pair, of a node below these ancestors. */
function pathOf(key: number | 'key' | 'value' | null, ancestors: readonly unknown[]): KeyPath {
  return ancestors.flatMap((node, index): (string | number)[] => {
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
    if (!isSeq(node)) return [];
    const next = ancestors[index + 1];
    const position = next === undefined ? key : node.items.indexOf(next);
    return typeof position === 'number' ? [position] : [];
  });
}

/** Refuses an alias inside its own anchor, and aliases that multiply into more parts than memory holds. */
export function aliasFault(
  document: Document,
  targets: AliasTargets,
  place: (offset: number) => Place,
): SourceFault | null {
  if (targets.size === 0) return null;
  const measure = new Measure(targets);
  const size = measure.sizeOf(document.contents);
  if (measure.loop !== null) {
    const message = {
      en: 'this alias stands inside its own anchor',
      id: 'alias ini ada di dalam anchor-nya sendiri',
    };
    return {
      ...fault('yaml-alias-loop', message, { en: 'take it out', id: 'hapus alias ini' }),
      place: place(measure.loop.range?.[0] ?? 0),
    };
  }
  if (size <= MOST_PARTS) return null;
  const message = {
    en: 'aliases such as this one multiply into more data than any configuration holds',
    id: 'alias seperti ini berlipat ganda melebihi isi konfigurasi mana pun',
  };
  const mend = {
    en: 'take out the anchors that contain aliases of other anchors',
    id: 'hapus anchor yang berisi alias dari anchor lain',
  };
  return {
    ...fault('yaml-alias-bomb', message, mend),
    place: place(measure.largest?.range?.[0] ?? 0),
  };
}

/** Counts the parts of a node as if each alias were written out; each node is looked at once. */
class Measure {
  loop: Alias | null = null;
  /** The alias that stands for the most parts. */
  largest: Alias | null = null;
  #most = 0;
  readonly #sizes = new Map<unknown, number>();
  readonly #open = new Set<unknown>();
  readonly #targets: AliasTargets;

  constructor(targets: AliasTargets) {
    this.#targets = targets;
  }

  sizeOf(node: unknown): number {
    if (isAlias(node)) return this.#sizeOfAlias(node);
    if (isPair(node)) return this.sizeOf(node.value);
    if (!isMap(node) && !isSeq(node)) return 1;
    const known = this.#sizes.get(node);
    if (known !== undefined) return known;
    this.#open.add(node);
    let size = 1;
    for (const item of node.items) size += this.sizeOf(item);
    this.#open.delete(node);
    this.#sizes.set(node, size);
    return size;
  }

  #sizeOfAlias(alias: Alias): number {
    const target = this.#targets.get(alias);
    if (this.#open.has(target)) this.loop = alias;
    if (this.loop !== null) return 1;
    const size = this.sizeOf(target);
    if (size > this.#most) {
      this.#most = size;
      this.largest = alias;
    }
    return size;
  }
}

import { isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Pair } from 'yaml';
import type { AliasTargets } from './aliases.ts';
import type { KeyPath } from './problem.ts';
import type { Place } from './read.ts';

export function positionOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** The node at the path, aliases followed; undefined when the path leads nowhere. */
export function nodeAt(root: unknown, path: KeyPath, targets: AliasTargets): unknown {
  return path.reduce(
    (node, step) => follow(stepInto(node, step, targets).value, targets),
    follow(root, targets),
  );
}

/**
 * Offset of the value at the path, or of its key (of a list item: the item). When the path leads nowhere (the key is
 * missing, or came in through a merge), that of the last part on the way that is there.
 */
export function offsetAt(root: unknown, path: KeyPath, part: 'key' | 'value', targets: AliasTargets): number {
  let node = root;
  let offset = offsetOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const { key, value } = stepInto(follow(node, targets), step, targets);
    if (key === undefined && value === undefined) break;
    // An empty value has no place of its own: its key has.
    const wantsKey = isEmpty(value) || (part === 'key' && index === path.length - 1);
    offset = (wantsKey ? offsetOf(key) : null) ?? offsetOf(value) ?? offset;
    node = value;
  }
  return offset;
}

function stepInto(
  node: unknown,
  step: string | number,
  targets: AliasTargets,
): { key?: unknown; value?: unknown } {
  const container = follow(node, targets);
  if (isSeq(container)) return { value: typeof step === 'number' ? container.items[step] : undefined };
  return isMap(container) ? (pairOf(container.items, step) ?? {}) : {};
}

function follow(node: unknown, targets: AliasTargets): unknown {
  return isAlias(node) ? targets.get(node) : node;
}

function pairOf(items: readonly Pair[], key: string | number): Pair | undefined {
  return items.find((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === String(key));
}

function isEmpty(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null && node.source === '');
}

function offsetOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

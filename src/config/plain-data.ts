import { isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import type { AliasTargets } from './aliases.ts';

/**
 * The data of a document; parts named by several aliases are shared. The library's own `toJS` looks for an alias among
 * all others each time (50,000 servers that share one anchor: minutes) and gives up after a number of them.
 */
export function plainData(node: unknown, targets: AliasTargets): unknown {
  const done = new Map<unknown, unknown>();
  const convert = (part: unknown): unknown => {
    if (isAlias(part)) return convert(targets.get(part));
    if (isScalar(part)) return part.value;
    if (done.has(part)) return done.get(part);
    if (isSeq(part)) return keep(part, part.items.map(convert));
    return isMap(part) ? keep(part, mapOf(part, convert)) : null;
  };
  const keep = (part: unknown, data: unknown): unknown => {
    done.set(part, data);
    return data;
  };
  return convert(node);
}

/** `<<: *anchor` and `<<: [*one, *two]` put in the keys that the mapping does not have itself; earlier ones win. */
function mapOf(map: YAMLMap, convert: (part: unknown) => unknown): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  const merged: unknown[] = [];
  for (const { key, value } of map.items) {
    const name = String(isScalar(key) ? key.value : key);
    if (name === '<<') merged.push(...[convert(value)].flat());
    else setOwn(data, name, convert(value));
  }
  for (const source of merged) {
    if (typeof source !== 'object' || source === null) continue;
    for (const [name, value] of Object.entries(source))
      if (!Object.hasOwn(data, name)) setOwn(data, name, value);
  }
  return data;
}

/** Assigning to `__proto__` would change the object's nature instead of adding a key. */
function setOwn(data: object, name: string, value: unknown): void {
  Object.defineProperty(data, name, { value, enumerable: true, writable: true, configurable: true });
}

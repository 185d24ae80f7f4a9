import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, it } from 'vitest';

/** All that is loaded when a module is, by its static imports. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  for (const [, target = ''] of code.matchAll(/^import (?!type )[^;]*?from '([^']+)';/gm)) {
    if (target.startsWith('.')) loadedWith(resolve(dirname(file), target), seen);
    else seen.add(target);
  }
  return seen;
}

it('a check on an unchanged configuration loads no library for it', () => {
  const cache = resolve(import.meta.dirname, '../../src/config/cache.ts');
  const libraries = [...loadedWith(cache)].filter(
    (name) => !name.startsWith('/') && !name.startsWith('node:'),
  );
  expect(libraries).toEqual([]);
});

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countSkip, readSkips } from '../../src/state/skips.ts';
import { tempFolder } from './fixture.ts';

const NOW = Date.UTC(2026, 10, 2, 10);
const MINUTE = 60_000;

describe('skipped runs', () => {
  it('are none at first', async () => {
    expect(await readSkips(tempFolder(), 0)).toEqual({ count: 0, lastAt: null });
  });

  it('are counted from a moment on', async () => {
    const folder = tempFolder();
    for (const minute of [0, 1, 2, 3]) await countSkip(folder, NOW + minute * MINUTE);
    expect(await readSkips(folder, NOW + 2 * MINUTE)).toEqual({ count: 2, lastAt: NOW + 3 * MINUTE });
  });

  it('are counted by runs at the same time', async () => {
    const folder = tempFolder();
    await Promise.all(Array.from({ length: 50 }, () => countSkip(folder, NOW)));
    expect((await readSkips(folder, NOW)).count).toBe(50);
  });

  it('never fill the disk, and the newest are kept', { timeout: 60_000 }, async () => {
    const folder = tempFolder();
    for (let n = 0; n < 8_000; n += 1) await countSkip(folder, NOW + n * MINUTE);
    const bytes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThan(140_000);
    const { count, lastAt } = await readSkips(folder, 0);
    expect(count).toBeGreaterThan(2_000);
    expect(lastAt).toBe(NOW + 7_999 * MINUTE);
  });

  it('are 0600, and do not fail a run when they cannot be counted', async () => {
    const folder = tempFolder();
    await countSkip(folder, NOW);
    expect(statSync(join(folder, 'skipped.log')).mode & 0o777).toBe(0o600);
    await expect(countSkip(join(folder, 'missing'), NOW)).resolves.toBeUndefined();
  });
});

import { appendFile, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** At 25 bytes a line some 2,600 skips: nearly two days of nothing else. */
const MAX_BYTES = 64 * 1024;

const skipsPath = (stateDir: string): string => join(stateDir, 'skipped.log');

/**
 * Notes that a run found the lock held and did nothing. It runs without the lock and touches no state; a note that cannot
 * be written (full disk) is lost, which must not fail the run.
 */
export async function countSkip(stateDir: string, now: number = Date.now()): Promise<void> {
  const path = skipsPath(stateDir);
  try {
    const size = await stat(path).then(
      (info) => info.size,
      () => 0,
    );
    if (size >= MAX_BYTES) await rename(path, `${path}.1`);
    await appendFile(path, `${new Date(now).toISOString()}\n`, { mode: 0o600 });
  } catch {
    return;
  }
}

/** Runs that were skipped at or after `since`: how many, and when the last one was. Rejects never. */
export async function readSkips(
  stateDir: string,
  since: number,
): Promise<{ readonly count: number; readonly lastAt: number | null }> {
  const texts = await Promise.all([readText(`${skipsPath(stateDir)}.1`), readText(skipsPath(stateDir))]);
  const times = texts
    .flatMap((text) => text.split('\n'))
    .map((line) => Date.parse(line))
    .filter((time) => time >= since);
  return { count: times.length, lastAt: times.length === 0 ? null : Math.max(...times) };
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names of the programs that run (comm of proc(5)); null where there is no /proc. */
export function runningPrograms(proc = '/proc'): ReadonlySet<string> | null {
  try {
    const ids = readdirSync(proc).filter((name) => /^\d+$/.test(name));
    return new Set(ids.flatMap((id) => nameOf(join(proc, id, 'comm'))));
  } catch {
    return null;
  }
}

/** Empty when the process has ended meanwhile. */
function nameOf(file: string): string[] {
  try {
    return [readFileSync(file, 'utf8').trim()];
  } catch {
    return [];
  }
}

import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const PROJECT = join(import.meta.dirname, '../..');

/** What git ignores, for a project that was downloaded without git. */
const IGNORED = new Set(['node_modules', 'dist', 'coverage', '.git', '.ci']);

/** Copies what a fresh clone would hold (everything that git does not ignore) into a folder, which is made. */
export function copyFreshClone(to: string): void {
  mkdirSync(to, { recursive: true });
  chmodSync(to, 0o755);
  for (const name of names()) {
    mkdirSync(join(to, dirname(name)), { recursive: true });
    cpSync(join(PROJECT, name), join(to, name), { recursive: true });
  }
}

function names(): string[] {
  if (!existsSync(join(PROJECT, '.git'))) return readdirSync(PROJECT).filter((name) => !IGNORED.has(name));
  const options = ['-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', ['-c', `safe.directory=${PROJECT}`, 'ls-files', ...options], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  // A file that was removed and not yet committed is listed as well.
  return listed.split('\0').filter((name) => name !== '' && existsSync(join(PROJECT, name)));
}

import { build } from 'esbuild';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Inside the project, so that a program finds the packages that are not bundled (net-ping, fs-ext). */
export const PROJECT_CACHE = join(import.meta.dirname, '../../node_modules/.cache');

/**
 * Bundles a TypeScript program (absolute path) into one file that plain `node` can run, because tsx costs half a second
 * a start. The file lies in a folder of its own under `parent`, and goes when a later test process finds that this one has
 * ended (test workers are killed, so they cannot tidy up themselves). Returns its path.
 */
export async function bundleProgram(path: string, parent = tmpdir()): Promise<string> {
  mkdirSync(parent, { recursive: true });
  removeLeftovers(parent);
  const folder = mkdtempSync(join(parent, `srvmon-program-${process.pid}-`));
  // A test may run it as another user.
  chmodSync(folder, 0o755);
  const outfile = join(folder, `${basename(path, '.ts')}.mjs`);
  await build({
    entryPoints: [path],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['net-ping', 'fs-ext'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}

function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(/^srvmon-program-(\d+)-/.exec(name)?.[1]);
    const folder = join(parent, name);
    if (pid > 0 && !isAlive(pid) && isOurs(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Those of another user are that user's to remove. Another test process may have removed it meanwhile. */
function isOurs(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

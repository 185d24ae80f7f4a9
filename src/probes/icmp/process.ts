import {
  type ChildProcess,
  execFile,
  type ExecFileException,
  type ExecFileOptionsWithStringEncoding,
} from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** Where systems keep ping and fping. PATH is not asked: cron's is short, and a user's may hold anything. */
export const PROGRAM_FOLDERS = ['/usr/bin', '/bin', '/sbin', '/usr/sbin', '/usr/local/bin'];

/** The absolute path of a program, or null when none of the folders holds it. */
export async function findProgram(name: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const path = join(folder, name);
    if (await access(path, constants.X_OK).then(yes, no)) return path;
  }
  return null;
}

const yes = (): boolean => true;
const no = (): boolean => false;

export type Ended =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  /** By us after `timeoutMs`, by `close`, or by somebody else. */
  | { readonly kind: 'killed'; readonly stdout: string; readonly stderr: string }
  /** Could not be started: `EMFILE`, `EAGAIN`, `ENOENT` ... */
  | { readonly kind: 'not-started'; readonly code: string };

export interface RunOptions {
  readonly input?: string;
  /** After so many ms it is killed. */
  readonly timeoutMs: number;
}

/** Runs programs without a shell and with the C locale only, and can end all of them. */
export class Programs {
  readonly #running = new Set<ChildProcess>();
  #closed = false;

  /** Never rejects. */
  run(path: string, args: readonly string[], options: RunOptions): Promise<Ended> {
    if (this.#closed) return Promise.resolve({ kind: 'killed', stdout: '', stderr: '' });
    return new Promise((resolve) => {
      const child = execFile(path, args, execOptions(options), (error, stdout, stderr) => {
        this.#running.delete(child);
        resolve(ending(error, stdout, stderr));
      });
      this.#running.add(child);
      // It may end before it has read its list.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(options.input ?? '');
    });
  }

  close(): void {
    this.#closed = true;
    for (const child of this.#running) child.kill('SIGKILL');
  }
}

function execOptions({ timeoutMs }: RunOptions): ExecFileOptionsWithStringEncoding {
  return {
    encoding: 'utf8',
    env: { LC_ALL: 'C' },
    timeout: Math.max(1, Math.ceil(timeoutMs)),
    killSignal: 'SIGKILL',
    maxBuffer: 256 << 20,
  };
}

function ending(
  error: Pick<ExecFileException, 'code' | 'syscall'> | null,
  stdout: string,
  stderr: string,
): Ended {
  if (!error) return { kind: 'exited', code: 0, stdout, stderr };
  if (typeof error.code === 'number') return { kind: 'exited', code: error.code, stdout, stderr };
  if (error.syscall?.startsWith('spawn')) return { kind: 'not-started', code: String(error.code) };
  return { kind: 'killed', stdout, stderr };
}

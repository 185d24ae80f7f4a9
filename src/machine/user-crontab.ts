import { spawnSync } from 'node:child_process';

export type CrontabRead =
  | { readonly kind: 'read'; readonly text: string }
  /** There is no crontab program in PATH. */
  | { readonly kind: 'no-program' }
  /** What crontab(1) said. */
  | { readonly kind: 'failed'; readonly reason: string };

/** What crontab(1) says where the user has none yet: Debian's and cronie's words, then busybox's. */
const NONE_YET = /no crontab for|can't open '[^']*': No such file/i;

const TIMEOUT_MS = 10_000;

/** The crontab of the user who runs this; empty where there is none. PATH is that of `env`. */
export function readCrontab(env: NodeJS.ProcessEnv): CrontabRead {
  const ended = crontab(['-l'], env);
  if (ended.kind !== 'ended') return ended;
  if (ended.code === 0) return { kind: 'read', text: ended.stdout };
  if (NONE_YET.test(ended.stderr)) return { kind: 'read', text: '' };
  return { kind: 'failed', reason: ended.stderr.trim() || `crontab -l ended with ${ended.code}` };
}

/** Replaces the user's crontab, and reads it back. Returns what went wrong, or null. */
export function writeCrontab(text: string, env: NodeJS.ProcessEnv): string | null {
  const ended = crontab(text === '' ? ['-r'] : ['-'], env, text);
  if (ended.kind === 'no-program') return 'there is no crontab program';
  if (ended.kind === 'failed') return ended.reason;
  if (ended.code !== 0) return ended.stderr.trim() || `crontab ended with ${ended.code}`;
  const now = readCrontab(env);
  return now.kind === 'read' && now.text === text ? null : 'the crontab reads otherwise than it was written';
}

type Ended =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'no-program' }
  | { readonly kind: 'failed'; readonly reason: string };

function crontab(args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Ended {
  const child = spawnSync('crontab', args, {
    input,
    encoding: 'utf8',
    env: { ...env, LC_ALL: 'C' },
    timeout: TIMEOUT_MS,
  });
  if (child.error !== undefined) {
    const { code } = child.error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? { kind: 'no-program' }
      : { kind: 'failed', reason: `crontab cannot be run (${code ?? child.error.message})` };
  }
  return { kind: 'ended', code: child.status ?? -1, stdout: child.stdout, stderr: child.stderr };
}

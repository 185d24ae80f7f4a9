/**
 * Ways to hold a lock that ends with its process, best first. All runs on one machine must come to the same way, so a way is
 * passed over only when the machine does not have it, never because it failed this once.
 */

import { existsSync, fstatSync } from 'node:fs';
import { errnoOf, StateError, toStateError } from './errors.ts';

/** What stands between this process and the end of its hold. */
export interface Hold {
  release(): void;
}

export type Attempt = Hold | 'held-by-other' | 'not-available';

const FLOCK_PROGRAMS = ['/usr/bin/flock', '/bin/flock'] as const;
const HELD_BY_OTHER = 75;
/** The descriptor under which flock(1) inherits the lock file. */
const INHERITED_FD = 3;

/** flock(2) by the addon fs-ext: the very lock that flock(1) takes, without a process for it (13 of 130 ms of a check). */
export async function holdByAddon(fd: number, path: string): Promise<Attempt> {
  const addon = await import('fs-ext').catch(() => null);
  if (addon === null) return 'not-available';
  try {
    addon.default.flockSync(fd, 'exnb');
    return { release: () => undefined };
  } catch (error) {
    // EAGAIN is EWOULDBLOCK on Linux.
    if (errnoOf(error) === 'EAGAIN') return 'held-by-other';
    throw new StateError('lock-failed', path, error instanceof Error ? error.message : String(error));
  }
}

/**
 * flock(1) on an inherited descriptor: the lock belongs to the open file that we share with it, so it stays when flock(1)
 * ends and the kernel frees it when we close the file or die. Node opens files with O_CLOEXEC, so no other child keeps it.
 */
export async function holdByFlock(fd: number, path: string): Promise<Attempt> {
  const program = FLOCK_PROGRAMS.find((candidate) => existsSync(candidate));
  if (program === undefined) return 'not-available';
  const { spawnSync } = await import('node:child_process');
  const result = spawnSync(program, ['-n', '-E', String(HELD_BY_OTHER), String(INHERITED_FD)], {
    stdio: ['ignore', 'ignore', 'pipe', fd],
    encoding: 'utf8',
    timeout: 10_000,
    // Without a locale to load it takes 5 ms instead of 7.
    env: {},
  });
  if (result.status === 0) return { release: () => undefined };
  if (result.status === HELD_BY_OTHER) return 'held-by-other';
  const reason = result.error?.message ?? result.stderr.trim();
  throw new StateError('lock-failed', path, `${program}: ${reason === '' ? String(result.signal) : reason}`);
}

/** A Linux abstract socket (unix(7)) named after the lock file: it vanishes with its process. */
export async function holdBySocket(fd: number, path: string): Promise<Attempt> {
  if (process.platform !== 'linux') return 'not-available';
  const { createServer } = await import('node:net');
  const { dev, ino } = fstatSync(fd);
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve('held-by-other');
      else reject(toStateError(error, path));
    });
    server.listen({ path: `\0srvmon-lock-${dev}-${ino}` }, () => {
      server.unref();
      resolve({ release: () => void server.close() });
    });
  });
}

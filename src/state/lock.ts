import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { toStateError } from './errors.ts';
import { ensureStateFolder, lockPath } from './folder.ts';
import { holdByAddon, holdByFlock, holdBySocket, type Attempt, type Hold } from './lock-methods.ts';
import { processIdentity } from './process-identity.ts';

export interface Lock {
  release(): void;
}

/** Null: the holder has not written it yet. `since`: when it took the lock. */
export interface LockHolder {
  readonly pid: number | null;
  readonly since: number | null;
}

export interface LockHeld {
  readonly heldBy: LockHolder;
}

const POLL_MS = 200;

/**
 * Takes the lock of a state folder (made where it is missing) without waiting. The kernel frees it when this process ends,
 * also by SIGKILL. Rejects with StateError when the lock cannot be made at all (rights, full disk, another user's folder).
 */
export async function acquireLock(stateDir: string, now: number = Date.now()): Promise<Lock | LockHeld> {
  ensureStateFolder(stateDir);
  const path = lockPath(stateDir);
  const fd = openLockFile(path);
  try {
    const attempt = await attemptHold(stateDir, fd);
    if (typeof attempt === 'object') return await heldLock(fd, attempt, now);
  } catch (error) {
    closeSync(fd);
    throw toStateError(error, path);
  }
  const { pid, since } = readNote(path);
  closeSync(fd);
  return { heldBy: { pid, since } };
}

/** As `acquireLock`, but tries again for `timeoutMs`, for commands that change the state while cron runs. */
export async function waitForLock(
  stateDir: string,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Lock | LockHeld> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const lock = await acquireLock(stateDir);
    if ('release' in lock || performance.now() >= deadline) return lock;
    await sleep(Math.min(POLL_MS, Math.max(1, deadline - performance.now())));
  }
}

/** Who holds the lock now, without touching it; null: nobody (or nobody who has written it down yet). */
export async function readLockHolder(stateDir: string): Promise<LockHolder | null> {
  const { pid, since, identity } = readNote(lockPath(stateDir));
  if (pid === null || (await processIdentity(pid)) !== identity) return null;
  return { pid, since };
}

/** The file is never removed: whoever had it open would then hold a lock that nobody else sees. */
function openLockFile(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (error) {
    throw toStateError(error, path);
  }
}

async function attemptHold(stateDir: string, fd: number): Promise<Attempt> {
  const path = lockPath(stateDir);
  for (const hold of [holdByAddon, holdByFlock, holdBySocket]) {
    const attempt = await hold(fd, path);
    if (attempt !== 'not-available') return attempt;
  }
  const { holdByPidFile } = await import('./pid-file.ts');
  return holdByPidFile(stateDir);
}

async function heldLock(fd: number, hold: Hold, now: number): Promise<Lock> {
  const identity = await processIdentity(process.pid);
  writeNote(fd, JSON.stringify({ pid: process.pid, since: now, identity }));
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      writeNote(fd, '');
      hold.release();
      closeSync(fd);
    },
  };
}

/**
 * Called once with the note, and with no text at the end. The note is for people; the lock holds without it, so a full disk is no
 * reason to give up.
 */
function writeNote(fd: number, text: string): void {
  try {
    ftruncateSync(fd, 0);
    // At the place of the descriptor, as the state is written later: the first call of `writeSync` takes 0.1 of 35 ms.
    writeFileSync(fd, text);
  } catch {
    return;
  }
}

function readNote(path: string): LockHolder & { readonly identity: string | null } {
  try {
    const note = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;
    const { pid, since, identity } = note;
    return {
      pid: typeof pid === 'number' ? pid : null,
      since: typeof since === 'number' ? since : null,
      identity: typeof identity === 'string' ? identity : null,
    };
  } catch {
    return { pid: null, since: null, identity: null };
  }
}

import {
  closeSync,
  copyFileSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { errnoOf } from './errors.ts';

export interface DurableWriteOptions {
  /** Rights of the file. Omitted: those of the file that is replaced, 0600 for a new one. */
  readonly mode?: number;
  /** Where the content so far is kept, in the same folder. */
  readonly keepPrevious?: string;
}

/** Temporary names of this module: a crash may leave one behind, `sweepTemps` removes it later. */
const TEMP_NAME = /\.\d+\.[0-9a-f]{12}\.tmp$/;

/**
 * Replaces a file (by a text, or by its pieces one after the other) so that at any moment, also after a power cut, either the
 * old or the new content is there in full: temporary file, fsync, rename, fsync of the folder. A symlink stays, its target is
 * replaced; the owner is kept where the process may. Throws the error of the operating system; the old file is then untouched
 * and no temporary file is left (an error of the last step, the folder's fsync, comes after the replacement).
 *
 * Synchronous: a check has nothing else to do meanwhile, and without promises it needs a tenth less processor time.
 */
export function writeFileDurably(
  path: string,
  text: string | Iterable<string>,
  options: DurableWriteOptions = {},
): void {
  const target = resolveTarget(path);
  const temp = tempName(target);
  try {
    writeTemp(temp, target, typeof text === 'string' ? [text] : text, options.mode);
    if (options.keepPrevious !== undefined) keepCopy(target, options.keepPrevious);
    renameSync(temp, target);
  } catch (error) {
    removeQuietly(temp);
    throw error;
  }
  syncFolder(dirname(target));
}

/** Flushes a folder's entries to disk. File systems that cannot do so (some network ones) are left alone. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errnoOf(error) ?? '')) throw error;
  } finally {
    closeSync(fd);
  }
}

/** Removes temporary files of killed writers that are older than `olderThanMs`; `base` limits it to those of one file. */
export function sweepTemps(folder: string, olderThanMs: number, now: number, base = ''): void {
  const names = readdirSync(folder).filter((name) => TEMP_NAME.test(name) && name.startsWith(base));
  for (const name of names) {
    const path = join(folder, name);
    const info = statSync(path, { throwIfNoEntry: false });
    if (info !== undefined && now - info.mtimeMs > olderThanMs) rmSync(path, { force: true });
  }
}

/** Chance enough beside the pid: the name is opened as a new file, and node:crypto takes 4 of 60 ms to load. */
function tempName(path: string): string {
  const chance = Math.floor(Math.random() * 2 ** 48);
  return `${path}.${String(process.pid)}.${chance.toString(16).padStart(12, '0')}.tmp`;
}

function resolveTarget(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    const pointsTo = linkTarget(path);
    return pointsTo === null ? path : resolveTarget(resolve(dirname(path), pointsTo));
  }
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function writeTemp(temp: string, target: string, pieces: Iterable<string>, mode: number | undefined): void {
  const old = statSync(target, { throwIfNoEntry: false }) ?? null;
  const fd = openSync(temp, 'wx', 0o600);
  try {
    for (const piece of pieces) writeFileSync(fd, piece);
    if (old !== null && old.uid !== process.getuid?.()) keepOwner(fd, old);
    const rights = mode ?? (old === null ? 0o600 : old.mode & 0o777);
    if (rights !== 0o600) fchmodSync(fd, rights);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function keepOwner(fd: number, old: { uid: number; gid: number }): void {
  try {
    fchownSync(fd, old.uid, old.gid);
  } catch (error) {
    // Only root may give a file away; anyone else replaces it with a file of their own.
    if (errnoOf(error) !== 'EPERM') throw error;
  }
}

/** The copy gets its final name by a rename as well, so that it too is never half-written. */
function keepCopy(path: string, copy: string): void {
  const temp = tempName(copy);
  try {
    linkOrCopy(path, temp);
    renameSync(temp, copy);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  } finally {
    // rename(2) does nothing when both names are links to one file: after a kill before the last rename.
    // Nearly always it is gone, and rmSync() would load a module of Node to find that out.
    if (existsSync(temp)) rmSync(temp, { force: true });
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK'].includes(errnoOf(error) ?? ''))
      throw error;
    copyFileSync(from, to);
    const fd = openSync(to, 'r+');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The error that led here is the one to tell.
  }
}

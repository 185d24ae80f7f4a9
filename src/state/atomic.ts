import { randomBytes } from 'node:crypto';
import {
  copyFile,
  link,
  open,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  type FileHandle,
} from 'node:fs/promises';
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
 * Replaces a file so that at any moment, also after a power cut, either the old or the new content is there in full:
 * temporary file, fsync, rename, fsync of the folder. A symlink stays, its target is replaced; the owner is kept where
 * the process may. Rejects with the error of the operating system; the old file is then untouched and no temporary file
 * is left (an error of the last step, the folder's fsync, comes after the replacement).
 */
export async function writeFileDurably(
  path: string,
  text: string,
  options: DurableWriteOptions = {},
): Promise<void> {
  const target = await resolveTarget(path);
  const temp = tempName(target);
  try {
    await writeTemp(temp, target, text, options.mode);
    if (options.keepPrevious !== undefined) await keepCopy(target, options.keepPrevious);
    await rename(temp, target);
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Flushes a folder's entries to disk. File systems that cannot do so (some network ones) are left alone. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errnoOf(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

/** Removes temporary files of killed writers that are older than `olderThanMs`; `base` limits it to those of one file. */
export async function sweepTemps(folder: string, olderThanMs: number, now: number, base = ''): Promise<void> {
  const names = (await readdir(folder)).filter((name) => TEMP_NAME.test(name) && name.startsWith(base));
  for (const name of names) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    if (info !== null && now - info.mtimeMs > olderThanMs) await rm(path, { force: true });
  }
}

function tempName(path: string): string {
  return `${path}.${String(process.pid)}.${randomBytes(6).toString('hex')}.tmp`;
}

async function resolveTarget(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    const pointsTo = await readlink(path).catch(() => null);
    return pointsTo === null ? path : resolveTarget(resolve(dirname(path), pointsTo));
  }
}

async function writeTemp(
  temp: string,
  target: string,
  text: string,
  mode: number | undefined,
): Promise<void> {
  const old = await stat(target).catch(() => null);
  const handle = await open(temp, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    if (old !== null && old.uid !== process.getuid?.()) await keepOwner(handle, old);
    const rights = mode ?? (old === null ? 0o600 : old.mode & 0o777);
    if (rights !== 0o600) await handle.chmod(rights);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function keepOwner(handle: FileHandle, old: { uid: number; gid: number }): Promise<void> {
  try {
    await handle.chown(old.uid, old.gid);
  } catch (error) {
    // Only root may give a file away; anyone else replaces it with a file of their own.
    if (errnoOf(error) !== 'EPERM') throw error;
  }
}

/** The copy gets its final name by a rename as well, so that it too is never half-written. */
async function keepCopy(path: string, copy: string): Promise<void> {
  const temp = tempName(copy);
  try {
    await linkOrCopy(path, temp);
    await rename(temp, copy);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  } finally {
    // rename(2) does nothing when both names are links to one file: after a kill before the last rename.
    await rm(temp, { force: true });
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK'].includes(errnoOf(error) ?? ''))
      throw error;
    await copyFile(from, to);
    const handle = await open(to, 'r+');
    await handle.sync().finally(() => handle.close());
  }
}

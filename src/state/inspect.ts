import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf, StateError, toStateError } from './errors.ts';

export type FolderSeen =
  /** Not there yet; the first check makes it. */
  | { readonly kind: 'missing' }
  /** `mode`: the nine bits of its rights. */
  | {
      readonly kind: 'usable';
      readonly mode: number;
      readonly freeBytes: number;
      /** Null where the file system has no fixed number of them. */
      readonly freeInodes: number | null;
    }
  /** `owner`: user id, where the folder belongs to somebody else. */
  | { readonly kind: 'unusable'; readonly error: StateError; readonly owner: number | null };

/** Looks at a state folder without changing anything. */
export async function inspectStateFolder(stateDir: string): Promise<FolderSeen> {
  try {
    const found = await stat(stateDir);
    if (!found.isDirectory()) {
      return { kind: 'unusable', error: new StateError('not-a-folder', stateDir, 'ENOTDIR'), owner: null };
    }
    const { uid, mode } = found;
    const own = process.getuid?.();
    if (own !== undefined && own !== uid) {
      return {
        kind: 'unusable',
        error: new StateError('other-user', stateDir, String(uid)),
        owner: uid,
      };
    }
    await access(stateDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return { kind: 'usable', mode: mode & 0o777, ...(await freeSpace(stateDir)) };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return wouldBeMade(stateDir);
    return { kind: 'unusable', error: toStateError(error, stateDir), owner: null };
  }
}

async function freeSpace(folder: string): Promise<{ freeBytes: number; freeInodes: number | null }> {
  const { bavail, bsize, files, ffree } = await statfs(folder);
  return { freeBytes: bavail * bsize, freeInodes: files === 0 ? null : ffree };
}

/** Whether the folder can be made in the nearest one above it that exists. */
async function wouldBeMade(stateDir: string): Promise<FolderSeen> {
  const above = dirname(stateDir);
  try {
    await access(above, constants.W_OK | constants.X_OK);
    return { kind: 'missing' };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' && above !== stateDir) return wouldBeMade(above);
    return { kind: 'unusable', error: toStateError(error, stateDir), owner: null };
  }
}

import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFolder } from './atomic.ts';
import { StateError, toStateError } from './errors.ts';

export const statePath = (stateDir: string): string => join(stateDir, 'state.json');
export const previousPath = (stateDir: string): string => join(stateDir, 'state.json.bak');
export const lockPath = (stateDir: string): string => join(stateDir, 'lock');
export const historyFolder = (stateDir: string): string => join(stateDir, 'history');

/**
 * Makes the state folder (0700) where it is missing and checks that this user owns it and may write in it. Throws
 * StateError. The rights of a folder that exists are left alone: `state_dir` may point at a folder that is used for more.
 */
export function ensureStateFolder(stateDir: string): void {
  try {
    const firstMade = mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    if (firstMade !== undefined) syncFolder(dirname(firstMade));
    refuseOtherOwner(stateDir);
    accessSync(stateDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw toStateError(error, stateDir);
  }
}

/** Files of two users in one folder would lock each other out: root could write, the owner could not read it again. */
function refuseOtherOwner(stateDir: string): void {
  const { uid } = statSync(stateDir);
  const own = process.getuid?.();
  if (own !== undefined && own !== uid) throw new StateError('other-user', stateDir, String(uid));
}

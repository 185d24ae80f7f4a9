import type { State } from '../core/model.ts';
import { StateError } from '../state/errors.ts';
import { statePath } from '../state/folder.ts';
import { readStateReadonly } from '../state/store.ts';
import type { Io } from './io.ts';

/**
 * The state for commands that only show it; null: no check has run yet. Rejects with StateError, also when the file and
 * its copy are both damaged: a status that shows nothing as down would be wrong then.
 */
export async function storedState(stateDir: string, io: Io): Promise<State | null> {
  const stored = await readStateReadonly(stateDir);
  switch (stored.kind) {
    case 'missing':
      return null;
    case 'damaged':
      throw new StateError(
        'io',
        statePath(stateDir),
        'damaged, and so is its previous copy; the next check sets it aside',
      );
    case 'ok':
      if (stored.previous) {
        io.stderr('srvmon: the state file is damaged; this is from the copy of one run before\n');
      }
      return stored.state;
  }
}

import type { Config } from '../core/config.ts';
import type { State } from '../core/model.ts';
import { stateWords } from '../render/state-words.ts';
import { StateError } from '../state/errors.ts';
import { statePath } from '../state/folder.ts';
import { readStateReadonly } from '../state/store.ts';
import type { Io } from './io.ts';

/**
 * The state for commands that only show it; null: no check has run yet. Rejects with StateError, also when the file and
 * its copy are both damaged: a status that shows nothing as down would be wrong then.
 */
export async function storedState({ stateDir, language }: Config, io: Io): Promise<State | null> {
  const stored = await readStateReadonly(stateDir);
  switch (stored.kind) {
    case 'missing':
      return null;
    case 'damaged':
      throw new StateError('damaged', statePath(stateDir), '');
    case 'ok':
      if (stored.previous) io.stderr(`srvmon: ${stateWords(language).olderCopy}\n`);
      return stored.state;
  }
}

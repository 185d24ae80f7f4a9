import type { State } from '../core/model.ts';
import type { Trouble } from '../core/probing.ts';
import { StateError } from '../state/errors.ts';
import type { StateReset, Store } from '../state/store.ts';

/**
 * The state of a run and its copy on disk. A write that fails does not end the run: the alerts that were decided are
 * still attempted, and `error` says at the end what went wrong.
 */
export class StateKeeper {
  error: StateError | null = null;
  readonly #store: Store;
  #state: State;

  constructor(store: Store, state: State) {
    this.#store = store;
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  /** Changes the state and writes it durably. Returns false when it could not be written. */
  async commit(change: (state: State) => State): Promise<boolean> {
    this.#state = change(this.#state);
    return this.#attempt(() => this.#store.write(this.#state));
  }

  /** Moves the finished records into the history files; what a crash appends twice, readers drop. */
  async moveHistory(stateDir: string): Promise<void> {
    const records = this.#state.pendingHistory;
    if (records.length === 0) return;
    const { appendHistory } = await import('../state/history.ts');
    const appended = await this.#attempt(() => appendHistory(stateDir, records));
    if (appended) await this.commit((state) => ({ ...state, pendingHistory: [] }));
  }

  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      this.error ??= error;
      return false;
    }
  }
}

/** What the chats are told about a state file that could not be used. */
export function resetTrouble({ setAside, recovered }: StateReset): Trouble {
  return { kind: 'state-reset', key: `state-reset:${setAside}`, setAside, recovered };
}

import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Low, type Adapter } from 'lowdb';
import { HOUR_MS } from '../core/duration.ts';
import type { State } from '../core/model.ts';
import { emptyState } from '../core/state.ts';
import { sweepTemps, writeFileDurably } from './atomic.ts';
import { toStateError, type StateError } from './errors.ts';
import { ensureStateFolder, previousPath, statePath } from './folder.ts';
import { jsonPieces } from './json.ts';
import { readStateFile } from './state-file.ts';

/** The state file could not be used. */
export interface StateReset {
  /** Path of the file under the dated name that it gets with the first write. */
  readonly setAside: string;
  /** True when the previous copy took over, false when monitoring starts from nothing. */
  readonly recovered: boolean;
}

export interface Store {
  /**
   * The state of the last write; the first run gets an empty one. Rejects with StateError (no right, a newer version);
   * nothing can be written after that.
   */
  read(): Promise<{ readonly state: State; readonly problem: StateReset | null }>;
  /** Rejects with StateError (full, read-only ...); the state on disk is then the one before. */
  write(state: State): Promise<void>;
}

const LEFT_OVER_AFTER_MS = HOUR_MS;
const SET_ASIDE_KEPT = 10;

/**
 * Opens the state of a folder, which is made (0700) where it is missing. To be called with the lock held: what killed
 * runs left behind is removed here. Rejects with StateError.
 */
export async function openStore(stateDir: string, now: number = Date.now()): Promise<Store> {
  ensureStateFolder(stateDir);
  const file = new StateFileAdapter(stateDir, now);
  file.removeLeftOvers();
  const db = new Low<State>(file, emptyState());
  return {
    async read() {
      await db.read();
      return { state: db.data, problem: file.reset };
    },
    async write(state) {
      db.data = state;
      await db.write();
    },
  };
}

/**
 * The state of a folder in which nothing can be written any more, such as one on a disk that became read-only: reads give
 * what was written last, writes reject with `cause`. Null: nothing is known there.
 */
export async function openFrozenStore(stateDir: string, cause: StateError): Promise<Store | null> {
  const file = await readStateReadonly(stateDir);
  if (file.kind !== 'ok') return null;
  return {
    read: () => Promise.resolve({ state: file.state, problem: null }),
    write: () => Promise.reject(cause),
  };
}

/**
 * Reads the state without lock, change or any right but to read, for commands that only show it. `previous`: the state
 * file is damaged, this is the copy before it. Rejects with StateError (no right, a newer version).
 */
export async function readStateReadonly(
  stateDir: string,
): Promise<
  | { readonly kind: 'ok'; readonly state: State; readonly previous: boolean }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged' }
> {
  const file = readStateFile(statePath(stateDir));
  if (file.kind === 'good') return { kind: 'ok', state: file.state, previous: false };
  if (file.kind === 'missing') return file;
  const previous = readStateFile(previousPath(stateDir));
  return previous.kind === 'good'
    ? { kind: 'ok', state: previous.state, previous: true }
    : { kind: 'damaged' };
}

/** lowdb's own file adapters neither fsync nor keep a copy nor survive a damaged file; this one does. */
class StateFileAdapter implements Adapter<State> {
  reset: StateReset | null = null;
  readonly #dir: string;
  readonly #path: string;
  readonly #now: number;
  #mayWrite = false;
  /** The name that a damaged file gets with the next write. */
  #damagedTo: string | null = null;

  constructor(stateDir: string, now: number) {
    this.#dir = stateDir;
    this.#path = statePath(stateDir);
    this.#now = now;
  }

  async read(): Promise<State | null> {
    this.#mayWrite = false;
    const file = readStateFile(this.#path);
    const state = file.kind === 'damaged' ? this.#recover() : file.kind === 'good' ? file.state : null;
    this.#mayWrite = true;
    return state;
  }

  async write(state: State): Promise<void> {
    // Without a good read this would replace a state that is unknown, maybe that of a newer version.
    if (!this.#mayWrite) throw new Error('the state is written before it was read');
    try {
      writeFileDurably(this.#path, jsonPieces(state), {
        mode: 0o600,
        keepPrevious: this.#damagedTo ?? previousPath(this.#dir),
      });
      this.#damagedTo = null;
    } catch (error) {
      throw toStateError(error, this.#path);
    }
  }

  /**
   * The damaged file stays in its place until the first write, which moves it to its dated name: were it gone before, a run
   * that is killed in between, or finds the disk full, would leave no state, and the next one would start from nothing.
   */
  #recover(): State | null {
    const previous = readStateFile(previousPath(this.#dir));
    this.#damagedTo = this.#datedPath();
    this.reset = { setAside: this.#damagedTo, recovered: previous.kind === 'good' };
    return previous.kind === 'good' ? withDoubtfulOutbox(previous.state) : null;
  }

  #datedPath(): string {
    const dated = `${this.#path}.corrupt-${new Date(this.#now).toISOString().replaceAll(':', '-')}`;
    try {
      const taken = new Set(readdirSync(this.#dir));
      let path = dated;
      for (let n = 2; taken.has(basename(path)); n += 1) path = `${dated}-${n}`;
      return path;
    } catch (error) {
      throw toStateError(error, this.#path);
    }
  }

  removeLeftOvers(): void {
    try {
      sweepTemps(this.#dir, LEFT_OVER_AFTER_MS, this.#now);
      const setAside = readdirSync(this.#dir).filter((name) => name.startsWith('state.json.corrupt-'));
      // A disk that damages the file each minute must not fill itself with the damaged copies.
      const tooMany = setAside.sort().slice(0, -SET_ASIDE_KEPT);
      for (const name of tooMany) rmSync(join(this.#dir, name), { force: true });
    } catch (error) {
      throw toStateError(error, this.#dir);
    }
  }
}

/** The copy is one write old, so what it holds as unsent may have been sent since. */
function withDoubtfulOutbox(state: State): State {
  return { ...state, outbox: state.outbox.map((item) => ({ ...item, maybeSent: true })) };
}

import type { State } from '../core/model.ts';
import { StateError } from '../state/errors.ts';
import { waitForLock } from '../state/lock.ts';
import { openStore } from '../state/store.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { StateKeeper } from './state-keeper.ts';

/** A check that is running lets go of the lock within its 50 s. */
const LOCK_PATIENCE_MS = 55_000;

/**
 * Runs `work` with the state and the lock, waiting for a check that is running. Returns the exit code of `work`, or 3 when
 * the lock cannot be had or the state cannot be read or written.
 */
export async function withState(
  stateDir: string,
  io: Io,
  work: (keeper: StateKeeper) => Promise<number>,
): Promise<number> {
  try {
    const lock = await waitForLock(stateDir, { timeoutMs: LOCK_PATIENCE_MS });
    if ('heldBy' in lock) {
      io.stderr(
        `srvmon: process ${String(lock.heldBy.pid)} holds the lock and does not end; nothing was changed\n`,
      );
      return EXIT.state;
    }
    try {
      const store = await openStore(stateDir, io.now());
      const keeper = new StateKeeper(store, (await store.read()).state);
      const exitCode = await work(keeper);
      if (keeper.error !== null) throw keeper.error;
      return exitCode;
    } finally {
      lock.release();
    }
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    io.stderr(`srvmon: ${error.message}\n`);
    return EXIT.state;
  }
}

/** Changes the state in one write. */
export async function editState(stateDir: string, io: Io, change: (state: State) => State): Promise<number> {
  return withState(stateDir, io, async (keeper) => {
    await keeper.commit(change);
    return EXIT.done;
  });
}

import type { Config } from '../core/config.ts';
import { minuteOf } from '../core/duration.ts';
import type { State } from '../core/model.ts';
import { enqueue } from '../core/outbox.ts';
import { stateWords } from '../render/state-words.ts';
import { StateError } from '../state/errors.ts';
import { waitForLock } from '../state/lock.ts';
import { openStore, type StateReset } from '../state/store.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { resetTrouble, StateKeeper } from './state-keeper.ts';

/** A check that is running lets go of the lock within its 50 s. */
const LOCK_PATIENCE_MS = 55_000;

/**
 * Runs `work` with the state and the lock, waiting for a check that is running. Returns the exit code of `work`, or 3 when
 * the lock cannot be had or the state cannot be read or written.
 */
export async function withState(
  config: Config,
  io: Io,
  work: (keeper: StateKeeper) => Promise<number>,
): Promise<number> {
  try {
    const lock = await waitForLock(config.stateDir, { timeoutMs: LOCK_PATIENCE_MS });
    if ('heldBy' in lock) {
      io.stderr(`srvmon: ${stateWords(config.language).lockHeld(lock.heldBy.pid)}\n`);
      return EXIT.state;
    }
    try {
      const store = await openStore(config.stateDir, io.now());
      const { state, problem } = await store.read();
      const keeper = new StateKeeper(store, state);
      if (problem !== null) await tellReset(problem, keeper, config, io);
      const exitCode = await work(keeper);
      if (keeper.error !== null) throw keeper.error;
      return exitCode;
    } finally {
      lock.release();
    }
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    io.stderr(`srvmon: ${error.sentence(config.language)}\n`);
    return EXIT.state;
  }
}

/** The next check finds a good file, so nobody else will tell it. */
async function tellReset(problem: StateReset, keeper: StateKeeper, config: Config, io: Io): Promise<void> {
  const at = minuteOf(io.now());
  const event = { kind: 'trouble' as const, trouble: resetTrouble(problem), since: at };
  await keeper.commit((state) => enqueue(state, config.alerts.noticesTo, event, at));
}

/** Changes the state in one write. */
export async function editState(config: Config, io: Io, change: (state: State) => State): Promise<number> {
  return withState(config, io, async (keeper) => {
    await keeper.commit(change);
    return EXIT.done;
  });
}

// Adds 1 to the serial, again and again, waiting for the lock each time.
import { waitForLock } from '../../../src/state/lock.ts';
import { openStore } from '../../../src/state/store.ts';

const [stateDir = '', times = '1'] = process.argv.slice(2);
for (let n = 0; n < Number(times); n += 1) {
  const lock = await waitForLock(stateDir, { timeoutMs: 30_000 });
  if ('heldBy' in lock) throw new Error('waited in vain');
  const store = await openStore(stateDir);
  const { state, problem } = await store.read();
  if (problem !== null) throw new Error('the state was reset');
  await store.write({ ...state, serial: state.serial + 1 });
  lock.release();
}

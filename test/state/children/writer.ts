// Writes states with growing serials under the lock, as fast as it can, and prints each serial once it is durable.
import { acquireLock } from '../../../src/state/lock.ts';
import { openStore } from '../../../src/state/store.ts';

const [stateDir = '', writes = 'Infinity', locked = 'locked'] = process.argv.slice(2);
if (locked === 'locked') {
  const lock = await acquireLock(stateDir);
  if ('heldBy' in lock) throw new Error('the lock outlived its holder');
}
const store = await openStore(stateDir);
const { state, problem } = await store.read();
if (problem !== null) throw new Error(`the state was reset: ${problem.setAside}`);
// 200 kB a write, so that a kill finds the file half-written.
const pendingHistory = Array.from({ length: 4_000 }, (_, n) => ({
  t: 'watched' as const,
  from: n,
  to: n + 1,
}));
for (let n = 1; n <= Number(writes); n += 1) {
  const serial = state.serial + n;
  await store.write({ ...state, pendingHistory, serial });
  process.stdout.write(`${serial}\n`);
}

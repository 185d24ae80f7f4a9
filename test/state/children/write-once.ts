// Opens the store, reads, writes one state of the given size, and prints `written` or the code of the StateError.
import { StateError } from '../../../src/state/errors.ts';
import { openStore } from '../../../src/state/store.ts';

const [stateDir = '', records = '0'] = process.argv.slice(2);
try {
  const store = await openStore(stateDir);
  const { state } = await store.read();
  const pendingHistory = Array.from({ length: Number(records) }, (_, n) => ({
    t: 'watched' as const,
    from: n,
    to: n + 1,
  }));
  await store.write({ ...state, pendingHistory });
  console.log('written');
} catch (error) {
  if (!(error instanceof StateError)) throw error;
  console.log(`${error.code}: ${error.message}`);
}

import type { Config } from '../core/config.ts';
import { DAY_MS } from '../core/duration.ts';
import type { State } from '../core/model.ts';
import { StateError } from '../state/errors.ts';
import { keepDocuments } from './documents.ts';
import type { Io } from './io.ts';

/** The first run of a day (UTC, as the month files are) looks for history that is older than it is kept. */
export function isTimeToPrune(lastRunAt: number | null, at: number): boolean {
  return lastRunAt !== null && Math.floor(lastRunAt / DAY_MS) !== Math.floor(at / DAY_MS);
}

/**
 * Removes month files that are older than `keep`, and documents that no message needs. A failure is one line on stderr, and
 * tomorrow tries again.
 */
export async function prune(config: Config, state: State, io: Io): Promise<void> {
  await keepDocuments(config, state, io);
  try {
    await (await import('../state/history.ts')).pruneHistory(config.stateDir, config.keepMs, io.now());
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const { checkWords } = await import('../render/check-words.ts');
    const { language } = config;
    io.stderr(`srvmon: ${checkWords(language).historyKept(error.sentence(language))}\n`);
  }
}

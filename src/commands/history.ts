import { historyCheckText } from '../render/history-check.ts';
import { screenOf } from '../render/screen.ts';
import { StateError } from '../state/errors.ts';
import { checkHistory } from '../state/history-read.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { readConfig } from './read-config.ts';

/**
 * Reads every line of the history and tells which are damaged. Returns the exit code: 0; 1 when a line is damaged; 2 for
 * the configuration; 3 when a file cannot be read.
 */
export async function check(options: { readonly config?: string }, io: Io): Promise<number> {
  const config = await readConfig(options.config, io);
  if (config === null) return EXIT.usage;
  try {
    const files = await checkHistory(config.stateDir);
    io.stdout(historyCheckText(files, screenOf(io, config)));
    return files.some(({ damaged }) => damaged.length > 0) ? EXIT.down : EXIT.done;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    io.stderr(`srvmon: ${error.sentence(config.language)}\n`);
    return EXIT.state;
  }
}

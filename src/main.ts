/**
 * The start of the program. `check` runs 1,440 times a day, so its few flags are read without the library that parses the
 * commands of people: that halves the time until the first probe. Everything else, help and mistakes included, is `cli.ts`.
 */

import { parseArgs } from 'node:util';
import type { CheckOptions } from './commands/check.ts';
import { isPrinted } from './commands/process-io.ts';
import { runCheck } from './commands/run-check.ts';

void start(checkOptions(process.argv.slice(2)));

async function start(options: CheckOptions | null): Promise<void> {
  if (options === null) return (await import('./cli.ts')).runCli();
  process.exitCode = await runCheck(options);
  // Ending here leaves out the freeing of every object: 5 of 110 ms. Text on its way into a slow pipe would be lost, so that
  // one waits.
  if (isPrinted()) process.exit();
}

/** The options of a plain `srvmon check ...`; null for everything else. */
function checkOptions([command, ...args]: readonly string[]): CheckOptions | null {
  if (command !== 'check') return null;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string', short: 'c' },
        verbose: { type: 'boolean', short: 'v' },
        json: { type: 'boolean' },
        'fail-on-down': { type: 'boolean' },
        timings: { type: 'boolean' },
      },
    });
    const { 'fail-on-down': failOnDown = false, config, ...flags } = values;
    return { ...flags, failOnDown, ...(config === undefined ? {} : { config }) };
  } catch {
    return null;
  }
}

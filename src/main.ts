/**
 * The start of the program. `check` runs 1,440 times a day, so its few flags are read without the library that parses the
 * commands of people: that halves the time until the first probe. Everything else, help and mistakes included, is `cli.ts`.
 */

import type { CheckOptions } from './commands/check.ts';
import { isPrinted } from './commands/process-io.ts';
import { runCheck } from './commands/run-check.ts';

/** `--NAME` of `check` that take no value, and the option that each one sets. */
const FLAGS = {
  '--verbose': 'verbose',
  '-v': 'verbose',
  '--json': 'json',
  '--fail-on-down': 'failOnDown',
  '--timings': 'timings',
} as const;

void start(checkOptions(process.argv.slice(2)));

async function start(options: CheckOptions | null): Promise<void> {
  if (options === null) return (await import('./cli.ts')).runCli();
  process.exitCode = await runCheck(options);
  // Ending here leaves out the freeing of every object: 5 of 110 ms. Text on its way into a slow pipe would be lost, so that
  // one waits.
  if (isPrinted()) process.exit();
}

/** The options of a plain `srvmon check ...`; null for everything else, and for all other ways to write them. */
function checkOptions([command, ...args]: readonly string[]): CheckOptions | null {
  if (command !== 'check') return null;
  const options: Mutable<CheckOptions> = {};
  for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
    if (isFlag(arg)) options[FLAGS[arg]] = true;
    else if (arg !== '--config' && arg !== '-c') return null;
    else {
      const path = args.shift();
      if (path === undefined || path.startsWith('-')) return null;
      options.config = path;
    }
  }
  return options;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function isFlag(arg: string): arg is keyof typeof FLAGS {
  return Object.hasOwn(FLAGS, arg);
}

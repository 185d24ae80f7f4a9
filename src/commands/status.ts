import type { Config } from '../core/config.ts';
import { parseDuration } from '../core/duration.ts';
import { emptyState } from '../core/state.ts';
import { SKIPS_MS, statusFails, statusOf } from '../core/status.ts';
import { screenOf } from '../render/screen.ts';
import { jsonStatus, statusText } from '../render/status.ts';
import type { ScopeNames } from '../render/status.ts';
import { StateError } from '../state/errors.ts';
import { readSkips } from '../state/skips.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { readConfig } from './read-config.ts';
import { storedState } from './stored-state.ts';

export interface StatusCommandOptions {
  readonly config?: string | undefined;
  /** A duration: the last check may not be older. */
  readonly maxAge?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Shows what is down and how the monitor does. Returns the exit code: 0; 1 when something is down, or the last check is
 * older than `--max-age`; 2 for the configuration; 3 when the state cannot be read.
 */
export async function run(options: StatusCommandOptions, io: Io): Promise<number> {
  const maxAgeMs = options.maxAge === undefined ? null : parseDuration(options.maxAge);
  if (options.maxAge !== undefined && maxAgeMs === null) {
    io.stderr(`srvmon status: --max-age: "${options.maxAge}" is no length of time; write for instance 3m\n`);
    return EXIT.usage;
  }
  const config = await readConfig(options.config, io);
  if (config === null) return EXIT.usage;
  try {
    return await status(config, maxAgeMs, options.json ?? false, io);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    io.stderr(`srvmon: ${error.message}\n`);
    return EXIT.state;
  }
}

async function status(config: Config, maxAgeMs: number | null, json: boolean, io: Io): Promise<number> {
  const now = io.now();
  const state = (await storedState(config.stateDir, io)) ?? emptyState();
  const skips = await readSkips(config.stateDir, now - SKIPS_MS);
  const found = statusOf(config, state, now, maxAgeMs, skips);
  io.stdout(
    json
      ? jsonStatus(found, maxAgeMs, config.language)
      : statusText(found, screenOf(io, config), scopeNames(config)),
  );
  return statusFails(found, maxAgeMs) ? EXIT.down : EXIT.done;
}

function scopeNames(config: Config): ScopeNames {
  return (scope) => {
    const [kind, id] = [scope.slice(0, scope.indexOf(':')), scope.slice(scope.indexOf(':') + 1)];
    const known = kind === 'site' ? config.sites : config.servers;
    return known.find((one) => one.id === id)?.name ?? null;
  };
}

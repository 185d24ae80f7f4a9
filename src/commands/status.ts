import type { Config } from '../core/config.ts';
import { parseDuration } from '../core/duration.ts';
import { emptyState } from '../core/state.ts';
import { SKIPS_MS, statusFails, statusOf } from '../core/status.ts';
import { screenOf } from '../render/screen.ts';
import { jsonStatus, statusText } from '../render/status.ts';
import type { ScopeNames } from '../render/status.ts';
import { usageWords, type UsageWords } from '../render/usage-words.ts';
import { StateError } from '../state/errors.ts';
import { readSkips } from '../state/skips.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { languageFor } from './language.ts';
import { readConfig } from './read-config.ts';
import { storedState } from './stored-state.ts';

export interface StatusCommandOptions {
  readonly config?: string | undefined;
  /** A duration: the last check may not be older. */
  readonly maxAge?: string | undefined;
  readonly json?: boolean | undefined;
  /** Draw it again and again; a text is the number of seconds between. */
  readonly watch?: string | true | undefined;
}

/**
 * Shows what is down and how the monitor does. Returns the exit code: 0; 1 when something is down, or the last check is
 * older than `--max-age`; 2 for the configuration; 3 when the state cannot be read.
 */
export async function run(
  options: StatusCommandOptions,
  io: Io,
  makePause: () => Pause = untilInterrupted,
): Promise<number> {
  const words = usageWords(languageFor(options.config, io));
  const maxAgeMs = options.maxAge === undefined ? null : parseDuration(options.maxAge);
  if (options.maxAge !== undefined && maxAgeMs === null) {
    return usage(words.noLength('--max-age', options.maxAge, '3m'), io);
  }
  const every = everyOf(options, io, words);
  if ('problem' in every) return usage(every.problem, io);
  const config = await readConfig(options.config, io);
  if (config === null) return EXIT.usage;
  const show = (out: Io): Promise<number> => status(config, maxAgeMs, options.json ?? false, out);
  try {
    return await (every.ms === null ? show(io) : watch(show, every.ms, io, makePause()));
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    io.stderr(`srvmon: ${error.sentence(config.language)}\n`);
    return EXIT.state;
  }
}

function usage(problem: string, io: Io): number {
  io.stderr(`srvmon status: ${problem}\n`);
  return EXIT.usage;
}

/** Waits; false: the user wants no more of it. */
export type Pause = (ms: number) => Promise<boolean>;

/** Pauses that the first Ctrl-C ends; a second one ends the process as usual. */
function untilInterrupted(): Pause {
  let interrupted = false;
  let wake = (): void => undefined;
  process.once('SIGINT', () => {
    interrupted = true;
    wake();
  });
  return (ms) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        wake();
      }, ms);
      wake = () => {
        clearTimeout(timer);
        resolve(!interrupted);
      };
      if (interrupted) wake();
    });
}

const DEFAULT_WATCH_S = 5;
const LONGEST_WATCH_S = 3_600;

function everyOf(
  { watch: seconds, json }: StatusCommandOptions,
  { isTTY }: Io,
  words: UsageWords,
): { readonly ms: number | null } | { readonly problem: string } {
  if (seconds === undefined) return { ms: null };
  if (json === true) return { problem: words.exclude(['--watch', '--json']) };
  if (!isTTY) return { problem: words.noTerminal('--watch') };
  const value = seconds === true ? DEFAULT_WATCH_S : Number(seconds);
  return Number.isFinite(value) && value >= 1 && value <= LONGEST_WATCH_S
    ? { ms: value * 1_000 }
    : { problem: words.noSeconds('--watch', String(seconds), LONGEST_WATCH_S) };
}

const TOP_LEFT = '\x1b[H';
const CLEAR_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

/** Draws over the last picture, line by line, so that nothing flickers. Returns the exit code of the last picture. */
async function watch(
  show: (io: Io) => Promise<number>,
  everyMs: number,
  io: Io,
  pause: Pause,
): Promise<number> {
  let exitCode: number;
  io.stdout(`${TOP_LEFT}${CLEAR_BELOW}`);
  do {
    let picture = '';
    const draw = (text: string): void => {
      picture += text;
    };
    exitCode = await show({ ...io, stdout: draw, stderr: draw });
    // What is taller than the terminal would scroll, and the next picture would begin in the middle of it.
    const lines = picture.split('\n').slice(0, (io.rows ?? Infinity) - 1);
    io.stdout(TOP_LEFT + lines.map((line) => `${line}${CLEAR_LINE}\n`).join('') + CLEAR_BELOW);
  } while (await pause(everyMs));
  return exitCode;
}

async function status(config: Config, maxAgeMs: number | null, json: boolean, io: Io): Promise<number> {
  const now = io.now();
  const state = (await storedState(config, io)) ?? emptyState();
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

import type { Config, Server } from '../core/config.ts';
import { MINUTE_MS, parseDuration } from '../core/duration.ts';
import { periodOf, periodProblemText, type Period } from '../core/period.ts';
import { replay, ReplayBook, type Stretch, type Thresholds } from '../core/replay.ts';
import { replayText, type ReplayResult, type ReplayRow } from '../render/replay.ts';
import { screenOf } from '../render/screen.ts';
import { stateWords } from '../render/state-words.ts';
import { usageWords, type UsageWords } from '../render/usage-words.ts';
import { StateError } from '../state/errors.ts';
import { scanHistory } from '../state/history-read.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { languageFor } from './language.ts';
import { readConfig } from './read-config.ts';
import { storedState } from './stored-state.ts';

export interface ReplayOptions {
  readonly config?: string;
  readonly since?: string;
  readonly from?: string;
  readonly to?: string;
  /** A duration. */
  readonly downAfter?: string;
  /** A whole number from 1. */
  readonly minFailures?: string;
}

const DEFAULT_SINCE = '30d';

/** Thresholds that are shown beside the one that was asked for. */
const COMPARED_MS = [1, 2, 3, 5, 10, 15].map((minutes) => minutes * MINUTE_MS);

/** Shows how many alerts other thresholds would have sent. Returns the exit code: 0, 2 (usage or configuration), 3 (state). */
export async function run(options: ReplayOptions, io: Io): Promise<number> {
  const asked = askedOf(options, usageWords(languageFor(options.config, io)));
  if ('problem' in asked) return usage(asked.problem, io);
  const config = await readConfig(options.config, io);
  if (config === null) return EXIT.usage;
  const { from, to } = options;
  const since = from === undefined && to === undefined ? (options.since ?? DEFAULT_SINCE) : options.since;
  const chosen = periodOf({ since, from, to }, config.timezone, io.now());
  if (!chosen.ok) return usage(periodProblemText(chosen.problem, config.language), io);
  try {
    const book = await readBook(config, chosen.period, io);
    io.stdout(replayText(resultOf(book, config, chosen.period, asked), screenOf(io, config)));
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    io.stderr(`srvmon: ${error.sentence(config.language)}\n`);
    return EXIT.state;
  }
}

function usage(problem: string, io: Io): number {
  io.stderr(`srvmon replay: ${problem}\n`);
  return EXIT.usage;
}

interface Asked {
  readonly downAfterMs: number | null;
  readonly minFailures: number | null;
}

function askedOf(
  { downAfter, minFailures }: ReplayOptions,
  words: UsageWords,
): Asked | { readonly problem: string } {
  const downAfterMs = downAfter === undefined ? null : downAfter === '0' ? 0 : parseDuration(downAfter);
  if (downAfter !== undefined && downAfterMs === null)
    return { problem: words.noLength('--down-after', downAfter, '5m') };
  if (minFailures !== undefined && !/^[1-9]\d{0,3}$/.test(minFailures))
    return { problem: words.noCount('--min-failures', minFailures) };
  return { downAfterMs, minFailures: minFailures === undefined ? null : Number(minFailures) };
}

async function readBook(config: Config, period: Period, io: Io): Promise<ReplayBook> {
  // The state first: what a running check moves into the history meanwhile is then met at least once.
  const state = await storedState(config, io);
  const book = new ReplayBook(period);
  // What began in the period may have ended after it.
  const query = { from: period.from, to: Infinity, latency: false };
  const { damaged } = await scanHistory(config.stateDir, query, (record) => {
    book.add(record);
  });
  if (damaged.length > 0) io.stderr(`srvmon: ${stateWords(config.language).damagedLines(damaged.length)}\n`);
  if (state !== null) book.addState(state, config.intervalMs);
  return book;
}

function resultOf(book: ReplayBook, config: Config, period: Period, asked: Asked): ReplayResult {
  const stretches = book.stretches();
  const lengths = new Set([...COMPARED_MS, ...(asked.downAfterMs === null ? [] : [asked.downAfterMs])]);
  const names = new Map(config.servers.map(({ id, name }) => [id, name]));
  return {
    from: period.from,
    to: period.to,
    watchedMs: book.watchedMs(),
    outagesThen: stretches.filter(({ wasOutage }) => wasOutage).length,
    rows: [
      rowOf('configured', stretches, config, (server) => server),
      ...[...lengths]
        .sort((a, b) => a - b)
        .map((downAfterMs) =>
          rowOf(downAfterMs === asked.downAfterMs ? 'asked' : 'other', stretches, config, (server) => ({
            downAfterMs,
            minFailures: asked.minFailures ?? server.minFailures,
          })),
        ),
    ],
    nameOf: (id) => names.get(id) ?? id,
  };
}

/** Servers that left the configuration have no thresholds any more, and stay as they were. */
function rowOf(
  kind: ReplayRow['kind'],
  stretches: readonly Stretch[],
  { servers }: Config,
  thresholdsOf: (server: Server) => Thresholds,
): ReplayRow {
  const thresholds = new Map(servers.map((server) => [server.id, thresholdsOf(server)]));
  const range = (key: keyof Thresholds): readonly [number, number] => {
    const values = [...thresholds.values()].map((each) => each[key]);
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  };
  return {
    kind,
    downAfterMs: range('downAfterMs'),
    minFailures: range('minFailures'),
    replayed: replay(stretches, (id) => thresholds.get(id) ?? null),
  };
}

import type { Config } from '../core/config.ts';
import { momentOf } from '../core/clock.ts';
import { decide, type Decision } from '../core/decide.ts';
import type { ActiveWindow } from '../core/draft.ts';
import { HOUR_MS, MINUTE_MS, minuteOf } from '../core/duration.ts';
import type { AlertEvent } from '../core/events.ts';
import type { State } from '../core/model.ts';
import { dueBatches, enqueue, markInFlight, type Batch } from '../core/outbox.ts';
import type { Sweep, Trouble } from '../core/probing.ts';
import { isFailing } from '../core/quiet.ts';
import { loadForCheck } from '../config/cache.ts';
import { formatProblem, type Problem } from '../config/problem.ts';
import { sweep, type SweepResult } from '../probes/index.ts';
import { uptimeMs } from '../probes/uptime.ts';
import { StateError } from '../state/errors.ts';
import { acquireLock, type LockHolder } from '../state/lock.ts';
import { openFrozenStore, openStore, type Store } from '../state/store.ts';
import { VERSION } from '../version.ts';
import { showSweep } from './check-output.ts';
import { configPath } from './config-path.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { isTimeToPrune, prune } from './prune.ts';
import { Pulse } from './pulse.ts';
import { resetTrouble, StateKeeper } from './state-keeper.ts';
import { Timings } from './timings.ts';

export interface CheckOptions {
  readonly config?: string;
  readonly verbose?: boolean;
  readonly json?: boolean;
  readonly failOnDown?: boolean;
  readonly timings?: boolean;
}

/** The sweep may use so much of the run; a run as a whole ends inside 50 s of the start of its process. */
const SWEEP_MS = 35_000;

/** A run that holds the lock for longer than this is stuck. */
const STUCK_MS = 5 * MINUTE_MS;

/** One run: configuration, lock, state, sweep, decision, commit, delivery, history, heartbeat. Returns the exit code. */
export async function run(options: CheckOptions, io: Io): Promise<number> {
  const timings = new Timings();
  const at = io.now();
  const loaded = await loadForCheck(configPath(options.config, io.env), { env: io.env, version: VERSION });
  for (const problem of loaded.problems) io.stderr(`${formatProblem(problem)}\n`);
  if (loaded.config === null) return EXIT.usage;
  timings.mark('config');
  const { config, problems } = loaded;
  const pulse = new Pulse(config.heartbeatUrl);
  const exitCode = await underLock(config, at, io, pulse, (store) =>
    checkOnce({ options, config, problems, at, io, timings, pulse, store }),
  );
  if (options.timings === true) io.stderr(timings.table());
  return exitCode;
}

async function underLock(
  config: Config,
  at: number,
  io: Io,
  pulse: Pulse,
  work: (store: Store) => Promise<number>,
): Promise<number> {
  try {
    const lock = await acquireLock(config.stateDir, at).catch((error: unknown) => frozen(config, error));
    if ('read' in lock) return await work(lock);
    if ('heldBy' in lock) return await skip(config, lock.heldBy, io);
    try {
      return await work(await openStore(config.stateDir, at));
    } finally {
      lock.release();
    }
  } catch (error) {
    if (!(error instanceof StateError)) {
      await pulse.end(EXIT.bug, error instanceof Error ? error.message : String(error));
      throw error;
    }
    io.stderr(`srvmon: ${error.sentence(config.language)}\n`);
    await pulse.end(EXIT.state, error.sentence(config.language));
    return EXIT.state;
  }
}

/** Where nothing can be written there is no lock either; what is known there still serves to attempt alerts. */
async function frozen(config: Config, error: unknown): Promise<Store> {
  const unwritable =
    error instanceof StateError && ['read-only', 'no-permission', 'full'].includes(error.code);
  const store = unwritable ? await openFrozenStore(config.stateDir, error) : null;
  if (store === null) throw error;
  return store;
}

/** Another run is at work: that is no error, and it is counted. One that is stuck is worth a line. */
async function skip(config: Config, { pid, since }: LockHolder, io: Io): Promise<number> {
  const { countSkip } = await import('../state/skips.ts');
  await countSkip(config.stateDir, io.now());
  if (since !== null && io.now() - since > STUCK_MS) {
    const { checkWords } = await import('../render/check-words.ts');
    const minutes = Math.floor((io.now() - since) / MINUTE_MS);
    io.stderr(`srvmon: ${checkWords(config.language).stuck(pid, minutes)}\n`);
  }
  return EXIT.done;
}

interface Run {
  readonly options: CheckOptions;
  readonly config: Config;
  readonly problems: readonly Problem[];
  readonly at: number;
  readonly io: Io;
  readonly timings: Timings;
  readonly pulse: Pulse;
  readonly store: Store;
}

async function checkOnce(run: Run): Promise<number> {
  const { config, at, io, timings, options, pulse, store } = run;
  timings.mark('lock');
  await pulse.begin();
  const { state, problem } = await store.read();
  timings.mark('state');
  const found = await probeAll(run, state);
  timings.take('resolve', found.resolveMs);
  timings.mark('probe');
  const troubles = [
    ...found.troubles,
    ...configTroubles(run),
    ...(problem === null ? [] : [resetTrouble(problem)]),
  ];
  const swept = sweepWith(found, troubles);
  const decision = decide(state, swept, { config, maintenance: await openWindows(config, at) }, at);
  timings.mark('decide');

  const keeper = new StateKeeper(store, decision.state);
  const batches = await commit(run, keeper, state);
  timings.mark('commit');
  await deliverAll(run, keeper, batches);
  timings.mark('deliver');
  await keeper.moveHistory(config.stateDir);
  if (isTimeToPrune(state.lastRunAt, at)) await prune(config, keeper.state, io);
  timings.mark('history');
  await refreshPage(run, keeper.state, state, decision);
  await refreshMetrics(run, keeper.state, found);

  if (options.json === true) {
    const { jsonCheck } = await import('../render/check-json.ts');
    io.stdout(jsonCheck(config, swept, decision));
  }
  const exitCode = exitCodeOf(run, keeper);
  if (keeper.error !== null) io.stderr(`srvmon: ${keeper.error.sentence(config.language)}\n`);
  await pulse.end(exitCode, await problemText(run, keeper));
  timings.mark('heartbeat');
  return exitCode;
}

/** Not a spread: that would also make the list of all checks, which nobody here asks for. */
function sweepWith(
  { at, blind, verdicts, certificates, addresses }: SweepResult,
  troubles: Trouble[],
): Sweep {
  return { at, blind, verdicts, certificates, troubles, addresses };
}

async function probeAll(run: Run, state: State): Promise<SweepResult> {
  const { config, at, options, io } = run;
  const remembered = Object.fromEntries(
    Object.entries(state.addresses).map(([host, { address }]) => [host, address]),
  );
  const failing = Object.entries(state.servers).flatMap(([id, server]) => (isFailing(server) ? [id] : []));
  const output = await showSweep(config, options, io);
  try {
    return await sweep({
      config,
      at,
      budgetMs: SWEEP_MS,
      remembered,
      failing: new Set(failing),
      onVerdict: (server, verdict) => {
        output.onVerdict(server, verdict);
      },
    });
  } finally {
    output.end();
  }
}

/** The maintenance windows that are open; their arithmetic is loaded only where there are any. */
async function openWindows(config: Config, at: number): Promise<ReadonlyMap<string, ActiveWindow>> {
  const owners = [config, ...config.sites, ...config.servers];
  if (owners.every((owner) => owner.maintenance.length === 0)) return new Map();
  return (await import('../core/maintenance.ts')).openWindows(config, at);
}

function configTroubles({ problems }: Run): Trouble[] {
  const [first] = problems;
  if (first === undefined) return [];
  return [
    { kind: 'config-broken', key: 'config-broken', problem: formatProblem(first), more: problems.length - 1 },
  ];
}

/**
 * State and outbox in one durable write, before anything is sent. When that fails the alerts of this run are attempted all
 * the same: they may be repeats, since the next run will not remember them. From the third such minute on (a gap, as the
 * state on disk sees it) `decide` confirms nothing any more, and what it tells again is left out, but for an hourly word.
 */
async function commit(run: Run, keeper: StateKeeper, before: State): Promise<readonly Batch[]> {
  const { config, at } = run;
  let batches = dueBatches(keeper.state, config, at);
  if (await keeper.commit((state) => markInFlight(state, batches))) return batches;
  const isGap = momentOf(before.lastRunAt, at, config.intervalMs).continuity === 'gap';
  const isFullHour = minuteOf(at) % HOUR_MS === 0;
  await keeper.commit((state) => {
    const attempted = isGap ? { ...state, outbox: [] } : state;
    return isGap && !isFullHour
      ? attempted
      : enqueue(attempted, config.alerts.noticesTo, unwritable(run, keeper), minuteOf(at));
  });
  batches = dueBatches(keeper.state, config, at);
  return batches;
}

/** Most runs have nothing to tell: the words of messages are loaded only by those that have. */
async function deliverAll(
  { config, io, options }: Run,
  keeper: StateKeeper,
  batches: readonly Batch[],
): Promise<void> {
  if (batches.length === 0) return;
  const { deliverDue } = await import('./deliver-due.ts');
  const before = keeper.state.chats;
  // With --json the document is all that stands on stdout.
  const alertIo = options.json === true ? { ...io, stdout: (text: string) => io.stderr(text) } : io;
  const { problems } = await deliverDue(config, keeper, batches, alertIo);
  if (problems.length === 0) return;
  const words = (await import('../render/check-words.ts')).checkWords(config.language);
  for (const { chat, reason, lost } of problems) {
    if (lost) io.stderr(`srvmon: ${words.refused(chat, reason)}\n`);
    // Told once: where this chat is the only one, cron's mail is the only way to learn it.
    else if (keeper.state.chats[chat]?.refused != null && before[chat]?.refused == null)
      io.stderr(`srvmon: ${words.refusedChat(chat, reason)}\n`);
  }
}

function unwritable({ at, config }: Run, { error }: StateKeeper): AlertEvent {
  const trouble: Trouble = {
    kind: 'state-unwritable',
    key: 'state-unwritable',
    problem: error?.sentence(config.language) ?? '',
  };
  return { kind: 'trouble', trouble, since: minuteOf(at) };
}

function exitCodeOf({ options, problems, config }: Run, keeper: StateKeeper): number {
  if (keeper.error !== null) return EXIT.state;
  if (problems.length > 0) return EXIT.usage;
  const down = config.servers.some(({ id }) => keeper.state.servers[id]?.incident != null);
  return options.failOnDown === true && down ? EXIT.down : EXIT.done;
}

async function refreshPage(
  { config, at, io }: Run,
  state: State,
  before: State,
  { transitions }: Decision,
): Promise<void> {
  if (config.statusPage === null) return;
  const { refreshStatusPage } = await import('./status-page.ts');
  const changed = transitions.length > 0 || state.blindSince !== before.blindSince;
  await refreshStatusPage(config, state, at, { changed, stderr: (text) => io.stderr(text) });
}

async function refreshMetrics({ config, io }: Run, state: State, found: Sweep): Promise<void> {
  if (config.metricsFile === null) return;
  const { writeMetrics } = await import('./metrics.ts');
  // Counted from the start of the process.
  const input = { config, state, sweep: found, runMs: uptimeMs(), version: VERSION };
  await writeMetrics(config.metricsFile, input, io);
}

/** What is wrong with a run: why it failed, and which chats get no alerts. Empty: nothing. */
async function problemText({ problems, config }: Run, keeper: StateKeeper): Promise<string> {
  return [
    ...(keeper.error === null ? [] : [keeper.error.sentence(config.language)]),
    ...problems.map((problem) => formatProblem(problem)),
    ...(await refusals(config, keeper.state)),
  ].join('\n');
}

/** A sentence for each chat that Telegram refuses. Whoever watches the monitor may be the only one who can still be told. */
async function refusals({ telegram, language }: Config, { chats }: State): Promise<string[]> {
  const refused = (telegram?.chats ?? []).flatMap(({ name }) => {
    const reason = chats[name]?.refused?.reason;
    return reason === undefined ? [] : [{ name, reason }];
  });
  if (refused.length === 0) return [];
  const words = (await import('../render/check-words.ts')).checkWords(language);
  return refused.map(({ name, reason }) => words.refusedChat(name, reason));
}

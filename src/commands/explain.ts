import type { Config, Server } from '../core/config.ts';
import type { ActiveWindow } from '../core/draft.ts';
import { DAY_MS } from '../core/duration.ts';
import { explain } from '../core/explain.ts';
import { resolveNames, selectionProblemText } from '../core/selection.ts';
import { emptyState } from '../core/state.ts';
import { explanationText } from '../render/explain.ts';
import { StateError } from '../state/errors.ts';
import { readHistory } from '../state/history-read.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { readConfig } from './read-config.ts';
import { storedState } from './stored-state.ts';

/** Past outages are looked for so far back. */
const PAST_MS = 30 * DAY_MS;

/** Tells everything about one server: state, streak, parent, windows, mutes, and for each chat what it was told and why. */
export async function run(target: string, options: { readonly config?: string }, io: Io): Promise<number> {
  const config = await readConfig(options.config, io);
  if (config === null) return EXIT.usage;
  const found = resolveNames('server', [target], config.servers);
  if ('problem' in found) {
    io.stderr(`srvmon explain: ${selectionProblemText(found.problem, config.servers, config.language)}\n`);
    return EXIT.usage;
  }
  const server = config.servers.find(({ id }) => id === found.ids[0]);
  if (server === undefined) return EXIT.usage;
  try {
    return await show(server, config, io);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    io.stderr(`srvmon: ${error.sentence(config.language)}\n`);
    return EXIT.state;
  }
}

async function show(server: Server, config: Config, io: Io): Promise<number> {
  const now = io.now();
  const state = (await storedState(config, io)) ?? emptyState();
  const { records } = await readHistory(config.stateDir, { from: now - PAST_MS, to: now, latency: false });
  const found = explain(server, config, state, records, await openWindow(server, config, now));
  io.stdout(explanationText(found, now, { timezone: config.timezone, language: config.language }));
  return EXIT.done;
}

async function openWindow(server: Server, config: Config, now: number): Promise<ActiveWindow | null> {
  const { openWindows } = await import('../core/maintenance.ts');
  return openWindows(config, now).get(server.id) ?? null;
}

import type { Config, Server } from '../core/config.ts';
import { CONSOLE } from '../core/draft.ts';
import { minuteOf } from '../core/duration.ts';
import type { Subject } from '../core/events.ts';
import { dueBatches, enqueue, markInFlight } from '../core/outbox.ts';
import { resolveNames, selectionProblemText } from '../core/selection.ts';
import { loadForCheck } from '../config/cache.ts';
import { formatProblem } from '../config/problem.ts';
import { testAlertWords, type TestAlertWords } from '../render/test-alert-words.ts';
import { VERSION } from '../version.ts';
import { configPath } from './config-path.ts';
import { deliverDue } from './deliver-due.ts';
import { withState } from './edit-state.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { StateKeeper } from './state-keeper.ts';

export interface TestAlertOptions {
  readonly config?: string;
  readonly server?: string;
}

/**
 * Sends a marked test message to every chat (or to those of one server) over the way that alerts take: outbox, commit,
 * delivery, outcome. Exits with 1 when a chat did not get it.
 */
export async function run(options: TestAlertOptions, io: Io): Promise<number> {
  const loaded = await loadForCheck(configPath(options.config, io.env), { env: io.env, version: VERSION });
  for (const problem of loaded.problems) io.stderr(`${formatProblem(problem)}\n`);
  if (loaded.config === null) return EXIT.usage;
  const { config } = loaded;
  const found = resolveNames('server', options.server === undefined ? [] : [options.server], config.servers);
  if ('problem' in found) {
    io.stderr(`srvmon test-alert: ${selectionProblemText(found.problem, config.servers, config.language)}\n`);
    return EXIT.usage;
  }
  const server = config.servers.find(({ id }) => id === found.ids[0]) ?? null;
  return withState(config, io, (keeper) => sendTest(config, server, keeper, io));
}

async function sendTest(config: Config, server: Server | null, keeper: StateKeeper, io: Io): Promise<number> {
  const targets = targetsOf(config, server);
  const before = new Set(keeper.state.outbox.map((item) => item.id));
  const event = { kind: 'test' as const, subject: server === null ? null : subjectOf(config, server) };
  await keeper.commit((state) => enqueue(state, targets, event, minuteOf(io.now())));
  // Only the test goes out now: what waits in the outbox is the next check's to send.
  const isTest = (id: string): boolean => !before.has(id);
  const waiting = keeper.state.outbox.filter((item) => isTest(item.id));
  const batches = dueBatches(
    { ...keeper.state, outbox: waiting, chats: withoutPauses(keeper) },
    config,
    io.now(),
  );
  await keeper.commit((state) => markInFlight(state, batches));
  const { problems } = await deliverDue(config, keeper, batches, io);
  // A test that did not get through would only confuse when it arrives later.
  await keeper.commit((state) => ({ ...state, outbox: state.outbox.filter((item) => !isTest(item.id)) }));
  return tell(
    targets,
    batches.map(({ chat }) => chat),
    problems,
    testAlertWords(config.language),
    io,
  );
}

/** A test is wanted now, also in a chat that pauses after an error. */
function withoutPauses({ state }: StateKeeper): typeof state.chats {
  return Object.fromEntries(
    Object.entries(state.chats).map(([name, chat]) => [name, { ...chat, notBefore: 0 }]),
  );
}

function targetsOf(config: Config, server: Server | null): string[] {
  if (server !== null) return [...new Set([...server.to, ...server.announceTo])];
  const chats = (config.telegram?.chats ?? []).map(({ name }) => name);
  return config.servers.some(({ to }) => to.includes(CONSOLE)) ? [...chats, CONSOLE] : chats;
}

function subjectOf(config: Config, { id, name, host, siteId, location }: Server): Subject {
  const siteName = config.sites.find((site) => site.id === siteId)?.name ?? null;
  return { id, name, host, siteId, siteName, location };
}

function tell(
  targets: readonly string[],
  due: readonly string[],
  problems: readonly { readonly chat: string; readonly reason: string }[],
  words: TestAlertWords,
  io: Io,
): number {
  for (const chat of targets) {
    const problem = problems.find((each) => each.chat === chat);
    if (problem !== undefined) io.stderr(`${words.notDelivered(chat, problem.reason)}\n`);
    else if (!due.includes(chat)) io.stderr(`${words.outsideHours(chat)}\n`);
    else if (chat !== CONSOLE) io.stdout(`${words.delivered(chat)}\n`);
  }
  return problems.length > 0 || due.length < targets.length ? EXIT.down : EXIT.done;
}

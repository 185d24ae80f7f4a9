import type { Config, Language } from '../core/config.ts';
import { CONSOLE } from '../core/draft.ts';
import { minuteOf } from '../core/duration.ts';
import type { AlertEvent, ReportDigest } from '../core/events.ts';
import { dueBatches, enqueue, markInFlight } from '../core/outbox.ts';
import { placesOf } from '../core/places.ts';
import { digestOf } from '../core/report-digest.ts';
import type { Report } from '../core/report-model.ts';
import { loadForCheck } from '../config/cache.ts';
import { formatProblem } from '../config/problem.ts';
import { htmlReport } from '../render/html.ts';
import { isoLocal } from '../render/iso.ts';
import { reportSendWords, type ReportSendWords } from '../render/report-send-words.ts';
import { saveDocument } from '../state/documents.ts';
import { VERSION } from '../version.ts';
import { configPath } from './config-path.ts';
import { deliverDue } from './deliver-due.ts';
import { withState } from './edit-state.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { StateKeeper } from './state-keeper.ts';

/** The configuration with the token that sending needs. Problems are printed; null: there is none that can be used. */
export async function configForSending(flag: string | undefined, io: Io): Promise<Config | null> {
  const { config, problems } = await loadForCheck(configPath(flag, io.env), {
    env: io.env,
    version: VERSION,
  });
  for (const problem of problems) io.stderr(`${formatProblem(problem)}\n`);
  return config;
}

export interface ReportToSend {
  readonly config: Config;
  readonly result: Report;
  /** The report of the period before. */
  readonly before: Report;
}

/**
 * Puts a digest, with the HTML report as its document, into the outbox of each chat, and sends what may go out now; the rest
 * is the next check's to send. Returns the exit code: 0; 1 when a chat did not get it yet; 2 for an unknown chat; 3.
 */
export async function sendReport(names: readonly string[], report: ReportToSend, io: Io): Promise<number> {
  const { config, result } = report;
  const targets = [...new Set(names.flatMap((name) => name.split(',')).map((name) => name.trim()))];
  const words = reportSendWords(config.language);
  const problem = unknownChat(targets, config, words);
  if (problem !== null) {
    io.stderr(`srvmon report: ${problem}\n`);
    return EXIT.usage;
  }
  if (result.dataUntil === null) {
    io.stderr(`srvmon report: ${words.nothingToSend}\n`);
    return EXIT.down;
  }
  return withState(config, io, (keeper) => sendTo(targets, report, keeper, io));
}

function unknownChat(targets: readonly string[], config: Config, words: ReportSendWords): string | null {
  const known = [...(config.telegram?.chats ?? []).map(({ name }) => name), CONSOLE];
  const unknown = targets.find((target) => !known.includes(target));
  return unknown === undefined ? null : words.unknownChat(unknown, known);
}

async function sendTo(
  targets: readonly string[],
  report: ReportToSend,
  keeper: StateKeeper,
  io: Io,
): Promise<number> {
  const { config, result, before } = report;
  const at = minuteOf(io.now());
  const digest = digestOf(result, before);
  const known = new Set(keeper.state.outbox.map(({ id }) => id));
  for (const [language, chats] of byLanguage(targets, config)) {
    const event = await withDocument(digest, language, report, io);
    await keeper.commit((state) => enqueue(state, chats, event, at));
  }
  // Only the report goes out now: what else waits in the outbox is the next check's to send.
  const outbox = keeper.state.outbox.filter(({ id }) => !known.has(id));
  const batches = dueBatches({ ...keeper.state, outbox }, config, io.now());
  await keeper.commit((state) => markInFlight(state, batches));
  const { problems } = await deliverDue(config, keeper, batches, io);
  return tell(
    targets,
    batches.map(({ chat }) => chat),
    problems,
    reportSendWords(config.language),
    io,
  );
}

/** Chats of one language share a document. */
function byLanguage(targets: readonly string[], config: Config): Map<Language, string[]> {
  const groups = new Map<Language, string[]>();
  for (const target of targets) {
    const language = config.telegram?.chats.find(({ name }) => name === target)?.language ?? config.language;
    groups.set(language, [...(groups.get(language) ?? []), target]);
  }
  return groups;
}

async function withDocument(
  digest: ReportDigest,
  language: Language,
  { config, result }: ReportToSend,
  io: Io,
): Promise<AlertEvent> {
  const conditions = new Map(result.servers.map(({ id, condition }) => [id, condition]));
  const html = htmlReport(result, { language, places: placesOf(config, conditions) });
  // The last instant of the period: one that ends at midnight ends with the day before.
  const days = [digest.from, digest.to - 1].map((instant) => isoLocal(instant, config.timezone).slice(0, 10));
  const name = `srvmon-${[...new Set(days)].join('--')}.html`;
  const file = `${String(io.now())}-${language}-${name}`;
  await saveDocument(config.stateDir, file, html);
  return { kind: 'report', digest, document: { file, name } };
}

function tell(
  targets: readonly string[],
  due: readonly string[],
  problems: readonly { readonly chat: string; readonly reason: string; readonly lost: boolean }[],
  words: ReportSendWords,
  io: Io,
): number {
  for (const chat of targets) {
    const problem = problems.find((each) => each.chat === chat);
    if (problem?.lost === true) io.stderr(`srvmon report: ${words.refused(chat, problem.reason)}\n`);
    else if (problem !== undefined) io.stderr(`srvmon report: ${words.notYet(chat, problem.reason)}\n`);
    else if (!io.isTTY || chat === CONSOLE) continue;
    else if (due.includes(chat)) io.stdout(`${words.delivered(chat)}\n`);
    else io.stdout(`${words.waits(chat)}\n`);
  }
  return problems.length > 0 ? EXIT.down : EXIT.done;
}

import { existsSync, readFileSync, statSync } from 'node:fs';
import { isReservedName, slug } from '../../config/names.ts';
import { parseLocation } from '../../config/location.ts';
import { parseServerList, type ListedServer } from '../../config/server-list.ts';
import type { FirstChat, FirstConfig } from '../../config/template.ts';
import { findToken } from '../../config/token.ts';
import { Secret, type TelegramConfig } from '../../core/config.ts';
import { createBotApi, type BotApi } from '../../notify/bot-api.ts';
import { findChats, lookUpBot, type ChatFound } from '../../notify/bot-lookup.ts';
import type { InitWords } from '../../render/init-words.ts';
import type { Io } from '../io.ts';
import type { Prompts } from './prompts.ts';

/** What every question needs. */
export interface Asking {
  readonly prompts: Prompts;
  readonly words: InitWords;
  readonly io: Io;
}

export type Connection = Pick<TelegramConfig, 'apiBase' | 'proxy'>;

/** The Bot API of a token, once Telegram has taken it; a text: why it has not. */
export async function tryToken(
  token: string,
  connection: Connection,
  words: InitWords,
  now: () => number,
): Promise<{ readonly api: BotApi; readonly username: string } | string> {
  if (findToken(token) !== token) return words.tokenShape;
  const api = createBotApi({ ...connection, token: new Secret(token) });
  const bot = await lookUpBot(api, now);
  switch (bot.kind) {
    case 'ok':
      return { api, username: bot.username };
    case 'refused':
      return words.tokenRefused(bot.reason);
    case 'unreachable':
      return words.unreachable(connection.apiBase, bot.reason);
  }
}

export async function askToken({ prompts, words, io }: Asking, connection: Connection): Promise<string> {
  io.stdout(`${words.makeBot}\n`);
  const token = await prompts.secret(words.token, async (answer) => {
    const tried = await tryToken(answer, connection, words, () => io.now());
    return typeof tried === 'string' ? tried : null;
  });
  return token.trim();
}

/** Finds the chats by the messages that the bot got, until one is chosen. */
export async function askChats(asking: Asking, api: BotApi, username: string): Promise<readonly FirstChat[]> {
  const { prompts, words, io } = asking;
  io.stdout(`${words.writeToBot(username)}\n`);
  for (;;) {
    await prompts.confirm(words.written, true);
    const found = await findChats(api);
    const chats = found.kind === 'found' ? found.chats : [];
    if (found.kind !== 'found') io.stdout(`${words.cannotLook(found.reason)}\n`);
    else if (chats.length === 0) io.stdout(`${words.noChatYet}\n`);
    if (chats.length > 0) {
      const chosen = await prompts.chooseSome(words.whichChats, choicesOf(chats, words));
      if (chosen.length > 0) return withNames(chosen);
    }
    const next = await prompts.choose(words.whichChats, [
      { name: words.lookAgain, value: 'again' },
      { name: words.typeNumber, value: 'type' },
    ]);
    if (next === 'type') return [await askNumber(asking)];
  }
}

interface ChosenChat {
  readonly title: string;
  readonly id: number;
  readonly thread: number | null;
}

function choicesOf(chats: readonly ChatFound[], words: InitWords): { name: string; value: ChosenChat }[] {
  return chats.flatMap(({ id, title, topics }) => [
    { name: `${title} (${id})`, value: { id, title, thread: null } },
    ...topics.map((topic) => {
      const name = words.topic(title, topic.name ?? String(topic.id));
      return { name, value: { id, title: `${title} ${topic.name ?? topic.id}`, thread: topic.id } };
    }),
  ]);
}

/** The names by which `to` refers to the chats: made of their titles, each one once. */
function withNames(chosen: readonly ChosenChat[]): FirstChat[] {
  const taken = new Set<string>();
  return chosen.map(({ title, id, thread }) => {
    const base = slug(title) || 'it';
    let name = base;
    for (let n = 2; taken.has(name) || isReservedName(name); n += 1) name = `${base}-${n}`;
    taken.add(name);
    return { name, id, thread };
  });
}

async function askNumber({ prompts, words }: Asking): Promise<FirstChat> {
  const answer = await prompts.text(words.chatNumber, '', (text) =>
    /^(-?\d+|@\w+)$/.test(text.trim()) ? null : words.chatNumberShape,
  );
  const id = answer.trim();
  return { name: 'it', id: id.startsWith('@') ? id : Number(id), thread: null };
}

export async function askTimezone({ prompts, words }: Asking, preset: string): Promise<string> {
  const answer = await prompts.text(words.timezone, preset, (text) =>
    isTimezone(text.trim()) ? null : words.timezoneShape,
  );
  return answer.trim();
}

export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name !== '' && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** Asks for lines until there is at least one server and nothing is wrong any more (or what is wrong is given up). */
export async function askServers({ prompts, words, io }: Asking): Promise<readonly ListedServer[]> {
  const servers: ListedServer[] = [];
  let question = words.servers;
  for (;;) {
    const text = textOf(await prompts.lines(question), words, io);
    const list = parseServerList(
      text,
      servers.map(({ name }) => name),
    );
    servers.push(...list.servers);
    if (list.ignored.length > 0) io.stdout(`${words.columnsLeftOut(list.ignored)}\n`);
    for (const { line, message } of list.problems)
      io.stdout(`${words.serverProblem(line, message[words.language])}\n`);
    if (list.problems.length === 0 && servers.length > 0) return servers;
    if (list.problems.length === 0) io.stdout(`${words.noServers}\n`);
    question = list.problems.length === 0 ? words.servers : words.again;
  }
}

/** What was typed, or the file whose path it is. */
function textOf(typed: string, words: InitWords, io: Io): string {
  const path = typed.trim();
  if (path === '' || path.includes('\n') || !existsSync(path) || !statSync(path).isFile()) return typed;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    io.stdout(`${words.fileUnreadable(path, error instanceof Error ? error.message : '')}\n`);
    return '';
  }
}

export async function askSite(
  { prompts, words }: Asking,
  given: string | undefined,
): Promise<FirstConfig['site']> {
  const answer = await prompts.text(words.location, '', (text) => {
    const parsed = text.trim() === '' ? null : parseLocation(text);
    return parsed === null || parsed.ok
      ? null
      : `${parsed.message[words.language]}: ${parsed.mend[words.language]}`;
  });
  if (answer.trim() === '') return null;
  const parsed = parseLocation(answer);
  if (!parsed.ok) return null;
  const name = given ?? (await prompts.text(words.siteName, words.siteDefault));
  return { name, location: parsed.location };
}

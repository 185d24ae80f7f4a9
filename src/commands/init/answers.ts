import type { Language } from '../../core/config.ts';
import { parseLocation } from '../../config/location.ts';
import { parseServerList, type ListedServer } from '../../config/server-list.ts';
import type { FirstChat, FirstConfig } from '../../config/template.ts';
import type { InitWords } from '../../render/init-words.ts';
import type { Io } from '../io.ts';
import {
  askChats,
  askServers,
  askSite,
  askTimezone,
  askToken,
  isTimezone,
  tryToken,
  type Asking,
  type Connection,
} from './ask.ts';
import { chatOf, givenServers, givenToken, type InitOptions } from './options.ts';
import type { Prompts } from './prompts.ts';

/** Everything that the new configuration is made of; `token` is kept apart, since it goes into a file of its own. */
export type Answers = Omit<FirstConfig, 'tokenLine'> & { readonly token: string };

/** A wrong or missing answer, in words. */
export class AnswerFault extends Error {
  override readonly name = 'AnswerFault';
}

const TELEGRAM = 'https://api.telegram.org';

/** The answers by flags, and the others by questions. `prompts` null: nothing may be asked. Throws AnswerFault. */
export async function collectAnswers(
  options: InitOptions,
  language: Language,
  words: InitWords,
  prompts: Prompts | null,
  io: Io,
): Promise<Answers> {
  const given = readFlags(options, words, io);
  if (prompts === null) requireFlags(given, words);
  const asking = prompts === null ? null : { prompts, words, io };
  const connection = { apiBase: options.apiBase ?? TELEGRAM, proxy: options.proxy ?? null };
  const token = given.token ?? (await askOrFail(asking, (ask) => askToken(ask, connection)));
  const chats = await chatsFor(token, given.chats, connection, words, asking, io);
  const timezone =
    given.timezone ??
    (asking === null ? machineZone(language) : await askTimezone(asking, machineZone(language)));
  const servers = given.servers ?? (await askOrFail(asking, askServers));
  const site = given.site ?? (asking === null ? null : await askSite(asking, options.site));
  return {
    token,
    chats,
    timezone,
    servers,
    site,
    language,
    stateDir: options.stateDir ?? null,
    apiBase: options.apiBase ?? null,
    proxy: options.proxy ?? null,
  };
}

interface Given {
  readonly token: string | null;
  readonly chats: readonly FirstChat[] | null;
  readonly timezone: string | null;
  readonly servers: readonly ListedServer[] | null;
  readonly site: FirstConfig['site'];
}

function readFlags(options: InitOptions, words: InitWords, io: Io): Given {
  const { timezone, chat, location } = options;
  if (timezone !== undefined && !isTimezone(timezone))
    throw new AnswerFault(`--timezone ${timezone}: ${words.timezoneShape}`);
  return {
    token: fileOrFault(options.tokenFile, words, () => givenToken(options, io)),
    chats: chat?.map((text) => chatOf(text) ?? fail(words.chatShape(text))) ?? null,
    timezone: timezone ?? null,
    servers: serversOf(
      fileOrFault(options.servers, words, () => givenServers(options)),
      words,
      io,
    ),
    site: location === undefined ? null : siteOf(location, options.site ?? words.siteDefault, words),
  };
}

function fileOrFault<T>(path: string | undefined, words: InitWords, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new AnswerFault(
      words.fileUnreadable(path ?? '', error instanceof Error ? error.message : String(error)),
    );
  }
}

function serversOf(text: string | null, words: InitWords, io: Io): readonly ListedServer[] | null {
  if (text === null) return null;
  const { servers, problems, ignored } = parseServerList(text);
  if (ignored.length > 0) io.stdout(`${words.columnsLeftOut(ignored)}\n`);
  if (problems.length > 0)
    throw new AnswerFault(
      problems.map(({ line, message }) => words.serverProblem(line, message[words.language])).join('\n'),
    );
  return servers.length === 0 ? fail(words.noServers) : servers;
}

function siteOf(text: string, name: string, { language }: InitWords): FirstConfig['site'] {
  const parsed = parseLocation(text);
  return parsed.ok
    ? { name, location: parsed.location }
    : fail(`--location ${text}: ${parsed.message[language]}: ${parsed.mend[language]}`);
}

function requireFlags({ token, chats, servers }: Given, words: InitWords): void {
  const missing = [
    ...(token === null ? ['--token-file (or $TELEGRAM_BOT_TOKEN)'] : []),
    ...(chats === null ? ['--chat'] : []),
    ...(servers === null ? ['--server or --servers'] : []),
  ];
  if (missing.length > 0) throw new AnswerFault(words.missing(missing));
}

/** Every token is tried, also one that was given; the chats are asked of its bot. */
async function chatsFor(
  token: string,
  given: readonly FirstChat[] | null,
  connection: Connection,
  words: InitWords,
  asking: Asking | null,
  io: Io,
): Promise<readonly FirstChat[]> {
  const tried = await tryToken(token, connection, words, () => io.now());
  if (typeof tried === 'string') throw new AnswerFault(tried);
  io.stdout(`${words.bot(tried.username)}\n`);
  return given ?? askOrFail(asking, (ask) => askChats(ask, tried.api, tried.username));
}

async function askOrFail<T>(asking: Asking | null, ask: (asking: Asking) => Promise<T>): Promise<T> {
  if (asking === null) throw new Error('a question that --yes does not allow');
  return ask(asking);
}

/** The machine's zone; where it has none, that of most readers of this language. */
function machineZone(language: Language): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return ['UTC', 'Etc/UTC', undefined].includes(zone) && language === 'id' ? 'Asia/Jakarta' : zone;
}

function fail(message: string): never {
  throw new AnswerFault(message);
}

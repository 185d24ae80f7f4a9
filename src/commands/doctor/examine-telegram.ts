import type { Chat, Config, TelegramConfig } from '../../core/config.ts';
import type { Finding } from '../../core/findings.ts';
import type { State } from '../../core/model.ts';
import { createBotApi, type BotApi } from '../../notify/bot-api.ts';
import { lookUpBot, lookUpChat, type BotSeen } from '../../notify/bot-lookup.ts';

/** From this on minutes may be taken for their neighbours; and from this on certificates and alerts are wrong. */
const OFF_MS = 5_000;
const WRONG_MS = 60_000;

/** Server dates are whole seconds: on average half a second behind. */
const HALF_SECOND = 500;

/** The bot, each chat, and this machine's clock against Telegram's. */
export async function examineTelegram(
  config: Config,
  state: State | null,
  now: () => number,
): Promise<Finding[]> {
  const { telegram } = config;
  if (telegram === null) return [];
  const api = createBotApi(telegram);
  const bot = await lookUpBot(api, now);
  if (bot.kind === 'refused') return [{ code: 'bot-refused', reason: bot.reason }];
  if (bot.kind === 'unreachable')
    return [{ code: 'bot-unreachable', reason: bot.reason, apiBase: telegram.apiBase }];
  const chats: Finding[] = [];
  for (const chat of telegram.chats) chats.push(...(await examineChat(chat, config, state, api, bot)));
  return [{ code: 'bot-fine', username: bot.username }, ...chats, ...examineClock(bot)];
}

async function examineChat(
  chat: TelegramConfig['chats'][number],
  config: Config,
  state: State | null,
  api: BotApi,
  bot: BotSeen & { kind: 'ok' },
): Promise<Finding[]> {
  const known = state?.chats[chat.name]?.migrated ?? null;
  const moved = known?.from === chat.id ? known.to : null;
  const seen = await lookUpChat(api, moved ?? chat.id, chat.thread);
  const to = seen.kind === 'moved' ? seen.to : moved;
  const findings = to === null ? [] : [movedTo(to, chat, config)];
  const name = chat.name;
  switch (seen.kind) {
    case 'ok':
      return [...findings, { code: 'chat-fine', chat: name, title: seen.title }];
    case 'moved':
      return findings;
    case 'absent':
      return [
        ...findings,
        { code: 'chat-absent', chat: name, id: String(chat.id), bot: bot.username, reason: seen.reason },
      ];
    case 'no-rights':
      return [...findings, { code: 'chat-no-rights', chat: name, reason: seen.reason }];
    case 'no-topic':
      return [...findings, { code: 'topic-missing', chat: name, thread: chat.thread ?? 0 }];
    case 'unclear':
      return [...findings, { code: 'chat-unclear', chat: name, reason: seen.reason }];
  }
}

function movedTo(to: number, { name, id }: Chat, { files }: Config): Finding {
  return { code: 'chat-moved', chat: name, from: String(id), to: String(to), file: files[0] ?? '' };
}

function examineClock({ date, askedAt }: BotSeen & { kind: 'ok' }): Finding[] {
  if (date === null) return [];
  const offsetMs = Math.round(askedAt - (date + HALF_SECOND));
  const off = Math.abs(offsetMs);
  return [{ code: off >= WRONG_MS ? 'clock-wrong' : off >= OFF_MS ? 'clock-off' : 'clock-fine', offsetMs }];
}

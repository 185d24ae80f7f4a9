import { CONSOLE } from '../core/draft.ts';
import type { Config } from '../core/config.ts';
import type { SendOutcome } from '../core/events.ts';
import { createConsole } from './console.ts';
import type { Message } from './message.ts';
import type { ReadDocument, Telegram } from './telegram.ts';

/** Sends one message to one target within `timeoutMs`. `chatId`: null for `console`. Never throws. */
export type Send = (
  target: string,
  chatId: number | string | null,
  message: Message,
  timeoutMs: number,
) => Promise<SendOutcome>;

/** The way to every target of the configuration. What talks to Telegram is loaded with the first message to it. */
export function createSender(
  config: Pick<Config, 'telegram'>,
  write: (text: string) => Promise<void> | void,
  now: () => number,
  readDocument: ReadDocument = () => Promise.resolve(null),
): Send {
  const print = createConsole(write);
  let telegram: Promise<Telegram> | null = null;
  return async (target, chatId, message, timeoutMs) => {
    if (target === CONSOLE) return print(message);
    const settings = config.telegram;
    const chat = settings?.chats.find(({ name }) => name === target);
    if (settings === null || chat === undefined) {
      return { kind: 'refused', scope: 'chat', reason: `the configuration has no chat ${target}` };
    }
    telegram ??= import('./telegram.ts').then(({ createTelegram }) =>
      createTelegram(settings, now, readDocument),
    );
    return (await telegram).send(chat, chatId ?? chat.id, message, timeoutMs);
  };
}

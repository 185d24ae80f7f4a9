/** Sends one message to one Telegram chat and says what became of it. */

import type { Chat, TelegramConfig } from '../core/config.ts';
import type { SendOutcome } from '../core/events.ts';
import { createBotApi, type ApiReply, type BotApi } from './bot-api.ts';
import type { Message } from './message.ts';

export interface Telegram {
  /**
   * Sends to `chatId` (the configured one, or the one that the group moved to). Everything together takes at most
   * `timeoutMs`. Never throws, and no outcome holds the token.
   */
  send(chat: Chat, chatId: number | string, message: Message, timeoutMs: number): Promise<SendOutcome>;
}

/** A request is given up after so long; the next run tries again. */
const REQUEST_MS = 10_000;

/** The content of a stored document by its file name; null: there is none any more. Never throws. */
export type ReadDocument = (file: string) => Promise<Uint8Array<ArrayBuffer> | null>;

/** `now`: a clock in milliseconds. */
export function createTelegram(
  config: TelegramConfig,
  now: () => number,
  readDocument: ReadDocument = () => Promise.resolve(null),
): Telegram {
  const api = createBotApi(config);
  let tokenRefused: SendOutcome | null = null;
  return {
    async send(chat, chatId, message, timeoutMs) {
      // What Telegram says about the token holds for every chat of this run.
      if (tokenRefused !== null) return tokenRefused;
      const deadline = now() + Math.min(timeoutMs, REQUEST_MS);
      const document = await loadDocument(message, readDocument);
      const attempt: Attempt = { chatId, thread: chat.thread, html: true, document };
      const { reply, migratedTo } = await sendMending(api, attempt, message, () => deadline - now());
      const outcome = outcomeOf(reply, migratedTo);
      if (reply.kind === 'error' && isTokenRefused(reply.code)) tokenRefused = outcome;
      return outcome;
    },
  };
}

/** With less time than this an attempt would only end in a request whose answer nobody waits for. */
const WORTH_TRYING_MS = 500;

const OUT_OF_TIME: ApiReply = { kind: 'failed', arrived: false, reason: 'no time left in this run' };

interface Attempt {
  readonly chatId: number | string;
  readonly thread: number | null;
  readonly html: boolean;
  readonly document: LoadedDocument | null;
}

interface LoadedDocument {
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

async function loadDocument(message: Message, readDocument: ReadDocument): Promise<LoadedDocument | null> {
  if (message.document === undefined) return null;
  const content = await readDocument(message.document.file);
  return content === null ? null : { name: message.document.name, content };
}

interface Answered {
  readonly reply: ApiReply;
  readonly migratedTo: number | null;
}

/**
 * Sends, and sends again what Telegram refused for a reason that can be mended here. Each mend is tried once: a group that
 * moved, markup that it cannot read, a topic that is gone, a document that it does not take.
 */
async function sendMending(
  api: BotApi,
  first: Attempt,
  message: Message,
  timeLeft: () => number,
): Promise<Answered> {
  let attempt = first;
  let migratedTo: number | null = null;
  for (;;) {
    const reply = await api.call(...requestOf(attempt, message), Math.max(1, timeLeft()));
    if (reply.kind !== 'error') return { reply, migratedTo };
    const mended = mend(attempt, reply, migratedTo !== null);
    if (mended === null) return { reply, migratedTo };
    if (timeLeft() < WORTH_TRYING_MS) return { reply: OUT_OF_TIME, migratedTo };
    if (mended.chatId !== attempt.chatId) migratedTo = reply.migrateTo;
    attempt = mended;
  }
}

function mend(attempt: Attempt, reply: Extract<ApiReply, { kind: 'error' }>, moved: boolean): Attempt | null {
  const { code, description, migrateTo } = reply;
  if (migrateTo !== null) return moved ? null : { ...attempt, chatId: migrateTo };
  if (attempt.document !== null && (code === 413 || isDocumentRefused(code, description)))
    return { ...attempt, document: null };
  if (code !== 400) return null;
  if (attempt.thread !== null && /message thread not found|TOPIC_DELETED/i.test(description))
    return { ...attempt, thread: null };
  if (attempt.html && !isChatRefused(description)) return { ...attempt, html: false };
  return null;
}

function requestOf(attempt: Attempt, message: Message): [method: string, parameters: object] {
  const { document } = attempt;
  if (document === null) return ['sendMessage', parametersOf(attempt, 'text', message)];
  const form = new FormData();
  for (const [name, value] of Object.entries(parametersOf(attempt, 'caption', message)))
    form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  form.append('document', new Blob([document.content], { type: 'text/html' }), document.name);
  return ['sendDocument', form];
}

/** The text has its limit of 1024 characters as a caption from the message. */
function parametersOf(
  { chatId, thread, html }: Attempt,
  key: 'text' | 'caption',
  message: Message,
): Readonly<Record<string, unknown>> {
  return {
    chat_id: chatId,
    [key]: html ? message.text : message.plain,
    ...(html ? { parse_mode: 'HTML' } : {}),
    ...(thread === null ? {} : { message_thread_id: thread }),
    ...(message.silent ? { disable_notification: true } : {}),
    ...(key === 'text' ? { link_preview_options: { is_disabled: true } } : {}),
  };
}

function outcomeOf(reply: ApiReply, migratedTo: number | null): SendOutcome {
  switch (reply.kind) {
    case 'ok':
      return migratedTo === null ? { kind: 'sent' } : { kind: 'sent', migratedTo };
    case 'failed':
      return { kind: 'retry', afterMs: null, reason: reply.reason, maybeSent: reply.arrived };
    case 'malformed':
      return { kind: 'retry', afterMs: null, reason: reply.reason, maybeSent: mayHaveArrived(reply.status) };
    case 'error':
      return errorOutcome(reply);
  }
}

/** A portal redirects or forbids before the request got anywhere; a broken answer may follow a message that was taken. */
function mayHaveArrived(status: number): boolean {
  return status < 300 || status >= 500;
}

function errorOutcome({
  code,
  description,
  retryAfterMs,
}: Extract<ApiReply, { kind: 'error' }>): SendOutcome {
  const reason = `${code} ${description}`;
  if (code === 429) return { kind: 'retry', afterMs: retryAfterMs, reason, maybeSent: false };
  if (code >= 500 || code < 400) return { kind: 'retry', afterMs: null, reason, maybeSent: true };
  const isMessage = (code === 400 && !isChatRefused(description)) || code === 413;
  return { kind: 'refused', scope: isMessage ? 'message' : 'chat', reason };
}

/** 401 Unauthorized: the token was revoked; 404 Not Found: it never was one. */
function isTokenRefused(code: number): boolean {
  return code === 401 || code === 404;
}

/** What a 400 says when it is about the chat and not about the text (Client.cpp of tdlib/telegram-bot-api). */
const CHAT_REFUSALS = [
  /chat not found/i,
  /chat_id is empty/i,
  /user not found/i,
  /message thread not found/i,
  /not enough rights/i,
  /have no rights/i,
  /need administrator rights/i,
  /group is deactivated/i,
  /group chat was (deactivated|deleted|upgraded)/i,
  /not a member/i,
  /was kicked|was blocked/i,
  /(PEER|CHANNEL|CHAT|USER)_\w*(INVALID|PRIVATE|FORBIDDEN|REQUIRED|RESTRICTED|BLOCKED|BANNED)\w*/,
  /CHAT_SEND_\w+/,
  /TOPIC_(CLOSED|DELETED)/,
];

/** A chat may take texts and no documents, and a proxy may take no large request. */
function isDocumentRefused(code: number, description: string): boolean {
  return code === 400 && /CHAT_SEND_DOCS|\b(documents?|files?)\b/i.test(description);
}

function isChatRefused(description: string): boolean {
  return CHAT_REFUSALS.some((pattern) => pattern.test(description));
}

/** Questions to the Bot API about the bot and its chats, for `init` and `doctor`. Nothing is sent to anybody. */

import type { ApiReply, BotApi } from './bot-api.ts';

const TIMEOUT_MS = 8_000;

export type BotSeen =
  | {
      readonly kind: 'ok';
      readonly username: string;
      /** The server's clock when it answered (whole seconds), and this machine's in the middle of the call; ms. */
      readonly date: number | null;
      readonly askedAt: number;
    }
  /** The token is no good. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Asks who the bot is (getMe). `now`: the clock that is compared with the server's. */
export async function lookUpBot(api: BotApi, now: () => number): Promise<BotSeen> {
  const before = now();
  const reply = await api.call('getMe', {}, TIMEOUT_MS);
  const askedAt = (before + now()) / 2;
  switch (reply.kind) {
    case 'ok': {
      const date = reply.date === null ? NaN : Date.parse(reply.date);
      const username = textAt(reply.result, 'username') ?? '?';
      return { kind: 'ok', username, date: Number.isNaN(date) ? null : date, askedAt };
    }
    case 'error':
      // 404: the text has not even the shape of a token.
      return {
        kind: reply.code === 401 || reply.code === 404 ? 'refused' : 'unreachable',
        reason: reasonOf(reply),
      };
    case 'malformed':
    case 'failed':
      return { kind: 'unreachable', reason: reply.reason };
  }
}

export type ChatSeen =
  | { readonly kind: 'ok'; readonly title: string }
  /** The bot is not in it, was thrown out or blocked, or there is no such chat. */
  | { readonly kind: 'absent'; readonly reason: string }
  | { readonly kind: 'moved'; readonly to: number }
  | { readonly kind: 'no-rights'; readonly reason: string }
  | { readonly kind: 'no-topic' }
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * Asks for a chat (getChat), and in a group for the right to write in it, by the sign "typing" (sendChatAction), which
 * leaves no trace and also tells whether the topic exists.
 */
export async function lookUpChat(api: BotApi, id: number | string, thread: number | null): Promise<ChatSeen> {
  const chat = await api.call('getChat', { chat_id: id }, TIMEOUT_MS);
  if (chat.kind !== 'ok') return problemOf(chat);
  const title = titleOf(chat.result) ?? String(id);
  if (!['group', 'supergroup'].includes(textAt(chat.result, 'type') ?? '')) return { kind: 'ok', title };
  const typing = await api.call(
    'sendChatAction',
    { chat_id: id, action: 'typing', ...(thread === null ? {} : { message_thread_id: thread }) },
    TIMEOUT_MS,
  );
  return typing.kind === 'ok' ? { kind: 'ok', title } : problemOf(typing);
}

function problemOf(reply: Exclude<ApiReply, { kind: 'ok' }>): ChatSeen {
  if (reply.kind !== 'error') return { kind: 'unclear', reason: reply.reason };
  const reason = reasonOf(reply);
  if (reply.migrateTo !== null) return { kind: 'moved', to: reply.migrateTo };
  if (/thread not found|TOPIC_DELETED/i.test(reason)) return { kind: 'no-topic' };
  if (/not enough rights|have no rights|TOPIC_CLOSED|WRITE_FORBIDDEN|RESTRICTED/i.test(reason))
    return { kind: 'no-rights', reason };
  if (reply.code === 403 || /not found|not a member|kicked|blocked|deactivated|INVALID/i.test(reason))
    return { kind: 'absent', reason };
  return { kind: 'unclear', reason };
}

export interface ChatFound {
  readonly id: number;
  readonly title: string;
  /** Topics in which somebody wrote; `name` null: it was not told. */
  readonly topics: readonly { readonly id: number; readonly name: string | null }[];
}

export type ChatsFound =
  | { readonly kind: 'found'; readonly chats: readonly ChatFound[] }
  /** Somebody else reads the updates of this bot. */
  | { readonly kind: 'webhook'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** The chats in which somebody wrote to the bot lately, or to which it was added (getUpdates), the latest first. */
export async function findChats(api: BotApi): Promise<ChatsFound> {
  const reply = await api.call('getUpdates', { timeout: 0 }, TIMEOUT_MS);
  if (reply.kind === 'error' && reply.code === 409) return { kind: 'webhook', reason: reasonOf(reply) };
  if (reply.kind !== 'ok')
    return { kind: 'failed', reason: reply.kind === 'error' ? reasonOf(reply) : reply.reason };
  const updates = Array.isArray(reply.result) ? (reply.result as unknown[]) : [];
  const chats = new Map<number, ChatFound>();
  const moved = new Set<number>();
  for (const message of updates.flatMap(messagesOf)) {
    const chat = at(message, 'chat');
    const id = at(chat, 'id');
    if (typeof id !== 'number') continue;
    if (at(message, 'migrate_to_chat_id') !== undefined || hasLeft(message)) moved.add(id);
    else if (at(message, 'new_chat_member') !== undefined) moved.delete(id);
    const known = chats.get(id);
    chats.delete(id);
    chats.set(id, {
      id,
      title: titleOf(chat) ?? String(id),
      topics: withTopic(known?.topics ?? [], message),
    });
  }
  return { kind: 'found', chats: [...chats.values()].filter(({ id }) => !moved.has(id)).reverse() };
}

const MESSAGE_KINDS = ['message', 'edited_message', 'channel_post', 'edited_channel_post', 'my_chat_member'];

function messagesOf(update: unknown): unknown[] {
  return MESSAGE_KINDS.map((kind) => at(update, kind)).filter((message) => message !== undefined);
}

function hasLeft(message: unknown): boolean {
  return ['left', 'kicked'].includes(textAt(at(message, 'new_chat_member'), 'status') ?? '');
}

function withTopic(topics: ChatFound['topics'], message: unknown): ChatFound['topics'] {
  const id = at(message, 'message_thread_id');
  if (at(message, 'is_topic_message') !== true || typeof id !== 'number') return topics;
  const known = topics.find((topic) => topic.id === id);
  const name =
    textAt(at(message, 'forum_topic_created'), 'name') ??
    textAt(at(at(message, 'reply_to_message'), 'forum_topic_created'), 'name') ??
    known?.name ??
    null;
  return [...topics.filter((topic) => topic.id !== id), { id, name }];
}

function titleOf(chat: unknown): string | null {
  const person = [textAt(chat, 'first_name'), textAt(chat, 'last_name')].filter((name) => name !== null);
  return textAt(chat, 'title') ?? (person.length > 0 ? person.join(' ') : textAt(chat, 'username'));
}

function reasonOf({ code, description }: Extract<ApiReply, { kind: 'error' }>): string {
  return `${code} ${description}`;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function textAt(value: unknown, key: string): string | null {
  const text = at(value, key);
  return typeof text === 'string' && text !== '' ? text : null;
}

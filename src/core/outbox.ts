/**
 * The rules of the outbox: what is due, what is under way, and what an answer does to it. An item leaves the outbox only
 * when it was taken, or refused for good.
 */

import type { Chat, Config } from './config.ts';
import { CONSOLE } from './draft.ts';
import { DAY_MS, MINUTE_MS, minuteOf } from './duration.ts';
import type { AlertEvent, OutboxItem, SendOutcome } from './events.ts';
import { isOpen } from './hours.ts';
import type { ChatState, State } from './model.ts';
import { newChat } from './state.ts';

/** The part of the state that delivery changes. */
export type OutboxState = Pick<State, 'outbox' | 'chats' | 'serial'>;

/**
 * Pauses after failed deliveries in a row. They stay short: an attempt a few minutes costs nothing, and after an hour
 * without network the alerts should not wait for another one.
 */
const BACK_OFF_MS = [1, 2, 4, 5].map((minutes) => minutes * MINUTE_MS);

/** Pause before a chat that was refused is tried again: whoever mends it should see the waiting alerts soon. */
const REFUSED_PAUSE_MS = 5 * MINUTE_MS;

/** Adds an event, once for each of the chats. */
export function enqueue<S extends OutboxState>(
  state: S,
  chats: Iterable<string>,
  event: AlertEvent,
  at: number,
): S {
  let { serial } = state;
  const added: OutboxItem[] = [];
  for (const chat of new Set(chats)) {
    serial += 1;
    added.push({ id: String(serial), chat, at, event, maybeSent: false });
  }
  return { ...state, serial, outbox: [...state.outbox, ...added] };
}

/** What one chat is to be sent in this run, in order. */
export interface Batch {
  readonly chat: string;
  /** As they were before this run marked them as under way. */
  readonly items: readonly [OutboxItem, ...OutboxItem[]];
  /** Without a sound, because the chat wants that always or at this hour. */
  readonly silent: boolean;
}

/**
 * The batches of the chats that may be sent to now: not those that pause (429, back-off, refused) or wait for their
 * hours. Items for chats that are not in the configuration stay where they are.
 */
export function dueBatches(state: OutboxState, config: Config, now: number): Batch[] {
  const chats = new Map((config.telegram?.chats ?? []).map((chat) => [chat.name, chat]));
  const byChat = new Map<string, [OutboxItem, ...OutboxItem[]]>();
  for (const item of state.outbox) {
    const items = byChat.get(item.chat);
    if (items === undefined) byChat.set(item.chat, [item]);
    else items.push(item);
  }
  return [...byChat].flatMap(([name, items]): Batch[] => {
    if (name === CONSOLE) return [{ chat: name, items, silent: false }];
    const chat = chats.get(name);
    if (chat === undefined || (state.chats[name]?.notBefore ?? 0) > now) return [];
    const loudness = loudnessAt(chat, now);
    return loudness === 'wait' ? [] : [{ chat: name, items, silent: loudness === 'silent' }];
  });
}

function loudnessAt(chat: Chat, now: number): 'loud' | 'silent' | 'wait' {
  const outside = chat.hours !== null && !isOpen(chat.hours, now);
  if (outside && chat.outsideHours === 'wait') return 'wait';
  return outside || chat.silent ? 'silent' : 'loud';
}

/**
 * Marks everything that the batches hold, for the commit before the first send: should the run end without writing an
 * outcome, the next one knows that these may have gone out.
 */
export function markInFlight<S extends OutboxState>(state: S, batches: readonly Batch[]): S {
  const ids = new Set(batches.flatMap((batch) => batch.items.map((item) => item.id)));
  return {
    ...state,
    outbox: state.outbox.map((item) => (ids.has(item.id) ? { ...item, maybeSent: true } : item)),
  };
}

/** Takes the mark from items that this run put it on and then never tried to send. */
export function unmark<S extends OutboxState>(state: S, neverTried: ReadonlySet<string>): S {
  if (neverTried.size === 0) return state;
  const outbox = state.outbox.map((item) => (neverTried.has(item.id) ? { ...item, maybeSent: false } : item));
  return { ...state, outbox };
}

/** One message and what became of it. */
export interface Delivery {
  readonly chat: string;
  /** Chats that are told about a migration. */
  readonly noticesTo: readonly string[];
  /** The id to which the message was addressed. */
  readonly chatId: number | string | null;
  readonly items: readonly OutboxItem[];
  readonly outcome: SendOutcome;
  readonly now: number;
}

/** The state after the answer to one message. `items`: as they were before this run marked them. */
export function applyOutcome<S extends OutboxState>(state: S, delivery: Delivery): S {
  const { items, outcome } = delivery;
  switch (outcome.kind) {
    case 'sent':
      return applySent(drop(state, items), delivery, outcome.migratedTo);
    case 'retry': {
      const kept = outcome.maybeSent ? state : unmark(state, freshIds(items));
      return changeChat(kept, delivery.chat, (chat) => ({
        failures: chat.failures + 1,
        notBefore: retryAt(chat, outcome.afterMs, delivery.now),
      }));
    }
    case 'refused':
      if (outcome.scope === 'message') return drop(state, items);
      return changeChat(unmark(state, freshIds(items)), delivery.chat, (chat) => ({
        failures: chat.failures + 1,
        notBefore: minuteOf(delivery.now) + REFUSED_PAUSE_MS,
        refused: { reason: outcome.reason, since: chat.refused?.since ?? minuteOf(delivery.now) },
      }));
  }
}

function applySent<S extends OutboxState>(state: S, delivery: Delivery, migratedTo: number | undefined): S {
  const { chat: name, chatId, now, noticesTo } = delivery;
  const calm = changeChat(state, name, () => ({ refused: null, failures: 0, notBefore: 0, lastSentAt: now }));
  if (migratedTo === undefined || chatId === null) return calm;
  // The configuration still holds the id before the first migration, also when this is the second one.
  const from = state.chats[name]?.migrated?.to === chatId ? state.chats[name].migrated.from : chatId;
  const moved = changeChat(calm, name, () => ({ migrated: { from, to: migratedTo } }));
  return enqueue(
    moved,
    noticesTo,
    { kind: 'chat-migrated', chatName: name, from, to: migratedTo },
    minuteOf(now),
  );
}

/** Back-off is counted from the minute, so that cron's jitter does not turn one minute into two. */
function retryAt(chat: ChatState, afterMs: number | null, now: number): number {
  // A wait of more than a day is a broken answer rather than Telegram's wish.
  if (afterMs !== null) return now + Math.min(afterMs, DAY_MS);
  const pause = BACK_OFF_MS[Math.min(chat.failures, BACK_OFF_MS.length - 1)] ?? MINUTE_MS;
  return minuteOf(now) + pause;
}

/** The id under which a chat is reached: the one it moved to, as long as the configuration names the old one. */
export function chatIdOf(chat: Chat, state: ChatState | undefined): number | string {
  const migrated = state?.migrated ?? null;
  return migrated !== null && String(migrated.from) === String(chat.id) ? migrated.to : chat.id;
}

function freshIds(items: readonly OutboxItem[]): Set<string> {
  return new Set(items.filter((item) => !item.maybeSent).map((item) => item.id));
}

function drop<S extends OutboxState>(state: S, items: readonly OutboxItem[]): S {
  const ids = new Set(items.map((item) => item.id));
  return { ...state, outbox: state.outbox.filter((item) => !ids.has(item.id)) };
}

function changeChat<S extends OutboxState>(
  state: S,
  name: string,
  change: (chat: ChatState) => Partial<ChatState>,
): S {
  if (name === CONSOLE) return state;
  const chat = state.chats[name] ?? newChat();
  return { ...state, chats: { ...state.chats, [name]: { ...chat, ...change(chat) } } };
}

/** The loop of the outbox: sends what is due, and commits each answer before the next message to that chat. */

import type { Config } from '../core/config.ts';
import { CONSOLE } from '../core/draft.ts';
import type { DownSummary, OutboxItem, SendOutcome } from '../core/events.ts';
import type { ChatState } from '../core/model.ts';
import { applyOutcome, chatIdOf, unmark, type Batch, type OutboxState } from '../core/outbox.ts';
import { contextFor } from './context.ts';
import { composeMessages, type Message } from './message.ts';
import { Pacer } from './pacer.ts';
import type { Send } from './sender.ts';

export interface DeliverInput<S extends OutboxState> {
  /** The due batches as they were before they were marked as under way. */
  readonly batches: readonly Batch[];
  readonly config: Config;
  readonly chats: Readonly<Record<string, ChatState>>;
  readonly summary: DownSummary | null;
  readonly send: Send;
  /** Changes the state and writes it; called one at a time. A failure does not stop the sending. */
  readonly commit: (change: (state: S) => S) => Promise<unknown>;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** The instant at which everything must be over. */
  readonly deadline: number;
  readonly sleep?: (ms: number) => Promise<void>;
}

export interface DeliverResult {
  /** Messages that were taken. */
  readonly sent: number;
  /** What did not get through: `lost` are messages that were refused for good. */
  readonly problems: readonly { readonly chat: string; readonly reason: string; readonly lost: boolean }[];
  /** What `commit` threw first; null: nothing. */
  readonly commitError: unknown;
}

/** A send is not begun with less time left. */
const MIN_SEND_MS = 1_500;

const MAX_SEND_MS = 10_000;

/** A `retry_after` up to this is waited for, if the run has the time. */
const MAX_WAIT_MS = 10_000;

/** Telegram takes 20 messages a minute to one group; chats that are topics of one group share that. */
const MAX_PER_GROUP = 18;

/**
 * Sends every batch. Chats are served side by side, so that one that hangs holds up no other, and the messages to one
 * chat in order: after one that must be tried again nothing more goes there in this run.
 */
export async function deliver<S extends OutboxState>(input: DeliverInput<S>): Promise<DeliverResult> {
  const run = new Run(input);
  await Promise.all(lanesOf(input).map((lane) => run.serve(lane)));
  return await run.finish();
}

/** Batches that go to the same Telegram chat (its topics) share its limits and so a lane. */
function lanesOf<S extends OutboxState>({ batches, config, chats }: DeliverInput<S>): Errand[][] {
  const configured = new Map((config.telegram?.chats ?? []).map((chat) => [chat.name, chat]));
  const lanes = new Map<string, Errand[]>();
  for (const batch of batches) {
    const chat = configured.get(batch.chat);
    if (chat === undefined && batch.chat !== CONSOLE) continue;
    const chatId = chat === undefined ? null : chatIdOf(chat, chats[batch.chat]);
    const key = String(chatId);
    lanes.set(key, [...(lanes.get(key) ?? []), { batch, chatId }]);
  }
  return [...lanes.values()];
}

interface Errand {
  readonly batch: Batch;
  /** null: `console`. */
  readonly chatId: number | string | null;
}

class Run<S extends OutboxState> {
  readonly #input: DeliverInput<S>;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #pacer: Pacer;
  readonly #problems: DeliverResult['problems'][number][] = [];
  /** Items that nobody marked before this run, until they are tried. */
  readonly #untried: Set<string>;
  #commits: Promise<unknown> = Promise.resolve();
  #commitError: unknown = null;
  #sent = 0;

  constructor(input: DeliverInput<S>) {
    this.#input = input;
    this.#sleep = input.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    this.#pacer = new Pacer(input.now, this.#sleep);
    const items = input.batches.flatMap((batch) => batch.items);
    this.#untried = new Set(items.filter((item) => !item.maybeSent).map((item) => item.id));
  }

  /** The batches of one lane, one after the other, until one of them must be tried again later. */
  async serve(lane: readonly Errand[]): Promise<void> {
    let sent = 0;
    for (const { batch, chatId: configuredId } of lane) {
      let chatId = configuredId;
      for (const message of this.#compose(batch)) {
        if (chatId !== null && sent >= MAX_PER_GROUP) return;
        if (!(await this.#waitForTurn(lane, chatId))) return;
        const outcome = await this.#sendOne(batch, chatId, message);
        sent += 1;
        if (outcome.kind === 'retry') return;
        if (outcome.kind === 'refused' && outcome.scope === 'chat') break;
        if (outcome.kind === 'sent') chatId = outcome.migratedTo ?? chatId;
      }
    }
  }

  /** Takes the marks from what was never tried, and says how it went. */
  async finish(): Promise<DeliverResult> {
    if (this.#untried.size > 0) await this.#commit((state) => unmark(state, this.#untried));
    await this.#commits;
    return { sent: this.#sent, problems: this.#problems, commitError: this.#commitError };
  }

  #compose(batch: Batch): Message[] {
    const { config, summary, now } = this.#input;
    return composeMessages(
      batch.items,
      contextFor(batch.chat, config, { now: now(), silent: batch.silent, summary }),
    );
  }

  async #waitForTurn(lane: readonly Errand[], chatId: number | string | null): Promise<boolean> {
    if (chatId !== null) await this.#pacer.turn(lane);
    return this.#timeLeft() >= MIN_SEND_MS;
  }

  async #sendOne(batch: Batch, chatId: number | string | null, message: Message): Promise<SendOutcome> {
    const items = itemsOf(batch, message);
    for (const { id } of items) this.#untried.delete(id);
    const outcome = await this.#sendPatiently(batch.chat, chatId, message);
    this.#note(batch.chat, outcome);
    const { config, now } = this.#input;
    const { noticesTo } = config.alerts;
    const delivery = { chat: batch.chat, chatId, items, outcome, noticesTo, now: now() };
    await this.#commit((state) => applyOutcome(state, delivery));
    return outcome;
  }

  /** A short pause that Telegram asks for is waited for, once. */
  async #sendPatiently(
    target: string,
    chatId: number | string | null,
    message: Message,
  ): Promise<SendOutcome> {
    const outcome = await this.#send(target, chatId, message);
    if (outcome.kind !== 'retry' || outcome.afterMs === null) return outcome;
    const { afterMs } = outcome;
    if (afterMs > MAX_WAIT_MS || this.#timeLeft() < afterMs + MIN_SEND_MS) return outcome;
    await this.#sleep(afterMs);
    return await this.#send(target, chatId, message);
  }

  async #send(target: string, chatId: number | string | null, message: Message): Promise<SendOutcome> {
    const timeoutMs = Math.max(1, Math.min(MAX_SEND_MS, this.#timeLeft()));
    try {
      return await this.#input.send(target, chatId, message, timeoutMs);
    } catch {
      // A part of the program that cannot be loaded (an upgrade at this moment) must not end the other lanes. The error
      // is not told: it is not known to be free of secrets.
      return { kind: 'retry', afterMs: null, reason: 'internal error', maybeSent: true };
    }
  }

  #note(chat: string, outcome: SendOutcome): void {
    if (outcome.kind === 'sent') this.#sent += 1;
    else {
      const lost = outcome.kind === 'refused' && outcome.scope === 'message';
      this.#problems.push({ chat, reason: outcome.reason, lost });
    }
  }

  /** Commits are written one after the other, in the order of the answers. */
  #commit(change: (state: S) => S): Promise<void> {
    const written = this.#commits.then(async () => {
      try {
        await this.#input.commit(change);
      } catch (error) {
        this.#commitError ??= error;
      }
    });
    this.#commits = written;
    return written;
  }

  #timeLeft(): number {
    return this.#input.deadline - this.#input.now();
  }
}

function itemsOf(batch: Batch, message: Message): OutboxItem[] {
  const ids = new Set(message.itemIds);
  return batch.items.filter((item) => ids.has(item.id));
}

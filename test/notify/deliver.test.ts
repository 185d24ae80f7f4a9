import { describe, expect, it } from 'vitest';
import type { Chat, Config } from '../../src/core/config.ts';
import type { AlertEvent, OutboxItem, SendOutcome } from '../../src/core/events.ts';
import { dueBatches, markInFlight, type OutboxState } from '../../src/core/outbox.ts';
import { newChat } from '../../src/core/state.ts';
import { deliver, type DeliverResult } from '../../src/notify/deliver.ts';
import type { Message } from '../../src/notify/message.ts';
import { makeChat, makeConfig, makeServer, MIN, T0 } from '../support/world.ts';
import { down, subject, up } from './fixture.ts';

const SENT: SendOutcome = { kind: 'sent' };
const TIMEOUT: SendOutcome = { kind: 'retry', afterMs: null, reason: 'no answer in time', maybeSent: true };
const NO_NETWORK: SendOutcome = { kind: 'retry', afterMs: null, reason: 'ENETUNREACH', maybeSent: false };
const BLOCKED: SendOutcome = {
  kind: 'refused',
  scope: 'chat',
  reason: '403 Forbidden: bot was blocked by the user',
};
const BAD: SendOutcome = { kind: 'refused', scope: 'message', reason: '400 Bad Request' };

interface Sending {
  readonly at: number;
  readonly chat: string;
  readonly chatId: number | string | null;
  readonly message: Message;
  readonly timeoutMs: number;
}

/** A run of delivery in a time of its own, in which only sleeping and sending take time. */
class Run {
  now = T0;
  readonly sendings: Sending[] = [];
  /** The states on disk, oldest first. */
  readonly written: OutboxState[] = [];
  state: OutboxState;
  answer: (sending: Sending) => SendOutcome = () => SENT;
  sendMs = 10;
  commit: () => Promise<void> = () => Promise.resolve();
  #sleepers: { until: number; wake: () => void }[] = [];

  constructor(
    items: readonly OutboxItem[],
    readonly config: Config,
    change: Partial<OutboxState> = {},
  ) {
    this.state = { outbox: items, chats: {}, serial: 100, ...change };
  }

  async deliver(budgetMs = 40_000): Promise<DeliverResult> {
    const batches = dueBatches(this.state, this.config, this.now);
    const { chats } = this.state;
    this.state = markInFlight(this.state, batches);
    const done = deliver<OutboxState>({
      batches,
      config: this.config,
      chats,
      summary: null,
      now: () => this.now,
      deadline: this.now + budgetMs,
      sleep: (ms) => this.#sleep(ms),
      send: async (chat, chatId, message, timeoutMs) => {
        const sending = { at: this.now - T0, chat, chatId, message, timeoutMs };
        this.sendings.push(sending);
        await this.#sleep(this.sendMs);
        return this.answer(sending);
      },
      commit: async (change) => {
        this.state = change(this.state);
        await this.commit();
        this.written.push(this.state);
      },
    });
    let result: DeliverResult | null = null;
    void done.then((value) => (result = value));
    while (result === null) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#wakeNext();
    }
    return result;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.#sleepers.push({ until: this.now + ms, wake }));
  }

  #wakeNext(): void {
    this.#sleepers.sort((a, b) => a.until - b.until);
    const next = this.#sleepers.shift();
    if (next === undefined) return;
    this.now = Math.max(this.now, next.until);
    next.wake();
  }
}

function config(...chats: readonly Chat[]): Config {
  return makeConfig([makeServer('a')], { chats });
}

function items(chat: string, count: number, event: (index: number) => AlertEvent = oneDown): OutboxItem[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${chat}${index}`,
    chat,
    at: T0,
    event: event(index),
    maybeSent: false,
  }));
}

function oneDown(index: number): AlertEvent {
  return down({ incidentId: `s${index}@1`, subject: subject(`s${index}`) });
}

const IT = makeChat('it', { id: -1 });
const NIGHT = makeChat('night', { id: -2 });

describe('deliver', () => {
  it('sends what waits and empties the outbox', async () => {
    const run = new Run(items('it', 2), config(IT));
    expect(await run.deliver()).toEqual({ sent: 2, problems: [], commitError: null });
    expect(run.state.outbox).toEqual([]);
    expect(run.state.chats['it']?.lastSentAt).toBeGreaterThan(T0);
  });

  it('writes each answer before the next message goes to that chat', async () => {
    const run = new Run(items('it', 3), config(IT));
    const onDisk: number[] = [];
    run.answer = () => {
      onDisk.push(run.written.at(-1)?.outbox.length ?? 3);
      return SENT;
    };
    await run.deliver();
    expect(onDisk).toEqual([3, 2, 1]);
  });

  it('waits a second between two messages to one chat', async () => {
    const run = new Run(items('it', 3), config(IT));
    await run.deliver();
    const times = run.sendings.map(({ at }) => at);
    expect(times).toHaveLength(3);
    for (const [index, at] of times.slice(1).entries())
      expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_050);
  });

  it('sends no more than 25 messages in any second', async () => {
    const chats = Array.from({ length: 60 }, (_, index) => makeChat(`c${index}`, { id: -index - 1 }));
    const run = new Run(
      chats.flatMap(({ name }) => items(name, 1)),
      config(...chats),
    );
    await run.deliver();
    const times = run.sendings.map(({ at }) => at).sort((a, b) => a - b);
    expect(times).toHaveLength(60);
    for (const [index, at] of times.slice(25).entries())
      expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it('shares the limits among the topics of one group, and keeps below 20 messages a minute', async () => {
    const topics = Array.from({ length: 10 }, (_, index) =>
      makeChat(`t${index}`, { id: -1, thread: index + 2 }),
    );
    const run = new Run(
      topics.flatMap(({ name }) => items(name, 3)),
      config(...topics),
    );
    const result = await run.deliver();
    expect(result.sent).toBe(18);
    expect(run.state.outbox).toHaveLength(12);
    expect(run.state.outbox.every(({ maybeSent }) => !maybeSent)).toBe(true);
    const times = run.sendings.map(({ at }) => at);
    for (const [index, at] of times.slice(1).entries())
      expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_050);
  });

  it('does not let a chat that hangs hold up another', async () => {
    const run = new Run([...items('it', 3), ...items('night', 1)], config(IT, NIGHT));
    run.sendMs = 10_000;
    run.answer = ({ chat }) => (chat === 'it' ? TIMEOUT : SENT);
    const result = await run.deliver();
    expect(run.now - T0).toBeLessThan(11_000);
    expect(result.sent).toBe(1);
    expect(run.state.outbox.map(({ id }) => id)).toEqual(['it0', 'it1', 'it2']);
  });

  it('tells an outage whose DOWN and UP wait in one message', async () => {
    const run = new Run(
      [...items('it', 1, () => down()), { ...items('it', 1, () => up())[0], id: 'u' } as OutboxItem],
      config(IT),
    );
    await run.deliver();
    expect(run.sendings).toHaveLength(1);
    expect(run.state.outbox).toEqual([]);
  });

  it('gives each send the time that is left, and begins none too late', async () => {
    const run = new Run(items('it', 3), config(IT));
    run.sendMs = 2_500;
    await run.deliver(5_500);
    expect(run.sendings.map(({ timeoutMs }) => timeoutMs)).toEqual([5_500, 3_000]);
    expect(run.state.outbox).toMatchObject([{ id: 'it2', maybeSent: false }]);
  });
});

describe('after a failure', () => {
  it('nothing more goes to that chat, and only what was tried stays marked', async () => {
    const run = new Run(items('it', 3), config(IT));
    run.answer = () => TIMEOUT;
    const result = await run.deliver();
    expect(run.sendings).toHaveLength(1);
    expect(run.state.outbox.map(({ maybeSent }) => maybeSent)).toEqual([true, false, false]);
    expect(run.state.chats['it']).toMatchObject({ failures: 1, notBefore: T0 + MIN });
    expect(result.problems).toEqual([{ chat: 'it', reason: 'no answer in time', lost: false }]);
  });

  it('of the network nothing is marked', async () => {
    const run = new Run(items('it', 2), config(IT));
    run.answer = () => NO_NETWORK;
    await run.deliver();
    expect(run.state.outbox.map(({ maybeSent }) => maybeSent)).toEqual([false, false]);
  });

  it('a mark of an earlier run stays, and is said', async () => {
    const marked = items('it', 1).map((item) => ({ ...item, maybeSent: true }));
    const run = new Run(marked, config(IT));
    run.answer = () => NO_NETWORK;
    await run.deliver();
    expect(run.state.outbox[0]?.maybeSent).toBe(true);
    expect(run.sendings[0]?.message.plain).toContain('May be a repeat');
  });

  it('the mark of this run itself makes no repeat of a message', async () => {
    const run = new Run(items('it', 1), config(IT));
    await run.deliver();
    expect(run.sendings[0]?.message.plain).not.toContain('repeat');
  });

  it('a short pause that Telegram asks for is waited for', async () => {
    const run = new Run(items('it', 1), config(IT));
    run.answer = () =>
      run.sendings.length === 1 ? { kind: 'retry', afterMs: 4_000, reason: '429', maybeSent: false } : SENT;
    expect(await run.deliver()).toMatchObject({ sent: 1, problems: [] });
    expect(run.sendings[1]?.at).toBeGreaterThanOrEqual(4_000);
  });

  it.each([
    ['a long pause', 37_000, 40_000],
    ['a pause longer than the rest of the run', 5_000, 4_000],
  ])('%s is left to a later run', async (_title, afterMs, budgetMs) => {
    const run = new Run(items('it', 2), config(IT));
    run.answer = () => ({ kind: 'retry', afterMs, reason: '429', maybeSent: false });
    await run.deliver(budgetMs);
    expect(run.sendings).toHaveLength(1);
    expect(run.state.chats['it']?.notBefore).toBe(T0 + 10 + afterMs);
    expect(dueBatches(run.state, run.config, T0 + afterMs)).toEqual([]);
    expect(dueBatches(run.state, run.config, T0 + 10 + afterMs)).toHaveLength(1);
  });

  it('a chat that refuses keeps its alerts, and the others get theirs', async () => {
    const run = new Run([...items('it', 2), ...items('night', 1)], config(IT, NIGHT));
    run.answer = ({ chat }) => (chat === 'it' ? BLOCKED : SENT);
    expect(await run.deliver()).toMatchObject({ sent: 1, problems: [{ chat: 'it', lost: false }] });
    expect(run.state.outbox.map(({ id }) => id)).toEqual(['it0', 'it1']);
    expect(run.state.chats['it']?.refused?.reason).toContain('403');
  });

  it('a message that is refused for good is reported as lost, and the next one goes out', async () => {
    const run = new Run(items('it', 2), config(IT));
    run.answer = () => (run.sendings.length === 1 ? BAD : SENT);
    expect(await run.deliver()).toMatchObject({
      sent: 1,
      problems: [{ chat: 'it', reason: '400 Bad Request', lost: true }],
    });
    expect(run.state.outbox).toEqual([]);
  });

  it('of writing, the rest is sent all the same', async () => {
    const run = new Run([...items('it', 2), ...items('night', 1)], config(IT, NIGHT));
    run.commit = () => Promise.reject(new Error('no space left on device'));
    const result = await run.deliver();
    expect(result.sent).toBe(3);
    expect(result.commitError).toMatchObject({ message: 'no space left on device' });
  });

  it('of the sender itself, the item is kept', async () => {
    const run = new Run(items('it', 1), config(IT));
    run.answer = () => {
      throw new Error('secret');
    };
    expect(await run.deliver()).toMatchObject({ sent: 0, problems: [{ reason: 'internal error' }] });
    expect(run.state.outbox).toHaveLength(1);
  });
});

describe('a group that became a supergroup', () => {
  it('is followed for the rest of the run, remembered and told', async () => {
    const run = new Run(items('it', 2), config(IT));
    run.answer = ({ chatId }) => (chatId === -1 ? { kind: 'sent', migratedTo: -1_005 } : SENT);
    await run.deliver();
    expect(run.sendings.map(({ chatId }) => chatId)).toEqual([-1, -1_005]);
    expect(run.state.chats['it']?.migrated).toEqual({ from: -1, to: -1_005 });
    expect(run.state.outbox.map(({ chat, event }) => [chat, event.kind])).toEqual([['it', 'chat-migrated']]);
  });

  it('is reached under its new id in the next run', async () => {
    const moved = { ...newChat(), migrated: { from: -1, to: -1_005 } };
    const run = new Run(items('it', 1), config(IT), { chats: { it: moved } });
    await run.deliver();
    expect(run.sendings.map(({ chatId }) => chatId)).toEqual([-1_005]);
  });
});

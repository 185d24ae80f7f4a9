import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IcmpBatch } from '../../src/probes/icmp-batch.ts';
import type { BackendName, IcmpBackend, IcmpTarget } from '../../src/probes/icmp.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A back end that answers when `answer` is called; `lists` holds what it was asked. */
function backend(
  name: BackendName,
): IcmpBackend & { lists: (readonly IcmpTarget[])[]; answer(list: number): void } {
  const answers: (() => void)[] = [];
  const lists: (readonly IcmpTarget[])[] = [];
  return {
    name,
    lists,
    answer: (list) => answers[list]?.(),
    close: () => undefined,
    probe(targets, { onResult }) {
      lists.push(targets);
      return new Promise((resolve) => {
        answers.push(() => {
          const results = targets.map(() => ({ kind: 'ok', latencyMs: 1 }) as const);
          for (const [index, result] of results.entries()) onResult?.(index, result);
          resolve(results);
        });
      });
    },
  };
}

function ask(fake: IcmpBackend, count: number): Promise<string[]> {
  const choose = () => Promise.resolve({ backend: fake, tried: [] });
  const batch = new IcmpBatch({ icmp: { backend: 'auto', rate: null }, expected: 1, v6: false, choose });
  const targets = Array.from({ length: count }, (_, n) => ({
    address: `10.0.0.${n}`,
    timeoutMs: 1_000,
    attempts: 3,
  }));
  return batch.ask(targets, performance.now() + 10_000).then((results) => results.map(({ kind }) => kind));
}

it('asks ping for one server at a time with all its attempts, so that none waits for the slowest of a list', async () => {
  const ping = backend('ping');
  const results = ask(ping, 40);
  await vi.advanceTimersByTimeAsync(50);
  expect(ping.lists.map((list) => list.length)).toEqual(new Array(30).fill(1));
  ping.answer(0);
  await vi.advanceTimersByTimeAsync(0);
  expect(ping.lists.length).toBe(31);
  // A server that is silent for a while makes room.
  await vi.advanceTimersByTimeAsync(150);
  expect(ping.lists.length).toBe(40);
  for (let list = 1; list < 40; list++) ping.answer(list);
  expect(await results).toEqual(new Array(40).fill('ok'));
});

it.each(['raw', 'fping'] as const)('gives %s the whole list at once', async (name) => {
  const whole = backend(name);
  const results = ask(whole, 40);
  await vi.advanceTimersByTimeAsync(50);
  expect(whole.lists.map((list) => list.length)).toEqual([40]);
  whole.answer(0);
  expect(await results).toEqual(new Array(40).fill('ok'));
});

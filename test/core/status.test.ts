import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../../src/core/events.ts';
import { newChat } from '../../src/core/state.ts';
import { statusFails, statusOf } from '../../src/core/status.ts';
import { causeOf, DAY, HOUR, MINUTE, NOW, openIncident, stateOf } from '../support/past.ts';
import { makeConfig, makeServer, makeSite } from '../support/world.ts';

const config = makeConfig([makeServer('a'), makeServer('b', { siteId: 'x' }), makeServer('c')], {
  sites: [makeSite('x', { name: 'Branch' })],
});
const begin = NOW - DAY;
const noSkips = { count: 0, lastAt: null };
const down = (since: number) => ({
  condition: { kind: 'down' } as const,
  incident: openIncident('x', since),
});

describe('the status', () => {
  it('lists what is down, the longest outage first', () => {
    const state = stateOf(config, begin, { a: down(NOW - HOUR), b: down(NOW - 2 * HOUR) });
    const status = statusOf(config, state, NOW, null, noSkips);
    expect(status.down.map((server) => [server.id, server.lengthMs])).toEqual([
      ['b', 2 * HOUR],
      ['a', HOUR],
    ]);
    expect(status.down[0]?.siteName).toBe('Branch');
    expect(status.counts).toEqual({ total: 3, up: 1, down: 2 });
    expect(statusFails(status, null)).toBe(true);
  });

  it('counts a server that answers again as down until that is confirmed', () => {
    const recovering = {
      condition: { kind: 'recovering', since: NOW, oks: 1 } as const,
      incident: openIncident('a', NOW - HOUR),
    };
    const status = statusOf(config, stateOf(config, begin, { a: recovering }), NOW, null, noSkips);
    expect(status.down).toMatchObject([{ id: 'a', recovering: true }]);
  });

  it('does not count a suspect server as down', () => {
    const suspect = {
      condition: {
        kind: 'suspect',
        since: NOW - MINUTE,
        failures: 2,
        heldMs: 0,
        lastFailureAt: NOW,
        cause: causeOf(),
      } as const,
    };
    const status = statusOf(config, stateOf(config, begin, { a: suspect }), NOW, null, noSkips);
    expect(status.suspects).toMatchObject([{ id: 'a', failures: 2 }]);
    expect(statusFails(status, null)).toBe(false);
  });

  it('names servers without a verdict and servers that were never probed', () => {
    const state = stateOf(config, begin, { a: { unknownSince: NOW - HOUR, unknownReason: 'resolver' } });
    const { a, b } = state.servers;
    const status = statusOf(
      config,
      { ...state, servers: { ...(a && { a }), ...(b && { b }) } },
      NOW,
      null,
      noSkips,
    );
    expect(status.unknown).toMatchObject([
      { id: 'a', since: NOW - HOUR, reason: 'resolver' },
      { id: 'c', since: null },
    ]);
    expect(status.counts.up).toBe(1);
  });

  it('says that checks have stopped, and fails only when a limit was given', () => {
    const state = stateOf(config, begin, {}, { lastRunAt: NOW - 10 * MINUTE });
    expect(statusOf(config, state, NOW, null, noSkips).stale).toBe(true);
    expect(statusFails(statusOf(config, state, NOW, null, noSkips), null)).toBe(false);
    expect(statusFails(statusOf(config, state, NOW, 3 * MINUTE, noSkips), 3 * MINUTE)).toBe(true);
    expect(statusFails(statusOf(config, state, NOW, 15 * MINUTE, noSkips), 15 * MINUTE)).toBe(false);
  });

  it('fails with a limit when no check has run at all', () => {
    const state = stateOf(config, begin, {}, { lastRunAt: null });
    expect(statusFails(statusOf(config, state, NOW, 3 * MINUTE, noSkips), 3 * MINUTE)).toBe(true);
    expect(statusFails(statusOf(config, state, NOW, null, noSkips), null)).toBe(false);
  });

  it('has no negative age after the clock was set back', () => {
    const state = stateOf(config, begin, {}, { lastRunAt: NOW + HOUR });
    expect(statusOf(config, state, NOW, null, noSkips).ageMs).toBe(0);
  });

  it('counts what waits for each chat and names the chats that refuse', () => {
    const item = (chat: string, at: number): OutboxItem => ({
      id: `${chat}${String(at)}`,
      chat,
      at,
      event: { kind: 'test', subject: null },
      maybeSent: false,
    });
    const state = stateOf(
      config,
      begin,
      {},
      {
        outbox: [item('it', NOW - MINUTE), item('it', NOW - HOUR)],
        chats: {
          it: { ...newChat(), failures: 2 },
          night: { ...newChat(), refused: { reason: '403', since: NOW - DAY } },
          ok: newChat(),
        },
      },
    );
    expect(statusOf(config, state, NOW, null, noSkips).chats).toEqual([
      { chat: 'it', waiting: 2, oldestAt: NOW - HOUR, failures: 2, refused: null },
      {
        chat: 'night',
        waiting: 0,
        oldestAt: null,
        failures: 0,
        refused: { reason: '403', since: NOW - DAY },
      },
    ]);
  });

  it('lists silences that are still in force', () => {
    const silence = (until: number | null) =>
      ({ kind: 'mute', scope: 'all', by: 'ops', note: null, at: begin, until, told: true }) as const;
    const state = stateOf(
      config,
      begin,
      {},
      { silences: [silence(NOW - 1), silence(NOW + 1), silence(null)] },
    );
    expect(statusOf(config, state, NOW, null, noSkips).silences.map((one) => one.until)).toEqual([
      NOW + 1,
      null,
    ]);
  });
});

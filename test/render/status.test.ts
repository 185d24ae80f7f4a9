import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { State } from '../../src/core/model.ts';
import { emptyState, newChat } from '../../src/core/state.ts';
import { statusOf } from '../../src/core/status.ts';
import { screenOf } from '../../src/render/screen.ts';
import { jsonStatus, statusText } from '../../src/render/status.ts';
import { aWeek, causeOf, DAY, HOUR, MINUTE, NOW, stateOf } from '../support/past.ts';

const { config, state: week } = aWeek();

/** A bad day: something of everything that a status can tell. */
const bad: State = {
  ...stateOf(config, NOW - DAY, {
    erp: week.servers['erp'] ?? {},
    files: {
      condition: {
        kind: 'suspect',
        since: NOW - 2 * MINUTE,
        failures: 2,
        heldMs: 0,
        lastFailureAt: NOW,
        cause: causeOf(),
      },
    },
    mail: { unknownSince: NOW - HOUR, unknownReason: 'resolver' },
  }),
  lastRunAt: NOW - 20 * MINUTE,
  blindSince: NOW - 25 * MINUTE,
  outbox: [
    { id: '1', chat: 'it', at: NOW - 30 * MINUTE, event: { kind: 'test', subject: null }, maybeSent: false },
  ],
  chats: {
    it: { ...newChat(), failures: 4 },
    'it-night': { ...newChat(), refused: { reason: 'bot was kicked\u001b[2J', since: NOW - DAY } },
  },
  troubles: {
    ping: {
      since: NOW - 2 * HOUR,
      lastSeenAt: NOW,
      sweeps: 9,
      told: true,
      trouble: {
        kind: 'probe-broken',
        key: 'ping',
        code: 'icmp-unavailable',
        detail: 'no ping program',
        servers: 4,
      },
    },
  },
  silences: [
    { kind: 'mute', scope: 'site:bandung', by: 'ops', note: 'UPS', at: NOW, until: NOW + HOUR, told: true },
    { kind: 'ack', scope: 'server:erp', by: 'ops', note: null, at: NOW, until: null, told: true },
  ],
};

function text(
  state: State,
  options: { columns?: number; language?: 'id' | 'en'; env?: Record<string, string> } = {},
) {
  const { columns = 80, language = 'en', env = { LANG: 'C.UTF-8' } } = options;
  const screen = screenOf({ isTTY: false, columns, env }, { ...config, language });
  const status = statusOf(config, state, NOW, null, { count: 3, lastAt: NOW - 6 * MINUTE });
  return statusText(status, screen, (scope) => (scope === 'site:bandung' ? 'Cabang Bandung' : null));
}

describe('the status on a terminal', () => {
  it('says what is down and why, what is in doubt, and how the monitor does', () => {
    expect(text(bad)).toMatchSnapshot();
    expect(text(bad, { language: 'id' })).toMatchSnapshot();
  });

  it('is one line when all is up', () => {
    expect(text(stateOf(config, NOW - DAY)).split('\n\n')[1]).toBe('All 5 servers are up.');
  });

  it('says that no check has run yet', () => {
    expect(text(emptyState()).split('\n\n')[0]).toContain('No check has run yet: run `srvmon check`');
    expect(text(emptyState())).not.toContain('not checked yet');
  });

  it('is never wider than the terminal and holds no control characters', () => {
    for (const columns of [60, 80, 120]) {
      for (const line of text(bad, { columns }).split('\n')) {
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/\p{Cc}/u);
      }
    }
    expect(text(bad, { env: {} })).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

describe('the status as JSON', () => {
  it('keeps its fields: a change of these is a change of the version', () => {
    const status = statusOf(config, bad, NOW, 3 * MINUTE, { count: 3, lastAt: NOW - 6 * MINUTE });
    expect(jsonStatus(status, 3 * MINUTE, 'en')).toMatchSnapshot();
  });
});

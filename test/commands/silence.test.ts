import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acknowledge, list, mute, unmute, type SilenceOptions } from '../../src/commands/silence.ts';
import type { State } from '../../src/core/model.ts';
import { emptyState, newServer } from '../../src/core/state.ts';
import { acquireLock } from '../../src/state/lock.ts';
import { readStateReadonly } from '../../src/state/store.ts';
import { Desk } from '../support/desk.ts';
import { HOUR, NOW, openIncident } from '../support/past.ts';

const YAML = `
alerts: { to: [console] }
sites:
  - { id: bdg, name: Bandung }
  - { id: erp, name: ERP room }
servers:
  - { id: router, name: Router, host: 192.0.2.1, site: bdg }
  - { id: erp, name: ERP, host: 192.0.2.2, site: bdg }
`;

const ROOT = { env: { LANG: 'C.UTF-8', SUDO_USER: 'operator' } };

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  desk.writeConfig(YAML);
  desk.writeState({
    ...emptyState(),
    servers: {
      router: { ...newServer('Router', 'bdg', NOW), condition: { kind: 'up', since: NOW } },
      erp: {
        ...newServer('ERP', 'bdg', NOW),
        condition: { kind: 'down' },
        incident: openIncident('erp', NOW - HOUR),
      },
    },
  });
});

afterEach(() => {
  desk.remove();
});

type Command = (target: string, options: SilenceOptions, io: Parameters<typeof mute>[2]) => Promise<number>;

const call = (command: Command, target: string, options: SilenceOptions = {}) =>
  desk.call<SilenceOptions>((all, io) => command(target, all, io), options, ROOT);

async function silences(): Promise<State['silences']> {
  const stored = await readStateReadonly(desk.stateDir);
  return stored.kind === 'ok' ? stored.state.silences : [];
}

describe('srvmon mute', () => {
  it('that meets a damaged state leaves to the next check to tell the chat so', async () => {
    const path = join(desk.stateDir, 'state.json');
    writeFileSync(`${path}.bak`, readFileSync(path));
    desk.writeState('damaged');
    const { code } = await call(mute, 'router', { for: '2h' });
    expect(code).toBe(0);
    const stored = await readStateReadonly(desk.stateDir);
    const waiting = stored.kind === 'ok' ? stored.state.outbox : [];
    expect(waiting).toMatchObject([
      { chat: 'console', event: { kind: 'trouble', trouble: { kind: 'state-reset', recovered: true } } },
    ]);
    expect(Object.keys(stored.kind === 'ok' ? stored.state.servers : {})).toEqual(['router', 'erp']);
  });

  it('keeps who muted what, why and until when, for the next check to tell', async () => {
    const { code, stdout, stderr } = await call(mute, 'router', { for: '2h', note: 'new cable' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Router is muted until Wed 18 Nov 2026 12:20');
    expect(await silences()).toEqual([
      {
        kind: 'mute',
        scope: 'server:router',
        by: 'operator',
        note: 'new cable',
        at: NOW,
        until: NOW + 2 * HOUR,
        told: false,
      },
    ]);
  });

  it.each([
    ['bdg', 'site:bdg'],
    ['Bandung', 'site:bdg'],
    ['site:erp', 'site:erp'],
    ['server:erp', 'server:erp'],
    ['all', 'all'],
  ])('takes %s for %s', async (target, scope) => {
    await call(mute, target, { for: '1h' });
    expect((await silences()).map((silence) => silence.scope)).toEqual([scope]);
  });

  it('replaces the mute of the same server', async () => {
    await call(mute, 'router', { for: '1h' });
    await call(mute, 'router', { for: '5h' });
    expect((await silences()).map(({ until }) => until)).toEqual([NOW + 5 * HOUR]);
  });

  it.each([
    ['nothing', { for: '1h' }, 'there is no server or site "nothing"'],
    ['erp', { for: '1h' }, 'both a server and a site are called "erp": write server:ID or site:ID'],
    ['router', { for: 'soon' }, '--for: "soon" is no length of time; write for instance 2h'],
    ['router', {}, '--for is missing'],
  ])('%s %o is refused', async (target, options, complaint) => {
    const { code, stdout, stderr } = await call(mute, target, options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(complaint);
    expect(await silences()).toEqual([]);
  });

  it('waits for a check that is running', async () => {
    const lock = await acquireLock(desk.stateDir);
    if (!('release' in lock)) throw new Error('the lock is free');
    setTimeout(() => {
      lock.release();
    }, 500);
    expect((await call(mute, 'router', { for: '1h' })).code).toBe(0);
    expect(await silences()).toHaveLength(1);
  });
});

describe('srvmon unmute', () => {
  it('ends the mute and the acknowledgement', async () => {
    await call(mute, 'server:erp', { for: '1h' });
    await call(acknowledge, 'server:erp');
    expect((await call(unmute, 'server:erp')).stdout).toBe('ERP is not muted any more\n');
    expect(await silences()).toEqual([]);
  });

  it('says so when there was none', async () => {
    expect((await call(unmute, 'router')).stdout).toBe('Router was not muted\n');
  });
});

describe('srvmon ack', () => {
  it('holds until the server is up', async () => {
    expect((await call(acknowledge, 'server:erp', { note: 'on it' })).code).toBe(0);
    expect(await silences()).toMatchObject([
      { kind: 'ack', scope: 'server:erp', until: null, note: 'on it' },
    ]);
  });

  it('is refused for a server that is not down', async () => {
    const { code, stderr } = await call(acknowledge, 'router');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'srvmon: Router is not down, so there is nothing to acknowledge\n',
    });
  });

  it('is refused for a site', async () => {
    expect((await call(acknowledge, 'bdg')).code).toBe(2);
  });
});

describe('srvmon mutes', () => {
  it('lists what is open, and leaves out what is over', async () => {
    expect((await desk.call(list, {})).stdout).toBe('nothing is muted or acknowledged\n');
    await call(mute, 'router', { for: '2h', note: 'new cable' });
    const { stdout } = await desk.call(list, {});
    expect(stdout).toMatch(/^muted +server:router until Wed 18 Nov 2026 12:20 .*, by operator: new cable\n$/);
    expect((await desk.call(list, {}, { now: () => NOW + 3 * HOUR })).stdout).toBe(
      'nothing is muted or acknowledged\n',
    );
  });
});

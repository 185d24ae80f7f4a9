import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/commands/explain.ts';
import type { Incident } from '../../src/core/model.ts';
import { emptyState, newServer } from '../../src/core/state.ts';
import { Desk } from '../support/desk.ts';
import { HOUR, incidentRecord, MINUTE, NOW, openIncident } from '../support/past.ts';

const YAML = `
telegram: { token: "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", chats: { it: 1, night: { id: 2, notify_after: 15m }, users: 3, public: 4 } }
alerts: { to: [it, night] }
servers:
  - { id: router, name: Router, host: 192.0.2.1 }
  - { id: erp, name: ERP, host: 192.0.2.2, parent: router, checks: [icmp, "tcp:5432"], announce_to: [users, public], announce_after: 10m }
`;

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  desk.writeConfig(YAML);
});

afterEach(() => {
  desk.remove();
});

const explain = (server: string) => desk.call((options, io) => run(server, options, io), {});

function writeDown(change: Partial<Incident>): void {
  desk.writeState({
    ...emptyState(),
    lastRunAt: NOW - 20_000,
    servers: {
      router: { ...newServer('Router', null, NOW), condition: { kind: 'up', since: NOW - HOUR } },
      erp: {
        ...newServer('ERP', null, NOW),
        condition: { kind: 'down' },
        incident: { ...openIncident('erp', NOW - HOUR), ...change },
      },
    },
  });
}

describe('srvmon explain', () => {
  it('tells for each chat what it was told, or why it was not', async () => {
    writeDown({
      told: { it: NOW - 57 * MINUTE },
      held: { night: { reason: 'notify-after', until: NOW + 5 * MINUTE } },
    });
    const { code, stdout, stderr } = await explain('erp');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Server +ERP \(erp\), 192\.0\.2\.2/);
    expect(stdout).toMatch(/Checks +icmp, tcp:5432/);
    expect(stdout).toMatch(/State +down, since 09:20/);
    expect(stdout).toMatch(/Parent +Router: up/);
    expect(stdout).toMatch(/-> it +told at 09:23/);
    expect(stdout).toMatch(/-> night +not told: it lasts not long enough for this chat, until 10:25/);
  });

  it('says what would happen to a server that is up', async () => {
    writeDown({});
    const { stdout } = await explain('Router');
    expect(stdout).toMatch(/-> it +is told when an outage is confirmed/);
    expect(stdout).toMatch(/-> night +is told 15 min after an outage was confirmed/);
  });

  it.each([
    ['en', /-> users \(for users\) +told at 09:33/, /-> public \(for users\) +not told: muted, operator/],
    [
      'id',
      /-> users \(untuk pengguna\) +diberi tahu 09:33/,
      /-> public .+tidak diberi tahu: dibisukan, operator/,
    ],
  ])('tells of each chat for users whether the outage was announced, in %s', async (language, told, held) => {
    const written = readFileSync(desk.config, 'utf8');
    writeFileSync(desk.config, written.replace('language: en', `language: ${language}`));
    writeDown({
      announced: { users: NOW - 47 * MINUTE },
      unannounced: { public: { reason: 'mute', detail: 'operator' } },
    });
    const { stdout } = await explain('erp');
    expect(stdout).toMatch(told);
    expect(stdout).toMatch(held);
  });

  it('says when an outage is announced that has not begun', async () => {
    const { stdout } = await explain('erp');
    expect(stdout).toMatch(/-> users \(for users\) +is told 10 min after an outage was confirmed/);
  });

  it('remembers the answers of past outages', async () => {
    writeDown({});
    await desk.writeHistory([
      incidentRecord('router', NOW - 5 * HOUR, 10 * MINUTE, {
        told: { it: NOW - 5 * HOUR + 3 * MINUTE },
        held: { night: { reason: 'mute', detail: 'operator' } },
      }),
    ]);
    const { stdout } = await explain('router');
    expect(stdout).toMatch(/Past outage +05:20–05:30/);
    expect(stdout).toMatch(/-> it +told at 05:23/);
    expect(stdout).toMatch(/-> night +not told: muted, operator/);
  });

  it('helps with a server that does not exist', async () => {
    const { code, stderr } = await explain('ruoter');
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "router"?');
  });

  it('works before the first check', async () => {
    const { code, stdout } = await explain('erp');
    expect(code).toBe(0);
    expect(stdout).toMatch(/State +not known/);
  });
});

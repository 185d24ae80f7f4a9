import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run as check } from '../../src/commands/check.ts';
import { run, type ReportCommandOptions } from '../../src/commands/report.ts';
import type { Io } from '../../src/commands/io.ts';
import type { State } from '../../src/core/model.ts';
import { emptyState, newServer } from '../../src/core/state.ts';
import { Desk } from '../support/desk.ts';
import { answers, FAKE_TOKEN, startFakeBotApi, type FakeBotApi } from '../support/fake-bot-api.ts';
import { DAY, HOUR, incidentRecord, MINUTE, NOW } from '../support/past.ts';

let desk: Desk;
let api: FakeBotApi;

beforeEach(async () => {
  api = await startFakeBotApi();
  desk = new Desk();
  desk.writeConfig(`
telegram:
  token: ${FAKE_TOKEN}
  api_base: ${api.url}
  chats:
    it: -100
    kantor: { id: -200, language: id, thread: 7, silent: true }
alerts: { to: [it] }
sites: [{ id: bdg, name: Cabang <Bandung> }]
servers:
  - { id: erp, name: ERP & Co, host: 127.0.0.1, site: bdg, checks: ['tcp:1'], down_after: 10d }
  - { id: mail, name: Mail, host: 127.0.0.1, checks: ['tcp:1'], down_after: 10d }
`);
  const server = (name: string) => ({
    ...newServer(name, null, NOW - 90 * DAY),
    condition: { kind: 'up' as const, since: NOW - 90 * DAY },
  });
  const lastRunAt = Math.floor(NOW / MINUTE) * MINUTE;
  const servers = { erp: server('ERP & Co'), mail: server('Mail') };
  desk.writeState({ ...emptyState(), lastRunAt, watchedSince: NOW - 90 * DAY, servers });
  await desk.writeHistory([
    incidentRecord('erp', Date.parse('2026-10-14T03:00:00Z'), 4 * HOUR),
    incidentRecord('erp', Date.parse('2026-10-20T03:00:00Z'), HOUR),
    incidentRecord('mail', Date.parse('2026-09-14T03:00:00Z'), 20 * MINUTE),
  ]);
});

afterEach(async () => {
  await api.close();
  desk.remove();
});

const send = (options: ReportCommandOptions, change: Partial<Io> = {}) =>
  desk.call(run, { lastMonth: true, ...options }, change);
const stored = (): State => JSON.parse(readFileSync(join(desk.stateDir, 'state.json'), 'utf8')) as State;
const documents = (): string[] => readdirSync(join(desk.stateDir, 'documents'));

/** The outbox of the next minutes: a check as cron runs it. */
const checkAfter = (minutes: number) => desk.call(check, {}, { now: () => NOW + minutes * MINUTE });

describe('srvmon report --send', () => {
  it('sends a digest with the HTML report as its document, prints nothing, and keeps nothing', async () => {
    expect(await send({ send: ['it'] })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(api.received).toMatchObject([
      {
        method: 'sendDocument',
        chat_id: '-100',
        thread: null,
        silent: false,
        document: { name: 'srvmon-2026-10-01--2026-10-31.html' },
      },
    ]);
    expect(api.received[0]?.document?.size).toBeGreaterThan(10_000);
    expect(api.received[0]?.text).toMatchInlineSnapshot(`
      "📊 Down report · 2 servers
      Thu 1 Oct 00:00 – Sun 1 Nov 00:00
      Availability 99.663 %, in the period before 99.976 %
      2 outages, 5 h down in all
      Period before: 1 outage, 20 min down in all
      Longest: ERP & Co · Cabang <Bandung>, 4 h, Wed 14 Oct 10:00–14:00

      Lowest availability:
      1. ERP & Co · Cabang <Bandung>: 99.327 %, 2 outages, 5 h"
    `);
    expect(stored().outbox).toEqual([]);
    expect(documents()).toEqual([]);
  });

  it('speaks the language of the chat, and keeps to its topic and its silence', async () => {
    expect((await send({ send: ['it,kantor'] }, { isTTY: true })).stdout).toBe(
      'it: delivered\nkantor: delivered\n',
    );
    const [, office] = [...api.received].sort((a, b) => b.chat_id.localeCompare(a.chat_id)).reverse();
    expect(office).toMatchObject({ chat_id: '-200', thread: 7, silent: true });
    expect(office?.text).toContain('Ketersediaan 99,663 %, periode sebelumnya 99,976 %');
  });

  it('keeps what could not be delivered, with its document, for the next check', async () => {
    api.behave(-100, answers.internal);
    expect(await send({ send: ['it'] })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'srvmon report: it: not delivered yet (500 Internal Server Error); the next check tries again\n',
    });
    expect(documents()).toHaveLength(1);
    expect(statSync(join(desk.stateDir, 'documents')).mode & 0o777).toBe(0o700);
    expect(statSync(join(desk.stateDir, 'documents', documents()[0] ?? '')).mode & 0o777).toBe(0o600);
    api.behave(-100, null);
    expect(await checkAfter(1)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(api.received).toMatchObject([{ document: { name: 'srvmon-2026-10-01--2026-10-31.html' } }]);
    expect(api.received[0]?.text).toContain('May be a repeat');
    expect(stored().outbox).toEqual([]);
    expect(documents()).toEqual([]);
  });

  it('follows a group that moved', async () => {
    api.plan(-100, answers.migrated(-1009));
    expect((await send({ send: ['it'] })).code).toBe(0);
    expect(api.received).toMatchObject([{ method: 'sendDocument', chat_id: '-1009' }]);
    expect(stored().chats['it']?.migrated).toEqual({ from: -100, to: -1009 });
  });

  it('waits when Telegram asks for a pause', async () => {
    api.plan(-100, answers.tooMany(40));
    expect((await send({ send: ['it'] })).stderr).toContain('429');
    await checkAfter(0.5);
    expect(api.received).toEqual([]);
    await checkAfter(1);
    expect(api.received).toHaveLength(1);
  });

  it('sends the digest alone where the document is not taken', async () => {
    api.plan(-100, { kind: 'error', code: 413, description: 'Request Entity Too Large' });
    expect((await send({ send: ['it'] })).code).toBe(0);
    api.plan(-100, { kind: 'error', code: 400, description: 'Bad Request: CHAT_SEND_DOCS_FORBIDDEN' });
    expect((await send({ send: ['it'] })).code).toBe(0);
    expect(api.received).toMatchObject([
      { method: 'sendMessage', document: null },
      { method: 'sendMessage', document: null },
    ]);
    expect(api.received[0]?.text).toContain('Availability 99.663 %');
  });

  it('sends the digest alone when the document is gone', async () => {
    api.behave(-100, answers.internal);
    await send({ send: ['it'] });
    api.behave(-100, null);
    writeFileSync(join(desk.folder, 'elsewhere'), '');
    const [file = ''] = documents();
    desk.writeState(
      JSON.stringify(stored()).replace(JSON.stringify(file), JSON.stringify('../../elsewhere')),
    );
    await checkAfter(1);
    expect(api.received).toMatchObject([{ method: 'sendMessage', document: null }]);
    expect(existsSync(join(desk.folder, 'elsewhere'))).toBe(true);
  });

  it('lets go of a report that is refused for good', async () => {
    api.behave(-100, { kind: 'error', code: 400, description: 'Bad Request: something is wrong' });
    const { code, stderr } = await send({ send: ['it'] });
    expect(code).toBe(1);
    expect(stderr).toBe('srvmon report: it refused it for good: 400 Bad Request: something is wrong\n');
    expect([stored().outbox, documents()]).toEqual([[], []]);
  });

  it('leaves what else waits in the outbox to the next check', async () => {
    const event = { kind: 'blind-over' as const, from: NOW - HOUR, to: NOW };
    const waiting = [{ id: '1', chat: 'it', at: NOW, event, maybeSent: false }];
    desk.writeState({ ...stored(), serial: 1, outbox: waiting });
    await send({ send: ['it'] });
    expect(api.received).toHaveLength(1);
    expect(stored().outbox).toEqual(waiting);
  });

  it('prints the digest to the console', async () => {
    const { code, stdout } = await send({ send: ['console'] });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^📊 Down report · 2 servers\n/);
    expect(documents()).toEqual([]);
  });

  it.each([
    [{ send: ['ops'] }, '--send: there is no chat "ops"; there are it, kantor, console'],
    [
      { send: ['it'], format: 'csv' as const },
      '--send and --format exclude each other: what is sent is always the HTML report',
    ],
  ])('refuses %o', async (options, problem) => {
    expect(await send(options)).toEqual({ code: 2, stdout: '', stderr: `srvmon report: ${problem}\n` });
    expect(api.requests).toEqual([]);
  });

  it('sends nothing before the first check', async () => {
    desk.writeState(emptyState());
    expect(await send({ send: ['it'] })).toMatchObject({ code: 1, stdout: '' });
    expect(api.requests).toEqual([]);
  });

  it('ends with 3 when the document cannot be written', async () => {
    mkdirSync(desk.stateDir, { recursive: true });
    writeFileSync(join(desk.stateDir, 'documents'), '');
    const { code, stderr } = await send({ send: ['it'] });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^srvmon: /);
    expect(stored().outbox).toEqual([]);
  });

  it('has its documents swept by the first check of a day when no message needs them', async () => {
    mkdirSync(join(desk.stateDir, 'documents'));
    writeFileSync(join(desk.stateDir, 'documents', 'old.html'), '');
    await checkAfter(1);
    expect(documents()).toEqual(['old.html']);
    await checkAfter(24 * 60);
    expect(documents()).toEqual([]);
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/commands/report.ts';
import type { ReportCommandOptions } from '../../src/commands/report.ts';
import { aWeek, incidentRecord, MINUTE, NOW } from '../support/past.ts';
import { Desk } from '../support/desk.ts';

const YAML = `
alerts: { to: [console] }
sites:
  - { id: bandung, name: Cabang Bandung }
  - { id: surabaya, name: Cabang Surabaya }
servers:
  - { id: router-bdg, name: Router Bandung, host: 192.0.2.1, site: bandung, tags: [network] }
  - { id: erp, name: ERP, host: 192.0.2.2, site: bandung, tags: [erp, prod] }
  - { id: router-sby, name: Router Surabaya, host: 192.0.2.3, site: surabaya, tags: [network] }
  - { id: files, name: File server, host: 192.0.2.4, site: surabaya }
  - { id: mail, name: Mail, host: 192.0.2.5, tags: [prod] }
`;

let desk: Desk;

beforeEach(async () => {
  desk = new Desk();
  desk.writeConfig(YAML);
  const { state, records } = aWeek();
  desk.writeState(state);
  await desk.writeHistory(records);
});

afterEach(() => {
  desk.remove();
});

const report = (options: ReportCommandOptions = {}, change = {}) => desk.call(run, options, change);

describe('srvmon report', () => {
  it('prints the last seven days from state and history', async () => {
    const { code, stdout, stderr } = await report();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('1 of 5 servers is down now: ERP');
    expect(stdout).toMatch(/Router Bandung +97\.423 +1 +4h12m/);
    expect(stdout).toMatch(/INCIDENTS \(4\)/);
  });

  it('narrows down to a site, servers by name, or tags', async () => {
    const { stdout } = await report({ site: ['Cabang Bandung'], format: 'csv' });
    expect(stdout.split('\r\n').map((line) => line.split(',')[0])).toEqual([
      'server_id',
      'erp',
      'router-bdg',
      '',
    ]);
    expect((await report({ server: ['mail'], format: 'csv' })).stdout).toContain('\r\nmail,Mail,');
    expect((await report({ tag: ['network'], format: 'json' })).stdout).not.toContain('"id": "erp"');
  });

  it('refuses unknown names with what was probably meant', async () => {
    expect(await report({ server: ['router-bgd'] })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'srvmon report: --server: no server "router-bgd"; did you mean "router-bdg"?\n',
    });
    expect((await report({ site: ['mars'] })).code).toBe(2);
    expect((await report({ tag: ['netwrk'] })).stderr).toContain('did you mean "network"?');
  });

  it('refuses a period that makes no sense', async () => {
    expect(await report({ from: '2026-11-05', to: '2026-11-01' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'srvmon report: --from 2026-11-05 is not before --to 2026-11-01; exchange them\n',
    });
  });

  it('still reports on servers that left the configuration', async () => {
    await desk.writeHistory([
      { t: 'server', server: 'old', name: 'Old server', site: null, from: NOW - 9e8, to: NOW - 2e8 },
    ]);
    expect((await report()).stdout).toContain('Old server');
    expect((await report({ server: ['old'], format: 'csv' })).stdout).toContain('removed');
  });

  it('writes to a file whole, in the format of its name, without colours', async () => {
    const path = join(desk.folder, 'november.csv');
    expect(await report({ output: path }, { isTTY: true })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(path, 'utf8')).toMatch(/^server_id,name,/);
    expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask());
    const text = join(desk.folder, 'report.txt');
    await report({ output: text }, { isTTY: true, env: {} });
    expect(readFileSync(text, 'utf8')).toContain('▇');
    expect(readFileSync(text, 'utf8')).not.toContain('\u001b');
  });

  it('writes into a pipe instead of putting a file in its place', async () => {
    const pipe = join(desk.folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [received, { code }] = await Promise.all([readFile(pipe, 'utf8'), report({ output: pipe })]);
    expect(code).toBe(0);
    expect(received).toContain('INCIDENTS (4)');
    expect(statSync(pipe).isFIFO()).toBe(true);
    expect((await report({ output: '-' })).stdout).toBe(received);
  });

  it('refuses a format, rows or order that there is not', async () => {
    expect(await report({ format: 'pdf' as 'csv' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'srvmon report: --format: there is no "pdf"; choose one of table, html, markdown, csv, json\n',
    });
    expect((await report({ rows: 'weeks' as 'days' })).stderr).toContain('servers, incidents, days');
    expect((await report({ sort: 'best' as 'worst' })).stderr).toContain('worst, name');
  });

  it('says which file cannot be written', async () => {
    const { code, stdout, stderr } = await report({ output: '/proc/none/report.csv' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^srvmon report: -o \/proc\/none\/report\.csv cannot be written \(.*ENOENT.*\); choose/,
    );
  });

  it('says that no check has run yet', async () => {
    desk.remove();
    desk = new Desk();
    desk.writeConfig(YAML);
    const { code, stdout, stderr } = await report();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('No check has run yet');
    expect(JSON.parse((await report({ format: 'json' })).stdout)).toMatchObject({ lastCheckAt: null });
  });

  it('passes over damaged history lines and names the first', async () => {
    const file = join(desk.stateDir, 'history', '2026-11.jsonl');
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"t":"incident","id":`);
    const { code, stdout, stderr } = await report();
    expect(code).toBe(0);
    expect(stdout).toContain('INCIDENTS (4)');
    expect(stderr).toMatch(
      /^srvmon: history lines that cannot be read were passed over: .*2026-11\.jsonl:\d+\n$/,
    );
  });

  it('ends with 3 when the state and its copy are damaged', async () => {
    desk.writeState('{"version":');
    const { code, stdout, stderr } = await report();
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('damaged, and so is its previous copy');
  });

  it('ends with 2 and the problems when the configuration is broken from the start', async () => {
    desk.remove();
    desk = new Desk();
    desk.writeConfig('servers: 7\n');
    const { code, stdout, stderr } = await report();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('servers');
  });

  it('works in a shell without the bot token', async () => {
    desk.writeConfig(
      `telegram: { token: "\${BOT_TOKEN}", chats: { it: -1 } }\n${YAML.replace('[console]', '[it]')}`,
    );
    const { code, stderr } = await report();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('takes an incident once while a check moves it from the state to the files', async () => {
    const { state } = aWeek();
    const moved = incidentRecord('files', NOW - 30 * MINUTE, 10 * MINUTE);
    desk.writeState({ ...state, pendingHistory: [moved] });
    await desk.writeHistory([moved]);
    expect((await report({ server: ['files'] })).stdout).toContain('INCIDENTS (1)');
  });
});

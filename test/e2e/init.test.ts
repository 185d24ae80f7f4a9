import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shellWord } from '../../src/core/crontab.ts';
import { FAKE_TOKEN, startFakeBotApi, type FakeBotApi } from '../support/fake-bot-api.ts';
import { FakeCrontab } from '../support/fake-crontab.ts';
import { programUnderTest } from '../support/e2e-installations.ts';
import { run } from '../support/e2e-program.ts';
import { needs } from '../support/require.ts';
import { hasTerminal, Terminal } from '../support/terminal.ts';

const GROUP = { id: -1001234567890, type: 'supergroup', title: 'Divisi TI' };

describe.skipIf(!needs(hasTerminal, 'needs tmux'))('the first hour, at a real terminal', () => {
  let folder: string;
  let api: FakeBotApi;
  let cron: FakeCrontab;
  let terminal: Terminal | null = null;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'srvmon-init-e2e-'));
    api = await startFakeBotApi();
    cron = new FakeCrontab(folder);
  });

  afterEach(async () => {
    terminal?.close();
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const config = (): string => join(folder, 'etc/servers.yaml');

  /** With nothing of this shell in its environment. */
  function startInit(...flags: string[]): Terminal {
    const { node, script } = programUnderTest();
    const words = [
      ...['/usr/bin/env', '-i', 'TERM=screen', 'LANG=C.UTF-8', `HOME=${folder}`],
      `PATH=${cron.path}:/usr/bin:/bin`,
      ...[node, script, 'init', '--config', config(), '--api-base', api.url],
      ...['--state-dir', join(folder, 'state'), ...flags],
    ];
    return (terminal = new Terminal(words.map(shellWord).join(' ')));
  }

  it('goes from nothing to an alert that has arrived, and a check that cron would run', async () => {
    const at = startInit();
    await at.sees('Bahasa / Language');
    at.press('Up', 'Enter');
    await at.sees('Token bot');
    at.type('12345');
    at.press('Enter');
    await at.sees('salin seluruhnya');
    at.press('C-u');
    at.type(FAKE_TOKEN);
    at.press('Enter');
    await at.sees('https://t.me/srvmon_bot');
    at.press('Enter');
    await at.sees('Belum ada pesan yang masuk.');
    api.updates.push({ update_id: 1, message: { chat: GROUP, text: '/start' } });
    await at.sees('Lihat lagi');
    at.press('Enter');
    await at.sees('Sudah?');
    await at.sees('? Sudah? (Y/n)');
    at.press('Enter');
    await at.sees('Divisi TI (-1001234567890)');
    at.press('Space', 'Enter');
    await at.sees('Zona waktu');
    at.press('Enter');
    await at.sees('Server pertama Anda');
    at.type('Monitor 127.0.0.1\nBasis data 127.0.0.1 icmp tcp:1\n\n');
    await at.sees('Di mana letaknya');
    at.type('https://www.google.com/maps/@-6.9175,107.6191,17z');
    at.press('Enter');
    await at.sees('Nama tempat itu');
    at.press('Enter');
    await at.sees('Memeriksa 2 server satu kali');
    await at.sees('Tulis ');
    at.press('Enter');
    await at.sees('divisi-ti: terkirim');
    await at.sees('crontab Anda');
    at.press('Enter');
    expect(await at.ended()).toBe(0);

    const { screen } = at;
    expect(screen).not.toContain(FAKE_TOKEN);
    expect(screen).toMatch(/Basis data.*1/);
    expect(api.received.map(({ chat_id }) => chat_id)).toEqual([String(GROUP.id)]);
    expect(statSync(join(folder, 'etc/token')).mode & 0o777).toBe(0o600);
    expect(readFileSync(config(), 'utf8')).toContain('name: Kantor pusat');
    expect(cron.text).toContain(`check --config ${config()}\n`);

    const check = await run({ installation: programUnderTest(), args: ['check', '--config', config()] });
    expect(check).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('changes nothing when it is interrupted with Ctrl-C', async () => {
    const at = startInit('--language', 'en');
    await at.sees('Bot token');
    // What is typed is echoed once the prompt reads the keys itself; before, Ctrl-C is the terminal's.
    at.type('1');
    await at.sees('*');
    at.press('C-c');
    expect(await at.ended()).toBe(1);
    expect(at.screen).toContain('Interrupted. Nothing was changed.');
    expect(() => statSync(config())).toThrow();
  });

  it('changes nothing when it is interrupted while lines are pasted', async () => {
    api.updates.push({ update_id: 1, message: { chat: GROUP, text: '/start' } });
    const at = startInit('--language', 'en', '--timezone', 'UTC', '--chat', 'it=-5');
    await at.sees('Bot token');
    at.type(FAKE_TOKEN);
    at.press('Enter');
    await at.sees('Your first servers');
    at.type('ERP 127.0.0.1\n');
    at.press('C-c');
    expect(await at.ended()).toBe(1);
    expect(() => statSync(config())).toThrow();
  });
});

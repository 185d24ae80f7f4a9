import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/commands/init.ts';
import type { InitOptions } from '../../src/commands/init/options.ts';
import { Interrupted, type Prompts } from '../../src/commands/init/prompts.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Desk, type Outcome } from '../support/desk.ts';
import { answers, FAKE_TOKEN, startFakeBotApi, type FakeBotApi } from '../support/fake-bot-api.ts';
import { FakeCrontab } from '../support/fake-crontab.ts';

const GROUP = -1001234567890;

let desk: Desk;
let api: FakeBotApi;
let cron: FakeCrontab;

beforeEach(async () => {
  desk = new Desk();
  api = await startFakeBotApi();
  cron = new FakeCrontab(desk.folder);
});

afterEach(async () => {
  await api.close();
  desk.remove();
});

const tokenPath = (): string => join(desk.folder, 'token');

/** Answers by the beginning of the question; a question without an answer is Ctrl-C. */
type Script = Readonly<Record<string, unknown>>;

function scripted(script: Script, asked: string[]): Prompts {
  const left = new Map(Object.entries(script).map(([question, answer]) => [question, [answer].flat()]));
  const answer = (message: string): unknown => {
    asked.push(message);
    const keys = [...left.keys()].filter((question) => message.startsWith(question));
    const key = keys.sort((a, b) => b.length - a.length)[0];
    const next = key === undefined ? undefined : left.get(key)?.shift();
    if (next === undefined) throw new Interrupted();
    return next;
  };
  return {
    choose: async (message, choices) => pick(choices, await answer(message)),
    chooseSome: async (message, choices) => {
      const wanted = (await answer(message)) as string;
      return wanted === 'none' ? [] : [pick(choices, wanted)];
    },
    text: async (message, preset, fault = () => null) => {
      const text = (await answer(message)) as string;
      if (fault(text) !== null) throw new Error(`${text}: ${fault(text) ?? ''}`);
      return text === '' ? preset : text;
    },
    secret: async (message, fault) => {
      for (;;) {
        const text = (await answer(message)) as string;
        const problem = await fault(text);
        if (problem === null) return text;
        asked.push(problem);
      }
    },
    confirm: async (message) => (await answer(message)) as boolean,
    lines: async (message) => (await answer(message)) as string,
  };
}

function pick<T>(choices: readonly { name: string; value: T }[], wanted: unknown): T {
  const found = choices.find(({ name }) => name.startsWith(String(wanted)));
  if (found === undefined) throw new Error(`${String(wanted)} is not among ${JSON.stringify(choices)}`);
  return found.value;
}

async function init(
  options: InitOptions,
  script: Script | null = null,
  asked: string[] = [],
  env: Record<string, string> = {},
): Promise<Outcome> {
  return desk.call<InitOptions>(
    (given, io) =>
      run(given, io, {
        installation: { node: '/usr/bin/node', script: '/usr/local/bin/srvmon' },
        prompts: script === null ? null : () => Promise.resolve(scripted(script, asked)),
      }),
    { apiBase: api.url, stateDir: desk.stateDir, ...options },
    { env: { LANG: 'C.UTF-8', PATH: `${cron.path}:/usr/bin:/bin`, ...env }, now: () => Date.now() },
  );
}

const FLAGS: InitOptions = {
  yes: true,
  language: 'en',
  timezone: 'Asia/Jakarta',
  chat: [`it=${GROUP}`],
  server: ['Monitor 127.0.0.1 icmp'],
};

describe('srvmon init --yes', () => {
  const withToken = (options: Partial<InitOptions> = {}): Promise<Outcome> =>
    init({ ...FLAGS, ...options }, null, [], { TELEGRAM_BOT_TOKEN: FAKE_TOKEN });

  it('names what of a CSV it leaves out, and the command that takes it', async () => {
    const csv = join(desk.folder, 'list.csv');
    writeFileSync(csv, 'Nama;IP;Cabang;Lat\nMonitor;127.0.0.1;Bandung;-6,9\n');
    const { code, stdout } = await init({ ...FLAGS, server: [], servers: csv }, null, [], {
      TELEGRAM_BOT_TOKEN: FAKE_TOKEN,
    });
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Columns left out: Cabang, Lat. Afterwards, srvmon import FILE --add-sites takes',
    );
  });

  it('ends with commands that find a configuration in a place of its own', async () => {
    const { stdout } = await withToken();
    expect(stdout).toContain(`srvmon crontab --install --config ${desk.config}\n`);
    expect(stdout).toContain(`srvmon status --config ${desk.config} shows`);
  });

  it('writes a configuration and a token file that only its owner reads, and sends a test alert', async () => {
    const { code, stdout, stderr } = await withToken({ location: '-6.9,107.6', site: 'Bandung' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(tokenPath(), 'utf8')).toBe(`${FAKE_TOKEN}\n`);
    expect(statSync(tokenPath()).mode & 0o777).toBe(0o600);
    expect(readFileSync(desk.config, 'utf8')).not.toContain(FAKE_TOKEN);
    expect(stdout).not.toContain(FAKE_TOKEN);
    expect(stdout).toContain('This is @srvmon_bot.');
    expect(stdout).toMatch(/Probing 1 server once:\n.*Monitor/);
    expect(stdout).toContain('it: delivered');
    expect(stdout).toContain('srvmon crontab --install');
    expect(api.received.map(({ chat_id }) => chat_id)).toEqual([String(GROUP)]);
    expect(cron.text).toBeNull();
    const loaded = await loadConfig(desk.config, { env: {} });
    expect(loaded).toMatchObject({
      ok: true,
      warnings: [],
      config: {
        timezone: 'Asia/Jakarta',
        servers: [{ name: 'Monitor', location: { lat: -6.9, lon: 107.6 } }],
      },
    });
  });

  it('leaves the token where --token-file says', async () => {
    const elsewhere = join(desk.folder, 'elsewhere');
    writeFileSync(elsewhere, FAKE_TOKEN, { mode: 0o600 });
    const { code } = await init({ ...FLAGS, tokenFile: elsewhere, testAlert: false });
    expect(code).toBe(0);
    expect(existsSync(tokenPath())).toBe(false);
    expect(readFileSync(desk.config, 'utf8')).toContain(elsewhere);
    expect(api.received).toEqual([]);
  });

  it('puts the check into the crontab when asked to', async () => {
    expect((await withToken({ installCrontab: true })).code).toBe(0);
    expect(cron.text).toContain(`/usr/local/bin/srvmon check --config ${desk.config}\n`);
  });

  it.each(['servers.yaml', 'token'])('never overwrites the file %s', async (name) => {
    writeFileSync(join(desk.folder, name), 'mine');
    const { code, stderr } = await withToken();
    expect(code).toBe(2);
    expect(stderr).toContain('exists already, and is not overwritten');
    expect(readFileSync(join(desk.folder, name), 'utf8')).toBe('mine');
  });

  it('names everything that is missing', async () => {
    const { code, stderr } = await init({ yes: true, language: 'en' });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'srvmon init: with --yes nothing is asked, and these are missing: ' +
        '--token-file (or $TELEGRAM_BOT_TOKEN), --chat, --server or --servers\n',
    );
  });

  it.each<[string, Partial<InitOptions>, string]>([
    ['a time zone', { timezone: 'Asia/Bandung' }, 'Asia/Jakarta'],
    ['a chat', { chat: ['it'] }, 'NAME=NUMBER'],
    ['a server', { server: ['A -x'] }, 'line 1: host "-x"'],
    ['a location', { location: 'https://maps.app.goo.gl/abc' }, 'short link'],
    ['a file of servers', { servers: '/nonexistent.csv' }, '/nonexistent.csv cannot be read'],
    ['a language', { language: 'fr' }, '--language fr'],
  ])('refuses %s that is wrong, and writes nothing', async (_, options, message) => {
    const { code, stderr } = await withToken(options);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(desk.config)).toBe(false);
  });

  it('refuses a token that Telegram does not know, without showing it', async () => {
    const wrong = '123456789:AAnotherTokenOfTheSameShape_0000000000';
    const { code, stdout, stderr } = await init(FLAGS, null, [], { TELEGRAM_BOT_TOKEN: wrong });
    expect(code).toBe(2);
    expect(stderr).toContain('Telegram refuses this token (401 Unauthorized)');
    expect(stdout + stderr).not.toContain(wrong);
  });

  it('ends with 1 when the test alert does not get through', async () => {
    api.behave(GROUP, answers.kicked);
    const { code, stdout, stderr } = await withToken();
    expect(code).toBe(1);
    expect(stderr).toContain('it: not delivered: 403');
    expect(stdout).toContain('srvmon doctor');
    expect(existsSync(desk.config)).toBe(true);
  });

  it('refuses without a terminal when --yes is not given', async () => {
    const { code, stderr } = await init({ language: 'en' });
    expect(code).toBe(2);
    expect(stderr).toContain('there is no terminal to ask at');
  });
});

describe('srvmon init at a terminal', () => {
  const SCRIPT: Script = {
    Bahasa: 'English',
    'Bot token': FAKE_TOKEN,
    'Done?': true,
    'Which chats': `IT (${GROUP})`,
    'Time zone': 'Asia/Jakarta',
    'Your first servers': 'Monitor 127.0.0.1 icmp',
    'Where do they stand': '',
    'Write ': true,
    'Put the check': false,
  };

  beforeEach(() => {
    const chat = { id: GROUP, type: 'supergroup', title: 'IT' };
    api.updates.push({ update_id: 1, message: { chat, text: '/start' } });
  });

  it('asks for everything, finds the chat, and sends a test alert', async () => {
    const { code, stdout, stderr } = await init({}, SCRIPT);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('https://t.me/srvmon_bot');
    expect(api.received).toHaveLength(1);
    expect(readFileSync(desk.config, 'utf8')).toContain(`    it: ${GROUP}\n`);
  });

  it('asks again for a token that is wrong', async () => {
    const asked: string[] = [];
    await init({}, { ...SCRIPT, 'Bot token': ['12345', FAKE_TOKEN] }, asked);
    expect(asked).toContain('a token looks like 123456789:AAF...; copy all of it');
    expect(existsSync(desk.config)).toBe(true);
  });

  it('does not ask for what a flag gives', async () => {
    const asked: string[] = [];
    const flags = { timezone: 'UTC', chat: [`it=${GROUP}`], language: 'en', installCrontab: false };
    expect((await init(flags, SCRIPT, asked)).code).toBe(0);
    expect(asked.map((question) => question.slice(0, 9))).toEqual([
      'Bot token',
      'Your firs',
      'Where do ',
      'Write ' + desk.config.slice(0, 3),
    ]);
  });

  it('lists a topic by its name, and sends into it', async () => {
    const chat = { id: GROUP, type: 'supergroup', title: 'IT' };
    const reply = { forum_topic_created: { name: 'Alarm' } };
    api.updates.push({
      message: { chat, is_topic_message: true, message_thread_id: 7, reply_to_message: reply },
    });
    await init({}, { ...SCRIPT, 'Which chats': 'IT, topic Alarm' });
    expect(api.received.map(({ thread }) => thread)).toEqual([7]);
  });

  it('offers only the new chat of a group that moved, and none that threw the bot out', async () => {
    const old = { id: -5, type: 'group', title: 'Old' };
    const left = { chat: { id: -6, type: 'group', title: 'Left' }, new_chat_member: { status: 'kicked' } };
    api.updates.push({ message: { chat: old, migrate_to_chat_id: GROUP } }, { my_chat_member: left });
    await expect(init({}, { ...SCRIPT, 'Which chats': 'Old' })).rejects.toThrow('is not among');
    await expect(init({}, { ...SCRIPT, 'Which chats': 'Left' })).rejects.toThrow('is not among');
  });

  it('takes the number of a chat where no message arrives', async () => {
    api.updates.length = 0;
    const script = {
      ...SCRIPT,
      'Which chats': ['Look again', 'Type'],
      'Done?': [true, true],
      'Number of': '@it_kanal',
    };
    const { code, stdout } = await init({}, script);
    expect(code).toBe(0);
    expect(stdout).toContain('No message has arrived yet.');
    expect(api.received.map(({ chat_id }) => chat_id)).toEqual(['@it_kanal']);
  });

  it('asks once more for lines that are wrong, and keeps the good ones', async () => {
    const script = {
      ...SCRIPT,
      'Your first servers': 'A 127.0.0.1\nB 300.1.1.1',
      'Write the lines': 'B 127.0.0.2',
    };
    const { stdout } = await init({ testAlert: false }, script);
    expect(stdout).toContain('line 2: host "300.1.1.1"');
    const loaded = await loadConfig(desk.config, { env: {} });
    expect(loaded.ok && loaded.config.servers.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it('takes the path of a CSV file for the list', async () => {
    const csv = join(desk.folder, 'list.csv');
    writeFileSync(csv, 'nama,ip\nERP,127.0.0.1\n');
    await init({ testAlert: false }, { ...SCRIPT, 'Your first servers': csv });
    expect(readFileSync(desk.config, 'utf8')).toContain('  - name: ERP\n');
  });

  it('asks before it replaces a file, and keeps a copy', async () => {
    writeFileSync(desk.config, 'mine');
    const kept = await init({}, { ...SCRIPT, [desk.config]: false });
    expect(kept.code).toBe(1);
    expect(readFileSync(desk.config, 'utf8')).toBe('mine');
    await init({ testAlert: false }, { ...SCRIPT, [desk.config]: true });
    expect(readFileSync(desk.config, 'utf8')).toContain('servers:');
    expect(readFileSync(`${desk.config}.bak`, 'utf8')).toBe('mine');
  });

  it('writes nothing when it is interrupted', async () => {
    const { code, stdout } = await init({}, { Bahasa: 'English', 'Bot token': FAKE_TOKEN });
    expect(code).toBe(1);
    expect(stdout).toContain('Interrupted. Nothing was changed.');
    expect(existsSync(desk.config)).toBe(false);
    expect(existsSync(tokenPath())).toBe(false);
  });
});

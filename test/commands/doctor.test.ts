import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run, type DoctorOptions } from '../../src/commands/doctor.ts';
import type { DoctorMeans } from '../../src/commands/doctor/means.ts';
import { withCheck } from '../../src/core/crontab.ts';
import type { State } from '../../src/core/model.ts';
import { emptyState, newChat } from '../../src/core/state.ts';
import { createResolver } from '../../src/probes/index.ts';
import { acquireLock } from '../../src/state/lock.ts';
import { bundleProgram, PROJECT_CACHE } from '../support/bundle.ts';
import { Desk, type Outcome } from '../support/desk.ts';
import { answers, FAKE_TOKEN, startFakeBotApi, type FakeBotApi } from '../support/fake-bot-api.ts';
import { FakeCrontab } from '../support/fake-crontab.ts';
import { startDns, startSilentDns, type FakeDns } from '../support/fake-dns.ts';
import { HOUR, MINUTE } from '../support/past.ts';
import { needs } from '../support/require.ts';
import { SmallDisk, mayMount } from '../support/e2e-mounts.ts';

const CHAT = -1001234567890;

let program: string;
let desk: Desk;
let api: FakeBotApi;
let cron: FakeCrontab;
let means: DoctorMeans;
let env: Record<string, string>;
let clockOffset: number;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  program = await bundleProgram(join(import.meta.dirname, '../../src/main.ts'), PROJECT_CACHE);
});

/** A world in which all is well; each test breaks one thing. */
beforeEach(async () => {
  desk = new Desk();
  api = await startFakeBotApi({ chats: { [CHAT]: { id: CHAT, type: 'supergroup', title: 'IT' } } });
  cron = new FakeCrontab(desk.folder);
  env = { LANG: 'C.UTF-8', PATH: `${cron.path}:/usr/bin:/bin` };
  clockOffset = 0;
  writeFileSync(tokenFile(), FAKE_TOKEN, { mode: 0o600 });
  const launcher = join(desk.folder, 'srvmon.js');
  writeFileSync(launcher, '');
  configure();
  means = {
    installation: { node: process.execPath, script: launcher },
    nodeVersion: '22.1.0',
    user: 'somebody',
    machineZone: 'Asia/Jakarta',
    programs: () => new Set(['init', 'cron']),
    jobFiles: () => [],
    resolver: () => createResolver(),
    icmp: {},
  };
  cron.text = withCheck('', { ...means.installation, config: desk.config }, '* * * * *');
  remember();
});

afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await api.close();
  desk.remove();
});

/** srvmon itself, where it matters whether it starts; an empty program starts faster. */
function useProgram(): void {
  means = { ...means, installation: { ...means.installation, script: program } };
  cron.text = withCheck('', { ...means.installation, config: desk.config }, '* * * * *');
}

const tokenFile = (): string => join(desk.folder, 'token');

interface ConfigChange {
  readonly language?: string;
  readonly zone?: string;
  readonly token?: string;
  readonly chat?: string;
  readonly stateDir?: string;
  readonly heartbeat?: string;
  readonly servers?: string;
}

function configure(change: ConfigChange = {}): void {
  writeFileSync(
    desk.config,
    `${change.zone ?? 'timezone: Asia/Jakarta'}
language: ${change.language ?? 'en'}
state_dir: ${change.stateDir ?? desk.stateDir}
heartbeat_url: ${change.heartbeat ?? `${api.url}/ping/a-secret`}
telegram:
  ${change.token ?? `token_file: ${tokenFile()}`}
  api_base: ${api.url}
  chats: { it: ${change.chat ?? CHAT} }
alerts: { to: [it] }
servers: [${change.servers ?? '{ host: 127.0.0.1 }'}]
`,
  );
}

function remember(change: Partial<State> = {}): void {
  desk.writeState({ ...emptyState(), lastRunAt: Date.now() - 20_000, ...change });
}

function doctor(options: DoctorOptions = {}): Promise<Outcome> {
  return desk.call<DoctorOptions>((given, io) => run(given, io, means), options, {
    env,
    now: () => Date.now() + clockOffset,
    columns: 200,
  });
}

interface Found {
  readonly level: string;
  readonly code: string;
  readonly text: string;
  readonly mend: string | null;
}

/** The first thing that is not well, and the exit code. */
async function firstFault(): Promise<{ code: number; fault: Found | null; all: readonly Found[] }> {
  const { code, stdout, stderr } = await doctor({ json: true });
  expect(stderr).toBe('');
  expect(stdout).not.toContain(FAKE_TOKEN);
  const { findings } = JSON.parse(stdout) as { findings: Found[] };
  return { code, fault: findings.find(({ level }) => level !== 'ok') ?? null, all: findings };
}

async function expectFault(
  code: string,
  expected: { exit: number; mend?: string | RegExp; text?: string | RegExp },
): Promise<readonly Found[]> {
  const found = await firstFault();
  expect(found.fault?.code).toBe(code);
  expect(found.code).toBe(expected.exit);
  if (expected.text !== undefined) expect(found.fault?.text).toMatch(expected.text);
  if (expected.mend !== undefined) expect(found.fault?.mend).toMatch(expected.mend);
  return found.all;
}

describe('srvmon doctor where all is well', () => {
  it('finds nothing, ends with 0 and sends nothing', async () => {
    useProgram();
    const { code, stdout, stderr } = await doctor();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/\nAll is well\.\n$/);
    expect(stdout).toMatch(/^ok +Node\.js +22\.1\.0/);
    expect(api.received).toEqual([]);
  });

  it('speaks Indonesian where the configuration does', async () => {
    configure({ language: 'id' });
    expect((await doctor()).stdout).toMatch(/\nSemua baik\.\n$/);
  });
});

describe('srvmon doctor finds first', () => {
  it('a Node that is too old', async () => {
    means = { ...means, nodeVersion: '18.19.0' };
    await expectFault('node-old', { exit: 1, text: /18\.19\.0 is too old/ });
  });

  it('a configuration with a problem, with its line, and ends with 2', async () => {
    configure({ servers: '{ host: 127.0.0.1, checks: [tcp:70000] }' });
    await expectFault('config-problem', { exit: 2, text: /servers\.yaml:\d+:\d+ servers\[0\]/ });
  });

  it('a configuration that is not there', async () => {
    rmSync(desk.config);
    await expectFault('config-problem', { exit: 2 });
  });

  it('a plain token that every user can read, with the chmod', async () => {
    configure({ token: `token: "${FAKE_TOKEN}"` });
    chmodSync(desk.config, 0o644);
    await expectFault('config-warning', { exit: 0, mend: /^chmod o-r .*servers\.yaml$/ });
  });

  it('that this user may not ping, with what to install', async () => {
    const unbuilt = Object.assign(new Error("Cannot find module 'net-ping'"), { code: 'MODULE_NOT_FOUND' });
    means = { ...means, icmp: { folders: [], loadNetPing: () => Promise.reject(unbuilt) } };
    await expectFault('icmp-unavailable', { exit: 1, mend: /^sudo apt-get install iputils-ping$/ });
  });

  it('a name service that does not answer', async () => {
    const dns = await startSilentDns();
    resolveBy(dns);
    configure({ servers: '{ host: erp.example.com, checks: [tcp:1] }' });
    await expectFault('dns-silent', { exit: 1, text: /erp\.example\.com/, mend: /resolv\.conf/ });
  });

  it('a name that nobody knows, as a warning', async () => {
    const dns = await startDns({ 'known.example.com': ['127.0.0.1'] });
    resolveBy(dns);
    configure({
      servers: '{ host: known.example.com, checks: [tcp:1] }, { host: no.example.com, checks: [tcp:1] }',
    });
    await expectFault('dns-unknown-name', { exit: 0, text: /^no\.example\.com does not resolve$/ });
  });

  it('a token that Telegram refuses', async () => {
    writeFileSync(tokenFile(), '123456789:AAAnotherTokenOfTheSameShape_000000000000');
    await expectFault('bot-refused', { exit: 1, text: /401/, mend: /@BotFather/ });
  });

  it('a Telegram that cannot be reached', async () => {
    configure({ token: `token_file: ${tokenFile()}\n  proxy: http://127.0.0.1:1` });
    await expectFault('bot-unreachable', { exit: 1, text: /ECONNREFUSED/, mend: /^curl / });
  });

  it('a chat in which the bot is not', async () => {
    api.behave(CHAT, answers.kicked);
    await expectFault('chat-absent', { exit: 1, text: /the bot @srvmon_bot is not in this chat/ });
  });

  it('a group that became a supergroup, with its new number', async () => {
    api.behave(CHAT, answers.migrated(-1009999999999));
    await expectFault('chat-moved', {
      exit: 0,
      text: /new id is -1009999999999/,
      mend: /^sed -i 's\/-1001234567890\\b\/-1009999999999\/' .*servers\.yaml$/,
    });
  });

  it('a group in which the bot may not write', async () => {
    api.plan(CHAT, { kind: 'ok' }, answers.noRights);
    await expectFault('chat-no-rights', { exit: 1 });
  });

  it('a topic that is gone', async () => {
    configure({ chat: `{ id: ${CHAT}, thread: 7 }` });
    api.plan(CHAT, { kind: 'ok' }, answers.threadNotFound);
    await expectFault('topic-missing', { exit: 0, text: /there is no topic 7/ });
    expect(api.requests.at(-1)?.parameters).toMatchObject({ message_thread_id: 7 });
  });

  it.each([
    [10_000, 'clock-off', 0, /ahead/],
    [-10 * MINUTE, 'clock-wrong', 1, /behind/],
  ])('a clock that is %i ms off', async (offset, code, exit, text) => {
    clockOffset = offset;
    remember({ lastRunAt: Date.now() + offset - 20_000 });
    await expectFault(code, { exit, text, mend: /timedatectl/ });
  });

  it('a machine without a time zone, where the configuration names none', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'UTC';
    try {
      means = { ...means, machineZone: 'UTC' };
      configure({ zone: '# no zone' });
      await expectFault('timezone-unset', { exit: 0, mend: /timezone: Asia\/Jakarta/ });
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('a state folder that others may enter', async () => {
    chmodSync(desk.stateDir, 0o755);
    await expectFault('state-open', { exit: 0, mend: /^chmod 700 .*state$/ });
  });

  it.skipIf(!needs(process.getuid?.() === 0, 'needs root to give a folder away'))(
    'a state folder of another user',
    async () => {
      const { chownSync } = await import('node:fs');
      chownSync(desk.stateDir, 65534, 65534);
      await expectFault('state-unusable', { exit: 1, mend: /^sudo -u '#65534' srvmon doctor$/ });
    },
  );

  it('a file where the state folder should be', async () => {
    rmSync(desk.stateDir, { recursive: true });
    symlinkSync(desk.config, desk.stateDir);
    await expectFault('state-unusable', { exit: 1, text: /is not a folder/ });
  });

  it.skipIf(!needs(mayMount(), 'needs root and mount'))('a disk that is full', async () => {
    const disk = new SmallDisk(join(desk.folder, 'small'), 600);
    closing.push(() => disk.unmount());
    configure({ stateDir: disk.path });
    writeFileSync(
      join(disk.path, 'state.json'),
      JSON.stringify({ ...emptyState(), lastRunAt: Date.now() - 20_000 }),
    );
    await expectFault('disk-full', { exit: 1, mend: /^df -h / });
  });

  it('a state that cannot be read', async () => {
    desk.writeState('not JSON');
    await expectFault('state-damaged', { exit: 1 });
  });

  it('a run that holds the lock for ever', async () => {
    const lock = await acquireLock(desk.stateDir, Date.now() - HOUR);
    if ('release' in lock) closing.push(() => lock.release());
    await expectFault('lock-stuck', { exit: 1, mend: new RegExp(`kill ${process.pid}$`) });
  });

  it('checks that have stopped', async () => {
    remember({ lastRunAt: Date.now() - HOUR });
    await expectFault('run-stale', { exit: 1, text: /^1 h ago/ });
  });

  it('that no check has run yet', async () => {
    rmSync(desk.stateDir, { recursive: true });
    await expectFault('run-never', { exit: 0 });
  });

  it('a cron daemon that does not run', async () => {
    means = { ...means, programs: () => new Set(['init']) };
    await expectFault('cron-stopped', { exit: 1, mend: /systemctl enable --now cron/ });
  });

  it('a crontab without the line, and gives the command that puts it there', async () => {
    remember({ lastRunAt: null });
    cron.text = null;
    const all = await expectFault('run-never', { exit: 1 });
    expect(all.find(({ level }) => level === 'error')).toMatchObject({
      code: 'line-missing',
      mend: `srvmon crontab --install --config ${desk.config}`,
    });
  });

  it('a line that names a program that is gone', async () => {
    cron.text = withCheck('', { ...means.installation, node: '/old/node', config: desk.config }, '* * * * *');
    await expectFault('line-broken', { exit: 1, text: /\/old\/node/ });
  });

  it('two lines for one check', async () => {
    cron.text = `${cron.text ?? ''}* * * * * ${process.execPath} ${means.installation.script} check\n`;
    await expectFault('line-twice', { exit: 0 });
  });

  it('a token in a variable that cron does not know', async () => {
    useProgram();
    env = { ...env, THE_TOKEN: FAKE_TOKEN };
    configure({ token: 'token: ${THE_TOKEN}' });
    await expectFault('environment-variable', { exit: 1, text: /THE_TOKEN/, mend: /THE_TOKEN=\.\.\./ });
  });

  it('a program that does not start under cron', async () => {
    means = { ...means, installation: { ...means.installation, script: join(desk.folder, 'gone.js') } };
    await expectFault('environment-fails', { exit: 1 });
  });

  it('a heartbeat that cannot be reached, without its address', async () => {
    configure({ heartbeat: 'http://127.0.0.1:1/ping/a-secret' });
    const all = await expectFault('heartbeat-unreachable', { exit: 1, text: /127\.0\.0\.1:1/ });
    expect(JSON.stringify(all)).not.toContain('a-secret');
  });

  it('a chat that Telegram refuses', async () => {
    const refused = { reason: '403 Forbidden: bot was kicked', since: Date.now() - HOUR };
    remember({ chats: { it: { ...newChat(), refused } } });
    await expectFault('delivery-refused', { exit: 1, text: /bot was kicked/ });
  });

  it('messages that wait for too long', async () => {
    const item = { chat: 'it', event: { kind: 'test' as const, subject: null }, maybeSent: false };
    remember({ outbox: [{ ...item, id: '1', at: Date.now() - HOUR }] });
    await expectFault('delivery-stuck', { exit: 1, text: /1 message waits/ });
  });
});

function resolveBy(dns: FakeDns): void {
  closing.push(() => dns.close());
  means = { ...means, resolver: () => createResolver({ servers: [dns.server], hostsFile: '/dev/null' }) };
}

describe('srvmon doctor', () => {
  it('takes a token from the crontab where this shell has none', async () => {
    configure({ token: 'token: ${THE_TOKEN}' });
    useProgram();
    cron.text = `THE_TOKEN=${FAKE_TOKEN}\n${cron.text ?? ''}`;
    const { code, fault, all } = await firstFault();
    expect({ code, fault }).toEqual({ code: 0, fault: null });
    expect(all.map(({ code }) => code)).toContain('config-variables');
  });

  it('is content with a systemd timer instead of cron', async () => {
    cron.text = null;
    means = {
      ...means,
      programs: () => new Set(),
      jobFiles: () => [
        {
          path: '/etc/systemd/system/srvmon.service',
          kind: 'systemd',
          text: 'ExecStart=/usr/bin/node /usr/local/bin/srvmon check --config /x\n',
        },
      ],
    };
    expect(await firstFault()).toMatchObject({ code: 0, fault: null });
  });

  it('is content with a line in /etc/cron.d', async () => {
    cron.text = null;
    const text = `* * * * * srvmon /usr/bin/srvmon check --config ${desk.config}\n`;
    means = { ...means, jobFiles: () => [{ path: '/etc/cron.d/srvmon', kind: 'crontab', text }] };
    expect(await firstFault()).toMatchObject({ code: 0, fault: null });
  });

  it('does not call messages stuck that wait for the hours of their chat', async () => {
    configure({ chat: `{ id: ${CHAT}, hours: "Mon 00:00-00:01" }` });
    const item = { chat: 'it', event: { kind: 'test' as const, subject: null }, maybeSent: false };
    remember({ outbox: [{ ...item, id: '1', at: Date.now() - HOUR }] });
    expect(await firstFault()).toMatchObject({ code: 0, fault: null });
  });

  it('shows the mend below each fault', async () => {
    chmodSync(desk.stateDir, 0o755);
    mkdirSync(join(desk.folder, 'x'));
    const { stdout } = await doctor();
    expect(stdout).toMatch(/\nwarning +state folder +others may enter .*\n +-> chmod 700 .*state\n/);
    expect(stdout).toMatch(/\n0 errors, 1 warning\.\n$/);
  });
});

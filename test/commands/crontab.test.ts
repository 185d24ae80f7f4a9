import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run, type CrontabMeans, type CrontabOptions } from '../../src/commands/crontab.ts';
import { bundleProgram, PROJECT_CACHE } from '../support/bundle.ts';
import { Desk, type Outcome } from '../support/desk.ts';
import { FakeCrontab } from '../support/fake-crontab.ts';
import { needs } from '../support/require.ts';

const YAML = 'alerts: { to: [console] }\nservers: [{ host: 192.0.2.1 }]\n';
const INSTALLATION = { node: '/usr/bin/node', script: '/usr/local/bin/srvmon' };

let desk: Desk;
let cron: FakeCrontab;
let asked: string[];

beforeEach(() => {
  desk = new Desk();
  desk.writeConfig(YAML);
  cron = new FakeCrontab(desk.folder);
  asked = [];
});

afterEach(() => {
  desk.remove();
});

function crontab(options: CrontabOptions = {}, answer: boolean | null = null): Promise<Outcome> {
  const means: CrontabMeans = {
    installation: INSTALLATION,
    question: {
      possible: answer !== null,
      ask: (question) => {
        asked.push(question);
        return Promise.resolve(answer === true);
      },
    },
  };
  return desk.call<CrontabOptions>((given, io) => run(given, io, means), options, {
    env: { LANG: 'C.UTF-8', PATH: `${cron.path}:/usr/bin:/bin` },
  });
}

const line = (): string => `* * * * *  /usr/bin/node /usr/local/bin/srvmon check --config ${desk.config}`;
const entry = (): string =>
  `# srvmon check, put here by "srvmon crontab --install": ${desk.config}\n${line()}\n`;

describe('srvmon crontab', () => {
  it('prints the line for this installation and changes nothing', async () => {
    expect(await crontab()).toEqual({ code: 0, stdout: `${line()}\n`, stderr: '' });
    expect(cron.text).toBeNull();
  });

  it('follows the interval of the configuration', async () => {
    desk.writeConfig(`interval: 5m\n${YAML}`);
    expect((await crontab()).stdout).toMatch(/^\*\/5 \* \* \* \* {2}\/usr\/bin\/node /);
  });

  it('refuses an interval that cron cannot keep', async () => {
    desk.writeConfig(`interval: 7m\n${YAML}`);
    const { code, stdout, stderr } = await crontab();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('cron cannot run anything at this interval');
  });

  it('names the variables that cron will not pass on', async () => {
    desk.writeConfig(`telegram: { token: "\${THE_TOKEN}", chats: { it: -1 } }\n${YAML}`);
    const { code, stdout, stderr } = await crontab();
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${line()}\n` });
    expect(stderr).toContain('THE_TOKEN');
  });

  it('shows problems of the configuration, and no line', async () => {
    desk.writeConfig('servers: []\n');
    const { code, stdout, stderr } = await crontab();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('servers.yaml:');
  });
});

describe('srvmon crontab --install', () => {
  it('shows the change, asks, and writes it', async () => {
    cron.text = 'MAILTO=root\n0 7 * * 1 /usr/bin/backup\n';
    const { code, stdout, stderr } = await crontab({ install: true }, true);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`+ ${line()}\n  (2 other lines stay as they are)\n`);
    expect(asked).toEqual(['Install it?']);
    expect(cron.text).toBe(`MAILTO=root\n0 7 * * 1 /usr/bin/backup\n${entry()}`);
  });

  it('changes nothing when the answer is no', async () => {
    cron.text = 'a\n';
    const { code, stdout } = await crontab({ install: true }, false);
    expect(code).toBe(1);
    expect(stdout).toContain('Nothing was changed.');
    expect(cron.text).toBe('a\n');
  });

  it('does not ask with --yes, and does nothing the second time', async () => {
    expect((await crontab({ install: true, yes: true })).code).toBe(0);
    expect(cron.text).toBe(entry());
    const again = await crontab({ install: true, yes: true });
    expect(again).toEqual({
      code: 0,
      stdout: 'The crontab has this line already; nothing was changed.\n',
      stderr: '',
    });
    expect(asked).toEqual([]);
  });

  it('refuses without a terminal and without --yes', async () => {
    const { code, stdout, stderr } = await crontab({ install: true });
    expect(code).toBe(2);
    expect(stdout).toContain(`+ ${line()}`);
    expect(stderr).toBe('srvmon crontab: there is no terminal to ask at: add --yes to change the crontab\n');
    expect(cron.text).toBeNull();
  });

  it('does not add a second line beside one that was written by hand', async () => {
    cron.text = '* * * * * srvmon check\n';
    const { code, stderr } = await crontab({ install: true, yes: true });
    expect(code).toBe(2);
    expect(stderr).toContain('* * * * * srvmon check');
    expect(cron.text).toBe('* * * * * srvmon check\n');
  });

  it('says what to do where there is no crontab program', async () => {
    rmSync(cron.path, { recursive: true });
    const { code, stderr } = await desk.call<CrontabOptions>(
      (given, io) =>
        run(given, io, {
          installation: INSTALLATION,
          question: { possible: false, ask: () => Promise.resolve(false) },
        }),
      { install: true, yes: true },
      { env: { PATH: cron.path } },
    );
    expect(code).toBe(1);
    expect(stderr).toBe(
      'srvmon crontab: there is no crontab program here: install cron (apt-get install cron), ' +
        'or use a timer: srvmon crontab --systemd\n',
    );
  });

  it('hands on what crontab says when it refuses', async () => {
    cron.refuse('You (somebody) are not allowed to use this program (crontab)');
    const { code, stderr } = await crontab({ install: true, yes: true });
    expect(code).toBe(1);
    expect(stderr).toContain('You (somebody) are not allowed to use this program');
  });
});

describe('srvmon crontab --remove', () => {
  it('takes its line out again and leaves the others', async () => {
    cron.text = 'MAILTO=root\n# mine\n';
    await crontab({ install: true, yes: true });
    const { code, stdout } = await crontab({ remove: true, yes: true });
    expect(code).toBe(0);
    expect(stdout).toContain(`- ${line()}`);
    expect(cron.text).toBe('MAILTO=root\n# mine\n');
  });

  it('works without a configuration, and says when there is nothing to remove', async () => {
    rmSync(desk.config);
    cron.text = 'MAILTO=root\n';
    const { code, stdout, stderr } = await crontab({ remove: true, yes: true });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('nothing was changed');
    expect(cron.text).toBe('MAILTO=root\n');
  });
});

describe('srvmon crontab --systemd', () => {
  it('prints a service and a timer', async () => {
    const { code, stdout } = await crontab({ systemd: true });
    expect(code).toBe(0);
    expect(stdout).toContain(`ExecStart=/usr/bin/node /usr/local/bin/srvmon check --config ${desk.config}\n`);
    expect(stdout).toContain('OnCalendar=minutely\n');
    expect(stdout).toContain('AccuracySec=1s\n');
    expect(stdout).toContain('TimeoutStartSec=55\n');
  });

  it('asks for the capability where an ordinary user runs it', async () => {
    const { stdout } = await crontab({ systemd: true });
    const expected = process.getuid?.() === 0 ? 0 : 1;
    expect(stdout.match(/AmbientCapabilities=CAP_NET_RAW/g) ?? []).toHaveLength(expected);
  });

  const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;
  it.skipIf(!hasAnalyze)('prints units in which systemd finds no fault', async () => {
    const { stdout } = await crontab({ systemd: true });
    const [, service = '', timer = ''] = stdout.split(/^# \/etc\/systemd\/system\/srvmon\.\w+\n/m);
    // systemd warns of users such as nobody, and these tests may be run by one.
    const checked = service
      .replace(/^ExecStart=\S+ \S+/m, 'ExecStart=/bin/true')
      .replace(/^User=.+/m, 'User=srvmon');
    writeFileSync(join(desk.folder, 'srvmon.service'), checked);
    writeFileSync(join(desk.folder, 'srvmon.timer'), timer);
    const verified = spawnSync(
      'systemd-analyze',
      ['verify', join(desk.folder, 'srvmon.service'), join(desk.folder, 'srvmon.timer')],
      { encoding: 'utf8' },
    );
    expect(verified.stderr.split('\n').filter((each) => each.includes('srvmon.'))).toEqual([]);
  });
});

const isRoot = process.getuid?.() === 0;
const mayTry = needs(
  isRoot && spawnSync('crontab', ['-l', '-u', 'nobody']).error === undefined,
  'needs root and cron',
);

describe.skipIf(!mayTry)('the real crontab program, as the user nobody', () => {
  let folder: string;
  let program: string;
  let before: string | null;

  beforeAll(async () => {
    program = await bundleProgram(join(import.meta.dirname, '../../src/main.ts'), PROJECT_CACHE);
  });

  beforeEach(() => {
    const listed = spawnSync('crontab', ['-u', 'nobody', '-l'], { encoding: 'utf8' });
    before = listed.status === 0 ? listed.stdout : null;
    folder = mkdtempSync(join(tmpdir(), 'srvmon-real-crontab-'));
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'state'));
    writeFileSync(join(folder, 'servers.yaml'), `state_dir: ${join(folder, 'state')}\n${YAML}`);
  });

  afterEach(() => {
    if (before === null) spawnSync('crontab', ['-u', 'nobody', '-r']);
    else execFileSync('crontab', ['-u', 'nobody', '-'], { input: before });
    rmSync(folder, { recursive: true, force: true });
  });

  const nobody = (...args: string[]): ReturnType<typeof spawnSync> =>
    spawnSync(
      'setpriv',
      ['--reuid=nobody', '--regid=nogroup', '--clear-groups', process.execPath, program, 'crontab', ...args],
      { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent' }, cwd: '/' },
    );

  const installed = (): string => execFileSync('crontab', ['-u', 'nobody', '-l'], { encoding: 'utf8' });

  it('takes the line, keeps the other lines, and gives it back', () => {
    execFileSync('crontab', ['-u', 'nobody', '-'], { input: '# mine\n@yearly /bin/true\n' });
    const config = join(folder, 'servers.yaml');
    const install = nobody('--install', '--yes', '--config', config);
    expect({ status: install.status, stderr: install.stderr }).toEqual({ status: 0, stderr: '' });
    expect(installed()).toBe(
      '# mine\n@yearly /bin/true\n' +
        `# srvmon check, put here by "srvmon crontab --install": ${config}\n` +
        `* * * * *  ${process.execPath} ${program} check --config ${config}\n`,
    );
    expect(nobody('--remove', '--yes', '--config', config).status).toBe(0);
    expect(installed()).toBe('# mine\n@yearly /bin/true\n');
  });
});

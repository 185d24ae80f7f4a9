import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadForCheck, type CheckConfig } from '../../src/config/cache.ts';
import { loadConfig } from '../../src/config/load.ts';
import { asOrdinaryUser, CONSOLE, folderWith, ONE_SERVER, TOKEN, writeIn } from './folder.ts';

const STATE = 'state_dir: state\n';
const CHAT = 'alerts: { to: [it] }\n';
const FROM_ENV = `${STATE}telegram:\n  token: \${TELEGRAM_BOT_TOKEN}\n  chats: { it: -100 }\n${CHAT}${ONE_SERVER}`;
const ENV = { TELEGRAM_BOT_TOKEN: TOKEN };
const OTHER_TOKEN = '987654321:ZZabcdefghijklmnopqrstuvwxyz0123456';

let folder: string;

beforeEach(() => {
  folder = folderWith({});
});

function check(env: NodeJS.ProcessEnv = {}, version = '1'): Promise<CheckConfig> {
  return loadForCheck('servers.yaml', { env, version, cwd: folder });
}

async function sourceOf(env: NodeJS.ProcessEnv = {}, version = '1'): Promise<string | null> {
  const result = await check(env, version);
  return result.config === null ? null : result.source;
}

function tokenOf(result: CheckConfig): string | undefined {
  return result.config?.telegram?.token.reveal();
}

const write = (yaml: string): void => writeIn(folder, 'servers.yaml', yaml);
const compiledFile = (): string => join(folder, 'state/config.json');

describe('the compiled copy', () => {
  it('is used while nothing changed, and gives the very same configuration', async () => {
    write(FROM_ENV);
    const parsed = await check(ENV);
    const compiled = await check(ENV);
    expect(parsed).toMatchObject({ source: 'parsed', problems: [] });
    expect(compiled).toMatchObject({ source: 'compiled', problems: [] });
    expect(compiled.config).toEqual(parsed.config);
    expect(tokenOf(compiled)).toBe(TOKEN);
    const direct = await loadConfig('servers.yaml', { env: ENV, cwd: folder });
    expect(direct.ok && direct.config).toEqual(compiled.config);
  });

  it('may be read by its owner only', async () => {
    write(`${STATE}${CONSOLE}${ONE_SERVER}`);
    await check();
    expect(statSync(compiledFile()).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
  });

  it('is made anew when the file, the version or a used variable changes', async () => {
    write(`${STATE}${CONSOLE}servers: [{ name: A, host: "\${HOST}" }]\n`);
    expect(await sourceOf({ HOST: 'a' })).toBe('parsed');
    expect(await sourceOf({ HOST: 'a', UNUSED: 'x' })).toBe('compiled');
    expect(await sourceOf({ HOST: 'b' })).toBe('parsed');
    expect(await sourceOf({ HOST: 'b' }, '2')).toBe('parsed');
    write(`# a comment\n${readFileSync(join(folder, 'servers.yaml'), 'utf8')}`);
    expect(await sourceOf({ HOST: 'b' }, '2')).toBe('parsed');
    expect(await sourceOf({ HOST: 'b' }, '2')).toBe('compiled');
  });

  it('is made anew when an included file changes, comes or goes', async () => {
    write(`${STATE}${CONSOLE}include: [d/*.yaml, "e/**/*.yaml"]\n${ONE_SERVER}`);
    writeIn(folder, 'd/a.yaml', 'servers: [{ name: A, host: a }]\n');
    writeIn(folder, 'e/x/y/b.yaml', 'servers: [{ name: B, host: b }]\n');
    const changes: (() => void)[] = [
      () => writeIn(folder, 'd/a.yaml', 'servers: [{ name: A, host: a2 }]\n'),
      () => writeIn(folder, 'd/c.yaml', 'servers: [{ name: C, host: c }]\n'),
      () => writeIn(folder, 'e/x/z/d.yaml', 'servers: [{ name: D, host: d }]\n'),
      () => rmSync(join(folder, 'd/c.yaml')),
      () => renameSync(join(folder, 'e/x/z'), join(folder, 'e/w')),
    ];
    expect(await sourceOf()).toBe('parsed');
    expect(await sourceOf()).toBe('compiled');
    for (const change of changes) {
      change();
      expect(await sourceOf()).toBe('parsed');
      expect(await sourceOf()).toBe('compiled');
    }
  });

  it('is not made anew because the state folder inside an included one changes', async () => {
    write(`${STATE}${CONSOLE}include: ["**/*.yml"]\n${ONE_SERVER}`);
    writeIn(folder, 'd/a.yml', 'servers: [{ name: A, host: a }]\n');
    await check();
    writeIn(folder, 'state/history/2026-11.jsonl', '');
    expect(await sourceOf()).toBe('compiled');
  });

  it.each([
    ['empty', ''],
    ['half', '{"format":1,"mainFile":'],
    ['something else', '[]'],
    ['a shell of itself', '{"format":1}'],
    ['of another format', '{"format":0,"config":{}}'],
  ])('is ignored in silence when it is %s', async (_what, content) => {
    write(`${STATE}${CONSOLE}${ONE_SERVER}`);
    writeIn(folder, 'state/config.json', content);
    expect(await check()).toMatchObject({ source: 'parsed', problems: [] });
    expect(await sourceOf()).toBe('compiled');
  });

  it('is ignored when its parts are missing', async () => {
    write(`${STATE}${CONSOLE}${ONE_SERVER}`);
    await check();
    const whole = JSON.parse(readFileSync(compiledFile(), 'utf8')) as Record<string, unknown>;
    for (const key of Object.keys(whole)) {
      writeFileSync(compiledFile(), JSON.stringify({ ...whole, [key]: undefined }));
      expect(await sourceOf()).toMatch(/parsed|compiled/);
    }
  });

  it.each<[string, (servers: Record<string, unknown[]>) => void]>([
    ['a column is shorter than the others', ({ hosts }) => hosts?.pop()],
    ['a server has no common part', ({ kinds }) => kinds?.splice(0, 1, 7)],
    ['a column is missing', (servers) => delete servers['names']],
  ])('is ignored when %s, rather than lose a server', async (_what, damage) => {
    write(`${STATE}${CONSOLE}${ONE_SERVER}`);
    await check();
    const whole = JSON.parse(readFileSync(compiledFile(), 'utf8')) as {
      config: { servers: Record<string, unknown[]> };
    };
    damage(whole.config.servers);
    writeFileSync(compiledFile(), JSON.stringify(whole));
    expect(await sourceOf()).toBe('parsed');
  });

  it('holds what servers have in common once, and gives them back as they were', async () => {
    const servers = Array.from({ length: 100 }, (_, n) => {
      const more = n % 3 === 0 ? ', tags: [a], checks: [icmp, "tcp:22"]' : '';
      return `- { name: s${n}, host: 10.0.0.${n + 1}${more} }\n`;
    });
    write(`${STATE}${CONSOLE}servers:\n${servers.join('')}`);
    const parsed = await check();
    const compiled = await check();
    expect([parsed, compiled]).toMatchObject([{ source: 'parsed' }, { source: 'compiled' }]);
    expect(compiled.config).toEqual(parsed.config);
    expect(readFileSync(compiledFile(), 'utf8').match(/"label":"tcp:22"/g)).toHaveLength(1);
  });

  it('is done without when it cannot be written', async () => {
    write(`state_dir: /proc/nowhere\n${CONSOLE}${ONE_SERVER}`);
    expect(await check()).toMatchObject({ source: 'parsed', problems: [] });
    write(`state_dir: servers.yaml/state\n${CONSOLE}${ONE_SERVER}`);
    expect(await check()).toMatchObject({ source: 'parsed', problems: [] });
  });

  it('belongs to one configuration file', async () => {
    write(`${STATE}${CONSOLE}${ONE_SERVER}`);
    await check();
    writeIn(folder, 'other.yaml', `${STATE}${CONSOLE}servers: [\n`);
    const other = await loadForCheck('other.yaml', { env: {}, version: '1', cwd: folder });
    expect(other.config).toBeNull();
  });
});

describe('the token in it', () => {
  it.each([
    ['a variable', FROM_ENV, ENV],
    ['the text', FROM_ENV.replace('${TELEGRAM_BOT_TOKEN}', TOKEN), {}],
    ['quotes', FROM_ENV.replace('${TELEGRAM_BOT_TOKEN}', `"${TOKEN}"`), {}],
    ['an anchor', `x-token: &token ${TOKEN}\n${FROM_ENV.replace('${TELEGRAM_BOT_TOKEN}', '*token')}`, {}],
    ['a byte order mark before it', `\uFEFF${FROM_ENV.replace('${TELEGRAM_BOT_TOKEN}', TOKEN)}`, {}],
    [
      'two variables',
      FROM_ENV.replace('${TELEGRAM_BOT_TOKEN}', '${BOT}:${KEY}'),
      { BOT: '123456789', KEY: TOKEN.slice(10) },
    ],
  ])('is not there, and found again in %s', async (_what, yaml, env) => {
    write(yaml);
    expect(tokenOf(await check(env))).toBe(TOKEN);
    expect(readFileSync(compiledFile(), 'utf8')).not.toContain(TOKEN.slice(12));
    const again = await check(env);
    expect(again).toMatchObject({ source: 'compiled' });
    expect(tokenOf(again)).toBe(TOKEN);
  });

  it('is read anew from its file each time', async () => {
    write(FROM_ENV.replace('token: ${TELEGRAM_BOT_TOKEN}', 'token_file: token'));
    writeIn(folder, 'token', TOKEN);
    expect(tokenOf(await check())).toBe(TOKEN);
    writeIn(folder, 'token', OTHER_TOKEN);
    const again = await check();
    expect(again).toMatchObject({ source: 'compiled' });
    expect(tokenOf(again)).toBe(OTHER_TOKEN);
  });

  it('is shown by no way of printing the result', async () => {
    write(FROM_ENV);
    for (const result of [await check(ENV), await check(ENV)]) {
      const shown = [
        JSON.stringify(result),
        inspect(result, { depth: null, showHidden: true }),
        `${String(result.config?.telegram?.token)}`,
      ];
      for (const text of shown) {
        expect(text).toContain('<secret>');
        expect(text).not.toContain(TOKEN);
      }
    }
  });
});

describe('a configuration that breaks', () => {
  it('leaves the last good one in use, and says what is wrong each time', async () => {
    write(FROM_ENV);
    await check(ENV);
    write(`${FROM_ENV}timezon: x\n`);
    for (let run = 0; run < 3; run += 1) {
      const result = await check(ENV);
      expect(result).toMatchObject({ source: 'last-good', problems: [{ code: 'key-unknown', line: 7 }] });
      expect(result.config?.servers.map(({ id }) => id)).toEqual(['erp']);
      expect(tokenOf(result)).toBe(TOKEN);
    }
    write(FROM_ENV);
    expect(await sourceOf(ENV)).toBe('compiled');
  });

  it('gives nothing when there never was a good one', async () => {
    write('servers: [\n');
    expect(await check()).toMatchObject({ config: null, problems: [{ code: 'yaml-syntax' }] });
  });

  it('keeps the token that stands in its text', async () => {
    const good = FROM_ENV.replace('${TELEGRAM_BOT_TOKEN}', TOKEN);
    write(good);
    await check();
    write(`# moved\n{{{\n${good}`);
    const result = await check();
    expect(result).toMatchObject({ source: 'last-good' });
    expect(tokenOf(result)).toBe(TOKEN);
    expect(JSON.stringify(result.problems)).not.toContain(TOKEN);
  });

  it('goes on without a token when its variable is gone', async () => {
    write(FROM_ENV);
    await check(ENV);
    const result = await check({});
    expect(result).toMatchObject({ source: 'last-good', problems: [{ code: 'variable-missing' }] });
    expect(tokenOf(result)).toBe('');
  });

  it('of a newer version of srvmon still has its last good one', async () => {
    write(`${STATE}${CONSOLE}${ONE_SERVER}`);
    await check();
    write(`${STATE}${CONSOLE}servers: 5\n`);
    expect(await sourceOf({}, '2')).toBe('last-good');
  });

  it('finds it through the default state folder when the file is gone', async () => {
    chmodSync(folder, 0o777);
    write(`${CONSOLE}${ONE_SERVER}`);
    const env = { XDG_STATE_HOME: join(folder, 'xdg') };
    await asOrdinaryUser(async () => {
      expect(await sourceOf(env)).toBe('parsed');
      rmSync(join(folder, 'servers.yaml'));
      expect(await check(env)).toMatchObject({ source: 'last-good', problems: [{ code: 'file-missing' }] });
    });
  });

  it('is found when an included file breaks', async () => {
    write(`${STATE}${CONSOLE}include: b.yaml\n`);
    writeIn(folder, 'b.yaml', ONE_SERVER);
    await check();
    writeIn(folder, 'b.yaml', 'servers: [{ name: "A }]\n');
    expect(await check()).toMatchObject({ source: 'last-good' });
    rmSync(join(folder, 'b.yaml'));
    expect(await check()).toMatchObject({ source: 'last-good', problems: [{ code: 'include-none' }] });
  });
});

describe('complaints', () => {
  it.each([
    ['in the place of a chat', `telegram:\n  token: \${T}\n  chats: { it: "${TOKEN}" }\n`],
    ['under a mistyped key', `telegram:\n  tokn: ${TOKEN}\n`],
    ['in a URL', `heartbeat_url: xxxxxxxxxxxxxxxxxxxxxxxxxxxxx/bot${TOKEN}/x\n`],
    ['as a key', `${TOKEN.replace(':', '":"')}: 1\n`.replace(/^/, '"').replace(/: 1/, '": 1')],
    ['in a broken line', `telegram: { token: ${TOKEN}\n`],
    ['as an alias', `telegram: { token: *${TOKEN} }\n`],
  ])('never show a token that stands %s', async (_what, yaml) => {
    write(`${CONSOLE}${ONE_SERVER}${yaml}`);
    const { problems } = await check({ T: TOKEN });
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain(TOKEN.slice(12, 30));
  });

  it('never show a token of an unusual shape that stands in its place', async () => {
    write(`telegram: { token: "12:short-token", chats: { "12:short-token": x } }\n${CONSOLE}${ONE_SERVER}`);
    const { problems } = await check();
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('short-token');
  });
});

describe('the state folder', () => {
  it.each([
    ['plain', 'state_dir: state'],
    ['with a comment', 'state_dir: state  # here'],
    ['double-quoted', 'state_dir: "state"'],
    ['single-quoted', "state_dir: 'state' # here"],
    ['from a variable', 'state_dir: ${DIR}'],
    ['at the end of a file with other line ends', 'x-a: 1\r\nstate_dir: state\r'],
  ])('is found in the text: %s', async (_what, line) => {
    write(`${line}\n${CONSOLE}${ONE_SERVER}`);
    await check({ DIR: 'state' });
    expect(existsSync(compiledFile())).toBe(true);
    expect(await sourceOf({ DIR: 'state' })).toBe('compiled');
  });

  it.each([
    ['braces', '{ state_dir: state, REST }'],
    ['braces over several lines', '{\n  REST,\n  state_dir: state\n}'],
    ['JSON', '{\n  "language": "en",\n  "state_dir": "state",\n  REST\n}'],
    ['JSON on one line, from a variable', '{"state_dir":"${DIR}",REST}'],
  ])('is found in a file that is one pair of braces: %s', async (_what, text) => {
    write(
      `${text.replace('REST', '"alerts": { "to": ["console"] }, "servers": [{ "host": "192.0.2.1" }]')}\n`,
    );
    await check({ DIR: 'state' });
    expect(existsSync(compiledFile())).toBe(true);
    expect(await sourceOf({ DIR: 'state' })).toBe('compiled');
  });

  it('written in an unusual style costs a copy, not the run', async () => {
    write(`? state_dir\n: state\n${CONSOLE}${ONE_SERVER}`);
    expect(await sourceOf()).toBe('parsed');
    expect(await sourceOf()).toBe('parsed');
    expect(existsSync(compiledFile())).toBe(false);
  });

  it('that exists keeps its rights', async () => {
    mkdirSync(join(folder, 'state'));
    chmodSync(join(folder, 'state'), 0o750);
    write(`${STATE}${CONSOLE}${ONE_SERVER}`);
    await check();
    expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o750);
  });
});

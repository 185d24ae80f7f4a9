import { chmodSync, mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem, quote } from '../../src/config/problem.ts';
import { expectedProblems } from './expected-problems.ts';
import { expectedProblemsInId } from './expected-problems-id.ts';
import { asOrdinaryUser, CONSOLE, folderWith, ONE_SERVER, problemsOf } from './folder.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');

async function problemsIn(folder: string, file: string): Promise<string> {
  const result = await loadConfig(file, { env: {}, cwd: folder });
  return result.ok ? '' : result.problems.map((problem) => formatProblem(problem, folder)).join('\n');
}

describe('a configuration that breaks one rule', () => {
  it.each(Object.entries(expectedProblems))('%s', async (rule, lines) => {
    expect(await problemsIn(FIXTURES, `invalid-${rule}.yaml`)).toBe(lines.join('\n'));
  });

  it.each(Object.entries(expectedProblemsInId))('%s, in Indonesian', async (rule, lines) => {
    const file = join(FIXTURES, `invalid-${rule}.yaml`);
    const texts = new Map([[file, `${readFileSync(file, 'utf8')}\nlanguage: id\n`]]);
    const result = await loadConfig(file, { env: {}, texts });
    const problems = result.ok ? [] : result.problems.map((problem) => formatProblem(problem, FIXTURES));
    expect(problems.join('\n')).toBe(lines.join('\n'));
  });

  it('has a sentence in Indonesian for each in English', () => {
    const inEnglishAlone = Object.keys(expectedProblems).filter((rule) => !(rule in expectedProblemsInId));
    expect(inEnglishAlone).toEqual(['language', 'type-top']);
  });

  it('has a fixture for each message, and a message for each fixture', () => {
    const fixtures = readdirSync(FIXTURES).filter((name) => name.endsWith('.yaml'));
    expect(fixtures.sort()).toEqual(
      Object.keys(expectedProblems)
        .map((rule) => `invalid-${rule}.yaml`)
        .sort(),
    );
  });
});

describe('the language of problems', () => {
  it.each([
    ['plain', 'language: id'],
    ['quoted, with a comment', 'language: "id"   # Indonesian'],
    ['in a file from another system', 'language: id\r'],
  ])('is known from its line, %s, although the file is no YAML', async (_, line) => {
    const [problem] = await problemsOf(`${line}\nservers: [\n`);
    expect(problem).toContain('periksa indentasi');
  });

  it('is known from the data, where it stands in no line of its own', async () => {
    const [problem] = await problemsOf('{ language: id, servers: 5 }');
    expect(problem).toBe(
      'servers.yaml:1:26 servers: harus berupa daftar, bukan 5\n  -> awali setiap entri dengan "- "',
    );
  });

  it('is that of the main file also in included ones', async () => {
    const folder = folderWith({
      'servers.yaml': 'language: id\ninclude: more.yaml\n',
      'more.yaml': 'servers: 5\n',
    });
    expect(await problemsIn(folder, 'servers.yaml')).toContain('more.yaml:1:10 servers: harus berupa daftar');
  });

  it('is English where it is not set, commented out, or deeper in the file', async () => {
    for (const head of ['', '# language: id\n', 'telegram:\n  language: id\n'])
      expect((await problemsOf(`${head}servers: 5\n`)).join()).toContain('must be a list, got 5');
  });
});

describe('a file that cannot be read', () => {
  it('is missing', async () => {
    const folder = folderWith({});
    expect(await problemsIn(folder, 'servers.yaml')).toBe(
      'servers.yaml: there is no such file\n  -> make one with srvmon init, or name another with --config',
    );
  });

  it('is a folder', async () => {
    const folder = folderWith({});
    mkdirSync(join(folder, 'servers.yaml'));
    expect(await problemsIn(folder, 'servers.yaml')).toBe(
      'servers.yaml: is a directory\n  -> name the YAML file inside it',
    );
  });

  it('is no regular file, such as /dev/zero, which never ends', async () => {
    expect(await problemsIn('/', '/dev/zero')).toBe('dev/zero: is not a regular file\n  -> name a YAML file');
  });

  it('is not UTF-8', async () => {
    const latin1 = Buffer.from('servers: [{ name: Caf\xe9 }]\n', 'latin1');
    expect(await problemsOf(latin1)).toEqual([
      'servers.yaml: is not UTF-8 text\n  -> save it as UTF-8 in your editor',
    ]);
  });

  it('is far too big', async () => {
    const folder = folderWith({ 'servers.yaml': '' });
    truncateSync(join(folder, 'servers.yaml'), 100_000_000);
    expect(await problemsIn(folder, 'servers.yaml')).toBe(
      'servers.yaml: has 100000000 bytes, more than 67108864\n  -> split the list over several installations',
    );
  });

  it('is not readable by this user', async () => {
    const folder = folderWith({ 'servers.yaml': ONE_SERVER });
    chmodSync(join(folder, 'servers.yaml'), 0);
    expect(await asOrdinaryUser(() => problemsIn(folder, 'servers.yaml'))).toBe(
      `servers.yaml: this user may not read it\n  -> let the user of the cron job read it: ls -ld ${folder}/servers.yaml`,
    );
  });

  it('is nested beyond what the parser can hold', async () => {
    const [problem] = await problemsOf(`x-deep: ${'['.repeat(100_000)}\n`);
    expect(problem).toContain('servers.yaml');
  });
});

describe('problems', () => {
  it('are told all at once, in the order of the file', async () => {
    const problems = await problemsOf(
      'timezone: Asia/Jakrta\nalerts: { down_after: 3 }\nservers:\n  - { name: A, host: -x, site: nowhere }\n  - { name: A, host: a, to: [console] }\n',
    );
    expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
      'servers.yaml:1:11 timezone',
      'servers.yaml:2:23 alerts.down_after',
      'servers.yaml:4:22 servers[0].host',
      'servers.yaml:5:5 servers[1]',
    ]);
  });

  it('do not make references to a refused server wrong as well', async () => {
    const problems = await problemsOf(
      `${CONSOLE}servers:\n  - { name: Core, hots: x }\n  - { name: ERP, host: erp, parent: core }\n`,
    );
    expect(problems).toHaveLength(1);
  });

  it('do not call a chat missing that is only written wrongly', async () => {
    const problems = await problemsOf(
      `telegram: { token: 1:a, chats: { it: wrong } }\nalerts: { to: [it] }\n${ONE_SERVER}`,
    );
    expect(problems).toHaveLength(1);
  });

  it('name the file in which they are', async () => {
    const others = { 'd/b.yaml': 'servers:\n  - { name: B, host: b, parent: nobody }\n' };
    expect(await problemsOf(`${CONSOLE}${ONE_SERVER}include: ["d/*.yaml"]\n`, {}, others)).toEqual([
      'd/b.yaml:2:33 servers[0].parent: there is no server with the id "nobody"\n  -> write the id of a server',
    ]);
  });

  it('tell both files of a duplicate id', async () => {
    const others = { 'b.yaml': '\n\nservers: [{ name: ERP, host: b }]\n' };
    expect(await problemsOf(`${CONSOLE}${ONE_SERVER}include: b.yaml\n`, {}, others)).toEqual([
      'b.yaml:3:11 servers[0]: the server id "erp", made of its name, is already that of servers[0] (servers.yaml:2)\n  -> give it an id: of its own, such as id: erp-2',
    ]);
  });

  it('point at the line of the wrong server, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.nat(40), fc.nat(3), async (before, after, blank) => {
        const fine = (index: number, prefix: string): string => `  - { name: ${prefix}${index}, host: h }\n`;
        const many = (count: number, prefix: string): string =>
          Array.from({ length: count }, (_, index) => fine(index, prefix)).join('');
        const head = `${CONSOLE}${'\n'.repeat(blank)}servers:\n${many(before, 'a')}`;
        const [problem, ...rest] = await problemsOf(
          `${head}  - name: X\n    host: 0.0.0.0\n${many(after, 'b')}`,
        );
        const line = head.split('\n').length + 1;
        expect(problem).toContain(`servers.yaml:${line}:11 servers[${before}].host: `);
        expect(rest).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('survive any YAML value at any known key', async () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const key = fc.constantFrom(
      'servers',
      'sites',
      'alerts',
      'telegram',
      'include',
      'defaults',
      'uplink',
      'maintenance',
      'timezone',
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, value), async (data) => {
        const problems = await problemsOf(JSON.stringify(data));
        expect(problems.length).toBeGreaterThan(0);
        for (const problem of problems) expect(problem).toMatch(/^[^\n]+\n {2}-> [^\n]+$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a quoted value', () => {
  it('stays on one line, short, and without control characters', () => {
    expect(quote('a\nb\u001b[31m\u202e')).toBe('"a\\nb\\u001b[31m\\u202e"');
    expect(quote('x'.repeat(300))).toBe(`"${'x'.repeat(60)}..."`);
    expect(quote(['a'])).toBe('a list');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { slug } from '../../src/config/names.ts';
import { parseServerList } from '../../src/config/server-list.ts';
import { configTemplate, type FirstConfig } from '../../src/config/template.ts';

describe('a pasted list of servers', () => {
  it('has one a line: name, host, checks', () => {
    const text = 'Router Bandung 192.0.2.1\n\n# later\nERP erp.example.com icmp tcp:5432\n192.0.2.9\n';
    expect(parseServerList(text)).toEqual({
      servers: [
        { name: 'Router Bandung', host: '192.0.2.1', checks: [] },
        { name: 'ERP', host: 'erp.example.com', checks: ['icmp', 'tcp:5432'] },
        { name: '192.0.2.9', host: '192.0.2.9', checks: [] },
      ],
      problems: [],
      ignored: [],
    });
  });

  it('may name a URL instead of a host', () => {
    expect(parseServerList('https://www.example.com/health').servers).toEqual([
      { name: 'www.example.com', host: null, checks: ['https://www.example.com/health'] },
    ]);
  });

  it('may be a table, whose columns are known by their titles in two languages', () => {
    const table =
      'Alamat IP;Nama;Cabang;Cek\n192.0.2.1;"Router; utama";Bandung;ping|tcp:22\n192.0.2.2;ERP;;\n';
    expect(parseServerList(table).servers).toEqual([
      { name: 'Router; utama', host: '192.0.2.1', checks: ['icmp', 'tcp:22'] },
      { name: 'ERP', host: '192.0.2.2', checks: [] },
    ]);
  });

  it('may be a table without titles', () => {
    expect(parseServerList('ERP,192.0.2.2,icmp,tcp:80').servers).toEqual([
      { name: 'ERP', host: '192.0.2.2', checks: ['icmp', 'tcp:80'] },
    ]);
  });

  it('names what is wrong with its line, and keeps the rest', () => {
    const { servers, problems } = parseServerList(
      'A 192.0.2.1\nB -c\nC 192.0.2.300\na 192.0.2.4\nD 192.0.2.5\n',
      ['d'],
    );
    expect(servers.map(({ name }) => name)).toEqual(['A']);
    expect(problems.map(({ line, message }) => [line, message.en.slice(0, 28)])).toEqual([
      [2, 'host "-c" must not begin wit'],
      [3, 'host "192.0.2.300" is no val'],
      [4, 'the name "a" is taken alread'],
      [5, 'the name "D" is taken alread'],
    ]);
  });

  it('names a check that is none', () => {
    expect(parseServerList('name,host,checks\nA,192.0.2.1,tpc:80').problems).toEqual([
      {
        line: 2,
        message: {
          en: '"tpc:80" is no check: write icmp, tcp:443 or a URL',
          id: '"tpc:80" bukan check: tulis icmp, tcp:443 atau URL',
        },
      },
    ]);
  });
});

describe('the first configuration', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'srvmon-template-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const name = fc
    .array(
      fc.constantFrom('a', 'Ä', '1', ' ', ':', '#', '"', "'", '$', '{', '}', '-', '&', '*', '字', '\\', ','),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .map((signs) => `s${signs.join('').trim()}`);

  const first = fc.record<FirstConfig>({
    language: fc.constantFrom('id', 'en'),
    timezone: fc.constantFrom('Asia/Jakarta', 'UTC'),
    stateDir: fc.constantFrom(null, '/var/lib/srv mon'),
    tokenLine: fc.constant("token: '123456789:AAFakeTokenOfTheFakeBotApi_0123456789'"),
    apiBase: fc.constantFrom(null, 'http://127.0.0.1:8081'),
    proxy: fc.constantFrom(null, 'http://u:p@127.0.0.1:3128'),
    chats: fc.constantFrom(
      [{ name: 'it', id: -1001234567890, thread: null }],
      [
        { name: 'on', id: '@channel', thread: null },
        { name: 'divisi-ti', id: -5, thread: 7 },
      ],
    ),
    site: fc.option(
      fc.record({
        name,
        location: fc.record({ lat: fc.integer({ min: -90, max: 90 }), lon: fc.constant(107.5) }),
      }),
    ),
    servers: fc
      .uniqueArray(name, {
        minLength: 1,
        maxLength: 4,
        selector: slug,
      })
      .map((names) =>
        names.map((each, index) =>
          index === 0
            ? { name: each, host: null, checks: ['https://example.com/a,b?x={y}', 'icmp'] }
            : { name: each, host: '192.0.2.1', checks: index === 1 ? [] : ['tcp:443'] },
        ),
      ),
  });

  it('is accepted, and means what was answered, whatever the names are', async () => {
    await fc.assert(
      fc.asyncProperty(first, async (answers) => {
        const path = join(folder, 'servers.yaml');
        writeFileSync(path, configTemplate(answers), { mode: 0o600 });
        const result = await loadConfig(path, { env: {} });
        if (!result.ok) throw new Error(JSON.stringify(result.problems));
        const { config } = result;
        expect(config.servers.map((server) => server.name)).toEqual(
          answers.servers.map((server) => server.name),
        );
        expect(config.sites.map((site) => site.name)).toEqual(
          answers.site === null ? [] : [answers.site.name],
        );
        expect(config.telegram?.chats.map(({ id, thread }) => ({ id, thread }))).toEqual(
          answers.chats.map(({ id, thread }) => ({ id, thread })),
        );
        expect(config.language).toBe(answers.language);
        expect(config.telegram?.proxy).toBe(answers.proxy);
      }),
      { numRuns: 60 },
    );
  });
});

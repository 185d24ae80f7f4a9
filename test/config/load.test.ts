import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import {
  asOrdinaryUser,
  CONSOLE,
  configOf,
  folderWith,
  load,
  ONE_SERVER,
  problemsIn,
  problemsOf,
  TOKEN,
} from './folder.ts';

const TELEGRAM = 'telegram: { token: "${TELEGRAM_BOT_TOKEN}", chats: { it: -100 } }\nalerts: { to: [it] }\n';
const ENV = { TELEGRAM_BOT_TOKEN: TOKEN };

describe('defaults', () => {
  it('are those of the documentation', async () => {
    const config = await configOf(`timezone: Asia/Jakarta\nstate_dir: s\n${TELEGRAM}${ONE_SERVER}`, ENV);
    const { telegram, ...rest } = config;
    expect(rest).toEqual({
      files: [expect.stringMatching(/servers\.yaml$/)],
      stateDir: expect.stringMatching(/\/s$/) as string,
      timezone: 'Asia/Jakarta',
      language: 'en',
      intervalMs: 60_000,
      keepMs: 400 * 86_400_000,
      heartbeatUrl: null,
      statusPage: null,
      metricsFile: null,
      alerts: {
        remindEveryMs: [],
        siteOutage: { share: 0.6, min: 3 },
        flapping: { changes: 4, windowMs: 3_600_000 },
        noticesTo: ['it'],
        texts: { id: {}, en: {} },
      },
      icmp: { backend: 'auto', rate: null },
      uplink: [],
      maintenance: [],
      sites: [],
      servers: [
        {
          id: 'erp',
          name: 'ERP',
          host: '192.0.2.10',
          siteId: null,
          location: null,
          checks: [{ kind: 'icmp', label: 'icmp', timeoutMs: 2000, attempts: 3 }],
          parentId: null,
          downAfterMs: 180_000,
          minFailures: 2,
          upAfter: 1,
          to: ['it'],
          announceTo: [],
          announceAfterMs: 0,
          tags: [],
          maintenance: [],
        },
      ],
    });
    expect(telegram?.apiBase).toBe('https://api.telegram.org');
    expect(telegram?.chats).toEqual([
      {
        name: 'it',
        id: -100,
        thread: null,
        silent: false,
        language: 'en',
        notifyAfterMs: 0,
        hours: null,
        outsideHours: 'wait',
      },
    ]);
  });

  it('take the state folder relative to the file', async () => {
    const { folder, ...result } = await load(`state_dir: .state/x\n${CONSOLE}${ONE_SERVER}`);
    expect(result.ok && result.config.stateDir).toBe(join(folder, '.state/x'));
  });
});

describe('checks', () => {
  const checksOf = async (yaml: string) =>
    (await configOf(`${CONSOLE}${yaml}`)).servers.map((server) => server.checks);

  it('are understood in short and long forms', async () => {
    const [checks] = await checksOf(
      'servers:\n  - name: A\n    host: a\n    checks: [icmp, "tcp:443", { tcp: 5432, timeout: 5s }, { tcp: { port: 22, attempts: 1 } }, { icmp: , timeout: 1s }, https://a.example.com/]\n',
    );
    expect(checks?.map(({ label, timeoutMs, attempts }) => [label, timeoutMs, attempts])).toEqual([
      ['icmp', 2000, 3],
      ['tcp:443', 2000, 3],
      ['tcp:5432', 5000, 3],
      ['tcp:22', 2000, 1],
      ['icmp', 1000, 3],
      ['https://a.example.com/', 2000, 3],
    ]);
  });

  it('carry all of an HTTP request and what is expected', async () => {
    const [checks] = await checksOf(
      `servers:
  - name: A
    checks:
      - http: https://user:pass@a.example.com/x
        method: POST
        headers: { X-Y: 1 }
        body: '{}'
        expect: { status: [200-204, 301], body: { regex: "o.k" } }
        max_redirects: 0
        tls: { verify: false, warn_before: off }
`,
    );
    expect(checks).toEqual([
      {
        kind: 'http',
        label: 'https://a.example.com/x',
        url: 'https://user:pass@a.example.com/x',
        timeoutMs: 2000,
        attempts: 3,
        method: 'POST',
        headers: { 'X-Y': '1' },
        body: '{}',
        expect: {
          status: [
            { from: 200, to: 204 },
            { from: 301, to: 301 },
          ],
          body: { kind: 'regex', value: 'o.k' },
        },
        maxRedirects: 0,
        tls: { verify: false, warnBeforeMs: null },
      },
    ]);
  });

  it('give the host of a server that has none', async () => {
    const config = await configOf(
      `${CONSOLE}servers: [{ name: A, checks: ["https://[2001:db8::1]:8443/"] }]\n`,
    );
    expect(config.servers[0]?.host).toBe('2001:db8::1');
  });

  it('take timeouts from the check, else the server, else the defaults', async () => {
    const [checks] = await checksOf(
      'defaults: { timeout: 3s, attempts: 1 }\nservers: [{ name: A, host: a, timeout: 4s, checks: [icmp, { tcp: 1, timeout: 5s }] }]\n',
    );
    expect(checks?.map(({ timeoutMs, attempts }) => [timeoutMs, attempts])).toEqual([
      [4000, 1],
      [5000, 1],
    ]);
  });
});

describe('sites', () => {
  const SITES = `${CONSOLE}sites: [{ id: bdg, name: Bandung, location: "-6.9,107.6", gateway: router, to: [console] }]\n`;

  it('give location and parent to their servers', async () => {
    const { servers } = await configOf(
      `${SITES}servers:
  - { name: Router, host: r, site: bdg }
  - { name: A, host: a, site: bdg }
  - { name: B, host: b, site: bdg, parent: a, location: { lat: 1, lon: 2 } }
  - { name: C, host: c, site: bdg, parent: none }
`,
    );
    expect(servers.map(({ id, parentId, location }) => [id, parentId, location?.lat])).toEqual([
      ['router', null, -6.9],
      ['a', 'router', -6.9],
      ['b', 'a', 1],
      ['c', null, -6.9],
    ]);
  });

  it('are told for their servers', async () => {
    const yaml = `telegram: { token: 1:a, chats: { it: -1, bdg: -2 } }\nalerts: { to: it }\nsites: [{ id: bdg, to: bdg, announce_to: [it], announce_after: 5m }]\nservers: [{ name: A, host: a, site: bdg }, { name: B, host: b }]\n`;
    const { servers, alerts } = await configOf(yaml);
    expect(servers.map(({ to, announceTo, announceAfterMs }) => [to, announceTo, announceAfterMs])).toEqual([
      [['bdg'], ['it'], 300_000],
      [['it'], [], 0],
    ]);
    expect(alerts.noticesTo).toEqual(['it']);
  });

  it('without alerts.to, everybody hears of the monitor itself', async () => {
    const yaml = 'servers: [{ name: A, host: a, to: [console] }]\n';
    expect((await configOf(yaml)).alerts.noticesTo).toEqual(['console']);
  });
});

describe('names', () => {
  it.each([
    ['300 characters with emoji', '🔥'.repeat(150) + 'x'.repeat(150), 'x'.repeat(60)],
    ['markup', '<b>ERP</b> & "co"', 'b-erp-b-co'],
    ['line breaks', 'ERP\nBandung', 'erp-bandung'],
    ['other scripts', 'サーバー 1', 'サーハー-1'.normalize('NFKD').replace(/\p{M}/gu, '')],
    ['accents', 'Café Größe', 'cafe-große'],
    ['numbers', 2024, '2024'],
  ])('may hold %s', async (_what, name, id) => {
    const config = await configOf(
      JSON.stringify({ alerts: { to: ['console'] }, servers: [{ name, host: 'a' }] }),
    );
    expect(config.servers[0]?.name).toBe(String(name));
    expect(config.servers[0]?.id).toBe(id);
  });
});

describe('times', () => {
  it('of windows carry their zone, as local wall time', async () => {
    const { maintenance } = await configOf(
      `timezone: Europe/Berlin\n${CONSOLE}${ONE_SERVER}maintenance:
  - { every: "Mon-Fri 22:00-23:30" }
  - "Sat,Sun 02:00-04:00"
  - { from: 2026-12-24T22:00, to: 2026-12-25 06:00, timezone: Asia/Jakarta, note: ups }
  - { cron: "0 2 1 * *", for: 90m }
`,
    );
    const [everyday, weekend, once, cron] = maintenance;
    expect(everyday).toEqual({
      kind: 'weekly',
      timezone: 'Europe/Berlin',
      note: null,
      days: [1, 2, 3, 4, 5],
      from: 1320,
      to: 1410,
    });
    expect(weekend).toEqual({
      kind: 'weekly',
      timezone: 'Europe/Berlin',
      note: null,
      days: [6, 7],
      from: 120,
      to: 240,
    });
    expect(once).toEqual({
      kind: 'once',
      timezone: 'Asia/Jakarta',
      note: 'ups',
      from: Date.parse('2026-12-24T15:00:00Z'),
      to: Date.parse('2026-12-24T23:00:00Z'),
    });
    expect(cron).toEqual({
      kind: 'cron',
      timezone: 'Europe/Berlin',
      note: null,
      cron: '0 2 1 * *',
      forMs: 5_400_000,
    });
  });

  it('may be zero where waiting for nothing makes sense', async () => {
    const { servers } = await configOf(
      `alerts: { to: [console], down_after: 0s, min_failures: 1 }\n${ONE_SERVER}`,
    );
    expect(servers[0]).toMatchObject({ downAfterMs: 0, minFailures: 1 });
  });
});

describe('environment variables', () => {
  it('are put into values, not into keys and comments', async () => {
    const yaml = `# \${NOWHERE}\n${CONSOLE}x-checks: &checks\n  - tcp: \${PORT}\nservers: [{ name: "\${SITE} ERP", host: "\${HOST}", tags: ["$\${HOST}"], checks: *checks }]\n`;
    const { servers } = await configOf(yaml, { SITE: 'Bandung', HOST: 'erp', PORT: '5432' });
    expect(servers[0]).toMatchObject({
      name: 'Bandung ERP',
      host: 'erp',
      checks: [{ port: 5432 }],
      tags: ['${HOST}'],
    });
  });

  it('that are empty have no value', async () => {
    const [problem] = await problemsOf(`${CONSOLE}servers: [{ name: A, host: "\${HOST}" }]\n`, { HOST: '' });
    expect(problem).toContain('the environment variable HOST has no value');
  });
});

describe('anchors', () => {
  it('and merges are followed', async () => {
    const yaml = `${CONSOLE}x-web: &web { checks: ["tcp:443"], tags: &tags [web] }\nservers:\n  - { <<: *web, name: A, host: a }\n  - { name: B, host: b, tags: *tags, <<: [*web] }\n`;
    const { servers } = await configOf(yaml);
    expect(servers.map(({ checks, tags }) => [checks[0].label, tags])).toEqual([
      ['tcp:443', ['web']],
      ['tcp:443', ['web']],
    ]);
  });

  it('do not take the place of a key named __proto__', async () => {
    expect(await problemsOf(`${CONSOLE}${ONE_SERVER}__proto__: { x: 1 }\n`)).toEqual([
      expect.stringContaining('there is no key "__proto__" here'),
    ]);
  });
});

describe('included files', () => {
  it('are read in order, each once, and never the main file itself', async () => {
    const others = {
      'b.yaml': 'servers: [{ name: B, host: b }]\n',
      'a.yaml': 'servers: [{ name: A, host: a, parent: erp }]\n',
    };
    const config = await configOf(`include: ["*.yaml", b.yaml]\n${CONSOLE}${ONE_SERVER}`, {}, others);
    expect(config.servers.map(({ id }) => id)).toEqual(['erp', 'a', 'b']);
    expect(config.files.map((file) => file.split('/').at(-1))).toEqual(['servers.yaml', 'a.yaml', 'b.yaml']);
  });

  it('that are links into nowhere are missed, not left out without a word', async () => {
    const folder = folderWith({
      'servers.yaml': `include: "d/*.yaml"\n${CONSOLE}${ONE_SERVER}`,
      'd/a.yaml': '',
    });
    symlinkSync('/nowhere/branch.yaml', join(folder, 'd/branch.yaml'));
    symlinkSync('/nowhere/README', join(folder, 'd/README'));
    expect(await problemsIn(folder)).toEqual([
      'd/branch.yaml: there is no such file\n  -> make the link point to a file, or take it out',
    ]);
  });

  it('in a folder that this user may not look into are missed, not left out without a word', async () => {
    const others = { 'd/a.yaml': '', 'd/branch/b.yaml': 'servers: [{ name: B, host: b }]\n' };
    const folder = folderWith({
      'servers.yaml': `include: "d/**/*.yaml"\n${CONSOLE}${ONE_SERVER}`,
      ...others,
    });
    chmodSync(folder, 0o755);
    const branch = join(folder, 'd/branch');
    chmodSync(branch, 0);
    // Else an ordinary user could not remove it.
    onTestFinished(() => chmodSync(branch, 0o700));
    expect(await asOrdinaryUser(() => problemsIn(folder))).toEqual([
      `d/branch: this user may not read it\n  -> let the user of the cron job read it: ls -ld ${branch}`,
    ]);
  });

  it('are not all that is in a folder, whose name alone says nothing', async () => {
    const others = { 'd/a.yaml': 'servers: [{ name: A, host: a }]\n' };
    expect(await problemsOf(`include: [d]\n${CONSOLE}${ONE_SERVER}`, {}, others)).toEqual([
      'servers.yaml:1:11 include[0]: "d" is a folder\n  -> write d/*.yaml for the files in it',
    ]);
  });

  it('may not include further ones', async () => {
    const others = { 'b.yaml': 'include: [servers.yaml]\n' };
    expect(await problemsOf(`include: b.yaml\n${CONSOLE}${ONE_SERVER}`, {}, others)).toEqual([
      'b.yaml:1:1 include: an included file holds only servers and sites, not "include"\n  -> move it to the main file',
    ]);
  });
});

describe('the token', () => {
  it('comes from the environment', async () => {
    const config = await configOf(`${TELEGRAM}${ONE_SERVER}`, ENV);
    expect(config.telegram?.token.reveal()).toBe(TOKEN);
  });

  it('comes from a file, without the line break at its end', async () => {
    const yaml = `telegram: { token_file: secret/token, chats: { it: -1 } }\nalerts: { to: [it] }\n${ONE_SERVER}`;
    const config = await configOf(yaml, {}, { 'secret/token': `${TOKEN}\n` });
    expect(config.telegram?.token.reveal()).toBe(TOKEN);
  });

  it.each([
    ['missing', {}, 'there is no such file'],
    ['empty', { token: '\n' }, 'it is empty'],
    ['more than a token', { token: 'TOKEN=abc\nX=y\n' }, 'it holds more than a token'],
    ['long', { token: 'x'.repeat(5000) }, 'it is too long to be a token'],
  ])('is missed in a file that is %s', async (_what, files, reason) => {
    const yaml = `telegram: { token_file: token, chats: { it: -1 } }\nalerts: { to: [it] }\n${ONE_SERVER}`;
    const [problem] = await problemsOf(yaml, {}, files);
    expect(problem).toMatch(/^servers\.yaml:1:13 telegram\.token_file: the token cannot be read from /);
    expect(problem).toContain(reason);
  });

  it('is not needed when nobody is told by Telegram', async () => {
    const config = await configOf(`telegram: { chats: { it: -1 } }\n${CONSOLE}${ONE_SERVER}`);
    expect(config.telegram).toBeNull();
  });

  it('in a file that everybody may read gives a warning with the command to run', async () => {
    const folder = folderWith({
      'servers.yaml': `telegram: { token: "${TOKEN}", chats: { it: -1 } }\nalerts: { to: [it] }\n${ONE_SERVER}`,
    });
    const file = join(folder, 'servers.yaml');
    chmodSync(file, 0o644);
    const open = await loadConfig(file, { env: {} });
    expect(open.ok && open.warnings).toMatchObject([
      { code: 'token-exposed', line: 1, path: 'telegram.token', mend: `chmod o-r ${file}` },
    ]);
    expect(JSON.stringify(open)).not.toContain(TOKEN);
    chmodSync(file, 0o640);
    const closed = await loadConfig(file, { env: {} });
    expect(closed.ok && closed.warnings).toEqual([]);
  });

  it('from the environment gives no such warning', async () => {
    const result = await load(`${TELEGRAM}${ONE_SERVER}`, ENV);
    expect(result.ok && result.warnings).toEqual([]);
  });
});

describe('many servers', () => {
  const yamlOf = (count: number): string => {
    const lines = Array.from({ length: count }, (_, index) => {
      const parent = index === 0 ? '' : `, parent: s${Math.floor((index - 1) / 2)}`;
      return `  - { name: S${index}, host: h${index}.example.com, site: site${index % 100}, <<: *own${parent} }\n`;
    });
    const sites = Array.from({ length: 100 }, (_, index) => `  - { id: site${index}, gateway: s0 }\n`);
    return `${CONSOLE}x-own: &own { tags: [a] }\nsites:\n${sites.join('')}servers:\n${lines.join('')}`;
  };

  const secondsOf = async (yaml: string): Promise<number> => {
    const folder = folderWith({ 'servers.yaml': yaml });
    const start = performance.now();
    const result = await loadConfig('servers.yaml', { env: {}, cwd: folder });
    expect(result.ok).toBe(true);
    return performance.now() - start;
  };

  it('load in time that grows with their number, not with its square', { timeout: 120_000 }, async () => {
    await secondsOf(yamlOf(1000));
    const small = await secondsOf(yamlOf(2000));
    const large = await secondsOf(yamlOf(20_000));
    // Ten times the servers; a hundred would be the square. Other work on the machine makes it uneven.
    expect(large / small).toBeLessThan(35);
  });

  it('with one mistake each do not take for ever either', { timeout: 120_000 }, async () => {
    const yaml = yamlOf(3000).replaceAll(', site: site', ', site: siet');
    expect(await problemsOf(yaml)).toHaveLength(3000);
  });
});

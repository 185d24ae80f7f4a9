import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run as runExport, type ExportFlags } from '../../src/commands/export.ts';
import { run as runImport, type ImportFlags } from '../../src/commands/import.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Desk, type Outcome } from '../support/desk.ts';

const LISTS = `alerts: { to: [console] }
sites:
  - { id: bdg, name: Cabang Bandung }
servers:
  - name: Core # do not touch
    host: 192.0.2.1
    id: core
`;

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  desk.writeConfig(LISTS);
});

afterEach(() => {
  desk.remove();
});

const text = (): string => readFileSync(desk.config, 'utf8');
const exported = (flags: ExportFlags): Promise<Outcome> => desk.call(runExport, flags);

function imported(csv: string | Buffer, flags: ImportFlags = {}): Promise<Outcome> {
  const file = join(desk.folder, 'servers.csv');
  writeFileSync(file, csv);
  return desk.call<ImportFlags>((given, io) => runImport(file, given, io), flags);
}

describe('srvmon import', () => {
  it('shows first what it would do, and writes nothing', async () => {
    const before = text();
    const csv =
      'Nama;Alamat IP;Cabang;Lintang;Bujur;Catatan\nERP;192.0.2.9;Cabang Bandung;-6,9;107,6;x\nCore;192.0.2.2;;;;\n';
    const { code, stdout, stderr } = await imported(csv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`${join(desk.folder, 'servers.csv')}: 2 rows
Columns used: name, host, site, lat, lon
Columns left out: Catatan

new: 1
  line 2: erp: name ERP, host 192.0.2.9, site bdg, location -6.9,107.6

changed: 1
  line 3: core: host 192.0.2.2

Nothing was written. Repeat with --apply to write it.
`);
    expect(text()).toBe(before);
  });

  it('says how to make a site that is not there', async () => {
    const { code, stdout } = await imported('name,ip,site\nERP,192.0.2.9,Medan\n');
    expect(code).toBe(2);
    expect(stdout).toContain(
      '  line 2: site: there is no site with the id "Medan"\n    -> add it to sites: (--add-sites makes the sites that are not there)\n',
    );
  });

  it('writes it with --apply, and has nothing to do the second time', async () => {
    const csv =
      '\ufeffname,ip,site,checks,parent,tags\r\nERP,192.0.2.9,bdg,"icmp, tcp:5432",Mail,"erp, prod"\r\nMail,192.0.2.8,,,core,\r\n';
    expect((await imported(csv, { apply: true })).code).toBe(0);
    expect(text()).toContain(`  - name: Core # do not touch
    host: 192.0.2.1
    id: core
  - name: ERP
    host: 192.0.2.9
    site: bdg
    checks: [icmp, tcp:5432]
    parent: mail
    tags: [erp, prod]
  - name: Mail
    host: 192.0.2.8
    parent: core
`);
    const again = await imported(csv, { apply: true });
    expect(again.stdout).toContain('unchanged: 2\n');
    expect(again.stdout).toContain('There is nothing to write.');
  });

  it('makes the sites that are not there when asked to', async () => {
    const csv = 'name,host,site\nA,192.0.2.7,Cabang Jakarta\nB,192.0.2.8,cabang jakarta\n';
    const without = await imported(csv, { apply: true });
    expect(without.code).toBe(2);
    expect(without.stdout).toContain('line 2: site: ');
    expect((await imported(csv, { apply: true, addSites: true })).code).toBe(0);
    expect(text()).toContain('  - { id: cabang-jakarta, name: Cabang Jakarta }\n');
    expect(text()).toContain('    site: cabang-jakarta\n');
  });

  it('fills a configuration that has no servers yet', async () => {
    desk.writeConfig('alerts: { to: [console] }\n');
    expect((await imported('host\n192.0.2.7\n', { apply: true })).code).toBe(0);
    expect(text()).toContain('servers:\n  - host: 192.0.2.7\n');
  });

  it.each([
    ['', 'the file is empty'],
    ['name,site\nA,bdg\n', 'no column is called host or ip'],
    ['host,ip\na,b\n', 'two columns mean host'],
    [Buffer.from([0x6e, 0xe9, 0x0a]), 'is not UTF-8'],
  ])('says what is wrong with the file %j', async (csv, problem) => {
    const { code, stderr } = await imported(csv);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(problem) as string });
  });

  it('keeps control characters of the file off the terminal', async () => {
    const { stdout } = await imported('name,host\n"A\u001b[31m",192.0.2.7\n');
    expect(stdout).not.toContain('\u001b');
  });
});

/** Rows that are wrong, each in a way of its own, and what is said about them. */
const WRONG: readonly (readonly [string, RegExp])[] = [
  ['W1,,bdg,,,,,', /the server has no host/],
  ['W2,-x,bdg,,,,,', /must not begin with "-"/],
  ['W3,10.0.0.256,bdg,,,,,', /is no valid IPv4 address/],
  ['W4,http://x.example.com/,bdg,,,,,', /must be a host, not a URL/],
  ['W5,192.0.2.5:80,bdg,,,,,', /must be a host without a port/],
  ['W6,0.0.0.0,bdg,,,,,', /this one means "any"/],
  ['W7,192.0.2.7,nowhere,,,,,', /nowhere/],
  ['W8,192.0.2.8,bdg,95,107,,,', /latitude must be -90\.\.90, got 95/],
  ['W9,192.0.2.9,bdg,-6,190,,,', /longitude must be -180\.\.180/],
  ['W10,192.0.2.10,bdg,south,107,,,', /lat is no number: south/],
  ['W11,192.0.2.11,bdg,-6,,,,', /only one of latitude and longitude/],
  ['W12,192.0.2.12,bdg,,,tcp:99999,,', /port must be 1\.\.65535/],
  ['W13,192.0.2.13,bdg,,,smtp,,', /smtp/],
  ['W14,192.0.2.14,bdg,,,,gone,', /gone/],
  ['W15,192.0.2.15,bdg,,,,W15,', /parent/],
  ['W16,192.0.2.16,bdg,,,,W1,', /parent/],
  ['all,192.0.2.17,bdg,,,,,', /reserved word/],
  ['Good 3,192.0.2.18,bdg,,,,,', /is that of line 5, which says something else/],
  ['W19,192.0.2.19,bdg,,,,,,surplus', /more cells than there are columns/],
  ['W20,192.0.2."20,bdg,,,,,', /quotation mark/],
];

describe('a list of 500 rows of which 20 are wrong in 20 ways', () => {
  const good = Array.from(
    { length: 480 },
    (_none, index) => `Good ${index},10.1.${index >> 8}.${index & 255},bdg,-6.9,107.6,icmp,core,x`,
  );
  const every = 24;
  const rows = WRONG.flatMap(([row], index) => [...good.slice(index * every, (index + 1) * every), row]);
  const csv = ['name,host,site,lat,lon,checks,parent,tags', ...rows].join('\n');
  const lineOf = (index: number): number => 2 + index * (every + 1) + every;

  it('names each with its line, and what to do', async () => {
    const before = text();
    const { code, stdout, stderr } = await imported(csv, { apply: true });
    expect(stdout).toContain('new: 480\n');
    expect(stdout).toContain('wrong: 20\n');
    const lines = stdout.split('\n');
    for (const [index, [row, problem]] of WRONG.entries()) {
      const at = lines.findIndex((line) => line.startsWith(`  line ${lineOf(index)}: `));
      expect(lines[at], row).toMatch(problem);
      expect(lines[at + 1], row).toMatch(/^ {4}-> \S/);
    }
    expect(code).toBe(2);
    expect(stderr).toContain('Nothing was written, because rows are wrong.');
    expect(text()).toBe(before);
    expect(existsSync(`${desk.config}.bak`)).toBe(false);
  });

  it('writes the 480 others with --skip-wrong', async () => {
    const before = text();
    const { code, stderr } = await imported(csv, { apply: true, skipWrong: true });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const result = await loadConfig(desk.config, { env: {} });
    expect(result.ok && result.config.servers.length).toBe(481);
    expect(text().startsWith(before)).toBe(true);
  });

  it('tells rows that say the same twice from wrong ones', async () => {
    const { code, stdout } = await imported(
      'name,host\nA,192.0.2.5\nA,192.0.2.5\nB,192.0.2.5\nC,192.0.2.1\n',
    );
    expect(code).toBe(0);
    expect(stdout).toContain(`doubled: 3
  line 3: says the same as line 2
  line 4: says the same as line 2
  line 5: the same host and checks as the server core
`);
  });
});

describe('srvmon export', () => {
  const ODD = `alerts: { to: [console] }
sites: [{ id: bdg, location: "-6.9,107.6", gateway: gw }]
servers:
  - { id: gw, name: '=HYPERLINK("http://x.example.com")', host: 192.0.2.1, site: bdg, tags: ["a b", c] }
  - { name: "Satu, dua", host: 192.0.2.2, site: bdg, checks: [icmp, "http://x.example.com/a,b;c"] }
`;

  it('gives CSV without live formulas, which import takes back without a change', async () => {
    desk.writeConfig(ODD);
    const { stdout } = await exported({ format: 'csv' });
    expect(stdout).toBe(
      'id,name,host,site,lat,lon,checks,parent,to,tags\r\n' +
        `gw,"'=HYPERLINK(""http://x.example.com"")",192.0.2.1,bdg,-6.9,107.6,icmp,,console,"a b, c"\r\n` +
        'satu-dua,"Satu, dua",192.0.2.2,bdg,-6.9,107.6,"icmp http://x.example.com/a,b;c",gw,console,\r\n',
    );
    const again = await imported(stdout, { apply: true });
    expect(again.stdout).toContain('unchanged: 2\n');
    expect(again.code).toBe(0);
  });

  it('gives YAML that another configuration can include, without the values of variables', async () => {
    desk.writeConfig(
      `${ODD}  - { name: API, checks: [{ http: "https://x.example.com", headers: { K: "\${KEY}" } }] }\n`,
    );
    const { code, stdout } = await exported({ format: 'yaml' });
    expect(code).toBe(0);
    expect(stdout).toContain('${KEY}');
    writeFileSync(join(desk.folder, 'lists.yaml'), stdout);
    desk.writeConfig('alerts: { to: [console] }\ninclude: [lists.yaml]\n');
    const result = await loadConfig(desk.config, { env: { KEY: 'k' } });
    expect(result.ok && result.config.servers.map(({ id }) => id)).toEqual(['gw', 'satu-dua', 'api']);
  });

  it('refuses other formats', async () => {
    expect((await exported({ format: 'xml' })).stderr).toContain('choose one of csv, yaml');
  });
});

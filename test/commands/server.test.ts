import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConfig, saveEdits } from '../../src/commands/edit-config.ts';
import * as server from '../../src/commands/server.ts';
import type { ListFlags, ServerFlags } from '../../src/commands/server.ts';
import * as site from '../../src/commands/site.ts';
import { Desk, type Outcome } from '../support/desk.ts';

const LISTS = `alerts: { to: [console] }
sites:
  - id: bdg # Bandung
    name: Cabang Bandung
    location: { lat: -6.9, lon: 107.6 }
servers:
  # the way out
  - name: Router Bandung # Mikrotik
    host: 192.0.2.1
    site: bdg

  - name: ERP
    id: erp
    host: 192.0.2.2
    checks:
      - icmp # always
      - http: https://erp.example.com/health
        expect: { status: 204 }
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
const add = (flags: ServerFlags): Promise<Outcome> => desk.call(server.add, flags);
const set = (target: string, flags: ServerFlags): Promise<Outcome> =>
  desk.call<ServerFlags>((given, io) => server.set(target, given, io), flags);
const show = (target: string, flags: ListFlags = {}): Promise<Outcome> =>
  desk.call<ListFlags>((given, io) => server.show(target, given, io), flags);

describe('srvmon server add', () => {
  it('writes the server below the others, shows the lines, and keeps a copy', async () => {
    const before = text();
    const { code, stdout, stderr } = await add({
      name: 'Mail', host: '192.0.2.3', site: 'cabang bandung', check: ['icmp', 'tcp:25'], parent: 'Router Bandung',
      location: 'https://www.google.com/maps/place/X/@-6.1,106.8,17z/data=!3d-6.2!4d106.9', tag: ['mail,prod'], downAfter: '5m',
    }); // prettier-ignore
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = `
  - name: Mail
    host: 192.0.2.3
    site: bdg
    location: { lat: -6.2, lon: 106.9 }
    checks: [icmp, tcp:25]
    parent: router-bandung
    down_after: 5m
    tags: [mail, prod]
`;
    expect(text()).toBe(before + lines);
    expect(stdout).toContain('  +   - name: Mail\n');
    expect(stdout).toContain(`servers.yaml.bak)`);
    expect(readFileSync(`${desk.config}.bak`, 'utf8')).toBe(before);
  });

  it('says how to get the long link of a short one, and writes nothing', async () => {
    const before = text();
    const { code, stderr } = await add({ name: 'X', host: 'x', location: 'https://maps.app.goo.gl/abc' });
    expect(code).toBe(2);
    expect(stderr).toContain('a short link of maps.app.goo.gl holds no coordinates');
    expect(stderr).toContain('-> open the link in a browser, wait for the map and copy the long address');
    expect(text()).toBe(before);
  });

  it.each([
    ['-6.2,106.9', '{ lat: -6.2, lon: 106.9 }'],
    ['geo:-6.2,106.9', '{ lat: -6.2, lon: 106.9 }'],
    ['https://www.openstreetmap.org/?mlat=-6.2&mlon=106.9', '{ lat: -6.2, lon: 106.9 }'],
  ])('takes the location %s', async (location, written) => {
    expect((await add({ name: 'X', host: 'x', location })).code).toBe(0);
    expect(text()).toContain(`    location: ${written}\n`);
  });

  it.each<[ServerFlags, string]>([
    [{ name: 'Bad', host: '-x' }, 'must not begin with "-"'],
    [{ name: 'ERP', host: 'x' }, 'is already that of'],
    [{ name: 'X', host: 'x', site: 'jkt' }, 'jkt'],
    [{ name: 'X', host: 'x', parent: 'gone' }, 'gone'],
    [{ name: 'X', host: 'x', check: ['tcp:99999'] }, 'port must be 1..65535'],
    [{ name: 'X', host: 'x', downAfter: '5 minutes' }, 'must be a duration'],
    [{ name: 'X', host: 'x', attempts: 'three' }, 'must be a whole number'],
    [{ name: 'X', host: 'x', to: ['nobody'] }, 'nobody'],
    [{ name: 'X' }, 'the server has no host'],
  ])('never writes what validate refuses: %j', async (flags, problem) => {
    const before = text();
    const { code, stderr } = await add(flags);
    expect(code).toBe(2);
    expect(stderr).toContain('nothing was written');
    expect(stderr).toContain(problem);
    expect(text()).toBe(before);
    expect(existsSync(`${desk.config}.bak`)).toBe(false);
  });

  it('adds the first server to a configuration that is incomplete without it', async () => {
    desk.writeConfig('alerts: { to: [console] }\n');
    expect((await add({ name: 'ERP', host: '192.0.2.2' })).code).toBe(0);
    expect(text()).toContain('\nservers:\n  - name: ERP\n    host: 192.0.2.2\n');
  });

  it('puts it into the included file where the servers of its site stand', async () => {
    mkdirSync(join(desk.folder, 'servers.d'));
    const included = join(desk.folder, 'servers.d/jkt.yaml');
    writeFileSync(
      included,
      '# Jakarta\nsites: [{ id: jkt }]\nservers:\n  - { host: 192.0.2.7, site: jkt } # one\n',
    );
    desk.writeConfig(`include: [servers.d/*]\n${LISTS}`);
    const before = text();
    expect((await add({ name: 'J2', host: '192.0.2.8', site: 'jkt' })).code).toBe(0);
    expect(readFileSync(included, 'utf8')).toContain(
      'site: jkt } # one\n  - { name: J2, host: 192.0.2.8, site: jkt }\n',
    );
    expect(text()).toBe(before);
    // `servers.d/*` would take jkt.yaml.bak for one more file.
    expect(existsSync(join(desk.folder, 'servers.d/.jkt.yaml.bak'))).toBe(true);
    expect((await show('j2')).code).toBe(0);
  });

  it('only shows the change with --dry-run', async () => {
    const before = text();
    const { code, stdout } = await add({ name: 'X', host: 'x', dryRun: true });
    expect({ code, after: text() }).toEqual({ code: 0, after: before });
    expect(stdout).toContain('Nothing was written (--dry-run).');
  });

  it('works in a shell without the bot token, and refuses a variable that nobody sets', async () => {
    desk.writeConfig(`telegram: { token: "\${THE_TOKEN}", chats: { it: -1 } }\n${LISTS}`);
    expect((await add({ name: 'X', host: 'x' })).code).toBe(0);
    const { code, stderr } = await add({ name: 'Y', host: '${NEW_HOST}' });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('NEW_HOST') as string });
  });

  it('speaks Indonesian where the configuration does', async () => {
    writeFileSync(desk.config, `language: id\nstate_dir: ${desk.stateDir}\n${LISTS}`);
    expect((await add({ name: 'X', host: 'x' })).stdout).toContain('isi sebelumnya:');
    expect((await set('erp', { host: '-x' })).stderr).toContain('tidak ada yang ditulis');
  });
});

describe('srvmon server set', () => {
  it('changes keys where they stand', async () => {
    const { code } = await set('router-bandung', { host: '192.0.2.9', to: ['console'] });
    expect(code).toBe(0);
    expect(text()).toContain(
      '  # the way out\n  - name: Router Bandung # Mikrotik\n    host: 192.0.2.9\n    site: bdg\n    id: router-bandung\n    to: [console]\n',
    );
  });

  it('keeps a check in its long form, and its comment', async () => {
    await set('erp', { check: ['icmp', 'https://erp.example.com/health', 'tcp:5432'] });
    expect(text()).toContain(`      - icmp # always
      - http: https://erp.example.com/health
        expect: { status: 204 }
      - tcp:5432
`);
  });

  it('takes keys out', async () => {
    await set('erp', { unset: ['checks'] });
    expect(text()).not.toContain('checks');
    expect((await set('erp', { unset: ['chekcs'] })).stderr).toContain('there is no such key');
  });

  it('says when nothing changes, and when nothing was asked for', async () => {
    expect((await set('erp', { host: '192.0.2.2' })).stdout).toContain('nothing was changed');
    expect((await set('erp', {})).stderr).toContain('name at least one option');
    expect(existsSync(`${desk.config}.bak`)).toBe(false);
  });

  it('suggests the server that was meant', async () => {
    const { code, stderr } = await set('erpp', { host: 'x' });
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean');
  });

  it('refuses what an anchor shares', async () => {
    desk.writeConfig(
      'alerts: { to: [console] }\nservers:\n  - &a { host: a, up_after: 1 }\n  - { <<: *a, host: b }\n',
    );
    const { code, stderr } = await set('a', { upAfter: '2' });
    expect(code).toBe(2);
    expect(stderr).toContain('use an editor');
  });

  it('does not write over what somebody else has written in the meantime', async () => {
    const outcome = await desk.call<ServerFlags>(async (given, io) => {
      const opened = await openConfig(given.config, io);
      if (opened === null) return 4;
      writeFileSync(desk.config, `${text()}# mine\n`);
      return saveEdits(opened, new Map([[desk.config, [{ list: 'servers', remove: [1] }]]]), {}, io);
    }, {});
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('changed by somebody else');
    expect(text()).toContain('# mine');
  });

  it('keeps the rights of the file', async () => {
    chmodSync(desk.config, 0o640);
    await set('erp', { host: 'erp.example.com' });
    expect(statSync(desk.config).mode & 0o777).toBe(0o640);
  });
});

describe('srvmon server rename and remove', () => {
  it('gives another name and keeps the id, and with it the history', async () => {
    const { stdout } = await desk.call<ServerFlags>(
      (given, io) => server.rename('Router Bandung', 'Router BDG', given, io),
      {},
    );
    expect(text()).toContain('  - name: Router BDG # Mikrotik\n');
    expect(text()).toContain('    id: router-bandung\n');
    expect(stdout).toContain('its id stays router-bandung');
  });

  it('takes a server out', async () => {
    const { code } = await desk.call<ServerFlags>((given, io) => server.remove('erp', given, io), {});
    expect(code).toBe(0);
    expect(text()).not.toContain('ERP');
    expect(text()).toContain('    site: bdg\n');
  });

  it('does not take out what others refer to', async () => {
    await set('erp', { parent: 'router-bandung' });
    const before = text();
    const { code, stderr } = await desk.call<ServerFlags>(
      (given, io) => server.remove('router-bandung', given, io),
      {},
    );
    expect(code).toBe(2);
    expect(stderr).toContain('parent');
    expect(text()).toBe(before);
  });
});

describe('srvmon server list and show', () => {
  it('lists the servers', async () => {
    const { stdout } = await desk.call<ListFlags>(server.list, {});
    expect(stdout).toMatch(/^ID +NAME +HOST +SITE +CHECKS/);
    expect(stdout).toContain('router-bandung  Router Bandung  192.0.2.1  bdg   icmp');
    const filtered = await desk.call<ListFlags>(server.list, { site: 'Cabang Bandung', json: true });
    expect((JSON.parse(filtered.stdout) as { id: string }[]).map(({ id }) => id)).toEqual(['router-bandung']);
  });

  it('shows one with a link to the map and the place where it is written', async () => {
    const { stdout } = await show('Router Bandung');
    expect(stdout).toContain('https://www.google.com/maps/search/?api=1&query=-6.9,107.6');
    expect(stdout).toMatch(/Written in +\S+servers\.yaml:11\n/);
  });
});

describe('srvmon site', () => {
  it('adds, changes and lists sites', async () => {
    expect(
      (
        await desk.call<ServerFlags>((given, io) => site.add('jkt', given, io), {
          name: 'Jakarta',
          location: '-6.2,106.8',
        })
      ).code,
    ).toBe(0);
    expect(text()).toContain(
      '  - id: jkt\n    name: Jakarta\n    location: { lat: -6.2, lon: 106.8 }\nservers:',
    );
    expect(
      (
        await desk.call<ServerFlags>((given, io) => site.set('cabang bandung', given, io), {
          gateway: 'Router Bandung',
        })
      ).code,
    ).toBe(0);
    expect(text()).toContain('    location: { lat: -6.9, lon: 107.6 }\n    gateway: router-bandung\n');
    const { stdout } = await desk.call<ListFlags>(site.list, {});
    expect(stdout).toContain('bdg  Cabang Bandung        1  router-bandung  -6.9, 107.6\n');
  });

  it('never writes what validate refuses', async () => {
    const { code, stderr } = await desk.call<ServerFlags>((given, io) => site.add('bdg', given, io), {});
    expect(code).toBe(2);
    expect(stderr).toContain('is already that of');
  });
});

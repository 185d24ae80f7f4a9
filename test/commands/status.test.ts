import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/commands/status.ts';
import type { StatusCommandOptions } from '../../src/commands/status.ts';
import type { ServerState, State } from '../../src/core/model.ts';
import { emptyState, newServer } from '../../src/core/state.ts';
import { countSkip } from '../../src/state/skips.ts';
import { Desk } from '../support/desk.ts';
import { DAY, HOUR, MINUTE, NOW, openIncident } from '../support/past.ts';

const YAML = `
alerts: { to: [console] }
servers:
  - { id: a, name: Router, host: 192.0.2.1 }
  - { id: b, name: ERP, host: 192.0.2.2 }
`;

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  desk.writeConfig(YAML);
});

afterEach(() => {
  desk.remove();
});

function stateWith(change: Partial<State> = {}, erp: Partial<ServerState> = {}): State {
  const server = (name: string): ServerState => ({
    ...newServer(name, null, NOW - DAY),
    condition: { kind: 'up', since: NOW - DAY },
  });
  const servers = { a: server('Router'), b: { ...server('ERP'), ...erp } };
  return { ...emptyState(), lastRunAt: NOW - 20_000, watchedSince: NOW - DAY, servers, ...change };
}

const down: Partial<ServerState> = { condition: { kind: 'down' }, incident: openIncident('b', NOW - HOUR) };
const status = (options: StatusCommandOptions = {}) => desk.call(run, options);

describe('srvmon status', () => {
  it('ends with 0 when all is up', async () => {
    desk.writeState(stateWith());
    const { code, stdout, stderr } = await status();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('All 2 servers are up.');
  });

  it('ends with 1 when something is down, and says what, since when and why', async () => {
    desk.writeState(stateWith({}, down));
    const { code, stdout, stderr } = await status();
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/▼ 1 of 2 servers is down\n.*\n09:20 +1h00m +ERP\n +no answer to ping/);
  });

  it.each([
    ['en', '▼ The server is down\n'],
    ['id', '▼ Server mati\n'],
  ])('does not count a single server (%s)', async (language, headline) => {
    desk.writeConfig(
      YAML.split('\n')
        .filter((line) => !line.includes('Router'))
        .join('\n'),
    );
    desk.rewrite((text) => text.replace('language: en', `language: ${language}`));
    desk.writeState(stateWith({}, down));
    expect((await status()).stdout).toContain(headline);
  });

  it('ends with 1 when the last check is older than --max-age', async () => {
    desk.writeState(stateWith({ lastRunAt: NOW - 4 * MINUTE }));
    expect((await status({ maxAge: '3m' })).code).toBe(1);
    expect((await status({ maxAge: '3m' })).stdout).toContain('The checks have stopped');
    expect((await status({ maxAge: '5m' })).code).toBe(0);
    expect((await status()).code).toBe(0);
  });

  it('refuses a --max-age that is no length of time', async () => {
    expect(await status({ maxAge: 'soon' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'srvmon status: --max-age: "soon" is no length of time; write for instance 3m\n',
    });
  });

  it('says that no check has run yet, which is a failure only with --max-age', async () => {
    const { code, stdout } = await status();
    expect(code).toBe(0);
    expect(stdout).toContain('No check has run yet');
    expect((await status({ maxAge: '3m' })).code).toBe(1);
  });

  it('counts the runs that were skipped within a day', async () => {
    desk.writeState(stateWith());
    await countSkip(desk.stateDir, NOW - 2 * DAY);
    await countSkip(desk.stateDir, NOW - HOUR);
    expect((await status()).stdout).toContain('1 run was skipped in the last 24 h');
  });

  it('is one JSON document with --json', async () => {
    desk.writeState(stateWith({}, down));
    const { code, stdout } = await status({ json: true });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'srvmon-status',
      version: 1,
      counts: { total: 2, down: 1 },
    });
  });

  it('ends with 3 when the state cannot be read', async () => {
    desk.writeState('not JSON');
    const { code, stdout, stderr } = await status();
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('damaged');
  });

  it('ends with 2 when there is no configuration', async () => {
    const { code, stdout, stderr } = await desk.call(run, { config: '/nonexistent/servers.yaml' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('/nonexistent/servers.yaml');
  });

  it('shows the state by the last good configuration while the files are broken', async () => {
    desk.writeState(stateWith({}, down));
    await status();
    desk.writeConfig('servers: [\n');
    const { code, stdout, stderr } = await status();
    expect(code).toBe(1);
    expect(stdout).toContain('ERP');
    expect(stderr).toContain('servers.yaml:');
  });
});

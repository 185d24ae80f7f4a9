import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ServerState, State } from '../../src/core/model.ts';
import { emptyState, newChat, newServer } from '../../src/core/state.ts';
import { metricsText, type MetricsInput } from '../../src/render/metrics.ts';
import { causeOf, openIncident } from '../support/past.ts';
import { needs } from '../support/require.ts';
import {
  makeChat,
  makeConfig,
  makeServer,
  makeSite,
  makeSweep,
  MIN,
  OK,
  T0,
  FAIL,
} from '../support/world.ts';

const CONFIG = makeConfig(
  [
    makeServer('router', { name: 'Router', siteId: 'bdg' }),
    makeServer('erp', { name: 'ERP "prod" \\ <b>\n2' }),
    makeServer('mail'),
    makeServer('files'),
  ],
  { sites: [makeSite('bdg', { name: 'Cabang Bandung' })], chats: [makeChat('it'), makeChat('night')] },
);

function server(change: Partial<ServerState>): ServerState {
  return { ...newServer('x', null, T0), ...change };
}

const STATE: State = {
  ...emptyState(),
  lastRunAt: T0,
  servers: {
    router: server({
      condition: { kind: 'up', since: T0 },
      maintenance: { since: T0, until: T0 + MIN, note: null },
    }),
    erp: server({ condition: { kind: 'down' }, incident: openIncident('erp', T0 - 9 * MIN) }),
    mail: server({
      condition: {
        kind: 'suspect',
        since: T0 - MIN,
        failures: 2,
        heldMs: 0,
        lastFailureAt: T0,
        cause: causeOf(),
      },
    }),
  },
  outbox: [
    { id: '1', chat: 'night', at: T0, event: { kind: 'test', subject: null }, maybeSent: false },
    { id: '2', chat: 'night', at: T0, event: { kind: 'test', subject: null }, maybeSent: false },
  ],
  chats: { night: { ...newChat(), failures: 3, refused: { reason: '403', since: T0 } } },
};

const INPUT: MetricsInput = {
  config: CONFIG,
  state: STATE,
  sweep: makeSweep(
    T0 + 250,
    { router: { kind: 'ok', latencyMs: 12.5 }, erp: FAIL, mail: FAIL },
    {
      certificates: [
        { serverId: 'erp', check: 'tls', fingerprint: 'a', notAfter: T0 + 2 * MIN, warnBeforeMs: 1 },
        { serverId: 'erp', check: 'tls', fingerprint: 'b', notAfter: T0 + MIN, warnBeforeMs: 1 },
      ],
    },
  ),
  runMs: 1_234.5,
  version: '1.2.3',
};

const hasPromtool = needs(
  spawnSync('promtool', ['--version']).error === undefined,
  'promtool is not installed (Debian package prometheus)',
);

describe('the metrics file', () => {
  it('gives the run: when, how long, which version, cut off or not', () => {
    const lines = metricsText(INPUT).split('\n');
    expect(lines).toContain('srvmon_build_info{version="1.2.3"} 1');
    expect(lines).toContain(`srvmon_last_run_timestamp_seconds ${String(T0 / 1_000 + 0.25)}`);
    expect(lines).toContain('srvmon_run_duration_seconds 1.2345');
    expect(lines).toContain('srvmon_interval_seconds 60');
    expect(lines).toContain('srvmon_blind 0');
    expect(metricsText({ ...INPUT, sweep: { ...INPUT.sweep, blind: true } })).toContain('\nsrvmon_blind 1\n');
  });

  it('counts a suspect server as up, and says nothing of one that is unknown', () => {
    const up = metricsText(INPUT).match(/^srvmon_server_up.*$/gm);
    expect(up).toEqual([
      'srvmon_server_up{server="router"} 1',
      'srvmon_server_up{server="erp"} 0',
      'srvmon_server_up{server="mail"} 1',
    ]);
  });

  it('gives each server exactly one state, and the number of servers in each', () => {
    const text = metricsText(INPUT);
    expect(text.match(/^srvmon_server_state\{.*\} 1$/gm)).toEqual([
      'srvmon_server_state{server="router",state="up"} 1',
      'srvmon_server_state{server="erp",state="down"} 1',
      'srvmon_server_state{server="mail",state="suspect"} 1',
      'srvmon_server_state{server="files",state="unknown"} 1',
    ]);
    expect(text.match(/^srvmon_server_state/gm)).toHaveLength(4 * 5);
    expect(text.match(/^srvmon_servers\{.*$/gm)).toEqual([
      'srvmon_servers{state="up"} 1',
      'srvmon_servers{state="suspect"} 1',
      'srvmon_servers{state="down"} 1',
      'srvmon_servers{state="recovering"} 0',
      'srvmon_servers{state="unknown"} 1',
    ]);
  });

  it('gives latency in seconds where the server answered, and since when the others fail', () => {
    const text = metricsText(INPUT);
    expect(text.match(/^srvmon_probe_latency_seconds.*$/gm)).toEqual([
      'srvmon_probe_latency_seconds{server="router"} 0.0125',
    ]);
    expect(text.match(/^srvmon_server_failing_since.*$/gm)).toEqual([
      `srvmon_server_failing_since_timestamp_seconds{server="erp"} ${String(T0 / 1_000 - 540)}`,
      `srvmon_server_failing_since_timestamp_seconds{server="mail"} ${String(T0 / 1_000 - 60)}`,
    ]);
    expect(text).toContain('srvmon_server_maintenance{server="router"} 1\n');
  });

  it('gives of several certificates of one check the first to end', () => {
    expect(metricsText(INPUT).match(/^srvmon_certificate.*$/gm)).toEqual([
      `srvmon_certificate_expiry_timestamp_seconds{server="erp",check="tls"} ${String(T0 / 1_000 + 60)}`,
    ]);
  });

  it('gives for each chat what waits, whether it is refused, and the failures in a row', () => {
    const lines = metricsText(INPUT).split('\n');
    expect(lines).toContain('srvmon_outbox_items{chat="it"} 0');
    expect(lines).toContain('srvmon_outbox_items{chat="night"} 2');
    expect(lines).toContain('srvmon_chat_refused{chat="it"} 0');
    expect(lines).toContain('srvmon_chat_refused{chat="night"} 1');
    expect(lines).toContain('srvmon_chat_failed_deliveries{chat="night"} 3');
  });

  it('escapes quotes, backslashes and line breaks in names', () => {
    expect(metricsText(INPUT)).toContain(
      'srvmon_server_info{server="erp",name="ERP \\"prod\\" \\\\ <b>\\n2",host="192.0.2.1",site=""} 1\n',
    );
  });

  it.skipIf(!hasPromtool)('is taken by promtool check metrics without a complaint', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: metricsText(INPUT),
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it.skipIf(!hasPromtool)('is taken also before the first verdict and without chats', () => {
    const bare = { ...makeConfig([makeServer('a')]), telegram: null };
    const input = { ...INPUT, config: bare, state: emptyState(), sweep: makeSweep(T0, { a: OK }) };
    expect(execFileSync('promtool', ['check', 'metrics'], { input: metricsText(input) }).toString()).toBe('');
  });
});

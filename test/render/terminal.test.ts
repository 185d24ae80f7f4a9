import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { HistoryRecord } from '../../src/core/history.ts';
import { latencyHourOf } from '../../src/core/latency.ts';
import { screenOf } from '../../src/render/screen.ts';
import type { ScreenSource } from '../../src/render/screen.ts';
import { terminalReport } from '../../src/render/terminal.ts';
import {
  aWeek,
  DAY,
  HOUR,
  incidentRecord,
  makeReport,
  MINUTE,
  NOW,
  openIncident,
  stateOf,
} from '../support/past.ts';
import { makeConfig, makeServer, makeSite } from '../support/world.ts';

const UTF8 = { LANG: 'C.UTF-8' };
type Past = ReturnType<typeof aWeek>;

function shown(
  past: Past,
  source: Partial<ScreenSource> = {},
  choice: Parameters<typeof makeReport>[3] = {},
  all = false,
): string {
  const screen = screenOf({ isTTY: false, columns: 80, env: UTF8, ...source }, past.config);
  return terminalReport(makeReport(past.config, past.state, past.records, choice), screen, { all });
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => stringWidth(line)));
}

const HOSTILE = [
  '\u001b[31mred\u001b[0m\u0007',
  'two\nlines\r\nand\ta tab',
  '🏭🏭🏭 日本語サーバー 名前がとても長いサーバー',
  '\u202eesrever',
  '👨‍👩‍👧‍👦 family',
  'é'.repeat(300),
  'x'.repeat(300),
];

function hostilePast(): Past {
  const config = makeConfig(
    HOSTILE.map((name, index) =>
      makeServer(`s${String(index)}`, { name, siteId: index % 2 === 0 ? 'a' : 'b' }),
    ),
    { sites: [makeSite('a', { name: HOSTILE[0] ?? '' }), makeSite('b', { name: HOSTILE[5] ?? '' })] },
  );
  const url = `http://x\u001b[2J/${'y'.repeat(200)}`;
  const records = config.servers.map((server, index) =>
    incidentRecord(server.id, NOW - DAY - index * HOUR, 20 * MINUTE, {
      cause: { failed: [{ check: url, code: 'http-status', detail: '5\u001b03' }], passed: ['icmp'] },
    }),
  );
  const state = stateOf(config, NOW - 30 * DAY, {
    s2: { condition: { kind: 'down' }, incident: openIncident('s2', NOW - HOUR) },
  });
  return { config, state, records };
}

function manyPast(count: number): Past {
  const config = makeConfig(Array.from({ length: count }, (_, index) => makeServer(`s${String(index)}`)));
  const records: HistoryRecord[] = [incidentRecord('s7', NOW - DAY, HOUR)];
  return { config, state: stateOf(config, NOW - 30 * DAY), records };
}

describe('the report on a terminal', () => {
  it('answers at once what is down, then shows servers, sites and incidents', () => {
    expect(shown(aWeek())).toMatchSnapshot();
  });

  it('speaks Indonesian', () => {
    expect(shown(aWeek('id'), { columns: 120 }, { month: '2026-11' })).toMatchSnapshot();
  });

  it('uses the width of a wide terminal for latencies and causes', () => {
    const { config, state, records } = aWeek();
    const hour: HistoryRecord = {
      t: 'latency',
      hour: Math.floor((NOW - DAY) / HOUR) * HOUR,
      ...latencyHourOf([['erp', { max: 9, b: [60, 1] }]]),
    };
    const past = { config, state, records: [...records, hour] };
    expect(shown(past, { columns: 120 })).toMatch(/P95.*\n.*9.00 ms/);
    expect(shown(past, { columns: 120 })).toMatch(/08:10 .* ERP +ping answers, port 5432 refused/);
    expect(shown(past, {}, { since: '30d' })).not.toContain('P95');
    expect(shown(past)).toMatch(/08:10 .* ERP\n {4}ping answers, port 5432 refused/);
  });

  it.each([60, 80, 120, 200])('is never wider than %d columns, whatever the names', (columns) => {
    for (const past of [aWeek(), aWeek('id'), hostilePast(), manyPast(50)]) {
      for (const since of ['1d', '7d', '30d', '90d']) {
        expect(widest(shown(past, { columns }, { since }))).toBeLessThanOrEqual(columns);
        expect(widest(shown(past, { columns, env: {} }, { since }))).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('lets no control character of a name or a cause reach the terminal', () => {
    expect(shown(hostilePast())).not.toMatch(/[^\n\P{Cc}]|[\u202a-\u202e\u2066-\u2069]/u);
  });

  it('is ASCII where the locale has no UTF-8', () => {
    for (const env of [{}, { LANG: 'C' }, { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }]) {
      expect(shown(hostilePast(), { env })).toMatch(/^[\n\x20-\x7e]*$/);
    }
    expect(shown(aWeek(), { env: { LC_ALL: '', LC_CTYPE: 'id_ID.utf8' } })).toContain('▇');
  });

  it('is coloured on a terminal only, and never with NO_COLOR', () => {
    const escape = '\u001b[';
    expect(shown(aWeek(), { isTTY: true })).toContain(escape);
    expect(shown(aWeek())).not.toContain(escape);
    expect(shown(aWeek(), { isTTY: true, env: { ...UTF8, NO_COLOR: '1' } })).not.toContain(escape);
    expect(shown(aWeek(), { isTTY: true, env: { ...UTF8, TERM: 'dumb' } })).not.toContain(escape);
    expect(shown(aWeek(), { isTTY: true, env: { ...UTF8, NO_COLOR: '' } })).toContain(escape);
  });

  it('takes the same room with colours as without', () => {
    expect(widest(shown(aWeek(), { isTTY: true }))).toBe(widest(shown(aWeek())));
  });

  it('only counts servers without an outage when they are many, unless all are asked for', () => {
    const text = shown(manyPast(200));
    expect(text).toContain('+199 more without an outage (--all lists them)');
    expect(text.split('\n').filter((line) => line.startsWith('Server s'))).toHaveLength(1);
    expect(shown(manyPast(200), {}, {}, true).match(/^Server s/gm)).toHaveLength(200);
  });

  it('says how many servers --only-down leaves out', () => {
    expect(shown(aWeek(), {}, { onlyDown: true })).toContain('2 without an outage are not shown');
  });

  it('says that no check has run yet, and nothing else', () => {
    const { config } = aWeek();
    const screen = screenOf({ isTTY: false, columns: 80, env: UTF8 }, config);
    const text = terminalReport(makeReport(config, null), screen, { all: false });
    expect(text).toContain('No check has run yet');
    expect(text.split('\n')).toHaveLength(5);
  });

  it('does not claim that all is up while a server has no verdict', () => {
    const past = manyPast(3);
    expect(shown(past)).toContain('All 3 servers are up.');
    const state = stateOf(past.config, NOW - DAY, { s1: { condition: { kind: 'unknown' } } });
    expect(shown({ ...past, state })).not.toContain('servers are up.');
  });

  it('says how much of an incident counts when its length is another', () => {
    const past = manyPast(3);
    const records = [incidentRecord('s1', NOW - 8 * DAY, 2 * DAY), incidentRecord('s2', NOW - DAY, HOUR)];
    const text = shown({ ...past, records });
    expect(text).toContain('no answer to ping · 1d00h of it counts here');
    expect(text.match(/counts here/g)).toHaveLength(1);
  });

  it('says of an incident of which nothing counts that it does not', () => {
    const past = manyPast(3);
    const maintenance = {
      t: 'maintenance',
      server: 's1',
      from: NOW - DAY,
      to: NOW - DAY + 2 * HOUR,
    } as const;
    const text = shown({ ...past, records: [maintenance, incidentRecord('s1', NOW - DAY, HOUR)] });
    expect(text).toContain('no answer to ping · none of it counts here');
  });

  it('claims that all are up only when those that --only-down leaves out are', () => {
    const past = manyPast(3);
    const state = stateOf(past.config, NOW - DAY, { s1: { condition: { kind: 'unknown' } } });
    expect(shown({ ...past, state }, {}, { onlyDown: true })).not.toContain('servers are up.');
  });

  it.each([
    ['en', 31, '30d', 'DAYS'],
    ['id', 31, '30d', 'HARI'],
    ['en', 30, '89d', 'PER 3 DAYS'],
  ] as const)('keeps the strip on 80 columns (%s, %i signs for %s)', (language, signs, since, title) => {
    const begin = NOW - 200 * DAY;
    const past = aWeek(language);
    const config = makeConfig([makeServer('a', { name: 'File server Jakarta Selatan' })], { language });
    const watched = { t: 'watched', from: begin, to: NOW - DAY - HOUR } as const;
    const outage = incidentRecord('a', NOW - 9 * DAY, 6 * DAY + 12 * HOUR);
    const state = stateOf(config, NOW - DAY, { a: { addedAt: begin } });
    const text = shown({ ...past, config, state, records: [watched, outage] }, {}, { since });
    expect(text.split('\n').find((line) => line.includes(title))).toMatch(new RegExp(`  ${title}$`));
    expect(/ ([▇▅▃▁]+)$/m.exec(text)?.[1]).toHaveLength(signs);
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  it('shows in the strip that a server was down, not watched, or not yet there', () => {
    const strip = /File server .* {4}▇·▇▇$/m;
    expect(shown(aWeek())).toMatch(strip);
    expect(shown(aWeek())).toMatch(/▼ ERP .*▇▇▇▃▇·▇▃$/m);
  });
});

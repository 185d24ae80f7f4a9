import { describe, expect, it } from 'vitest';
import { totalMs } from '../../src/core/availability.ts';
import type { HistoryRecord } from '../../src/core/history.ts';
import { latencyHourOf } from '../../src/core/latency.ts';
import { EVERYTHING } from '../../src/core/selection.ts';
import {
  aWeek,
  causeOf,
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

const one = makeConfig([makeServer('a')]);
const MONTH_AGO = NOW - 30 * DAY;
const LAST_MINUTE = Math.floor(NOW / MINUTE) * MINUTE;

function first(...args: Parameters<typeof makeReport>) {
  const [server] = makeReport(...args).servers;
  if (server === undefined) throw new Error('no server in the report');
  return server;
}

describe('what a server was', () => {
  it('is watched up to one interval after the last sweep, and not beyond now', () => {
    expect(first(one, stateOf(one, MONTH_AGO)).coverage).toBe(1);
    const stopped = stateOf(one, MONTH_AGO, {}, { lastRunAt: LAST_MINUTE - HOUR });
    expect(first(one, stopped).unwatchedMs).toBe(NOW - (LAST_MINUTE - HOUR + MINUTE));
  });

  it('is not watched while the monitor itself is cut off', () => {
    const blind = stateOf(one, MONTH_AGO, {}, { blindSince: NOW - 2 * HOUR, watchedSince: MONTH_AGO });
    expect(first(one, blind).unwatchedMs).toBe(2 * HOUR);
  });

  it('is down from the first failed check of an outage that has not ended, up to now', () => {
    const state = stateOf(one, MONTH_AGO, {
      a: { condition: { kind: 'down' }, incident: openIncident('a', NOW - HOUR) },
    });
    const server = first(one, state);
    expect(server).toMatchObject({ condition: 'down', downMs: HOUR, outages: 1, longestMs: HOUR });
  });

  it('is up during failures that did not become an incident', () => {
    const streak: HistoryRecord = {
      t: 'streak',
      server: 'a',
      from: NOW - HOUR,
      lastFailureAt: NOW - HOUR + MINUTE,
      to: NOW - HOUR + 2 * MINUTE,
      failures: 2,
    };
    expect(first(one, stateOf(one, MONTH_AGO), [streak])).toMatchObject({
      downMs: 0,
      availability: 1,
      outages: 0,
    });
  });

  it('counts from when it was added, and until it left the configuration', () => {
    const state = stateOf(one, MONTH_AGO, { a: { addedAt: NOW - DAY } });
    expect(totalMs(first(one, state))).toBe(DAY);
    const gone: HistoryRecord = {
      t: 'server',
      server: 'old',
      name: 'Old server',
      site: null,
      from: NOW - 3 * DAY,
      to: NOW - 2 * DAY,
    };
    const left = makeReport(one, state, [gone]).servers.find((server) => server.id === 'old');
    expect(left).toMatchObject({ name: 'Old server', inConfig: false, host: null });
    expect(left === undefined ? 0 : totalMs(left)).toBe(DAY);
  });

  it('is left out when it left the configuration before the period', () => {
    const gone: HistoryRecord = {
      t: 'server',
      server: 'old',
      name: 'Old',
      site: null,
      from: 0,
      to: NOW - 20 * DAY,
    };
    expect(makeReport(one, stateOf(one, MONTH_AGO), [gone]).servers.map((server) => server.id)).toEqual([
      'a',
    ]);
  });

  it('is unknown when no check has run yet', () => {
    const report = makeReport(one, null);
    expect(report.dataUntil).toBeNull();
    expect(report.servers[0]).toMatchObject({ availability: null, coverage: null, condition: null });
  });

  it('counts an incident once that is in the files, not yet in the files, and still open in an older state', () => {
    const record = incidentRecord('a', NOW - 3 * HOUR, HOUR);
    const state = stateOf(
      one,
      MONTH_AGO,
      { a: { condition: { kind: 'down' }, incident: openIncident('a', NOW - 3 * HOUR) } },
      { pendingHistory: [record] },
    );
    const report = makeReport(one, state, [record]);
    expect(report.incidents).toHaveLength(1);
    expect(report.servers[0]).toMatchObject({ downMs: HOUR, outages: 1 });
  });

  it('takes records that are not in the files yet', () => {
    const state = stateOf(one, MONTH_AGO, {}, { pendingHistory: [incidentRecord('a', NOW - DAY, HOUR)] });
    expect(first(one, state).downMs).toBe(HOUR);
  });

  it('cuts an outage at the border of the period and says how long it was in all', () => {
    const report = makeReport(one, stateOf(one, MONTH_AGO), [incidentRecord('a', NOW - 8 * DAY, 2 * DAY)]);
    expect(report.servers[0]).toMatchObject({ downMs: DAY, longestMs: DAY });
    expect(report.incidents[0]).toMatchObject({ lengthMs: 2 * DAY, countedMs: DAY });
  });
});

describe('latency', () => {
  const hour = (at: number, max: number, b: readonly number[]): HistoryRecord => ({
    t: 'latency',
    hour: Math.floor(at / HOUR) * HOUR,
    ...latencyHourOf([['a', { max, b }]]),
  });

  it('is merged over the hours of the period, with the running one', () => {
    const state = stateOf(one, MONTH_AGO, {
      a: { latency: { hour: Math.floor(NOW / HOUR) * HOUR, max: 50, b: [80, 1] } },
    });
    const records = [hour(NOW - 2 * HOUR, 9, [60, 60]), hour(NOW - 3 * HOUR, 12, [60, 39])];
    const { latency } = first(one, state, records);
    expect(latency).toMatchObject({ count: 100, maxMs: 50 });
    expect(latency?.medianMs).toBe(latency?.p95Ms);
  });

  it('counts an hour once, although it is on record twice', () => {
    const twice = [hour(NOW - 2 * HOUR, 9, [60, 60]), hour(NOW - 2 * HOUR, 9, [60, 60])];
    expect(first(one, stateOf(one, MONTH_AGO), twice).latency?.count).toBe(60);
  });

  it('is that of each server, whichever an hour names and in whichever order', () => {
    const two = makeConfig([makeServer('a'), makeServer('b')]);
    const both = (at: number, ...servers: [string, number][]): HistoryRecord => ({
      t: 'latency',
      hour: Math.floor(at / HOUR) * HOUR,
      ...latencyHourOf(servers.map(([id, count]) => [id, { max: 9, b: [60, count] }])),
    });
    const records = [
      both(NOW - 4 * HOUR, ['a', 1], ['b', 10]),
      both(NOW - 3 * HOUR, ['b', 20], ['a', 2]),
      both(NOW - 2 * HOUR, ['b', 40]),
    ];
    const { servers } = makeReport(two, stateOf(two, MONTH_AGO), records, { sort: 'name' });
    expect(servers.map(({ latency }) => latency?.count)).toEqual([3, 70]);
  });

  it('leaves out hours that begin before the period', () => {
    expect(first(one, stateOf(one, MONTH_AGO), [hour(NOW - 8 * DAY, 9, [60, 1])]).latency).toBeNull();
  });
});

describe('sites and tags', () => {
  it('merge outages at the same time', () => {
    const { config, state, records } = aWeek();
    const report = makeReport(config, state, records);
    const bandung = report.sites.find((site) => site.id === 'bandung');
    // 02:10-06:22 and 02:11-06:24 are one outage of 4 h 14 min; the other is still open since 08:10.
    expect(bandung).toMatchObject({
      outages: 2,
      serverOutages: 3,
      downNow: 1,
      longestMs: 4 * HOUR + 14 * MINUTE,
    });
    expect(report.tags.map((tag) => [tag.id, tag.serverCount])).toEqual([
      ['erp', 1],
      ['network', 2],
      ['prod', 2],
    ]);
  });

  it('add up to the total', () => {
    const { config, state, records } = aWeek();
    const report = makeReport(config, state, records);
    const sum = report.servers.reduce((all, server) => all + server.upMs, 0);
    expect(report.total.upMs).toBe(sum);
    expect(totalMs(report.total)).toBe(report.servers.reduce((all, server) => all + totalMs(server), 0));
  });
});

describe('the selection', () => {
  const { config, state, records } = aWeek();
  const ids = (options: Parameters<typeof makeReport>[3]) =>
    makeReport(config, state, records, options).servers.map((server) => server.id);

  it('narrows down servers, incidents and totals', () => {
    const report = makeReport(config, state, records, {
      selection: { ...EVERYTHING, sites: ['bandung'], tags: ['network', 'erp'] },
    });
    expect(report.servers.map((server) => server.id)).toEqual(['erp', 'router-bdg']);
    expect(report.incidents.every((incident) => ['erp', 'router-bdg'].includes(incident.serverId))).toBe(
      true,
    );
    expect(report.total.serverCount).toBe(2);
  });

  it('shows only servers with an outage when asked, and counts the others all the same', () => {
    const report = makeReport(config, state, records, { onlyDown: true });
    expect(report.servers.map((server) => server.id)).toEqual(['erp', 'router-bdg', 'router-sby']);
    expect(report.leftOut).toBe(2);
    expect(report.total.serverCount).toBe(5);
  });

  it('names who is down now, also those without an outage in the period', () => {
    const lastWeek = { lastWeek: true, onlyDown: true };
    const { servers, downNow } = makeReport(config, state, [], lastWeek);
    expect([servers, downNow]).toEqual([[], ['ERP']]);
  });

  it('compares who is down now with the servers that are in the configuration now', () => {
    const gone = { t: 'server', server: 'old', name: 'Old', site: 'bandung', from: NOW - 3 * DAY } as const;
    const report = makeReport(config, state, [...records, { ...gone, to: NOW - 2 * DAY }]);
    expect(report.total).toMatchObject({ serverCount: 6, presentCount: 5, downNow: 1, upNow: 4 });
    expect(report.sites[0]).toMatchObject({ serverCount: 3, presentCount: 2, downNow: 1, upNow: 1 });
  });

  it('puts the worst first, or sorts by name', () => {
    expect(ids({})).toEqual(['erp', 'router-bdg', 'router-sby', 'files', 'mail']);
    expect(ids({ sort: 'name' })).toEqual(['erp', 'files', 'mail', 'router-bdg', 'router-sby']);
  });

  it('lists the latest incident first', () => {
    const begins = makeReport(config, state, records).incidents.map((incident) => incident.since);
    expect(begins).toEqual([...begins].sort((a, b) => b - a));
  });
});

describe('the days', () => {
  it('of each server add up to its period', () => {
    const { config, state, records } = aWeek();
    const report = makeReport(config, state, records);
    for (const server of report.servers) {
      expect(server.days).toHaveLength(report.days.length);
      expect(server.days.reduce((sum, day) => sum + totalMs(day), 0)).toBe(totalMs(server));
      expect(server.days.reduce((sum, day) => sum + day.downMs, 0)).toBe(server.downMs);
    }
  });
});

describe('the cost', () => {
  it('of a year with 6,000 incidents of 300 servers stays small', () => {
    const servers = Array.from({ length: 300 }, (_, index) =>
      makeServer(`s${String(index)}`, { siteId: 'x' }),
    );
    const config = makeConfig(servers, { sites: [makeSite('x')] });
    const begin = NOW - 360 * DAY;
    const records = Array.from({ length: 6_000 }, (_, index) =>
      incidentRecord(`s${String(index % 300)}`, begin + index * 80 * MINUTE, 20 * MINUTE, {
        cause: causeOf(),
      }),
    );
    const state = stateOf(config, begin);
    // CPU time, because other tests run at the same time.
    const before = process.cpuUsage();
    const report = makeReport(config, state, records, { since: '360d' });
    const { user } = process.cpuUsage(before);
    expect(user / 1_000).toBeLessThan(5_000);
    expect(report.total.serverOutages).toBe(6_000);
    expect(report.total.downMs).toBe(6_000 * 20 * MINUTE);
  });
});

describe('servers without anything on record', () => {
  it('are measured as every other', () => {
    const config = makeConfig([makeServer('a'), makeServer('b'), makeServer('young')]);
    const state = stateOf(config, MONTH_AGO, { young: { addedAt: NOW - DAY } });
    const report = makeReport(config, state, [], { sort: 'name' });
    expect(report.servers.map((server) => server.upMs)).toEqual([7 * DAY, 7 * DAY, DAY]);
    expect(report.servers.map((server) => server.days.at(0)?.upMs ?? 0).map((ms) => ms > 0)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

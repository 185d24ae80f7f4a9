import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/core/report-digest.ts';
import { aWeek, DAY, HOUR, incidentRecord, makeReport, MINUTE, NOW, stateOf } from '../support/past.ts';
import { makeConfig, makeServer } from '../support/world.ts';

const { config, state, records } = aWeek();
const week = makeReport(config, state, records);

describe('the digest of a report', () => {
  it('names the servers with outages, the lowest availability first', () => {
    const { worst, servers, outages } = digestOf(week, null);
    expect(worst.map(({ name }) => name)).toEqual(['ERP', 'Router Bandung', 'Router Surabaya']);
    expect(worst[0]).toMatchObject({ siteName: 'Cabang Bandung', outages: 2 });
    expect({ servers, outages }).toEqual({ servers: 5, outages: 4 });
  });

  it('names five at most', () => {
    const many = makeConfig(Array.from({ length: 8 }, (_, index) => makeServer(`s${index}`)));
    const report = makeReport(
      many,
      stateOf(many, NOW - 30 * DAY),
      many.servers.map(({ id }, index) => incidentRecord(id, NOW - DAY, (index + 1) * HOUR)),
    );
    expect(digestOf(report, null).worst.map(({ name }) => name)).toEqual(
      [7, 6, 5, 4, 3].map((n) => `Server s${n}`),
    );
  });

  it('measures the longest outage by the part that lies in the period, as the report does', () => {
    const begin = NOW - 7 * DAY;
    const report = makeReport(config, state, [
      { t: 'watched', from: NOW - 30 * DAY, to: NOW - 2 * DAY },
      incidentRecord('mail', begin - 5 * DAY, 5 * DAY + HOUR),
      incidentRecord('router-bdg', begin + DAY, 3 * HOUR),
    ]);
    expect(digestOf(report, null).longest).toMatchObject({ name: 'Router Bandung', lengthMs: 3 * HOUR });
  });

  it('names the longest outage, also one that goes on', () => {
    expect(digestOf(week, null).longest).toMatchObject({ name: 'ERP', lengthMs: 4 * HOUR + 13 * MINUTE });
    const [server] = makeReport(config, state, []).incidents;
    expect(digestOf(makeReport(config, state, []), null).longest).toMatchObject({
      name: 'ERP',
      since: server?.since,
      endedAt: null,
    });
  });

  it('compares with the period before, unless nothing of that was watched', () => {
    const quiet = makeReport(config, state, [], { since: '1h' });
    expect(digestOf(week, week).before).toEqual({
      availability: week.total.availability,
      outages: 4,
      downMs: week.total.downMs,
    });
    expect(digestOf(quiet, makeReport(config, null)).before).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../src/render/json.ts';
import { aWeek, makeReport } from '../support/past.ts';

interface Document {
  servers: { id: string; days: { date: string }[] }[];
  incidents: { id: string }[];
}

describe('JSON', () => {
  const { config, state, records } = aWeek();
  const report = makeReport(config, state, records);
  const document = JSON.parse(jsonReport(report, 'en')) as Document;

  it('says its format, version, period, zone, age and counting rule', () => {
    expect(document).toMatchObject({
      format: 'srvmon-report',
      version: 1,
      lastCheckAt: '2026-11-18T03:20:00.000Z',
      period: { from: '2026-11-11T03:20:20.000Z', to: '2026-11-18T03:20:20.000Z', timezone: 'Asia/Jakarta' },
      countingRule: expect.stringMatching(/^Availability = /) as string,
    });
  });

  it('keeps its fields: a change of these is a change of the version', () => {
    expect({
      ...document,
      servers: document.servers.slice(0, 1),
      incidents: document.incidents.slice(0, 2),
    }).toMatchSnapshot();
  });

  it('gives ratios as they are, not rounded', () => {
    const [worst] = report.servers;
    expect(document.servers[0]).toMatchObject({
      availability: worst?.availability,
      coverage: worst?.coverage,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { csvReport } from '../../src/render/csv.ts';
import { aWeek, DAY, incidentRecord, makeReport, MINUTE, NOW, stateOf } from '../support/past.ts';
import { makeConfig, makeServer } from '../support/world.ts';

/** A reader after RFC 4180, section 2, so that the writer is not tested with itself. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let index = 0;
  while (index < text.length) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(text.slice(index));
    const field = quoted ?? /^[^,"\r\n]*/.exec(text.slice(index)) ?? [''];
    row.push(quoted === null ? (field[0] ?? '') : (quoted[1] ?? '').replaceAll('""', '"'));
    index += field[0]?.length ?? 0;
    if (text.startsWith('\r\n', index)) {
      rows.push(row);
      row = [];
      index += 2;
    } else if (text[index] === ',') {
      index++;
    } else {
      throw new Error(`not RFC 4180 at ${String(index)}: ${text.slice(index, index + 20)}`);
    }
  }
  return rows;
}

function table(text: string): Record<string, string>[] {
  const [names = [], ...rows] = parse(text);
  for (const row of rows) expect(row).toHaveLength(names.length);
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ''])));
}

const { config, state, records } = aWeek();
const report = makeReport(config, state, records);

describe('CSV', () => {
  it('has a row a server, each with period, zone, age and counting rule', () => {
    const [worst] = table(csvReport(report, 'servers', 'en'));
    expect(worst).toMatchObject({
      server_id: 'erp',
      site: 'Cabang Bandung',
      tags: 'erp prod',
      state: 'down',
      availability_percent: '96.080',
      outages: '2',
      down_s: String(4 * 3600 + 13 * 60 + 2 * 3600 + 10 * 60 + 20),
      period_from: '2026-11-11T10:20:20+07:00',
      period_to: '2026-11-18T10:20:20+07:00',
      timezone: 'Asia/Jakarta',
      last_check: '2026-11-18T10:20:00+07:00',
    });
    expect(worst?.['counting_rule']).toMatch(/^Availability = up/);
  });

  it('has a row an incident, or a row a day of a server', () => {
    const incidents = table(csvReport(report, 'incidents', 'en'));
    expect(incidents).toHaveLength(report.incidents.length);
    expect(incidents[0]).toMatchObject({
      began: '2026-11-18T08:10:00+07:00',
      ended: '',
      end: 'open',
      cause: 'ping answers, port 5432 refused',
    });
    const days = table(csvReport(report, 'days', 'en'));
    expect(days).toHaveLength(report.servers.length * report.days.length);
    expect(days[0]).toMatchObject({ server_id: 'erp', date: '2026-11-11' });
  });

  it('has its titles when there is no row', () => {
    const empty = makeReport(makeConfig([]), null);
    for (const rows of ['servers', 'incidents', 'days'] as const) {
      expect(parse(csvReport(empty, rows, 'en'))).toHaveLength(1);
    }
  });

  it('ends every line with CRLF, and quotes commas, quotes and line breaks away', () => {
    const odd = makeConfig([makeServer('a', { name: 'He said "hi", then\nleft' })]);
    const text = csvReport(makeReport(odd, stateOf(odd, NOW - DAY)), 'servers', 'en');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(table(text)[0]?.['name']).toBe('He said "hi", then left');
  });

  it.each(['=1+2', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('defuses the formula %j', (name) => {
    const odd = makeConfig([makeServer('a', { name })]);
    const bad = [incidentRecord('a', NOW - DAY, MINUTE)];
    for (const rows of ['servers', 'incidents', 'days'] as const) {
      const [row] = table(csvReport(makeReport(odd, stateOf(odd, NOW - DAY), bad), rows, 'en'));
      expect(row?.['name']).toMatch(/^'/);
    }
  });
});

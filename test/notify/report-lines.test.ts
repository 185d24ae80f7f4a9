import { describe, expect, it } from 'vitest';
import type { AlertEvent, ReportDigest } from '../../src/core/events.ts';
import { composeMessages } from '../../src/notify/message.ts';
import { context, down, item, NOON, subject } from './fixture.ts';

const DAY = 86_400_000;

function digest(change: Partial<ReportDigest> = {}): ReportDigest {
  return {
    from: NOON - 7 * DAY,
    to: NOON,
    servers: 45,
    availability: 0.998712,
    coverage: 1,
    range: null,
    outages: 3,
    downMs: 19_080_000,
    before: { availability: 0.9995, outages: 0, downMs: 0 },
    worst: [
      { name: 'ERP <1>', siteName: 'Cabang Bandung', availability: 0.97423, outages: 2, downMs: 15_120_000 },
      { name: 'Mail', siteName: null, availability: 0.999, outages: 1, downMs: 300_000 },
    ],
    longest: {
      name: 'ERP <1>',
      siteName: 'Cabang Bandung',
      since: NOON - 2 * DAY,
      endedAt: NOON - 2 * DAY + 15_000_000,
      lengthMs: 15_000_000,
    },
    ...change,
  };
}

function report(change: Partial<ReportDigest> = {}): AlertEvent {
  return { kind: 'report', digest: digest(change), document: { file: 'a.html', name: 'srvmon.html' } };
}

const plain = (change: Partial<ReportDigest> = {}, language: 'en' | 'id' = 'en'): string =>
  composeMessages([item(report(change))], context(language))[0]?.plain ?? '';

describe('the digest of a report', () => {
  it('tells availability, outages, the longest and the worst, beside the period before', () => {
    expect(plain()).toMatchInlineSnapshot(`
      "📊 Down report · 45 servers
      Mon 16 Nov 12:41 – Mon 23 Nov 12:41
      Availability 99.871 %, in the period before 99.950 %
      3 outages, 5 h 18 min down in all
      Period before: No outage
      Longest: ERP <1> · Cabang Bandung, 4 h 10 min, Sat 21 Nov 12:41–16:51

      Lowest availability:
      1. ERP <1> · Cabang Bandung: 97.423 %, 2 outages, 4 h 12 min
      2. Mail: 99.900 %, 1 outage, 5 min"
    `);
    expect(plain({}, 'id')).toMatchInlineSnapshot(`
      "📊 Laporan gangguan · 45 server
      Sen 16 Nov 12:41 – Sen 23 Nov 12:41
      Ketersediaan 99,871 %, periode sebelumnya 99,950 %
      3 gangguan, total down 5 jam 18 menit
      Periode sebelumnya: Tidak ada gangguan
      Terlama: ERP <1> · Cabang Bandung, 4 jam 10 menit, Sab 21 Nov 12:41–16:51

      Ketersediaan terendah:
      1. ERP <1> · Cabang Bandung: 97,423 %, 2 gangguan, 4 jam 12 menit
      2. Mail: 99,900 %, 1 gangguan, 5 menit"
    `);
  });

  it('escapes names, and carries its document', () => {
    const [message] = composeMessages([item(report())], context('en'));
    expect(message?.text).toContain('ERP &lt;1&gt;');
    expect(message?.document).toEqual({ file: 'a.html', name: 'srvmon.html' });
  });

  it('says how much was watched, and where availability lies then', () => {
    const text = plain({ coverage: 0.5, range: { worst: 0.4, best: 0.9 } });
    expect(text).toContain('Watched 50.000 % of the time, so it lies between 40.000 % and 90.000 %');
  });

  it('says of an outage that goes on that it does', () => {
    const longest = { name: 'ERP', siteName: null, since: NOON - DAY, endedAt: null, lengthMs: DAY };
    expect(plain({ longest })).toMatch(/Longest: ERP, 1 d, since .*, still down/);
  });

  it('is short when there was no outage, and when nothing was watched', () => {
    const none = { outages: 0, downMs: 0, worst: [], longest: null };
    expect(plain({ ...none, availability: 1 }).split('\n')).toHaveLength(5);
    expect(plain({ ...none, availability: 1 })).toContain('Availability 100 %');
    expect(plain({ ...none, availability: null, before: null })).toContain('Nothing was watched');
  });

  it('has room for five servers with the long names of a large company', () => {
    const worst = Array.from({ length: 5 }, (_, n) => ({
      name: `File server Jakarta Selatan ${n}`,
      siteName: 'Cabang Jakarta Selatan',
      availability: 0.89811,
      outages: 12,
      downMs: 464_400_000,
    }));
    const longest = {
      ...worst[0],
      name: 'a',
      siteName: 'b',
      since: NOON - DAY,
      endedAt: NOON,
      lengthMs: DAY,
    };
    const text = plain({ worst, longest, coverage: 0.5, range: { worst: 0.4, best: 0.9 } }, 'id');
    expect(text.match(/File server Jakarta Selatan/g)).toHaveLength(5);
  });

  it('fits into a caption, late and maybe a repeat, whatever the servers are called', () => {
    const name = '<&"😀>'.repeat(60);
    const server = { name, siteName: name, availability: 0.5, outages: 999_999, downMs: 9e9 };
    const longest = { name, siteName: name, since: NOON - DAY, endedAt: NOON, lengthMs: DAY };
    const event = report({
      worst: Array.from({ length: 5 }, () => server),
      longest,
      coverage: 0.1,
      range: { worst: 0, best: 1 },
    });
    const [message] = composeMessages([item(event, { at: NOON - DAY, maybeSent: true })], context('id'));
    expect(message?.plain.length).toBeLessThanOrEqual(1_024);
    expect(message?.plain).toContain('Mungkin pesan ulang');
  });
});

describe('a report among alerts', () => {
  const kinds = (events: readonly AlertEvent[]) =>
    composeMessages(
      events.map((event) => item(event)),
      context('en'),
    );

  it('comes after them, whenever it was put there', () => {
    const messages = kinds([report(), down(), down({ incidentId: 'b', subject: subject('b') })]);
    expect(messages.map(({ document }) => document !== undefined)).toEqual([false, false, true]);
  });

  it('is never folded into a digest of notices, and goes out one in a run', () => {
    const notices = Array.from({ length: 6 }, (): AlertEvent => ({ kind: 'blind-over', from: 0, to: NOON }));
    const messages = kinds([report(), ...notices, report(), report()]);
    expect(messages).toHaveLength(2);
    expect(messages[0]?.itemIds).toHaveLength(6);
    expect(messages[1]?.itemIds).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { daysOf, periodBefore, periodOf, periodProblemText } from '../../src/core/period.ts';
import type { Period, PeriodChoice } from '../../src/core/period.ts';

const now = Date.parse('2026-11-18T03:20:00Z'); // Wednesday, 10:20 in Jakarta

function period(choice: PeriodChoice, zone = 'Asia/Jakarta', at = now): Period {
  const result = periodOf(choice, zone, at);
  if (!result.ok) throw new Error(periodProblemText(result.problem, 'en'));
  return result.period;
}

function complaint(choice: PeriodChoice): string {
  const result = periodOf(choice, 'Asia/Jakarta', now);
  return result.ok ? 'no problem' : periodProblemText(result.problem, 'en');
}

const span = (choice: PeriodChoice, zone?: string, at?: number) => {
  const { from, to } = period(choice, zone, at);
  return [new Date(from).toISOString(), new Date(to).toISOString()];
};

describe('the period', () => {
  it('is the last seven days when nothing is chosen', () => {
    expect(span({})).toEqual(['2026-11-11T03:20:00.000Z', '2026-11-18T03:20:00.000Z']);
  });

  it('counts days back on the calendar and hours exactly', () => {
    const afterChange = Date.parse('2026-10-25T11:00:00Z'); // 12:00 in Berlin, on the day of 25 hours
    expect(span({ since: '1d' }, 'Europe/Berlin', afterChange)[0]).toBe('2026-10-24T10:00:00.000Z');
    expect(span({ since: '24h' }, 'Europe/Berlin', afterChange)[0]).toBe('2026-10-24T11:00:00.000Z');
  });

  it('takes dates and times of the configured zone, and a last date to its end', () => {
    expect(span({ from: '2026-10-01', to: '2026-10-02' })).toEqual([
      '2026-09-30T17:00:00.000Z',
      '2026-10-02T17:00:00.000Z',
    ]);
    expect(span({ from: '2026-10-01 08:30', to: '2026-10-01T09:00' })).toEqual([
      '2026-10-01T01:30:00.000Z',
      '2026-10-01T02:00:00.000Z',
    ]);
  });

  it('takes a time with an offset of its own', () => {
    expect(span({ from: '2026-10-01T00:00Z' })[0]).toBe('2026-10-01T00:00:00.000Z');
  });

  it('is a calendar month, week or day of the zone', () => {
    expect(span({ month: '2026-10' })).toEqual(['2026-09-30T17:00:00.000Z', '2026-10-31T17:00:00.000Z']);
    expect(span({ lastMonth: true })).toEqual(span({ month: '2026-10' }));
    expect(span({ lastWeek: true })).toEqual(['2026-11-08T17:00:00.000Z', '2026-11-15T17:00:00.000Z']);
    expect(span({ week: true })[0]).toBe('2026-11-15T17:00:00.000Z');
    expect(span({ today: true })[0]).toBe('2026-11-17T17:00:00.000Z');
  });

  it('is cut at now, and says so', () => {
    expect(period({ month: '2026-11' })).toMatchObject({ to: now, soFar: true });
    expect(period({ lastMonth: true }).soFar).toBe(false);
    expect(period({ since: '3h' }).soFar).toBe(false);
    expect(period({ from: '2026-11-01', to: '2027-01-01' })).toMatchObject({ to: now, soFar: true });
  });

  it('has the last month right on the 31st and in January', () => {
    expect(span({ lastMonth: true }, 'UTC', Date.parse('2026-03-31T12:00:00Z'))).toEqual([
      '2026-02-01T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
    ]);
    expect(span({ lastMonth: true }, 'UTC', Date.parse('2027-01-05T12:00:00Z'))[0]).toBe(
      '2026-12-01T00:00:00.000Z',
    );
  });
});

describe('the days of a period', () => {
  const hours = (zone: string, from: string, to: string) =>
    daysOf(period({ from, to }, zone)).map((day) => (day.to - day.from) / 3_600_000);

  it('have 23 and 25 hours when the clocks change', () => {
    expect(hours('Europe/Berlin', '2026-03-28', '2026-03-30')).toEqual([24, 23, 24]);
    expect(hours('Europe/Berlin', '2026-10-24', '2026-10-26')).toEqual([24, 25, 24]);
    expect(hours('America/New_York', '2026-11-01', '2026-11-01')).toEqual([25]);
    expect(hours('Asia/Jakarta', '2026-10-24', '2026-10-26')).toEqual([24, 24, 24]);
  });

  it('begin when the day begins where midnight is skipped', () => {
    const days = daysOf(period({ from: '2026-04-23', to: '2026-04-25' }, 'Africa/Cairo'));
    expect(days.map((day) => day.date)).toEqual(['2026-04-23', '2026-04-24', '2026-04-25']);
    expect(days.map((day) => (day.to - day.from) / 3_600_000)).toEqual([24, 23, 24]);
  });

  it('are cut to the period, and lie end to end', () => {
    const days = daysOf(period({ from: '2026-10-01T18:00', to: '2026-10-03T06:00' }));
    expect(days.map((day) => (day.to - day.from) / 3_600_000)).toEqual([6, 24, 6]);
    expect(days[1]?.from).toBe(days[0]?.to);
  });
});

describe('a period that makes no sense is told with its mend:', () => {
  it.each<[PeriodChoice, string]>([
    [{ since: 'yesterday' }, '--since: "yesterday" is no length of time; write for instance 24h, 7d or 4w'],
    [{ since: '0d' }, '--since: "0d" is no length of time; write for instance 24h, 7d or 4w'],
    [
      { since: '99999999999999d' },
      '--since: "99999999999999d" is no length of time; write for instance 24h, 7d or 4w',
    ],
    [
      { from: '1/10/2026' },
      '--from: "1/10/2026" is no date; write for instance 2026-10-01 or 2026-10-01T08:30',
    ],
    [
      { from: '2026-10-01', to: '2026-02-30' },
      '--to: "2026-02-30" is no date; write for instance 2026-10-01 or 2026-10-01T08:30',
    ],
    [
      { from: '2026-10-05', to: '2026-10-01' },
      '--from 2026-10-05 is not before --to 2026-10-01; exchange them',
    ],
    [{ to: '2026-10-01' }, '--to needs a beginning; add --from'],
    [{ month: '2026-13' }, '--month: "2026-13" is no month; write for instance 2026-10'],
    [{ month: '2026-12' }, '--month: 2026-12 is still to come; choose a time before now'],
    [{ from: '2027-01-01' }, '--from: 2027-01-01 is still to come; choose a time before now'],
    [{ since: '7d', month: '2026-10' }, '--since and --month exclude each other; give only one of them'],
  ])('%j', (choice, text) => {
    expect(complaint(choice)).toBe(text);
  });
});

describe('the period before', () => {
  const before = (choice: PeriodChoice, zone = 'Asia/Jakarta', at = now): string[] => {
    const { from, to } = periodBefore(choice, period(choice, zone, at));
    return [new Date(from).toISOString(), new Date(to).toISOString()];
  };

  it.each<[PeriodChoice, string, string]>([
    [{ lastMonth: true }, '2026-08-31T17:00:00.000Z', '2026-09-30T17:00:00.000Z'],
    [{ month: '2026-03' }, '2026-01-31T17:00:00.000Z', '2026-02-28T17:00:00.000Z'],
    [{ week: true }, '2026-11-08T17:00:00.000Z', '2026-11-15T17:00:00.000Z'],
    [{ lastWeek: true }, '2026-11-01T17:00:00.000Z', '2026-11-08T17:00:00.000Z'],
    [{ today: true }, '2026-11-16T17:00:00.000Z', '2026-11-17T17:00:00.000Z'],
    [{ since: '12h' }, '2026-11-17T03:20:00.000Z', '2026-11-17T15:20:00.000Z'],
    [{}, '2026-11-04T03:20:00.000Z', '2026-11-11T03:20:00.000Z'],
    [{ from: '2026-11-01', to: '2026-11-02' }, '2026-10-29T17:00:00.000Z', '2026-10-31T17:00:00.000Z'],
  ])('of %j is its neighbour', (choice, from, to) => {
    expect(before(choice)).toEqual([from, to]);
  });

  it('is a whole month also when clocks change in it', () => {
    const at = Date.parse('2026-12-01T12:00:00Z');
    const [from, to] = before({ lastMonth: true }, 'Europe/Berlin', at);
    expect([from, to]).toEqual(['2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z']);
  });
});

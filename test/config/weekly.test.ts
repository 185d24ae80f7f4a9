import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTES_A_WEEK, parseWallTime, parseWeekly, weekRanges } from '../../src/config/weekly.ts';

describe('days and times', () => {
  it.each([
    ['Sun 02:00-04:00', [7], 120, 240],
    ['Mon-Fri 22:00-23:30', [1, 2, 3, 4, 5], 1320, 1410],
    ['Sat,Sun 02:00-04:00', [6, 7], 120, 240],
    ['Sat-Mon 22:00-06:00', [1, 6, 7], 1320, 360],
    ['Mon, Wed-Thu 8:00 - 9:00', [1, 3, 4], 480, 540],
    ['sunday 00:00-24:00', [7], 0, 0],
    ['Senin-Jumat 08:00-17:00', [1, 2, 3, 4, 5], 480, 1020],
    ['Min 01:00-02:00', [7], 60, 120],
    ['daily 23:00-24:00', [1, 2, 3, 4, 5, 6, 7], 1380, 0],
  ])('are read from %s', (text, days, from, to) => {
    expect(parseWeekly(text)).toEqual({ days, from, to });
  });

  it.each([
    ['Sun', 'is no day and time'],
    ['02:00-04:00', 'is no day and time'],
    ['Su 02:00-04:00', 'has no day called "Su"'],
    ['Mon-Wed-Fri 02:00-04:00', 'has no day called "Mon-Wed-Fri"'],
    ['Sun 25:00-26:00', 'has no such time of day'],
    ['Sun 02:60-04:00', 'has no such time of day'],
    ['Sun 24:00-25:00', 'has no such time of day'],
    ['Sun 02:00-02:00', 'is empty'],
  ])('are not read from %s', (text, fault) => {
    expect(parseWeekly(text)).toMatchObject({ en: fault });
  });
});

describe('opening hours', () => {
  it('run over midnight and over the end of the week', () => {
    expect(weekRanges([{ days: [1, 7], from: 1320, to: 120 }])).toEqual([
      { from: 0, to: 120 },
      { from: 1320, to: 1560 },
      { from: 6 * 1440 + 1320, to: MINUTES_A_WEEK },
    ]);
  });

  it('are sorted, apart from one another, and cover exactly the minutes of their spans', () => {
    const span = fc
      .record({
        days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        from: fc.nat(1439),
        to: fc.nat(1439),
      })
      .filter(({ from, to }) => from !== to);
    fc.assert(
      fc.property(fc.array(span, { maxLength: 4 }), fc.nat(MINUTES_A_WEEK - 1), (spans, minute) => {
        const ranges = weekRanges(spans);
        const open = spans.some(({ days, from, to }) =>
          days.some((day) => {
            const length = to > from ? to - from : to - from + 1440;
            const since = (minute - (day - 1) * 1440 - from + 2 * MINUTES_A_WEEK) % MINUTES_A_WEEK;
            return since < length;
          }),
        );
        expect(ranges.some(({ from, to }) => from <= minute && minute < to)).toBe(open);
        for (const [index, { from, to }] of ranges.entries()) {
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(MINUTES_A_WEEK);
          expect(from).toBeGreaterThan(ranges[index - 1]?.to ?? -1);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a date and time', () => {
  it('is read with T or a blank, with or without seconds', () => {
    expect(parseWallTime('2026-12-24T22:00')).toBe(Date.UTC(2026, 11, 24, 22));
    expect(parseWallTime('2026-12-24 22:00:30')).toBe(Date.UTC(2026, 11, 24, 22, 0, 30));
  });

  it.each([
    '2026-02-30T10:00',
    '2026-13-01T10:00',
    '2026-12-24',
    '2026-12-24T24:00',
    '2026-12-24T22:00Z',
    'tomorrow',
  ])('is not read from %s', (text) => {
    expect(parseWallTime(text)).toBeNull();
  });
});

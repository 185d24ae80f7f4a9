import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyText, percentText, shortLength } from '../../src/render/numbers.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;

describe('per cent', () => {
  it('is rounded down, and 100 only without any downtime', () => {
    expect(percentText(1, 'en')).toBe('100');
    expect(percentText(1 - 1e-12, 'en')).toBe('99.999');
    expect(percentText(0.999998, 'en')).toBe('99.999');
    expect(percentText(0, 'en')).toBe('0.000');
  });

  it('has a decimal comma in Indonesian', () => {
    expect(percentText(0.98765432, 'id')).toBe('98,765');
  });

  it('is not one too low because of binary fractions', () => {
    expect(percentText(0.29, 'en')).toBe('29.000');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), (thousandths) => {
        expect(percentText(thousandths / 100_000, 'en')).toBe((thousandths / 1_000).toFixed(3));
      }),
    );
  });

  it('never reads as 100 when a period of ten years of 10,000 servers had a second of downtime', () => {
    const up = 10_000 * 10 * 365 * 24 * HOUR;
    expect(percentText(up / (up + SECOND), 'en')).toBe('99.999');
  });
});

describe('a length in a column', () => {
  it.each([
    [0, '-'],
    [45 * SECOND, '45s'],
    [3 * 60 * SECOND, '3m'],
    [HOUR + 5 * 60 * SECOND, '1h05m'],
    [52 * HOUR, '2d04h'],
  ])('of %d ms is %s', (ms, text) => {
    expect(shortLength(ms, 'en')).toBe(text);
  });

  it('is a dash for none, and uses Indonesian units', () => {
    expect(shortLength(null, 'en')).toBe('-');
    expect(shortLength(52 * HOUR, 'id')).toBe('2hr04j');
    expect(shortLength(45 * SECOND, 'id')).toBe('45dtk');
  });
});

describe('a latency', () => {
  it('has three significant digits', () => {
    expect([0.4213, 12.34, 345.6, 1_254].map((ms) => latencyText(ms, 'en'))).toEqual([
      '0.42 ms',
      '12.3 ms',
      '346 ms',
      '1.25 s',
    ]);
    expect(latencyText(1.5, 'id')).toBe('1,50 ms');
  });
});

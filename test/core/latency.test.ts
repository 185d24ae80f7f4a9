import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addHour,
  addLatency,
  addTo,
  countOf,
  emptyTotal,
  LATENCY_ERROR,
  latencyHourOf,
  quantile,
  type LatencyCounts,
  type LatencyTotal,
} from '../../src/core/latency.ts';
import type { LatencySketch } from '../../src/core/model.ts';

const HOUR = Date.UTC(2026, 10, 2, 10);
const latency = fc.double({ min: 0.01, max: 120_000, noNaN: true });
const latencies = fc.array(latency, { minLength: 1, maxLength: 200 });

function sketchOf(values: readonly number[], hour = HOUR): LatencySketch {
  return values.reduce<LatencySketch>((sketch, ms) => addLatency(sketch, hour, ms), { hour, max: 0, b: [] });
}

function totalOf(...parts: readonly LatencyCounts[]): LatencyTotal {
  const total = emptyTotal();
  for (const part of parts) addTo(total, part);
  return total;
}

describe('latency sketches', () => {
  it('give every quantile within 5 % of the latency of that rank', () => {
    fc.assert(
      fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(q * values.length)) - 1] ?? NaN;
        const found = quantile(totalOf(sketchOf(values)), q) ?? NaN;
        // 1e-9: a latency on the border of two buckets may be rounded into either.
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * (LATENCY_ERROR + 1e-9));
      }),
    );
  });

  it('add up in any order to the counts of all latencies together', () => {
    fc.assert(
      fc.property(latencies, latencies, latencies, (one, two, three) => {
        const [a, b, c] = [sketchOf(one), sketchOf(two), sketchOf(three)];
        const all = sketchOf([...one, ...two, ...three]);
        const whole = totalOf(all);
        expect(totalOf(a, b, c)).toEqual(whole);
        expect(totalOf(c, b, a)).toEqual(whole);
      }),
    );
  });

  it('keep the largest latency exactly', () => {
    expect(quantile(totalOf(sketchOf([1, 2, 1_234.5])), 1)).toBe(1_234.5);
    expect(sketchOf([1_234.5, 3]).max).toBe(1_234.5);
  });

  it('never give a quantile above the largest latency', () => {
    fc.assert(
      fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        expect(quantile(totalOf(sketchOf(values)), q)).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });

  it('begin anew with the next hour', () => {
    const next = addLatency(sketchOf([5, 6, 7]), HOUR + 3_600_000, 9);
    expect(next).toMatchObject({ hour: HOUR + 3_600_000, max: 9 });
    expect(countOf(totalOf(next))).toBe(1);
  });

  it('count zero as the shortest latency and leave out what is no time', () => {
    expect(countOf(totalOf(sketchOf([0])))).toBe(1);
    expect(quantile(totalOf(sketchOf([0, 0, 5])), 0.5)).toBeLessThanOrEqual(0.01);
    expect(countOf(totalOf(sketchOf([NaN, Infinity, -1])))).toBe(0);
  });

  it('give no quantile when nothing was counted', () => {
    expect(quantile(emptyTotal(), 0.5)).toBeNull();
  });

  it('do not change the sketch that they extend', () => {
    const sketch = sketchOf([5]);
    const copy = structuredClone(sketch);
    addLatency(sketch, HOUR, 5);
    expect(sketch).toEqual(copy);
  });

  it('stay small: a minute lies in one of the first 160 buckets', () => {
    expect(sketchOf([60_000]).b[0]).toBeLessThan(160);
  });

  it('of many servers, side by side, add up to the same as one by one', () => {
    const microseconds = latency.map((ms) => Math.round(ms * 1_000) / 1_000);
    const servers = fc.array(fc.array(microseconds, { maxLength: 30 }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(servers, { maxLength: 3 }), (hours) => {
        const sketches = hours.map((hour) => hour.map((values) => sketchOf(values)));
        const totals = Array.from({ length: 5 }, () => [emptyTotal(), emptyTotal()] as const);
        for (const hour of sketches) {
          const { servers, counts } = latencyHourOf(hour.map((sketch, n) => [String(n), sketch]));
          addHour(
            counts,
            servers.map((id) => totals[Number(id)] ?? []),
          );
        }
        for (const [n, both] of totals.entries()) {
          const alone = totalOf(...sketches.flatMap((hour) => hour[n] ?? []));
          expect(both).toEqual([alone, alone]);
        }
      }),
    );
  });

  it('pass over what a damaged file names as a bucket', () => {
    const damaged = totalOf({ max: 5, b: [60, 2, -1, 3, 1e12, 4, 61] });
    expect([countOf(damaged), damaged.counts.length]).toEqual([2, 61]);
  });
});

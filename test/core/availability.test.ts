import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addSums,
  availabilityOf,
  coverageOf,
  mtbfOf,
  mttrOf,
  NO_TIME,
  outageFigures,
  rangeOf,
  sumsOf,
  sumsOfParts,
  timelineOf,
  totalMs,
} from '../../src/core/availability.ts';
import type { ServerFacts } from '../../src/core/availability.ts';
import { normalise } from '../../src/core/intervals.ts';
import type { Span } from '../../src/core/intervals.ts';

const always: Span[] = [{ from: 0, to: 1_000 }];
const period: Span = { from: 0, to: 1_000 };

function facts(part: Partial<ServerFacts> = {}): ServerFacts {
  return { lifetimes: always, unwatched: [], maintenance: [], outages: [], ...part };
}

describe('what each instant counts as', () => {
  it('is up when it was watched and nothing else is on record', () => {
    expect(sumsOf(timelineOf(facts(), always, period))).toEqual({ ...NO_TIME, upMs: 1_000 });
  });

  it('is not watched rather than down when the monitor did not run', () => {
    const timeline = timelineOf(
      facts({ outages: [{ from: 100, to: 500 }] }),
      [
        { from: 0, to: 200 },
        { from: 400, to: 1_000 },
      ],
      period,
    );
    expect(sumsOf(timeline)).toEqual({ upMs: 600, downMs: 200, unwatchedMs: 200, maintenanceMs: 0 });
  });

  it('is not watched rather than up when this server alone had no verdict', () => {
    const timeline = timelineOf(facts({ unwatched: [{ from: 10, to: 30 }] }), always, period);
    expect(sumsOf(timeline)).toEqual({ ...NO_TIME, upMs: 980, unwatchedMs: 20 });
  });

  it('is maintenance rather than down inside a window, and not watched rather than maintenance', () => {
    const timeline = timelineOf(
      facts({
        outages: [{ from: 100, to: 400 }],
        maintenance: [{ from: 200, to: 300 }],
        unwatched: [{ from: 250, to: 260 }],
      }),
      always,
      period,
    );
    expect(sumsOf(timeline)).toEqual({ upMs: 700, downMs: 200, unwatchedMs: 10, maintenanceMs: 90 });
  });

  it('does not count outside the lifetime of the server', () => {
    const timeline = timelineOf(
      facts({ lifetimes: [{ from: 600, to: 5_000 }], outages: [{ from: 0, to: 700 }] }),
      always,
      period,
    );
    expect(sumsOf(timeline)).toEqual({ ...NO_TIME, upMs: 300, downMs: 100 });
  });

  it('cuts an outage at both borders of the period', () => {
    const timeline = timelineOf(facts({ outages: [{ from: -50, to: 2_000 }] }), always, period);
    expect(sumsOf(timeline)).toEqual({ ...NO_TIME, downMs: 1_000 });
  });
});

describe('availability', () => {
  const sums = { upMs: 900, downMs: 100, unwatchedMs: 1_000, maintenanceMs: 500 };

  it('leaves out maintenance and time not watched', () => {
    expect(availabilityOf(sums)).toBe(0.9);
  });

  it('is unknown when nothing was seen', () => {
    expect(availabilityOf({ ...NO_TIME, unwatchedMs: 5 })).toBeNull();
    expect(coverageOf(NO_TIME)).toBeNull();
  });

  it('comes with the share that was watched, maintenance included', () => {
    expect(coverageOf(sums)).toBe(0.6);
  });

  it('comes with the range it may lie in', () => {
    expect(rangeOf(sums)).toEqual({ worst: 0.45, best: 0.95 });
    expect(rangeOf({ ...sums, unwatchedMs: 0 })).toBeNull();
  });

  it('equals MTBF / (MTBF + MTTR)', () => {
    const outages = { outages: 4, outageMs: sums.downMs, longestMs: 40 };
    const [mtbf, mttr] = [mtbfOf(sums, 4) ?? 0, mttrOf(outages) ?? 0];
    expect([mtbf, mttr]).toEqual([225, 25]);
    expect(mtbf / (mtbf + mttr)).toBeCloseTo(0.9, 12);
    expect(mttrOf({ outages: 0, outageMs: 0, longestMs: 0 })).toBeNull();
  });
});

describe('outages', () => {
  it('that overlap are one: a branch that goes down as a whole had one outage', () => {
    const outages = [
      { from: 100, to: 200 },
      { from: 120, to: 260 },
      { from: 500, to: 510 },
    ];
    expect(outageFigures(outages, normalise(outages))).toEqual({
      outages: 2,
      outageMs: 170,
      longestMs: 160,
    });
  });

  it('that maintenance interrupts stay one, with the down time of both parts', () => {
    const down = normalise([
      { from: 100, to: 150 },
      { from: 180, to: 200 },
    ]);
    expect(outageFigures([{ from: 100, to: 200 }], down)).toEqual({
      outages: 1,
      outageMs: 70,
      longestMs: 70,
    });
  });

  it('that lie wholly inside maintenance are none', () => {
    expect(outageFigures([{ from: 100, to: 200 }], [])).toEqual({ outages: 0, outageMs: 0, longestMs: 0 });
  });
});

describe('whatever is on record', () => {
  const instant = fc.integer({ min: -20, max: 120 });
  const span = fc.record({ from: instant, to: instant });
  const spans = fc.array(span, { maxLength: 8 });
  const records = fc.record({ lifetimes: spans, unwatched: spans, maintenance: spans, outages: spans });
  const whole = { from: 0, to: 100 };

  it('the four sums add up to the lifetime within the period', () => {
    fc.assert(
      fc.property(records, spans, (record, watched) => {
        const sums = sumsOf(timelineOf(record, normalise(watched), whole));
        const lived = count(0, 100, (minute) => inside(record.lifetimes, minute));
        expect(totalMs(sums)).toBe(lived);
      }),
      { numRuns: 2_000 },
    );
  });

  it('the sums equal a count of each minute', () => {
    fc.assert(
      fc.property(records, spans, (record, watched) => {
        const kinds = { upMs: 0, downMs: 0, unwatchedMs: 0, maintenanceMs: 0 };
        for (let minute = 0; minute < 100; minute++) {
          if (!inside(record.lifetimes, minute)) continue;
          if (!inside(watched, minute) || inside(record.unwatched, minute)) kinds.unwatchedMs++;
          else if (inside(record.maintenance, minute)) kinds.maintenanceMs++;
          else if (inside(record.outages, minute)) kinds.downMs++;
          else kinds.upMs++;
        }
        expect(sumsOf(timelineOf(record, normalise(watched), whole))).toEqual(kinds);
      }),
      { numRuns: 2_000 },
    );
  });

  it('the parts of a split period add up to the whole', () => {
    fc.assert(
      fc.property(records, spans, fc.array(fc.integer({ min: 0, max: 100 })), (record, watched, cuts) => {
        const edges = [0, ...[...cuts].sort((a, b) => a - b), 100];
        const parts = edges.slice(1).map((to, index) => ({ from: edges[index] ?? 0, to }));
        const timeline = timelineOf(record, normalise(watched), whole);
        const sum = (all: readonly ReturnType<typeof sumsOf>[]) => all.reduce(addSums, NO_TIME);
        expect(sum(sumsOfParts(timeline, parts))).toEqual(sumsOf(timeline));
        const apart = parts.map((part) => sumsOf(timelineOf(record, normalise(watched), part)));
        expect(sum(apart)).toEqual(sumsOf(timeline));
      }),
      { numRuns: 2_000 },
    );
  });

  it('the outages of a server last as long in all as it was down', () => {
    fc.assert(
      fc.property(records, spans, (record, watched) => {
        const timeline = timelineOf(record, normalise(watched), whole);
        const figures = outageFigures(record.outages, timeline.down);
        expect(figures.outageMs).toBe(sumsOf(timeline).downMs);
        expect(figures.longestMs).toBeLessThanOrEqual(figures.outageMs);
        expect(figures.outages === 0).toBe(figures.outageMs === 0);
      }),
    );
  });
});

function inside(spans: readonly Span[], minute: number): boolean {
  return spans.some((span) => span.from <= minute && minute < span.to);
}

function count(from: number, to: number, holds: (minute: number) => boolean): number {
  let sum = 0;
  for (let minute = from; minute < to; minute++) if (holds(minute)) sum++;
  return sum;
}

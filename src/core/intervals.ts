/**
 * Arithmetic on half-open stretches of time. A `Spans` value is sorted, and its members are disjoint, non-empty and do
 * not touch; `normalise` makes one of anything. All instants and lengths are milliseconds.
 */

export interface Span {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export type Spans = readonly Span[];

/** Sorts and merges; stretches that are empty or run backwards are left out. O(n log n). */
export function normalise(stretches: Iterable<Span>): Spans {
  const sorted = [...stretches].filter((span) => span.to > span.from).sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** The time that lies in both. O(n + m). */
export function intersect(a: Spans, b: Spans): Spans {
  const both: Span[] = [];
  let j = 0;
  for (const span of a) {
    // The last member of `b` that was looked at may reach into the next one of `a`, so it is not passed over.
    while (j < b.length && (b[j] as Span).to <= span.from) j++;
    for (let k = j; k < b.length && (b[k] as Span).from < span.to; k++) {
      const other = b[k] as Span;
      both.push({ from: Math.max(span.from, other.from), to: Math.min(span.to, other.to) });
    }
  }
  return both;
}

/** The time that lies in `a` and not in `b`. O(n + m). */
export function subtract(a: Spans, b: Spans): Spans {
  const rest: Span[] = [];
  let j = 0;
  for (const span of a) {
    let from = span.from;
    while (j < b.length && (b[j] as Span).to <= span.from) j++;
    for (let k = j; k < b.length && (b[k] as Span).from < span.to; k++) {
      const other = b[k] as Span;
      if (other.from > from) rest.push({ from, to: other.from });
      from = Math.max(from, other.to);
    }
    if (from < span.to) rest.push({ from, to: span.to });
  }
  return rest;
}

/** The length of all of it. */
export function lengthOf(spans: Spans): number {
  return spans.reduce((sum, span) => sum + span.to - span.from, 0);
}

/** How much of the spans lies between two instants; each question costs O(log n). */
export type Meter = (from: number, to: number) => number;

/** Prepares the running sums of one `Spans` value, for many questions about parts of it. */
export function meter(spans: Spans): Meter {
  const before: number[] = [];
  let sum = 0;
  for (const span of spans) {
    before.push(sum);
    sum += span.to - span.from;
  }
  const until = (instant: number): number => {
    const index = firstEndingAfter(spans, instant);
    const span = spans[index];
    if (span === undefined) return sum;
    return (before[index] ?? 0) + Math.max(0, instant - span.from);
  };
  return (from, to) => (to > from ? until(to) - until(from) : 0);
}

function firstEndingAfter(spans: Spans, instant: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle] as Span).to <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

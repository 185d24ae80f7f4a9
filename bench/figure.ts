/** One measured comparison: a line of the table. */
export interface Figure {
  readonly work: string;
  readonly against: string;
  readonly unit: 'ms' | 'MB';
  /** Of each round. */
  readonly ours: readonly number[];
  /** Of each round, in the same order; a limit is the same in each. */
  readonly theirs: readonly number[];
  /** The largest ratio of ours to theirs that is good; null: only told. */
  readonly target: number | null;
  /** What a reader must know beside the numbers. */
  readonly note?: string;
}

export interface NotMeasured {
  readonly work: string;
  readonly notMeasured: string;
}

export type Row = Figure | NotMeasured;

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number): number => sorted[index] ?? NaN;
  const median = sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
  return { median, min: at(0), max: at(sorted.length - 1) };
}

/** Ours to theirs, round by round. */
export function ratioOf({ ours, theirs }: Figure): Spread {
  return spreadOf(ours.map((value, round) => value / (theirs[round] ?? NaN)));
}

/** `slack`: how many times the target is still good. */
export function isMet(figure: Figure, slack = 1): boolean {
  return figure.target === null || ratioOf(figure).median <= figure.target * slack;
}

/** A limit instead of another program, for every round. */
export function limit(value: number, ours: readonly unknown[]): number[] {
  return ours.map(() => value);
}

import type { Language } from './config.ts';

/** Ratios come from sums of milliseconds, whose quotient may lie this little below the true one. */
const FLOAT_ERROR = 1e-6;

/**
 * A ratio of 0 to 1 in per cent, with three decimals, rounded down: `99.997`; `100` only when it is 1 exactly. One
 * second of downtime in a day never reads as 100.
 */
export function percentText(ratio: number, language: Language): string {
  if (ratio >= 1) return '100';
  const thousandths = Math.min(99_999, Math.floor(ratio * 100_000 + FLOAT_ERROR));
  return decimal((thousandths / 1_000).toFixed(3), language);
}

/** Indonesian writes a decimal comma. */
export function decimal(text: string, language: Language): string {
  return language === 'id' ? text.replace('.', ',') : text;
}

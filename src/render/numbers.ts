/** Numbers as reports write them. */

import type { Language } from '../core/config.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/duration.ts';

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

const SHORT = {
  en: { d: 'd', h: 'h', m: 'm', s: 's' },
  id: { d: 'hr', h: 'j', m: 'm', s: 'dtk' },
} as const;

/** A length for a narrow column, in its two largest units, cut: `45s`, `3m`, `1h05m`, `2d04h`; `-` for none. */
export function shortLength(ms: number | null, language: Language): string {
  if (ms === null || ms <= 0) return '-';
  const unit = SHORT[language];
  const two = (value: number): string => String(value).padStart(2, '0');
  const [days, hours] = [Math.floor(ms / DAY_MS), Math.floor((ms % DAY_MS) / HOUR_MS)];
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  if (days > 0) return `${days}${unit.d}${two(hours)}${unit.h}`;
  if (hours > 0) return `${hours}${unit.h}${two(minutes)}${unit.m}`;
  if (minutes > 0) return `${minutes}${unit.m}`;
  return `${Math.floor(ms / 1_000)}${unit.s}`;
}

/** A latency with three significant digits: `0.42 ms`, `12.3 ms`, `1.25 s`. */
export function latencyText(ms: number, language: Language): string {
  const text =
    ms >= 1_000 ? `${(ms / 1_000).toFixed(2)} s` : `${ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
  return decimal(text, language);
}

/** Indonesian writes a decimal comma. */
function decimal(text: string, language: Language): string {
  return language === 'id' ? text.replace('.', ',') : text;
}

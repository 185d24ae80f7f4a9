/** Numbers as reports write them. */

import type { Language } from '../core/config.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/duration.ts';
import { decimal } from '../core/percent.ts';

export { percentText } from '../core/percent.ts';

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

/**
 * The wording that alerts, terminal and reports share: lengths, times, lists and links. Causes and troubles stand in
 * `words-cause.ts` and are passed on from here.
 */

import type { Language, Location } from './config.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './duration.ts';

export { causeText, checkText, failureText, troubleText, unknownText } from './words-cause.ts';

const UNITS = {
  en: { d: 'd', h: 'h', min: 'min', s: 's' },
  id: { d: 'hari', h: 'jam', min: 'menit', s: 'detik' },
} as const satisfies Record<Language, Record<'d' | 'h' | 'min' | 's', string>>;

/** A length in its two largest units, cut and not rounded: `45 s`, `3 min`, `1 h 20 min`, `2 d 4 h`. `ms` < 0 is 0. */
export function durationText(ms: number, language: Language): string {
  const unit = UNITS[language];
  const length = Math.max(0, ms);
  const days = Math.floor(length / DAY_MS);
  const hours = Math.floor((length % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((length % HOUR_MS) / MINUTE_MS);
  if (days > 0) return pair(days, unit.d, hours, unit.h);
  if (hours > 0) return pair(hours, unit.h, minutes, unit.min);
  if (minutes > 0) return `${minutes} ${unit.min}`;
  return `${Math.floor(length / 1_000)} ${unit.s}`;
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

export interface TimeStyle {
  /** IANA name. */
  readonly timezone: string;
  readonly language: Language;
  /** With it, a time of the same local day is given without its date. */
  readonly now?: number;
}

/**
 * An instant as local wall time: `12:41` on the day of `now`, else `Mon 23 Nov 02:10`, and with its year when that is
 * not the year of `now` (or no `now` is given).
 */
export function timeText(instant: number, style: TimeStyle): string {
  const then = wallTime(instant, style);
  return style.now !== undefined && sameDay(then, wallTime(style.now, style))
    ? then.time
    : datedText(instant, style);
}

/** Two instants: `02:10–02:14` on the day of `now`, `Mon 23 Nov 02:10–02:14`, or both ends with their dates. */
export function spanText(from: number, to: number, style: TimeStyle): string {
  const end = wallTime(to, style);
  return sameDay(wallTime(from, style), end)
    ? `${timeText(from, style)}–${end.time}`
    : `${datedText(from, style)} – ${datedText(to, style)}`;
}

function datedText(instant: number, style: TimeStyle): string {
  const then = wallTime(instant, style);
  const thisYear = style.now !== undefined && wallTime(style.now, style).year === then.year;
  return thisYear ? `${then.date} ${then.time}` : `${then.date} ${then.year} ${then.time}`;
}

/** An instant with its year and zone, for reports: `Mon 23 Nov 2026 12:41 (Asia/Jakarta, UTC+07:00)`. */
export function fullTimeText(instant: number, style: TimeStyle): string {
  const { timezone, language } = style;
  return `${timeText(instant, { timezone, language })} (${zoneText(timezone, instant)})`;
}

/** A zone with its offset at an instant: `Asia/Jakarta, UTC+07:00`. */
export function zoneText(timezone: string, instant: number): string {
  const parts = formatter(`offset ${timezone}`, 'en-US', {
    timeZone: timezone,
    timeZoneName: 'longOffset',
  }).formatToParts(instant);
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? '';
  return offset === timezone ? timezone : `${timezone}, ${offset === 'UTC' ? 'UTC+00:00' : offset}`;
}

const LOCALES: Record<Language, string> = { id: 'id-ID', en: 'en-US' };

interface WallTime {
  readonly date: string;
  readonly year: string;
  readonly time: string;
}

function sameDay(a: WallTime, b: WallTime): boolean {
  return a.date === b.date && a.year === b.year;
}

function wallTime(instant: number, { timezone, language }: TimeStyle): WallTime {
  const format = formatter(`wall ${language} ${timezone}`, LOCALES[language], {
    timeZone: timezone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    numberingSystem: 'latn',
  });
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    date: `${part('weekday')} ${part('day')} ${part('month')}`,
    year: part('year'),
    time: `${part('hour')}:${part('minute')}`,
  };
}

/** Making a formatter costs more than a hundred uses of it, and a page of alerts shares one zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(key: string, locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

/** `A, B, C, +12 more`: the first `max` names and how many were left out. */
export function listText(names: readonly string[], max: number, language: Language): string {
  const more = names.length - max;
  if (more <= 0) return names.join(', ');
  return [...names.slice(0, max), moreText(more, language)].join(', ');
}

/** `+37 more`. */
export function moreText(count: number, language: Language): string {
  return language === 'id' ? `+${count} lainnya` : `+${count} more`;
}

/** `1 server`, `4 servers`; Indonesian has no plural: `4 server`. */
export function serversText(count: number, language: Language): string {
  return language === 'id' || count === 1 ? `${count} server` : `${count} servers`;
}

/** A link that opens the place in Google Maps (https://developers.google.com/maps/documentation/urls). */
export function mapsLink({ lat, lon }: Location): string {
  return `https://www.google.com/maps/search/?api=1&query=${degrees(lat)},${degrees(lon)}`;
}

/** Six decimals are 11 cm; more would only lengthen the link, and small numbers would turn into `1e-7`. */
function degrees(value: number): string {
  return String(Number(value.toFixed(6)) + 0);
}

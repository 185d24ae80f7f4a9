import type { Bilingual } from './problem.ts';

/** Days and times of day, as they stand in maintenance windows and opening hours. */

/** ISO weekdays (1 = Monday) and a half-open span of local wall time in minutes since midnight. */
export interface WeeklySpan {
  readonly days: readonly number[];
  readonly from: number;
  /** `to` <= `from` ends on the next day. */
  readonly to: number;
}

const MINUTES_A_DAY = 1440;
export const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;

/** English and Indonesian; the first three letters are enough. */
const DAY_NAMES: readonly (readonly string[])[] = [
  ['monday', 'senin'],
  ['tuesday', 'selasa'],
  ['wednesday', 'rabu'],
  ['thursday', 'kamis'],
  ['friday', 'jumat'],
  ['saturday', 'sabtu'],
  ['sunday', 'minggu'],
];

/** `Sun 02:00-04:00`, `Mon-Fri 22:00-06:00`, `Sat,Sun 00:00-24:00`, `daily 01:00-02:00`; else what is wrong with it. */
export function parseWeekly(text: string): WeeklySpan | Bilingual {
  const match = /^(.+?)\s+(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (match === null) return { en: 'is no day and time', id: 'bukan hari dan jam' };
  const days = parseDays(match[1] ?? '');
  if (!Array.isArray(days)) return days;
  const [from, to] = [minutes(match[2], match[3]), minutes(match[4], match[5])];
  if (from === null || to === null || from === MINUTES_A_DAY)
    return { en: 'has no such time of day', id: 'berisi jam yang tidak ada' };
  if (from === to) return { en: 'is empty', id: 'kosong' };
  // 24:00 is the midnight at which the next day begins.
  return { days, from, to: to % MINUTES_A_DAY };
}

function minutes(hour: string | undefined, minute: string | undefined): number | null {
  const sum = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && sum <= MINUTES_A_DAY ? sum : null;
}

function parseDays(text: string): number[] | Bilingual {
  if (/^(daily|every day|setiap hari)$/i.test(text)) return [1, 2, 3, 4, 5, 6, 7];
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const [first, last = first, ...rest] = part.split(/[-–]/).map((name) => dayNumber(name.trim()));
    if (first === undefined || first === null || last === null || last === undefined || rest.length > 0) {
      const name = JSON.stringify(part.trim());
      return { en: `has no day called ${name}`, id: `berisi hari yang tidak dikenal: ${name}` };
    }
    // `Sat-Mon` runs over the end of the week.
    for (let step = 0; step <= (last - first + 7) % 7; step += 1) days.add(((first - 1 + step) % 7) + 1);
  }
  return [...days].sort((a, b) => a - b);
}

function dayNumber(name: string): number | null {
  const wanted = name.toLowerCase();
  if (wanted.length < 3) return null;
  const index = DAY_NAMES.findIndex((names) => names.some((full) => full.startsWith(wanted)));
  return index === -1 ? null : index + 1;
}

/** Minutes since Monday 00:00: spans sorted, joined where they touch, and cut at the end of the week. */
export function weekRanges(spans: readonly WeeklySpan[]): { from: number; to: number }[] {
  const pieces = spans.flatMap((span) => span.days.flatMap((day) => pieceOf(span, day)));
  const joined: { from: number; to: number }[] = [];
  for (const piece of pieces.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && piece.from <= last.to) last.to = Math.max(last.to, piece.to);
    else joined.push({ ...piece });
  }
  return joined;
}

function pieceOf({ from, to }: WeeklySpan, day: number): { from: number; to: number }[] {
  const start = (day - 1) * MINUTES_A_DAY;
  const end = start + to + (to <= from ? MINUTES_A_DAY : 0);
  if (end <= MINUTES_A_WEEK) return [{ from: start + from, to: end }];
  return [
    { from: start + from, to: MINUTES_A_WEEK },
    { from: 0, to: end - MINUTES_A_WEEK },
  ];
}

/** A local date and time such as `2026-12-24T22:00` as wall time (see core/walltime.ts); null: it is none. */
export function parseWallTime(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part = '0') => Number(part));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC turns 31 February into March.
  const exact = new Date(wall).toISOString().startsWith(`${match[1]}-${match[2]}-${match[3]}`);
  return exact && hour < 24 && minute < 60 && second < 60 ? wall : null;
}

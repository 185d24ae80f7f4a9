/**
 * The period of a report, from the words of the command line. Days, weeks and months are those of the calendar in the
 * configured zone, so a day has 23 or 25 hours when the clocks change. A period is half-open: it ends before `to`.
 */

import { DateTime } from 'luxon';
import type { Language } from './config.ts';
import { parseDuration } from './duration.ts';
import type { Span } from './intervals.ts';

/** At most one of them, except `from` with `to`. The texts are as the user typed them. */
export interface PeriodChoice {
  readonly since?: string | undefined;
  /** Date or date and time, in the configured zone. */
  readonly from?: string | undefined;
  /** The same; a date means until the end of that day. */
  readonly to?: string | undefined;
  readonly month?: string | undefined;
  readonly lastMonth?: boolean | undefined;
  readonly week?: boolean | undefined;
  readonly lastWeek?: boolean | undefined;
  readonly today?: boolean | undefined;
}

export interface Period extends Span {
  readonly timezone: string;
  /** True when the chosen period reaches past now and was cut there. */
  readonly soFar: boolean;
}

export type PeriodProblem =
  | {
      readonly code: 'not-a-length' | 'not-a-time' | 'not-a-month';
      readonly option: string;
      readonly value: string;
    }
  | { readonly code: 'in-the-future'; readonly option: string; readonly value: string }
  | { readonly code: 'too-many'; readonly options: readonly string[] }
  | { readonly code: 'to-without-from' }
  | { readonly code: 'backwards'; readonly from: string; readonly to: string };

export type PeriodResult =
  { readonly ok: true; readonly period: Period } | { readonly ok: false; readonly problem: PeriodProblem };

export const DEFAULT_SINCE = '7d';

/** One calendar day (or the part of it that lies in the period). */
export interface Day extends Span {
  /** `2026-10-25` */
  readonly date: string;
}

/** Works out the period; nothing chosen means the last seven days. Never throws on bad input. */
export function periodOf(choice: PeriodChoice, timezone: string, now: number): PeriodResult {
  const chosen = chosenOptions(choice);
  if (chosen.length > 1) return problem({ code: 'too-many', options: chosen });
  const here = DateTime.fromMillis(now, { zone: timezone });
  if (choice.from !== undefined) return fromTo(choice.from, choice.to, here);
  if (choice.to !== undefined) return problem({ code: 'to-without-from' });
  if (choice.month !== undefined) return calendarMonth(choice.month, here);
  if (choice.lastMonth === true) return whole(here.minus({ months: 1 }), 'month', here);
  if (choice.week === true) return whole(here, 'week', here);
  if (choice.lastWeek === true) return whole(here.minus({ weeks: 1 }), 'week', here);
  if (choice.today === true) return whole(here, 'day', here);
  return lastStretch(choice.since ?? DEFAULT_SINCE, here);
}

/** The period before one: the month before a month, the week before a week, else as long a stretch up to its begin. */
export function periodBefore(choice: PeriodChoice, period: Period): Period {
  const begin = DateTime.fromMillis(period.from, { zone: period.timezone });
  const unit = calendarUnit(choice);
  const from = unit === null ? 2 * period.from - period.to : begin.minus({ [unit]: 1 }).toMillis();
  return { from, to: period.from, timezone: period.timezone, soFar: false };
}

function calendarUnit(choice: PeriodChoice): 'months' | 'weeks' | 'days' | null {
  if (choice.month !== undefined || choice.lastMonth === true) return 'months';
  if (choice.week === true || choice.lastWeek === true) return 'weeks';
  return choice.today === true ? 'days' : null;
}

function chosenOptions(choice: PeriodChoice): string[] {
  const given: [string, boolean][] = [
    ['--since', choice.since !== undefined],
    ['--from/--to', choice.from !== undefined || choice.to !== undefined],
    ['--month', choice.month !== undefined],
    ['--last-month', choice.lastMonth === true],
    ['--week', choice.week === true],
    ['--last-week', choice.lastWeek === true],
    ['--today', choice.today === true],
  ];
  return given.filter(([, isGiven]) => isGiven).map(([name]) => name);
}

/** Days and weeks back are calendar days (the same time of day), hours and less are exact. */
function lastStretch(value: string, now: DateTime): PeriodResult {
  const lengthMs = parseDuration(value);
  if (lengthMs === null || lengthMs === 0) return problem({ code: 'not-a-length', option: '--since', value });
  const days = /^(\d+)([dw])$/.exec(value);
  const from =
    days === null
      ? now.minus({ milliseconds: lengthMs })
      : now.minus(days[2] === 'w' ? { weeks: Number(days[1]) } : { days: Number(days[1]) });
  if (!from.isValid) return problem({ code: 'not-a-length', option: '--since', value });
  return found(from, now, now);
}

function fromTo(fromText: string, toText: string | undefined, now: DateTime): PeriodResult {
  const from = wallTime(fromText, now.zoneName ?? 'UTC', false);
  if (from === null) return problem({ code: 'not-a-time', option: '--from', value: fromText });
  if (from >= now) return problem({ code: 'in-the-future', option: '--from', value: fromText });
  if (toText === undefined) return found(from, now, now);
  const to = wallTime(toText, now.zoneName ?? 'UTC', true);
  if (to === null) return problem({ code: 'not-a-time', option: '--to', value: toText });
  if (to <= from) return problem({ code: 'backwards', from: fromText, to: toText });
  return found(from, to, now);
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/;

/** A time of day that the clocks skipped is the instant at which they were put forward by as much. */
function wallTime(text: string, zone: string, endOfDay: boolean): DateTime | null {
  if (!DATE.test(text) && !DATE_TIME.test(text)) return null;
  const time = DateTime.fromISO(text.replace(' ', 'T'), { zone });
  if (!time.isValid) return null;
  return endOfDay && DATE.test(text) ? time.startOf('day').plus({ days: 1 }) : time;
}

function calendarMonth(value: string, now: DateTime): PeriodResult {
  const start = /^\d{4}-\d{2}$/.test(value)
    ? DateTime.fromISO(value, { zone: now.zoneName ?? 'UTC' })
    : DateTime.invalid('no month');
  if (!start.isValid) return problem({ code: 'not-a-month', option: '--month', value });
  if (start >= now) return problem({ code: 'in-the-future', option: '--month', value });
  return whole(start, 'month', now);
}

function whole(inside: DateTime, unit: 'day' | 'week' | 'month', now: DateTime): PeriodResult {
  const from = inside.startOf(unit);
  return found(from, from.plus({ [unit]: 1 }), now);
}

function found(from: DateTime, to: DateTime, now: DateTime): PeriodResult {
  const end = Math.min(to.toMillis(), now.toMillis());
  const soFar = to > now;
  return { ok: true, period: { from: from.toMillis(), to: end, timezone: now.zoneName ?? 'UTC', soFar } };
}

function problem(what: PeriodProblem): PeriodResult {
  return { ok: false, problem: what };
}

/** The calendar days that the period touches, each cut to it. */
export function daysOf(period: Period): Day[] {
  const days: Day[] = [];
  let start = DateTime.fromMillis(period.from, { zone: period.timezone }).startOf('day');
  while (start.toMillis() < period.to) {
    const next = start.plus({ days: 1 }).startOf('day');
    days.push({
      date: start.toFormat('yyyy-MM-dd'),
      from: Math.max(start.toMillis(), period.from),
      to: Math.min(next.toMillis(), period.to),
    });
    start = next;
  }
  return days;
}

/** The problem in one sentence, and what to type instead. */
export function periodProblemText(what: PeriodProblem, language: Language): string {
  return language === 'id' ? problemInId(what) : problemInEn(what);
}

function problemInEn(what: PeriodProblem): string {
  switch (what.code) {
    case 'not-a-length':
      return `${what.option}: "${what.value}" is no length of time; write for instance 24h, 7d or 4w`;
    case 'not-a-time':
      return `${what.option}: "${what.value}" is no date; write for instance 2026-10-01 or 2026-10-01T08:30`;
    case 'not-a-month':
      return `${what.option}: "${what.value}" is no month; write for instance 2026-10`;
    case 'in-the-future':
      return `${what.option}: ${what.value} is still to come; choose a time before now`;
    case 'too-many':
      return `${what.options.join(' and ')} exclude each other; give only one of them`;
    case 'to-without-from':
      return '--to needs a beginning; add --from';
    case 'backwards':
      return `--from ${what.from} is not before --to ${what.to}; exchange them`;
  }
}

function problemInId(what: PeriodProblem): string {
  switch (what.code) {
    case 'not-a-length':
      return `${what.option}: "${what.value}" bukan lama waktu; tulis misalnya 24h, 7d atau 4w`;
    case 'not-a-time':
      return `${what.option}: "${what.value}" bukan tanggal; tulis misalnya 2026-10-01 atau 2026-10-01T08:30`;
    case 'not-a-month':
      return `${what.option}: "${what.value}" bukan bulan; tulis misalnya 2026-10`;
    case 'in-the-future':
      return `${what.option}: ${what.value} belum tiba; pilih waktu sebelum sekarang`;
    case 'too-many':
      return `${what.options.join(' dan ')} tidak bisa dipakai bersamaan; beri salah satu saja`;
    case 'to-without-from':
      return '--to butuh awal periode; tambahkan --from';
    case 'backwards':
      return `--from ${what.from} tidak lebih awal dari --to ${what.to}; tukar keduanya`;
  }
}

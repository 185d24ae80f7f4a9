import { Cron } from 'croner';
import { z } from 'zod';
import { duration, mustBe, refuse, text, timezone } from './schema-values.ts';
import type { Bilingual } from './problem.ts';
import { parseWallTime, parseWeekly, type WeeklySpan } from './weekly.ts';

/** Maintenance windows and opening hours. */

/** A window as written; the wall times of `once` still need a time zone. */
export type WindowInput = { timezone?: string | undefined; note?: string | undefined } & (
  | ({ kind: 'weekly' } & WeeklySpan)
  | { kind: 'once'; fromWall: number; toWall: number }
  | { kind: 'cron'; cron: string; forMs: number }
);

const WEEKLY_MEND: Bilingual = {
  en: 'write days and times such as "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" or "daily 01:00-02:00"',
  id: 'tulis hari dan jam, misalnya "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" atau "daily 01:00-02:00"',
};
const DAYS_AND_TIMES: Bilingual = { en: 'days and times', id: 'hari dan jam' };

const weekly = z
  .string({ error: mustBe(DAYS_AND_TIMES, WEEKLY_MEND) })
  .transform((value, ctx): WeeklySpan => {
    const span = parseWeekly(value);
    if ('days' in span) return span;
    const quoted = JSON.stringify(value);
    refuse(ctx, 'weekly', { en: `${quoted} ${span.en}`, id: `${quoted} ${span.id}` }, WEEKLY_MEND);
    return z.NEVER;
  });

const wallTime = text().transform((value, ctx): number => {
  const wall = parseWallTime(value);
  if (wall !== null) return wall;
  refuse(
    ctx,
    'wall-time',
    {
      en: `${JSON.stringify(value)} is no date and time`,
      id: `${JSON.stringify(value)} bukan tanggal dan jam`,
    },
    {
      en: 'write a local date and time such as 2026-12-24T22:00',
      id: 'tulis tanggal dan jam setempat, misalnya 2026-12-24T22:00',
    },
  );
  return z.NEVER;
});

const cron = text().superRefine((value, ctx) => {
  try {
    new Cron(value, { paused: true });
  } catch {
    refuse(
      ctx,
      'cron',
      {
        en: `${JSON.stringify(value)} is no cron expression`,
        id: `${JSON.stringify(value)} bukan ekspresi cron`,
      },
      { en: 'write five fields such as "0 2 * * SUN#1"', id: 'tulis lima kolom, misalnya "0 2 * * SUN#1"' },
    );
  }
});

const about = {
  timezone: timezone.optional().describe('IANA time zone of this window. Default: `timezone`.'),
  note: text(500).optional().describe('Shown where the window is.'),
};

const everyWindow = z
  .strictObject({
    every: weekly.describe('Weekly: days and local times, e.g. `Sun 02:00-04:00`, `Mon-Fri 22:00-06:00`.'),
    ...about,
  })
  .transform(({ every, ...rest }): WindowInput => ({ kind: 'weekly', ...every, ...rest }));

const cronWindow = z
  .strictObject({
    cron: cron.describe('Cron expression of its beginnings.'),
    for: duration('1m', '31d').describe('How long it lasts.'),
    ...about,
  })
  .transform(({ for: forMs, ...rest }): WindowInput => ({ kind: 'cron', forMs, ...rest }));

const onceWindow = z
  .strictObject({
    from: wallTime.describe('Local date and time at which it begins, e.g. `2026-12-24T22:00`.'),
    to: wallTime.describe('Local date and time at which it ends.'),
    ...about,
  })
  .transform(({ from, to, ...rest }, ctx): WindowInput => {
    if (to <= from)
      refuse(
        ctx,
        'window-empty',
        { en: 'the window ends before it begins', id: 'jadwal ini berakhir sebelum dimulai' },
        { en: 'make `to` later than `from`', id: 'buat `to` lebih akhir dari `from`' },
      );
    return { kind: 'once', fromWall: from, toWall: to, ...rest };
  });

const shortWindow = weekly.transform((span): WindowInput => ({ kind: 'weekly', ...span }));

export const maintenance = z.array(
  z.union([shortWindow, everyWindow, cronWindow, onceWindow], {
    error: mustBe(
      {
        en: '{every: ...}, {cron: ..., for: ...} or {from: ..., to: ...}',
        id: '{every: ...}, {cron: ..., for: ...} atau {from: ..., to: ...}',
      },
      {
        en: `${WEEKLY_MEND.en}, or {from: 2026-12-24T22:00, to: 2026-12-25T06:00}`,
        id: `${WEEKLY_MEND.id}, atau {from: 2026-12-24T22:00, to: 2026-12-25T06:00}`,
      },
    ),
  }),
  {
    error: mustBe(
      { en: 'a list of windows', id: 'daftar jadwal' },
      {
        en: 'write a list such as [{every: "Sun 02:00-04:00"}]',
        id: 'tulis daftar, misalnya [{every: "Sun 02:00-04:00"}]',
      },
    ),
  },
);

/** Opening hours: one span or several. */
export const hours = z
  .union([weekly, z.array(weekly).min(1)], { error: mustBe(DAYS_AND_TIMES, WEEKLY_MEND) })
  .transform((value) => [value].flat());

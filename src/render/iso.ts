import { DateTime } from 'luxon';

/** An instant as ISO 8601 with the zone's offset, cut to the second: `2026-11-18T10:20:00+07:00`. */
export function isoLocal(instant: number, timezone: string): string {
  const second = DateTime.fromMillis(instant, { zone: timezone }).startOf('second');
  const text = second.toISO({ suppressMilliseconds: true });
  return text ?? new Date(instant).toISOString();
}

/** An instant as ISO 8601 in UTC: `2026-11-18T03:20:00.000Z`; null stays null. */
export function isoUtc(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

import type { WeeklyHours } from './config.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const DAY_MINUTES = 1_440;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Minutes since Monday 00:00 in local wall time, 0 to 10,079. */
export function weekMinute(instant: number, timezone: string): number {
  let format = formatters.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timezone, format);
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const day = DAYS.indexOf(parts.get('weekday') ?? '');
  return day * DAY_MINUTES + Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
}

/** Whether a chat takes messages at this instant. */
export function isOpen(hours: WeeklyHours, instant: number): boolean {
  const minute = weekMinute(instant, hours.timezone);
  return hours.ranges.some(({ from, to }) => from <= minute && minute < to);
}

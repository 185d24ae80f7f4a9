import { MINUTE_MS } from './duration.ts';

export interface Schedule {
  /** The five time fields of crontab(5). */
  readonly cron: string;
  /** `OnCalendar=` of systemd.timer(5), see systemd.time(7). */
  readonly systemd: string;
}

/**
 * When a run is due, for an interval in milliseconds. Cron knows only steps that divide an hour or a day evenly; null for
 * any other interval.
 */
export function scheduleOf(intervalMs: number): Schedule | null {
  const minutes = intervalMs / MINUTE_MS;
  if (!Number.isInteger(minutes)) return null;
  if (minutes === 1) return { cron: '* * * * *', systemd: 'minutely' };
  if (minutes < 60 && 60 % minutes === 0)
    return { cron: `*/${minutes} * * * *`, systemd: `*-*-* *:0/${minutes}:00` };
  const hours = minutes / 60;
  if (!Number.isInteger(hours)) return null;
  if (hours === 1) return { cron: '0 * * * *', systemd: 'hourly' };
  if (hours === 24) return { cron: '0 0 * * *', systemd: 'daily' };
  if (24 % hours === 0) return { cron: `0 */${hours} * * *`, systemd: `*-*-* 0/${hours}:00:00` };
  return null;
}

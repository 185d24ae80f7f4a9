import type { MaintenanceWindow, WeeklyHours } from '../core/config.ts';
import { instantOf } from '../core/walltime.ts';
import type { WindowInput } from './schema-times.ts';
import { weekRanges, type WeeklySpan } from './weekly.ts';

/** Puts the time zone into windows. A time that occurs twice begins at its first and ends at its last occurrence. */
export function windowsOf(windows: readonly WindowInput[], defaultZone: string): MaintenanceWindow[] {
  return windows.map((window) => {
    const about = { timezone: window.timezone ?? defaultZone, note: window.note ?? null };
    switch (window.kind) {
      case 'weekly':
        return { kind: 'weekly', ...about, days: window.days, from: window.from, to: window.to };
      case 'cron':
        return { kind: 'cron', ...about, cron: window.cron, forMs: window.forMs };
      case 'once':
        return {
          kind: 'once',
          ...about,
          from: instantOf(window.fromWall, about.timezone, 'earliest'),
          to: instantOf(window.toWall, about.timezone, 'latest'),
        };
    }
  });
}

export function hoursOf(spans: readonly WeeklySpan[] | undefined, timezone: string): WeeklyHours | null {
  return spans === undefined ? null : { timezone, ranges: weekRanges(spans) };
}

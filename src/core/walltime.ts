import { IANAZone } from 'luxon';
import { DAY_MS, MINUTE_MS } from './duration.ts';

/** A day and a time of day as clocks on the wall show it, in milliseconds as if the zone were UTC. */
export type WallTime = number;

/** The wall time of an instant in an IANA zone. */
export function wallTimeOf(instant: number, timezone: string): WallTime {
  return instant + offsetMs(instant, timezone);
}

/**
 * The instant of a wall time. When clocks are set back it occurs twice: `earliest` or `latest` is taken. When clocks
 * are set forward it may not occur: then the instant of the change is taken.
 */
export function instantOf(wall: WallTime, timezone: string, which: 'earliest' | 'latest'): number {
  const before = wall - offsetMs(wall - DAY_MS, timezone);
  const after = wall - offsetMs(wall + DAY_MS, timezone);
  const matches = [before, after].filter((instant) => wallTimeOf(instant, timezone) === wall);
  if (matches.length === 0) return changeBetween(Math.min(before, after), Math.max(before, after), timezone);
  return which === 'earliest' ? Math.min(...matches) : Math.max(...matches);
}

/** The minute in (from, to] at which the zone's offset changes. */
function changeBetween(from: number, to: number, timezone: string): number {
  const offset = offsetMs(from, timezone);
  let [low, high] = [from, to];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetMs(middle, timezone) === offset) low = middle;
    else high = middle;
  }
  return high;
}

function offsetMs(instant: number, timezone: string): number {
  return IANAZone.create(timezone).offset(instant) * MINUTE_MS;
}

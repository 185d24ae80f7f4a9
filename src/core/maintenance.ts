import { Cron } from 'croner';
import type { Config, MaintenanceWindow } from './config.ts';
import type { ActiveWindow } from './draft.ts';
import { DAY_MS, MINUTE_MS } from './duration.ts';
import { instantOf, wallTimeOf } from './walltime.ts';

/** One occurrence of a window, half-open: `since` <= t < `until`. */
type Occurrence = Pick<ActiveWindow, 'since' | 'until'>;

/** How far back an occurrence of a weekly window can have begun, and how many days `nextOccurrences` looks ahead. */
const WEEKLY_LOOK_BACK_DAYS = 1;
const LOOK_AHEAD_DAYS = 32;

/** The windows that are open at `now` (of everything, of its site, its own), by server id. */
export function openWindows(config: Config, now: number): Map<string, ActiveWindow> {
  const everywhere = lastToEnd(config.maintenance, now);
  const bySite = new Map(config.sites.map((site) => [site.id, lastToEnd(site.maintenance, now)]));
  const open = new Map<string, ActiveWindow>();
  for (const server of config.servers) {
    const site = server.siteId === null ? null : (bySite.get(server.siteId) ?? null);
    const window = later(later(everywhere, site), lastToEnd(server.maintenance, now));
    if (window !== null) open.set(server.id, window);
  }
  return open;
}

/** The next occurrences that have not ended at `now`, the one that is open included. */
export function nextOccurrences(window: MaintenanceWindow, now: number, count: number): Occurrence[] {
  const found: Occurrence[] = [];
  for (const occurrence of occurrences(window, now)) {
    if (occurrence.until > now) found.push(occurrence);
    if (found.length === count) break;
  }
  return found;
}

function lastToEnd(windows: readonly MaintenanceWindow[], now: number): ActiveWindow | null {
  return windows.reduce<ActiveWindow | null>((last, window) => later(last, openAt(window, now)), null);
}

function later(a: ActiveWindow | null, b: ActiveWindow | null): ActiveWindow | null {
  if (a === null || b === null) return a ?? b;
  return b.until > a.until ? b : a;
}

function openAt(window: MaintenanceWindow, now: number): ActiveWindow | null {
  for (const { since, until } of occurrences(window, now)) {
    if (since > now) return null;
    if (until > now) return { since, until, note: window.note };
  }
  return null;
}

/** The occurrences from about `now` on, in order. */
function* occurrences(window: MaintenanceWindow, now: number): Generator<Occurrence> {
  switch (window.kind) {
    case 'once':
      yield { since: window.from, until: window.to };
      return;
    case 'weekly':
      yield* weekly(window, now);
      return;
    case 'cron':
      yield* cron(window, now);
  }
}

function* weekly(window: Extract<MaintenanceWindow, { kind: 'weekly' }>, now: number): Generator<Occurrence> {
  const today = Math.floor(wallTimeOf(now, window.timezone) / DAY_MS);
  for (let day = today - WEEKLY_LOOK_BACK_DAYS; day <= today + LOOK_AHEAD_DAYS; day += 1) {
    if (!window.days.includes(isoWeekday(day))) continue;
    const endDay = window.to <= window.from ? day + 1 : day;
    const since = instantOf(day * DAY_MS + window.from * MINUTE_MS, window.timezone, 'earliest');
    const until = instantOf(endDay * DAY_MS + window.to * MINUTE_MS, window.timezone, 'latest');
    if (until > since) yield { since, until };
  }
}

function* cron(window: Extract<MaintenanceWindow, { kind: 'cron' }>, now: number): Generator<Occurrence> {
  const schedule = new Cron(window.cron, { timezone: window.timezone, paused: true });
  // nextRun looks strictly after its argument.
  let at = schedule.nextRun(new Date(now - window.forMs));
  while (at !== null) {
    yield { since: at.getTime(), until: at.getTime() + window.forMs };
    at = schedule.nextRun(at);
  }
}

/** 1 = Monday; day 0 is Thursday, 1 January 1970. */
function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

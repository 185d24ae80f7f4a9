import type { Check, Config, MaintenanceWindow } from './config.ts';
import { nextOccurrences } from './maintenance.ts';

/** What a configuration amounts to: how much is watched, and who is told about what. */
export interface Plan {
  readonly files: readonly string[];
  readonly stateDir: string;
  readonly servers: number;
  readonly sites: number;
  readonly chats: number;
  /** Servers that have a parent. */
  readonly children: number;
  /** Number of checks by kind, in this order. */
  readonly checks: readonly { readonly kind: Check['kind']; readonly count: number }[];
  readonly targets: readonly PlannedTarget[];
  readonly windows: readonly PlannedWindow[];
}

/** What one chat (or `console`) is told. */
export interface PlannedTarget {
  readonly name: string;
  /** Number of servers whose outages it is told. */
  readonly alerts: number;
  /** And how long after their confirmation. */
  readonly notifyAfterMs: number;
  /** Number of servers of which it is told in plain words. */
  readonly announcements: number;
  readonly notices: boolean;
}

export interface PlannedWindow {
  /** Name of its server or site; null: everything. */
  readonly owner: string | null;
  readonly window: MaintenanceWindow;
  /** At most three, the one that is open included. */
  readonly next: readonly { readonly since: number; readonly until: number }[];
}

const KINDS = ['icmp', 'tcp', 'http'] as const;
const OCCURRENCES = 3;

export function planOf(config: Config, now: number): Plan {
  const checks = config.servers.flatMap((server) => server.checks);
  return {
    files: config.files,
    stateDir: config.stateDir,
    servers: config.servers.length,
    sites: config.sites.length,
    chats: config.telegram?.chats.length ?? 0,
    children: config.servers.filter((server) => server.parentId !== null).length,
    checks: KINDS.map((kind) => ({ kind, count: checks.filter((check) => check.kind === kind).length })),
    targets: targetsOf(config),
    windows: windowsOf(config, now),
  };
}

/** All chats, in the order of the configuration, then `console` when somebody names it. */
function targetsOf(config: Config): PlannedTarget[] {
  const alerts = countBy(config.servers.map((server) => server.to));
  const announcements = countBy(config.servers.map((server) => server.announceTo));
  const notices = new Set(config.alerts.noticesTo);
  const waits = new Map(config.telegram?.chats.map((chat) => [chat.name, chat.notifyAfterMs]));
  const names = new Set([...waits.keys(), ...alerts.keys(), ...announcements.keys(), ...notices]);
  return [...names].map((name) => ({
    name,
    alerts: alerts.get(name) ?? 0,
    notifyAfterMs: waits.get(name) ?? 0,
    announcements: announcements.get(name) ?? 0,
    notices: notices.has(name),
  }));
}

function countBy(lists: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of lists.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function windowsOf(config: Config, now: number): PlannedWindow[] {
  const owners = [{ name: null, maintenance: config.maintenance }, ...config.sites, ...config.servers];
  return owners.flatMap(({ name, maintenance }) =>
    maintenance.map((window) => ({ owner: name, window, next: nextOccurrences(window, now, OCCURRENCES) })),
  );
}

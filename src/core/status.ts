/** What is the case now, as data: what `srvmon status` shows. Lengths are milliseconds. */

import type { Config, Server } from './config.ts';
import type { Condition, Incident, ServerState, Silence, State } from './model.ts';
import type { Cause, Trouble } from './probing.ts';
import { isDown } from './report-model.ts';

export interface Status {
  readonly generatedAt: number;
  /** Minute of the last sweep; null: no check has run yet. */
  readonly lastRunAt: number | null;
  readonly ageMs: number | null;
  /** The last sweep is older than it may be: the checks have stopped. */
  readonly stale: boolean;
  /** Since when the monitor itself is cut off. */
  readonly blindSince: number | null;
  readonly counts: { readonly total: number; readonly up: number; readonly down: number };
  /** The longest outage first. */
  readonly down: readonly DownServer[];
  readonly suspects: readonly SuspectServer[];
  readonly unknown: readonly UnknownServer[];
  readonly troubles: readonly { readonly since: number; readonly trouble: Trouble }[];
  readonly chats: readonly ChatStatus[];
  readonly silences: readonly Silence[];
  readonly skips: Skips;
}

interface StatusServer {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly siteName: string | null;
}

export interface DownServer extends StatusServer {
  readonly since: number;
  readonly confirmedAt: number;
  readonly lengthMs: number;
  readonly cause: Cause;
  /** The last checks succeeded, but not enough of them yet. */
  readonly recovering: boolean;
  readonly inMaintenance: boolean;
}

/** Failing, but not yet long and often enough to be down. */
export interface SuspectServer extends StatusServer {
  readonly since: number;
  readonly failures: number;
  readonly cause: Cause;
}

export interface UnknownServer extends StatusServer {
  /** Since when there is no verdict; null: never probed. */
  readonly since: number | null;
  /** A `TroubleCode`. */
  readonly reason: string | null;
}

/** The delivery to one chat that has messages waiting or is refused. */
export interface ChatStatus {
  readonly chat: string;
  readonly waiting: number;
  /** Minute of the oldest message that waits. */
  readonly oldestAt: number | null;
  /** Failed deliveries in a row. */
  readonly failures: number;
  readonly refused: { readonly reason: string; readonly since: number } | null;
}

/** Runs that found another one still at work, within the last `SKIPS_MS`. */
export interface Skips {
  readonly count: number;
  readonly lastAt: number | null;
}

export const SKIPS_MS = 86_400_000;

/** Without a limit of the user's own, checks count as stopped after so many intervals without one. */
const STALE_INTERVALS = 3;

/** `maxAgeMs`: how old the last sweep may be; null: three intervals. */
export function statusOf(
  config: Config,
  state: State,
  now: number,
  maxAgeMs: number | null,
  skips: Skips,
): Status {
  const ageMs = state.lastRunAt === null ? null : Math.max(0, now - state.lastRunAt);
  const siteNames = new Map(config.sites.map((site) => [site.id, site.name]));
  const known = config.servers.map((server) => ({
    names: namesOf(server, siteNames),
    state: state.servers[server.id] ?? null,
  }));
  const down = known.flatMap(({ names, state: server }) => downServer(names, server, now));
  const unknown = known.flatMap(({ names, state: server }) => unknownServer(names, server));
  return {
    generatedAt: now,
    lastRunAt: state.lastRunAt,
    ageMs,
    stale: ageMs !== null && ageMs > (maxAgeMs ?? STALE_INTERVALS * config.intervalMs),
    blindSince: state.blindSince,
    counts: {
      total: known.length,
      up: known.filter(({ state: server }) => isUp(server?.condition) && server?.unknownSince === null)
        .length,
      down: down.length,
    },
    down: down.sort((a, b) => a.since - b.since),
    suspects: known.flatMap(({ names, state: server }) => suspectServer(names, server)),
    unknown,
    troubles: Object.values(state.troubles).map(({ since, trouble }) => ({ since, trouble })),
    chats: chatsOf(state),
    silences: state.silences.filter((silence) => silence.until === null || silence.until > now),
    skips,
  };
}

/** Whether `status` ends with exit code 1. With a limit of age, stopped checks are a failure, and so is none at all. */
export function statusFails(status: Status, maxAgeMs: number | null): boolean {
  return status.down.length > 0 || (maxAgeMs !== null && (status.stale || status.ageMs === null));
}

function namesOf(server: Server, siteNames: ReadonlyMap<string, string>): StatusServer {
  const { id, name, host, siteId } = server;
  return { id, name, host, siteName: siteId === null ? null : (siteNames.get(siteId) ?? siteId) };
}

function isUp(condition: Condition | undefined): boolean {
  return condition?.kind === 'up' || condition?.kind === 'suspect';
}

function downServer(names: StatusServer, server: ServerState | null, now: number): DownServer[] {
  const incident: Incident | null = server?.incident ?? null;
  if (server === null || incident === null || !isDown(server.condition.kind)) return [];
  const { since, confirmedAt, cause } = incident;
  const recovering = server.condition.kind === 'recovering';
  const lengthMs = Math.max(0, now - since);
  return [
    { ...names, since, confirmedAt, lengthMs, cause, recovering, inMaintenance: server.maintenance !== null },
  ];
}

function suspectServer(names: StatusServer, server: ServerState | null): SuspectServer[] {
  if (server?.condition.kind !== 'suspect') return [];
  const { since, failures, cause } = server.condition;
  return [{ ...names, since, failures, cause }];
}

function unknownServer(names: StatusServer, server: ServerState | null): UnknownServer[] {
  if (server === null) return [{ ...names, since: null, reason: null }];
  if (server.unknownSince !== null)
    return [{ ...names, since: server.unknownSince, reason: server.unknownReason }];
  return server.condition.kind === 'unknown' ? [{ ...names, since: null, reason: null }] : [];
}

function chatsOf(state: State): ChatStatus[] {
  const names = new Set([...state.outbox.map((item) => item.chat), ...Object.keys(state.chats)]);
  return [...names].sort().flatMap((chat) => {
    const waiting = state.outbox.filter((item) => item.chat === chat);
    const delivery = state.chats[chat];
    const refused = delivery?.refused ?? null;
    if (waiting.length === 0 && refused === null) return [];
    const oldestAt = waiting.reduce<number | null>(
      (oldest, item) => (oldest === null ? item.at : Math.min(oldest, item.at)),
      null,
    );
    return [{ chat, waiting: waiting.length, oldestAt, failures: delivery?.failures ?? 0, refused }];
  });
}

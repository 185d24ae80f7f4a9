import type { Moment } from './condition.ts';
import { minuteOf } from './duration.ts';
import type { Condition, Incident, ServerState, State } from './model.ts';

/** More than this many intervals without a run are a gap: the machine was off or cron stopped. */
const GAP_INTERVALS = 2.5;

/** Places a sweep after the last one. `at`: start of the run. */
export function momentOf(lastRunAt: number | null, at: number, intervalMs: number): Moment {
  const minute = minuteOf(at);
  if (lastRunAt === null) return { minute, continuity: 'first', elapsedMs: 0 };
  const elapsedMs = minute - lastRunAt;
  return { minute, continuity: elapsedMs > GAP_INTERVALS * intervalMs ? 'gap' : 'continuous', elapsedMs };
}

/**
 * Mends the state after the clock was set back: every open instant moves along, as if exactly one interval had passed
 * since the last run. So no length becomes negative, and an outage keeps the length it had.
 */
export function followClockBack(state: State, at: number, intervalMs: number): State {
  if (state.lastRunAt === null || minuteOf(at) >= state.lastRunAt) return state;
  const by = minuteOf(at) - intervalMs - state.lastRunAt;
  const move = (instant: number): number => instant + by;
  const moveMaybe = (instant: number | null): number | null => (instant === null ? null : instant + by);
  return {
    ...state,
    lastRunAt: move(state.lastRunAt),
    watchedSince: moveMaybe(state.watchedSince),
    blindSince: moveMaybe(state.blindSince),
    servers: mapValues(state.servers, (server) => moveServer(server, move, moveMaybe)),
    siteOutages: mapValues(state.siteOutages, (outage) => ({
      ...outage,
      since: move(outage.since),
      confirmedAt: move(outage.confirmedAt),
    })),
    silences: state.silences.map((silence) => {
      // What was asked for since the last run, and not later than now, was asked for by the new clock.
      if (!silence.told && silence.at <= at) return silence;
      return { ...silence, at: move(silence.at), until: moveMaybe(silence.until) };
    }),
    troubles: mapValues(state.troubles, (open) => ({
      ...open,
      since: move(open.since),
      lastSeenAt: move(open.lastSeenAt),
    })),
    chats: mapValues(state.chats, (chat) => ({
      ...chat,
      notBefore: move(chat.notBefore),
      refused: chat.refused === null ? null : { ...chat.refused, since: move(chat.refused.since) },
      lastSentAt: moveMaybe(chat.lastSentAt),
      remindedAt: moveMaybe(chat.remindedAt),
    })),
  };
}

type Move = (instant: number) => number;
type MoveMaybe = (instant: number | null) => number | null;

function moveServer(server: ServerState, move: Move, moveMaybe: MoveMaybe): ServerState {
  return {
    ...server,
    condition: moveCondition(server.condition, move),
    incident: server.incident === null ? null : moveIncident(server.incident, move),
    addedAt: move(server.addedAt),
    lastVerdictAt: moveMaybe(server.lastVerdictAt),
    unknownSince: moveMaybe(server.unknownSince),
    lastOkAt: moveMaybe(server.lastOkAt),
    changes: server.changes.map(({ at, downMs }) => ({ at: move(at), downMs })),
    flapping:
      server.flapping === null
        ? null
        : {
            ...server.flapping,
            since: move(server.flapping.since),
            lastChangeAt: move(server.flapping.lastChangeAt),
          },
    // A window is wall time: it does not move, and is judged anew by this sweep.
    maintenance: server.maintenance,
  };
}

function moveCondition(condition: Condition, move: Move): Condition {
  switch (condition.kind) {
    case 'unknown':
    case 'down':
      return condition;
    case 'up':
    case 'recovering':
      return { ...condition, since: move(condition.since) };
    case 'suspect':
      return { ...condition, since: move(condition.since), lastFailureAt: move(condition.lastFailureAt) };
  }
}

function moveIncident(incident: Incident, move: Move): Incident {
  return {
    ...incident,
    since: move(incident.since),
    confirmedAt: move(incident.confirmedAt),
    told: mapValues(incident.told, move),
    announced: mapValues(incident.announced, move),
  };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

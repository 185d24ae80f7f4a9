import type { Server } from './config.ts';
import type { Draft } from './draft.ts';
import type { Change, Flapping, Incident, ServerState } from './model.ts';
import { explainedByParent, quietReason } from './quiet.ts';

/** Counts the confirmed changes of this sweep. What a parent explained says nothing about the server itself. */
export function noteChanges(draft: Draft): void {
  const ends = new Map(draft.closed.map((closed) => [closed.serverId, closed]));
  for (const { serverId } of draft.transitions) {
    const server = draft.serverById.get(serverId);
    const state = draft.servers.get(serverId);
    if (server === undefined || state === undefined) continue;
    const end = ends.get(serverId);
    if (end === undefined ? explainedByParent(draft, server) : wasExplained(end.incident)) continue;
    const downMs = end === undefined ? 0 : end.endedAt - end.incident.since;
    draft.servers.set(serverId, noteChange(draft, state, downMs));
  }
}

function wasExplained({ told, held }: Incident): boolean {
  return Object.keys(told).length === 0 && Object.values(held).some(({ reason }) => reason === 'parent');
}

/**
 * Counts a change of a server. More than `flapping.changes` of them in `flapping.windowMs` make it unstable, until a
 * whole window has passed without a change. `downMs`: length of the outage that this change ended, else 0.
 */
function noteChange(draft: Draft, state: ServerState, downMs: number): ServerState {
  const rule = draft.config.alerts.flapping;
  // What was told as unstable is settled by `tellFlapping`, also when the rule was switched off meanwhile.
  if (rule === null) return { ...state, changes: [] };
  const { minute } = draft;
  const recent = state.changes.filter(({ at }) => at > minute - rule.windowMs);
  const changes = [...recent, { at: minute, downMs }];
  const { flapping } = state;
  if (flapping !== null) {
    const { changes: count, downMs: sum } = flapping;
    return {
      ...state,
      changes,
      flapping: { ...flapping, lastChangeAt: minute, changes: count + 1, downMs: sum + downMs },
    };
  }
  if (changes.length <= rule.changes) return { ...state, changes };
  return { ...state, changes, flapping: begin(changes, state.incident, minute) };
}

/** The instability counts from the begin of the first outage that belongs to it, be it with its end alone. */
function begin(changes: readonly Change[], incident: Incident | null, minute: number): Flapping {
  const begins = changes.map(({ at, downMs }) => at - downMs);
  return {
    since: Math.min(minute, incident?.since ?? minute, ...begins),
    lastChangeAt: minute,
    changes: changes.length,
    downMs: changes.reduce((sum, change) => sum + change.downMs, 0),
    told: {},
  };
}

/** Tells once that a server is unstable, and sums up when a window has passed without a change. */
export function tellFlapping(draft: Draft): void {
  const windowMs = draft.config.alerts.flapping?.windowMs ?? 0;
  for (const server of draft.config.servers) {
    const state = draft.servers.get(server.id);
    if (!state?.flapping) continue;
    if (draft.minute - state.flapping.lastChangeAt < windowMs)
      tellUnstable(draft, server.id, state, windowMs);
    else if (mayBeSummedUp(draft, server, state)) settle(draft, server.id, state);
  }
}

function tellUnstable(draft: Draft, id: string, state: ServerState, windowMs: number): void {
  const server = draft.serverById.get(id);
  if (server === undefined || state.flapping === null || mustWait(draft, server)) return;
  const { flapping } = state;
  const due = server.to.filter((chat) => {
    const notifyAfterMs = draft.chatByName.get(chat)?.notifyAfterMs ?? 0;
    return flapping.told[chat] === undefined && draft.minute - flapping.lastChangeAt >= notifyAfterMs;
  });
  if (due.length === 0) return;
  draft.tell(due, { kind: 'unstable', subject: draft.subject(server), changes: flapping.changes, windowMs });
  const told = { ...flapping.told, ...Object.fromEntries(due.map((chat) => [chat, draft.minute])) };
  draft.updateServer(id, { flapping: { ...flapping, told } });
}

/**
 * A summary that says DOWN is no end that is owed: it waits for the end of a window or mute, for the parent,
 * and for a clear answer.
 */
function mayBeSummedUp(draft: Draft, server: Server, { condition }: ServerState): boolean {
  if (condition.kind === 'recovering') return false;
  return condition.kind !== 'down' || !mustWait(draft, server);
}

function mustWait(draft: Draft, server: Server): boolean {
  return quietReason(draft, server) !== null || explainedByParent(draft, server);
}

function settle(draft: Draft, id: string, state: ServerState): void {
  const server = draft.serverById.get(id);
  const { flapping, incident } = state;
  if (server === undefined || flapping === null) return;
  draft.tell(Object.keys(flapping.told), {
    kind: 'unstable-over',
    subject: draft.subject(server),
    since: flapping.since,
    endedAt: incident === null ? flapping.lastChangeAt : draft.minute,
    changes: flapping.changes,
    downMs: flapping.downMs + (incident === null ? 0 : draft.minute - incident.since),
    down: incident !== null,
  });
  // The summary says that the server is down, so its end is owed to the same chats.
  const told = Object.fromEntries(
    Object.keys(flapping.told)
      .filter((chat) => draft.exists(chat))
      .map((chat) => [chat, draft.minute]),
  );
  draft.updateServer(id, {
    flapping: null,
    changes: [],
    incident: incident === null ? null : { ...incident, told: { ...told, ...incident.told } },
  });
}

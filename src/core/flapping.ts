import type { Draft } from './draft.ts';
import type { Change, Flapping, ServerState } from './model.ts';
import { quietReason } from './quiet.ts';

/**
 * Counts a confirmed change of a server. More than `flapping.changes` of them in `flapping.windowMs` make it unstable,
 * until a whole window has passed without a change. `downMs`: length of the outage that this change ended, else 0.
 */
export function noteChange(draft: Draft, state: ServerState, downMs: number): ServerState {
  const rule = draft.config.alerts.flapping;
  if (rule === null) return { ...state, changes: [], flapping: null };
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
  return { ...state, changes, flapping: begin(changes, minute) };
}

/** The instability counts from the first of the changes; an outage that ended with that one belongs to it. */
function begin(changes: readonly Change[], minute: number): Flapping {
  const [first] = changes;
  return {
    since: first === undefined ? minute : first.at - first.downMs,
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
    if (draft.minute - state.flapping.lastChangeAt >= windowMs) settle(draft, server.id, state);
    else tellUnstable(draft, server.id, state, windowMs);
  }
}

function tellUnstable(draft: Draft, id: string, state: ServerState, windowMs: number): void {
  const server = draft.serverById.get(id);
  if (server === undefined || state.flapping === null || quietReason(draft, server) !== null) return;
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

function settle(draft: Draft, id: string, state: ServerState): void {
  const server = draft.serverById.get(id);
  const { flapping, incident } = state;
  if (server === undefined || flapping === null) return;
  draft.tell(Object.keys(flapping.told), {
    kind: 'unstable-over',
    subject: draft.subject(server),
    since: flapping.since,
    endedAt: flapping.lastChangeAt,
    changes: flapping.changes,
    downMs: flapping.downMs + (incident === null ? 0 : draft.minute - incident.since),
    down: incident !== null,
  });
  // The summary says that the server is down, so its end is owed to the same chats.
  const told = Object.fromEntries(Object.keys(flapping.told).map((chat) => [chat, draft.minute]));
  draft.updateServer(id, {
    flapping: null,
    changes: [],
    incident: incident === null ? null : { ...incident, told: { ...told, ...incident.told } },
  });
}

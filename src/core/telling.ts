import type { Server } from './config.ts';
import type { ClosedIncident, Draft } from './draft.ts';
import type { HeldBack, Incident, ServerState } from './model.ts';
import { explainingParent, isFailing, quietReason, silenceOf } from './quiet.ts';
import { collapseSites, type Candidate } from './site-outage.ts';

/**
 * Tells each open outage to each of its chats that has not been told and has no reason to wait. It looks at what is,
 * not at what changed: so an outage that was held back by a window, a mute or a parent is told as soon as that is over,
 * and an edit of the configuration is followed at the next sweep.
 */
export function tellDown(draft: Draft): void {
  const candidates = draft.config.servers.flatMap((server) => candidatesOf(draft, server));
  for (const { server, chat } of collapseSites(draft, candidates)) tellOne(draft, server, chat);
}

function candidatesOf(draft: Draft, server: Server): Candidate[] {
  const incident = draft.servers.get(server.id)?.incident ?? null;
  if (incident === null) return [];
  const untold = server.to.filter(
    (chat) => incident.told[chat] === undefined && incident.covered[chat] === undefined,
  );
  const reasons = untold.map((chat) => [chat, whyHeld(draft, server, incident, chat)] as const);
  const held = Object.fromEntries(reasons.filter((entry): entry is [string, HeldBack] => entry[1] !== null));
  draft.updateServer(server.id, { incident: { ...incident, held } });
  return reasons.filter(([, reason]) => reason === null).map(([chat]) => ({ server, incident, chat }));
}

function whyHeld(draft: Draft, server: Server, incident: Incident, chat: string): HeldBack | null {
  const quiet = quietReason(draft, server);
  if (quiet !== null) return quiet;
  const parent = explainingParent(draft, server, incident);
  if (parent !== null) return { reason: 'parent', detail: parent };
  const state = draft.servers.get(server.id);
  if (state?.flapping) return { reason: 'flapping' };
  if (state?.condition.kind === 'recovering') return { reason: 'recovering' };
  const ack = silenceOf(draft, server, 'ack');
  if (ack !== null) return { reason: 'acknowledged', detail: ack.by };
  const due = incident.confirmedAt + (draft.chatByName.get(chat)?.notifyAfterMs ?? 0);
  return draft.minute < due ? { reason: 'notify-after', until: due } : null;
}

function tellOne(draft: Draft, server: Server, chat: string): void {
  const incident = draft.servers.get(server.id)?.incident ?? null;
  if (incident === null) return;
  const { id, subject, since, confirmedAt, cause } = incident;
  const behind = failingBehind(draft, server.id);
  draft.tell([chat], { kind: 'down', incidentId: id, subject, since, confirmedAt, cause, behind });
  draft.updateServer(server.id, {
    incident: { ...incident, told: { ...incident.told, [chat]: draft.minute } },
  });
}

/** Names of the servers behind this one, at any depth, that do not answer either. */
function failingBehind(draft: Draft, id: string): string[] {
  const names: string[] = [];
  const seen = new Set([id]);
  const queue = [id];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    for (const child of draft.childrenOf(parent)) {
      if (seen.has(child.id)) continue;
      seen.add(child.id);
      queue.push(child.id);
      const state = draft.servers.get(child.id);
      if (state !== undefined && isFailing(state)) names.push(child.name);
    }
  }
  return names.sort((a, b) => a.localeCompare(b, 'en'));
}

/** Every DOWN that was told gets its UP: in exactly those chats, whatever is muted or under maintenance by now. */
export function tellUp(draft: Draft): void {
  const names = namesOfUntold(draft);
  for (const { serverId, incident, endedAt, reason } of draft.closed) {
    const { id, subject, since, confirmedAt, cause, unwatchedMs } = incident;
    const behind = names.get(serverId) ?? [];
    draft.tell(owed(draft, incident, reason), {
      kind: 'up',
      incidentId: id,
      subject,
      since,
      confirmedAt,
      endedAt,
      cause,
      unwatchedMs,
      reason,
      behind: behind.sort((a, b) => a.localeCompare(b, 'en')),
    });
    draft.tell(Object.keys(incident.announced), {
      kind: 'announce-up',
      incidentId: id,
      subject,
      since,
      endedAt,
    });
  }
}

/**
 * The chats that were told, and those to which the end of the site outage will not tell it: because that outage is gone,
 * or because this server left the configuration rather than came back.
 */
function owed(draft: Draft, incident: Incident, reason: ClosedIncident['reason']): string[] {
  const orphaned = Object.entries(incident.covered).filter(
    ([, outage]) => reason === 'removed' || !draft.siteOutages.has(outage),
  );
  return [...Object.keys(incident.told), ...orphaned.map(([chat]) => chat)];
}

/** The servers that came back with a parent that explained them, by the topmost such parent. */
function namesOfUntold(draft: Draft): Map<string, string[]> {
  const closed = new Map(draft.closed.map((each) => [each.serverId, each]));
  const names = new Map<string, string[]>();
  for (const { serverId, incident } of draft.closed) {
    if (Object.keys(incident.told).length > 0) continue;
    let top: string | null = null;
    const seen = new Set([serverId]);
    for (let at = draft.serverById.get(serverId)?.parentId ?? null; at !== null && !seen.has(at);) {
      seen.add(at);
      if (closed.has(at)) top = at;
      at = draft.serverById.get(at)?.parentId ?? null;
    }
    if (top !== null) names.set(top, [...(names.get(top) ?? []), incident.subject.name]);
  }
  return names;
}

/** Tells the users of a server, without technical detail, that it cannot be used. A parent does not explain it to them. */
export function announceDown(draft: Draft): void {
  for (const server of draft.config.servers) {
    const state = draft.servers.get(server.id);
    if (state?.incident != null) announceOne(draft, server, state, state.incident);
  }
}

function announceOne(draft: Draft, server: Server, state: ServerState, incident: Incident): void {
  const due = server.announceTo.filter((chat) => incident.announced[chat] === undefined);
  const reason = due.length === 0 ? null : whyUnannounced(draft, server, state, incident);
  if (reason !== null) {
    const unannounced = Object.fromEntries(due.map((chat) => [chat, reason]));
    return draft.updateServer(server.id, { incident: { ...incident, unannounced } });
  }
  const { id, subject, since } = incident;
  draft.tell(due, { kind: 'announce-down', incidentId: id, subject, since });
  const announced = {
    ...incident.announced,
    ...Object.fromEntries(due.map((chat) => [chat, draft.minute])),
  };
  draft.updateServer(server.id, { incident: { ...incident, announced, unannounced: {} } });
}

function whyUnannounced(
  draft: Draft,
  server: Server,
  { condition, flapping }: ServerState,
  { confirmedAt }: Incident,
): HeldBack | null {
  const quiet = quietReason(draft, server);
  if (quiet !== null) return quiet;
  if (flapping !== null) return { reason: 'flapping' };
  if (condition.kind === 'recovering') return { reason: 'recovering' };
  const due = confirmedAt + server.announceAfterMs;
  return draft.minute < due ? { reason: 'notify-after', until: due } : null;
}

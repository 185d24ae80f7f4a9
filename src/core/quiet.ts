import type { Server } from './config.ts';
import type { Draft } from './draft.ts';
import type { HeldBack, Incident, ServerState, Silence } from './model.ts';

/** Why nothing is said about a server whatever its condition: a maintenance window or a mute; null: nothing does. */
export function quietReason(draft: Draft, server: Server): HeldBack | null {
  const window = draft.policy.maintenance.get(server.id);
  if (window !== undefined) {
    return {
      reason: 'maintenance',
      until: window.until,
      ...(window.note === null ? {} : { detail: window.note }),
    };
  }
  const mute = silenceOf(draft, server, 'mute');
  if (mute === null) return null;
  return { reason: 'mute', detail: mute.by, ...(mute.until === null ? {} : { until: mute.until }) };
}

/** The mute or acknowledgement that covers a server, and ends last; null: none. */
export function silenceOf(draft: Draft, server: Server, kind: Silence['kind']): Silence | null {
  const scopes = ['all', `server:${server.id}`, ...(server.siteId === null ? [] : [`site:${server.siteId}`])];
  const endOf = (silence: Silence): number => silence.until ?? Number.POSITIVE_INFINITY;
  return draft.before.silences
    .filter(
      (silence) => silence.kind === kind && scopes.includes(silence.scope) && endOf(silence) > draft.minute,
    )
    .reduce<Silence | null>((last, each) => (last === null || endOf(each) > endOf(last) ? each : last), null);
}

/** After so many times its own `down_after` a child is judged on its own, if its parent was neither seen nor found down. */
const PARENT_PATIENCE = 3;

/** True while the parent of a server fails: its message tells what stands behind it. */
export function explainedByParent(draft: Draft, server: Server): boolean {
  const parent = server.parentId === null ? undefined : draft.servers.get(server.parentId);
  return parent !== undefined && isFailing(parent);
}

/**
 * The parent that may explain an outage, or null. A child alerts only when its parent was seen up at or after the
 * child's first failure, and, when the parent itself had been away, not before the sweep after its return: within one
 * sweep nobody knows which of the two was probed first.
 */
export function explainingParent(draft: Draft, server: Server, incident: Incident): string | null {
  if (server.parentId === null) return null;
  const parent = draft.servers.get(server.parentId);
  if (parent === undefined) return null;
  if (mayExplain(draft, server, incident, parent)) return server.parentId;
  const above = draft.serverById.get(server.parentId);
  // A parent that nobody sees explains nothing; what stands above it may.
  return seenUpSince(parent, incident) || above === undefined
    ? null
    : explainingParent(draft, above, incident);
}

function mayExplain(draft: Draft, server: Server, incident: Incident, parent: ServerState): boolean {
  const { condition } = parent;
  const patienceMs = PARENT_PATIENCE * server.downAfterMs;
  if (isFailing(parent))
    return condition.kind !== 'suspect' || !unseenFor(draft, parent, incident, patienceMs);
  if (!seenUpSince(parent, incident)) return !unseenFor(draft, parent, incident, patienceMs);
  const isBackNow =
    condition.kind === 'up' && condition.since > incident.since && condition.since >= draft.minute;
  return isBackNow && !wavers(draft, server, incident, patienceMs);
}

function seenUpSince({ lastOkAt }: ServerState, incident: Incident): boolean {
  return lastOkAt !== null && lastOkAt >= incident.since;
}

/** True from the first failed check until it is up again for good. */
export function isFailing({ condition: { kind } }: ServerState): boolean {
  return kind === 'suspect' || kind === 'down' || kind === 'recovering';
}

/** A parent that cannot be probed at all must not hide its children's outages for ever. */
function unseenFor(draft: Draft, parent: ServerState, incident: Incident, patienceMs: number): boolean {
  const unseenMs = draft.minute - Math.max(incident.confirmedAt, parent.lastVerdictAt ?? 0);
  return unseenMs > 0 && unseenMs >= patienceMs;
}

/** Nor must one that misses a check now and then, and is back in each other sweep. */
function wavers(draft: Draft, { parentId }: Server, incident: Incident, patienceMs: number): boolean {
  const before = parentId === null ? undefined : draft.before.servers[parentId];
  return before?.condition.kind === 'suspect' && draft.minute - incident.confirmedAt > patienceMs;
}

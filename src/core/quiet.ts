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

/** After so many times its own `down_after` without any verdict on the parent, a child is judged on its own. */
const PARENT_PATIENCE = 3;

/**
 * The parent that may explain an outage, or null. A child alerts only when its parent was seen up at or after the
 * child's first failure, and, when the parent itself had been away, not before the sweep after its return: within one
 * sweep nobody knows which of the two was probed first.
 */
export function explainingParent(draft: Draft, server: Server, incident: Incident): string | null {
  if (server.parentId === null) return null;
  const parent = draft.servers.get(server.parentId);
  if (parent === undefined) return null;
  return mayExplain(draft, server, incident, parent) ? server.parentId : null;
}

function mayExplain(draft: Draft, server: Server, incident: Incident, parent: ServerState): boolean {
  const { condition } = parent;
  if (condition.kind === 'suspect' || condition.kind === 'down' || condition.kind === 'recovering')
    return true;
  const seenUp = parent.lastOkAt !== null && parent.lastOkAt >= incident.since;
  if (!seenUp) return !unwatchedForLong(draft, server, incident, parent);
  return condition.kind === 'up' && condition.since > incident.since && condition.since >= draft.minute;
}

/** A parent that cannot be probed at all must not hide its children's outages for ever. */
function unwatchedForLong(draft: Draft, server: Server, incident: Incident, parent: ServerState): boolean {
  const failedSince = parent.lastVerdictAt !== null && parent.lastVerdictAt >= incident.since;
  return !failedSince && draft.minute - incident.confirmedAt >= PARENT_PATIENCE * server.downAfterMs;
}

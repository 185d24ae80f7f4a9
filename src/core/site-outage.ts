import type { Server } from './config.ts';
import type { Draft } from './draft.ts';
import type { Incident, SiteOutage } from './model.ts';
import { explainedByParent, quietReason } from './quiet.ts';

/** An outage that is to be told to a chat now. */
export interface Candidate {
  readonly server: Server;
  readonly incident: Incident;
  readonly chat: string;
}

/**
 * Takes out of the candidates those that one message about their site tells better: at least `site_outage.share` of the
 * site's servers went down within one `down_after`. Returns those that are to be told one by one.
 */
export function collapseSites(draft: Draft, candidates: readonly Candidate[]): Candidate[] {
  if (draft.config.alerts.siteOutage === null) return [...candidates];
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = JSON.stringify([candidate.chat, candidate.server.siteId]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [candidate]);
    else group.push(candidate);
  }
  return [...groups.values()].flatMap((group) => collapseGroup(draft, group));
}

/** One chat and one site. */
function collapseGroup(draft: Draft, group: Candidate[]): Candidate[] {
  const [first] = group;
  const siteId = first?.server.siteId ?? null;
  if (first === undefined || siteId === null) return group;
  const told = draft.serversOf(siteId).filter((server) => server.to.includes(first.chat));
  // What is muted or under maintenance is not to be named, so it counts on neither side.
  const servers = told.filter((server) => quietReason(draft, server) === null);
  const needed = neededFor(draft, servers.length);
  const newest = Math.max(...group.map(({ incident }) => incident.since));
  const inWindow = (server: Server, since: number): boolean => Math.abs(newest - since) <= server.downAfterMs;
  const down = servers.filter((server) => {
    const incident = draft.servers.get(server.id)?.incident ?? null;
    return incident !== null && inWindow(server, incident.since);
  });
  if (down.length >= needed && group.length > 1) {
    open(draft, siteId, first.chat, down, told.length);
    return [];
  }
  return waitsForOthers(draft, group, servers, needed, down.length) ? hold(draft, group) : group;
}

/** How many of a site's servers make it a site outage. */
function neededFor(draft: Draft, total: number): number {
  const rule = draft.config.alerts.siteOutage;
  return rule === null ? Infinity : Math.max(rule.min, shareOf(total, rule.share));
}

/** The whole number of servers that makes a share; 0.56 * 25 is a little more than 14 in binary fractions. */
function shareOf(total: number, share: number): number {
  return Math.ceil(share * total - 1e-9);
}

/**
 * When one link breaks in the middle of a sweep, half of the branch fails one sweep later than the other half. So what
 * was confirmed just now waits for one sweep if those that would complete the site are about to be confirmed.
 */
function waitsForOthers(
  draft: Draft,
  group: readonly Candidate[],
  servers: readonly Server[],
  needed: number,
  down: number,
): boolean {
  if (group.some(({ incident }) => incident.confirmedAt !== draft.minute)) return false;
  const oldest = Math.min(...group.map(({ incident }) => incident.since));
  const about = servers.filter((server) => {
    const condition = draft.servers.get(server.id)?.condition;
    if (condition?.kind !== 'suspect' || condition.since - oldest > draft.config.intervalMs) return false;
    // What a gateway explains will not be told anyway, and the gateway's own alert must not wait for it.
    return !explainedByParent(draft, server);
  });
  return about.length > 0 && down + about.length >= needed;
}

function hold(draft: Draft, group: readonly Candidate[]): Candidate[] {
  const until = draft.minute + draft.config.intervalMs;
  for (const { server, chat } of group) {
    const incident = draft.servers.get(server.id)?.incident ?? null;
    if (incident === null) continue;
    const held = { ...incident.held, [chat]: { reason: 'site-outage' as const, until } };
    draft.updateServer(server.id, { incident: { ...incident, held } });
  }
  return [];
}

/** Opens an outage of the site; one that is open already grows, so that there is one end to tell. */
function open(draft: Draft, siteId: string, chat: string, down: readonly Server[], total: number): void {
  const known = [...draft.siteOutages.values()].find((each) => each.siteId === siteId && each.chat === chat);
  const id = known?.id ?? JSON.stringify([siteId, chat, draft.minute]);
  const members = new Set(known?.members);
  let since = known?.since ?? Infinity;
  for (const { id: serverId } of down) {
    const incident = draft.servers.get(serverId)?.incident ?? null;
    // What was told on its own before keeps its own UP.
    if (incident === null || incident.told[chat] !== undefined || incident.covered[chat] !== undefined)
      continue;
    members.add(serverId);
    since = Math.min(since, incident.since);
    draft.updateServer(serverId, { incident: { ...incident, covered: { ...incident.covered, [chat]: id } } });
  }
  const confirmedAt = known?.confirmedAt ?? draft.minute;
  draft.siteOutages.set(id, { id, siteId, chat, since, confirmedAt, members: [...members] });
  draft.tell([chat], {
    kind: 'site-down',
    outageId: id,
    siteId,
    siteName: draft.siteName(siteId) ?? siteId,
    location: draft.siteLocation(siteId),
    since,
    confirmedAt,
    total,
    servers: down.map((server) => server.name),
  });
}

/**
 * Ends the outages of which at least `site_outage.share` is back, with one message that names the stragglers: each of
 * them gets an UP of its own later. A member that left the configuration was told so on its own.
 */
export function endSiteOutages(draft: Draft): void {
  const share = draft.config.alerts.siteOutage?.share ?? 0;
  for (const outage of draft.siteOutages.values()) {
    const members = outage.members.filter((id) => draft.serverById.has(id));
    if (!draft.exists(outage.chat) || members.length === 0) {
      draft.siteOutages.delete(outage.id);
      continue;
    }
    // One that failed again is told on its own, and is not back either.
    const still = members.filter((id) => draft.servers.get(id)?.incident != null);
    const back = members.length - still.length;
    if (still.length === 0 || back >= shareOf(members.length, share))
      end(draft, { ...outage, members }, still);
  }
}

function end(draft: Draft, outage: SiteOutage, still: readonly string[]): void {
  const { id, siteId, chat, since, members } = outage;
  const stragglers: string[] = [];
  for (const serverId of still) {
    const incident = draft.servers.get(serverId)?.incident ?? null;
    if (incident === null) continue;
    stragglers.push(incident.subject.name);
    const covered = Object.fromEntries(Object.entries(incident.covered).filter(([name]) => name !== chat));
    const told = { [chat]: draft.minute, ...incident.told };
    draft.updateServer(serverId, { incident: { ...incident, covered, told } });
  }
  draft.siteOutages.delete(id);
  draft.tell([chat], {
    kind: 'site-up',
    outageId: id,
    siteId,
    siteName: draft.siteName(siteId) ?? siteId,
    location: draft.siteLocation(siteId),
    since,
    endedAt: draft.minute,
    total: members.length,
    stragglers,
  });
}

import { step, type Step } from './condition.ts';
import type { Server } from './config.ts';
import type { Draft } from './draft.ts';
import { HOUR_MS } from './duration.ts';
import { addLatency, latencyHourOf } from './latency.ts';
import type { Incident, LatencySketch, ServerState } from './model.ts';
import type { Sweep, Verdict } from './probing.ts';
import { newServer } from './state.ts';

/** Judges every server of the configuration by its verdict, and closes what left the configuration. */
export function judgeAll(draft: Draft, sweep: Sweep): void {
  for (const server of draft.config.servers) {
    judgeServer(draft, server, sweep.blind ? null : (sweep.verdicts.get(server.id) ?? null));
  }
  for (const [id, state] of draft.servers) {
    if (!draft.serverById.has(id)) removeServer(draft, id, state);
  }
}

function judgeServer(draft: Draft, server: Server, verdict: Verdict | null): void {
  const { minute } = draft;
  const before = draft.servers.get(server.id) ?? newServer(server.name, server.siteId, minute);
  const result = step(before.condition, verdict, server, draft.moment);
  if (result.abandoned !== undefined) recordStreak(draft, server.id, result.abandoned);
  let after: ServerState = {
    ...before,
    name: server.name,
    siteId: server.siteId,
    condition: result.condition,
    incident: continueIncident(draft, server, before, verdict),
    ...sight(draft, server, before, verdict),
    ...measure(draft, before, verdict),
  };
  if (result.confirmed?.kind === 'down') after = open(draft, server, after, result.confirmed);
  if (result.confirmed?.kind === 'up')
    after = close(draft, server.id, after, result.confirmed.endedAt, 'recovered');
  draft.servers.set(server.id, after);
}

/** When the server was last seen, and since when nothing is known about it while the monitor itself was watching. */
function sight(
  draft: Draft,
  server: Server,
  before: ServerState,
  verdict: Verdict | null,
): Pick<ServerState, 'lastVerdictAt' | 'lastOkAt' | 'unknownSince' | 'unknownReason'> {
  const { lastVerdictAt, lastOkAt, unknownSince, unknownReason } = before;
  if (verdict === null) return { lastVerdictAt, lastOkAt, unknownSince, unknownReason };
  if (verdict.kind === 'unknown') {
    return {
      lastVerdictAt,
      lastOkAt,
      unknownSince: unknownSince ?? draft.minute,
      unknownReason: verdict.code,
    };
  }
  if (unknownSince !== null) {
    const reason = unknownReason ?? 'internal';
    draft.records.push({ t: 'unwatched', server: server.id, from: unknownSince, to: draft.minute, reason });
  }
  return {
    lastVerdictAt: draft.minute,
    lastOkAt: verdict.kind === 'ok' ? draft.minute : lastOkAt,
    unknownSince: null,
    unknownReason: null,
  };
}

function measure(
  draft: Draft,
  before: ServerState,
  verdict: Verdict | null,
): Pick<ServerState, 'latencyMs' | 'latency'> {
  const hour = Math.floor(draft.minute / HOUR_MS) * HOUR_MS;
  // An hour that is over was collected before the sweep was judged, so an old sketch is not needed any more.
  const latency = before.latency?.hour === hour ? before.latency : null;
  if (verdict?.kind !== 'ok' || verdict.latencyMs === null) return { latencyMs: before.latencyMs, latency };
  const latencyMs = Math.round(verdict.latencyMs * 1_000) / 1_000;
  return { latencyMs, latency: addLatency(latency, hour, latencyMs) };
}

/** An outage that goes on: its latest cause, the names of today, and the time that nobody watched. */
function continueIncident(
  draft: Draft,
  server: Server,
  before: ServerState,
  verdict: Verdict | null,
): Incident | null {
  const { incident } = before;
  if (incident === null) return null;
  const { continuity, elapsedMs } = draft.moment;
  const seen = verdict !== null && verdict.kind !== 'unknown';
  // While it recovers, the outage ended with the first success, unless a gap makes that void.
  const counts = !seen && before.condition.kind !== 'recovering';
  // A verdict holds for one interval: what follows it up to the next sweep of a gap is not watched.
  const missed = continuity === 'gap' ? elapsedMs - draft.config.intervalMs : counts ? elapsedMs : 0;
  return {
    ...incident,
    subject: draft.subject(server),
    cause: verdict?.kind === 'failed' ? verdict.cause : incident.cause,
    failures: incident.failures + (verdict?.kind === 'failed' ? 1 : 0),
    unwatchedMs: incident.unwatchedMs + missed,
  };
}

function open(
  draft: Draft,
  server: Server,
  state: ServerState,
  confirmed: Extract<Step['confirmed'], { kind: 'down' }>,
): ServerState {
  const { since, failures, cause } = confirmed;
  draft.transitions.push({ serverId: server.id, to: 'down', at: since });
  const incident: Incident = {
    id: `${server.id}@${String(since)}`,
    subject: draft.subject(server),
    since,
    confirmedAt: draft.minute,
    failures,
    cause,
    unwatchedMs: 0,
    told: {},
    announced: {},
    covered: {},
    held: {},
  };
  return { ...state, incident };
}

function close(
  draft: Draft,
  id: string,
  state: ServerState,
  endedAt: number,
  reason: 'recovered' | 'removed',
): ServerState {
  const { incident } = state;
  if (incident === null) return state;
  draft.transitions.push({ serverId: id, to: 'up', at: endedAt });
  draft.closed.push({ serverId: id, incident, endedAt, reason });
  draft.records.push({
    t: 'incident',
    id: incident.id,
    server: id,
    name: incident.subject.name,
    site: incident.subject.siteId,
    since: incident.since,
    confirmedAt: incident.confirmedAt,
    endedAt,
    failures: incident.failures,
    cause: incident.cause,
    reason,
    told: { ...toldWithSite(draft, incident), ...incident.told },
    held: incident.held,
  });
  return { ...state, incident: null };
}

/** The chats that were told by the message of its site. */
function toldWithSite(draft: Draft, { covered, confirmedAt }: Incident): Record<string, number> {
  return Object.fromEntries(
    Object.entries(covered).map(([chat, outage]) => [
      chat,
      draft.siteOutages.get(outage)?.confirmedAt ?? confirmedAt,
    ]),
  );
}

/** A server that left the configuration: what is open about it ends now, with that reason. */
function removeServer(draft: Draft, id: string, state: ServerState): void {
  const { minute } = draft;
  const { condition } = state;
  if (condition.kind === 'suspect') {
    recordStreak(draft, id, { ...condition, from: condition.since });
  }
  close(draft, id, state, minute, 'removed');
  if (state.unknownSince !== null) {
    const reason = state.unknownReason ?? 'internal';
    draft.records.push({ t: 'unwatched', server: id, from: state.unknownSince, to: minute, reason });
  }
  if (state.maintenance !== null) {
    draft.records.push({ t: 'maintenance', server: id, from: state.maintenance.since, to: minute });
  }
  draft.records.push({
    t: 'server',
    server: id,
    name: state.name,
    site: state.siteId,
    from: state.addedAt,
    to: minute,
  });
  draft.servers.delete(id);
}

function recordStreak(draft: Draft, server: string, streak: NonNullable<Step['abandoned']>): void {
  const { from, lastFailureAt, failures } = streak;
  draft.records.push({ t: 'streak', server, from, lastFailureAt, to: draft.minute, failures });
}

/** Moves the latencies of hours that are over from the servers into one history record an hour. */
export function collectLatencies(draft: Draft): void {
  const hour = Math.floor(draft.minute / HOUR_MS) * HOUR_MS;
  const hours = new Map<number, [string, LatencySketch][]>();
  for (const [id, { latency }] of draft.servers) {
    if (latency === null || latency.hour === hour) continue;
    const servers = hours.get(latency.hour) ?? [];
    servers.push([id, latency]);
    hours.set(latency.hour, servers);
  }
  for (const [at, servers] of hours) {
    draft.records.push({ t: 'latency', hour: at, ...latencyHourOf(servers) });
  }
}

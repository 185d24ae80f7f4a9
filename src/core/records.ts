/**
 * Collects what is on record about a period, from the history files, from the records that are not in them yet and from
 * the running state. Records come in any order and may come twice.
 */

import type { HistoryRecord } from './history.ts';
import type { Span } from './intervals.ts';
import { addHour, addTo, emptyTotal, type LatencyTotal } from './latency.ts';
import type { Incident, State } from './model.ts';
import type { Cause } from './probing.ts';

/** An outage as it is on record; an open one has no end yet. */
export interface IncidentFact {
  readonly id: string;
  readonly since: number;
  readonly confirmedAt: number;
  readonly endedAt: number | null;
  readonly failures: number;
  readonly cause: Cause;
  readonly reason: 'recovered' | 'removed' | null;
}

export interface ServerRecords {
  /** What it was last called, and its site; null when only the configuration knows. */
  name: string | null;
  site: string | null;
  readonly lifetimes: Span[];
  readonly unwatched: Span[];
  readonly maintenance: Span[];
  readonly incidents: Map<string, IncidentFact>;
  /** Of the whole period. */
  latency: LatencyTotal | null;
  /** By the index of the day in which its hour begins; empty unless the book was given days. */
  readonly latencyDays: Map<number, LatencyTotal>;
}

export class RecordBook {
  readonly period: Span;
  /** Stretches in which the monitor itself ran and was not cut off. */
  readonly watched: Span[] = [];
  readonly servers = new Map<string, ServerRecords>();
  readonly #hours = new Set<number>();
  readonly #days: readonly Span[];
  #latest: { servers: readonly string[]; day: number; totals: LatencyTotal[][] } | null = null;

  /** `latencyDays`: days of the period (sorted) for which latencies are also kept one by one. */
  constructor(period: Span, latencyDays: readonly Span[] = []) {
    this.period = period;
    this.#days = latencyDays;
  }

  /** Takes one record; those that do not touch the period are passed over. */
  add(record: HistoryRecord): void {
    switch (record.t) {
      case 'watched':
        if (this.#touches(record)) this.watched.push(spanOf(record));
        return;
      case 'unwatched':
      case 'maintenance':
        if (this.#touches(record)) this.#server(record.server)[record.t].push(spanOf(record));
        return;
      case 'server':
        if (this.#touches(record)) this.#addLifetime(record);
        return;
      case 'incident':
        if (this.#touches({ from: record.since, to: record.endedAt })) this.#addIncident(record);
        return;
      case 'latency':
        this.#addHour(record);
        return;
      case 'streak':
        // Failures that did not become an incident count as up.
        return;
    }
  }

  /** Takes what the state knows: records not yet in the files, and everything that has not ended. */
  addState(state: State, intervalMs: number, now: number): void {
    for (const record of state.pendingHistory) this.add(record);
    this.#addRunningStretch(state, intervalMs, now);
    for (const [id, server] of Object.entries(state.servers)) {
      const records = this.#server(id);
      records.name = server.name;
      records.site = server.siteId;
      records.lifetimes.push({ from: server.addedAt, to: now });
      if (server.unknownSince !== null) records.unwatched.push({ from: server.unknownSince, to: now });
      if (server.maintenance !== null) records.maintenance.push({ from: server.maintenance.since, to: now });
      if (server.incident !== null) this.#addOpenIncident(records, server.incident);
      const { latency } = server;
      if (latency === null || this.#hours.has(latency.hour)) continue;
      const day = this.#dayOf(latency.hour);
      if (day !== null) for (const total of this.#totals(id, day)) addTo(total, latency);
    }
  }

  /** The last sweep's verdicts hold for one interval, but nobody has watched past now or since the uplink was lost. */
  #addRunningStretch(state: State, intervalMs: number, now: number): void {
    if (state.watchedSince === null || state.lastRunAt === null) return;
    const to = Math.min(state.lastRunAt + intervalMs, now, state.blindSince ?? Infinity);
    this.watched.push({ from: state.watchedSince, to });
  }

  #touches(span: Span): boolean {
    return span.from < this.period.to && span.to > this.period.from;
  }

  #server(id: string): ServerRecords {
    let records = this.servers.get(id);
    if (records === undefined) {
      records = {
        name: null,
        site: null,
        lifetimes: [],
        unwatched: [],
        maintenance: [],
        incidents: new Map(),
        latency: null,
        latencyDays: new Map(),
      };
      this.servers.set(id, records);
    }
    return records;
  }

  #addLifetime(record: HistoryRecord & { t: 'server' }): void {
    const records = this.#server(record.server);
    records.name = record.name;
    records.site = record.site;
    records.lifetimes.push(spanOf(record));
  }

  #addIncident(record: HistoryRecord & { t: 'incident' }): void {
    const { id, since, confirmedAt, endedAt, failures, cause, reason } = record;
    const records = this.#server(record.server);
    records.name ??= record.name;
    records.site ??= record.site;
    records.incidents.set(id, { id, since, confirmedAt, endedAt, failures, cause, reason });
  }

  #addOpenIncident(records: ServerRecords, incident: Incident): void {
    const { id, since, confirmedAt, failures, cause } = incident;
    // A closed record of the same outage knows more: after a crash the state may be the older one.
    if (since >= this.period.to || records.incidents.has(id)) return;
    records.incidents.set(id, { id, since, confirmedAt, endedAt: null, failures, cause, reason: null });
  }

  #addHour(record: HistoryRecord & { t: 'latency' }): void {
    if (this.#hours.has(record.hour)) return;
    this.#hours.add(record.hour);
    const day = this.#dayOf(record.hour);
    if (day !== null) addHour(record.counts, this.#totalsOf(record.servers, day));
  }

  /** Hour after hour names the same servers, in one and the same list when it comes from a file. */
  #totalsOf(servers: readonly string[], day: number): readonly LatencyTotal[][] {
    if (this.#latest?.servers === servers && this.#latest.day === day) return this.#latest.totals;
    const totals = servers.map((id) => this.#totals(id, day));
    this.#latest = { servers, day, totals };
    return totals;
  }

  /** The day in which an hour begins, -1 when days are not kept; null outside the period: an hour belongs where it begins. */
  #dayOf(hour: number): number | null {
    if (hour < this.period.from || hour >= this.period.to) return null;
    return this.#days.findLastIndex(({ from }) => from <= hour);
  }

  /** Where the latencies of a server on a day are added up. */
  #totals(id: string, day: number): LatencyTotal[] {
    const records = this.#server(id);
    const whole = (records.latency ??= emptyTotal());
    if (day === -1) return [whole];
    const ofDay = records.latencyDays.get(day) ?? emptyTotal();
    records.latencyDays.set(day, ofDay);
    return [whole, ofDay];
  }
}

function spanOf(record: Span): Span {
  return { from: record.from, to: record.to };
}

/** The report and the status as JSON documents with a version, for other programs. */

import type { Sums } from '../core/availability.ts';
import type { Language } from '../core/config.ts';
import type { GroupReport, IncidentReport, Report, ServerReport } from '../core/report-model.ts';
import { causeText } from '../core/words.ts';
import { isoUtc } from './iso.ts';
import { countingRule } from './report-words.ts';

/** Raised when a field changes its meaning or goes away; a new field alone does not raise it. */
export const REPORT_VERSION = 1;

/**
 * The whole report. Instants are ISO 8601 in UTC, lengths milliseconds (`...Ms`), availability and coverage ratios of 0
 * to 1 that are not rounded; null where nothing was seen.
 */
export function jsonReport(report: Report, language: Language): string {
  const { period } = report;
  return document({
    format: 'srvmon-report',
    version: REPORT_VERSION,
    generatedAt: isoUtc(report.generatedAt),
    lastCheckAt: isoUtc(report.dataUntil),
    period: {
      from: isoUtc(period.from),
      to: isoUtc(period.to),
      timezone: period.timezone,
      soFar: period.soFar,
    },
    countingRule: countingRule(language),
    total: groupJson(report.total),
    sites: report.sites.map(groupJson),
    tags: report.tags.map(groupJson),
    servers: report.servers.map((server) => serverJson(server, report)),
    leftOut: report.leftOut,
    incidents: report.incidents.map((incident) => incidentJson(incident, language)),
  });
}

/** One document, with a line break at its end. */
export function document(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function figuresJson(figures: GroupReport | ServerReport): object {
  return {
    availability: figures.availability,
    availabilityWorst: figures.range?.worst ?? figures.availability,
    availabilityBest: figures.range?.best ?? figures.availability,
    coverage: figures.coverage,
    ...sumsJson(figures),
    outages: figures.outages,
    outageMs: figures.outageMs,
    longestOutageMs: figures.longestMs,
    mttrMs: figures.mttrMs,
  };
}

function sumsJson({ upMs, downMs, unwatchedMs, maintenanceMs }: Sums): Sums {
  return { upMs, downMs, unwatchedMs, maintenanceMs };
}

function groupJson(group: GroupReport): object {
  const { id, name, serverCount, downNow, serverOutages } = group;
  return { id, name, servers: serverCount, downNow, serverOutages, ...figuresJson(group) };
}

function serverJson(server: ServerReport, report: Report): object {
  const { id, name, host, siteId, siteName, tags, condition, inConfig, mtbfMs, latency, days } = server;
  return {
    id,
    name,
    host,
    site: siteId === null ? null : { id: siteId, name: siteName },
    tags,
    condition,
    inConfig,
    ...figuresJson(server),
    mtbfMs,
    latency,
    days: days.map((sums, index) => ({ date: report.days[index]?.date, ...sumsJson(sums) })),
  };
}

function incidentJson(incident: IncidentReport, language: Language): object {
  return {
    id: incident.id,
    server: { id: incident.serverId, name: incident.serverName },
    site: incident.siteName,
    began: isoUtc(incident.since),
    confirmed: isoUtc(incident.confirmedAt),
    ended: isoUtc(incident.endedAt),
    end: incident.reason ?? 'open',
    lengthMs: incident.lengthMs,
    countedDownMs: incident.countedMs,
    failedChecks: incident.failures,
    cause: incident.cause,
    causeText: causeText(incident.cause, language),
  };
}

import type { ReportDigest } from './events.ts';
import type { Report } from './report-model.ts';

/** Servers that the digest names. */
const WORST = 5;

/** What a chat is told of a report. `before`: the report of the period before it; null: nothing to compare with. */
export function digestOf(report: Report, before: Report | null): ReportDigest {
  const { period, total } = report;
  return {
    from: period.from,
    to: period.to,
    servers: total.serverCount,
    availability: total.availability,
    coverage: total.coverage,
    range: total.range,
    outages: total.serverOutages,
    downMs: total.downMs,
    before: beforeOf(before),
    worst: worstOf(report),
    longest: longestOf(report),
  };
}

function beforeOf(before: Report | null): ReportDigest['before'] {
  if (before === null || before.total.availability === null) return null;
  const { availability, serverOutages, downMs } = before.total;
  return { availability, outages: serverOutages, downMs };
}

function worstOf({ servers }: Report): ReportDigest['worst'] {
  return servers
    .filter(({ outages }) => outages > 0)
    .sort((a, b) => (a.availability ?? 1) - (b.availability ?? 1))
    .slice(0, WORST)
    .map(({ name, siteName, availability, outages, downMs }) => {
      return { name, siteName, availability, outages, downMs };
    });
}

/** As long as it counts in the period: what lies before or after it is another report's. */
function longestOf({ incidents }: Report): ReportDigest['longest'] {
  const [longest] = incidents
    .filter(({ countedMs }) => countedMs > 0)
    .sort((a, b) => b.countedMs - a.countedMs);
  if (longest === undefined) return null;
  const { serverName, siteName, since, endedAt, countedMs } = longest;
  return { name: serverName, siteName, since, endedAt, lengthMs: countedMs };
}

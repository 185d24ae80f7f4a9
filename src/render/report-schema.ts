/**
 * The shape of `report --format json`, from which `npm run generate` makes config/report.schema.json. The program itself
 * never loads this.
 */

import { z } from 'zod';
import { REPORT_VERSION } from './json.ts';

const instant = z.iso.datetime().describe('Instant, ISO 8601 in UTC.');
const ms = z.number().nonnegative();
const ratio = z.number().min(0).max(1);

const figures = {
  availability: ratio.nullable().describe('up / (up + down), not rounded; null where neither was seen.'),
  availabilityWorst: ratio.nullable().describe('As if all the time that was not watched had been down.'),
  availabilityBest: ratio.nullable().describe('As if all the time that was not watched had been up.'),
  coverage: ratio.nullable().describe('Share of the time that was watched, maintenance included.'),
  upMs: ms,
  downMs: ms,
  unwatchedMs: ms,
  maintenanceMs: ms.describe('These four sums add up to the time that counts.'),
  outages: z.int().nonnegative().describe('Outages at the same time count once.'),
  outageMs: ms.describe('Clock time with an outage.'),
  longestOutageMs: ms,
  mttrMs: ms.nullable().describe('Mean time to repair: outageMs / outages; null without an outage.'),
};

const group = z.object({
  id: z.string(),
  name: z.string(),
  servers: z.int().nonnegative(),
  downNow: z.int().nonnegative().describe('Servers that are down at generatedAt.'),
  serverOutages: z.int().nonnegative().describe('The outages of its servers, each counted.'),
  ...figures,
});

const server = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string().nullable().describe('Null for a server that left the configuration.'),
  site: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  tags: z.array(z.string()),
  condition: z
    .enum(['unknown', 'up', 'suspect', 'down', 'recovering'])
    .nullable()
    .describe('At generatedAt; null for a server that is not watched any more, or was never probed.'),
  inConfig: z.boolean(),
  ...figures,
  mtbfMs: ms.nullable().describe('Mean time between failures: upMs / outages; null without an outage.'),
  latency: z
    .object({ count: z.int().positive(), medianMs: ms, p95Ms: ms, maxMs: ms })
    .nullable()
    .describe('Median and 95th percentile are within 5 %, the maximum is exact.'),
  days: z
    .array(z.object({ date: z.iso.date(), upMs: ms, downMs: ms, unwatchedMs: ms, maintenanceMs: ms }))
    .describe('Calendar days of the time zone, the first and the last cut at the period.'),
});

const incident = z.object({
  id: z.string(),
  server: z.object({ id: z.string(), name: z.string() }),
  site: z.string().nullable(),
  began: instant.describe('The first failed check.'),
  confirmed: instant,
  ended: instant.nullable().describe('The first good check; null while it goes on.'),
  end: z.enum(['recovered', 'removed', 'open']),
  lengthMs: ms.describe('Up to its end, or to generatedAt; not cut at the period.'),
  countedDownMs: ms.describe('The part that counts as down in the period.'),
  failedChecks: z.int().positive(),
  cause: z.object({
    failed: z.array(z.object({ check: z.string(), code: z.string(), detail: z.string().optional() })),
    passed: z.array(z.string()),
    rememberedAddress: z.string().optional(),
  }),
  causeText: z.string().describe('The cause in a sentence, in the language of the configuration.'),
});

export const reportSchema = z.object({
  format: z.literal('srvmon-report'),
  version: z
    .literal(REPORT_VERSION)
    .describe('Raised when a field changes its meaning or goes away; new fields do not raise it.'),
  generatedAt: instant,
  lastCheckAt: instant.nullable().describe('How old the data is; null when no check has run yet.'),
  period: z.object({
    from: instant,
    to: instant.describe('Exclusive.'),
    timezone: z.string().describe('IANA name; days are days of this zone.'),
    soFar: z.boolean().describe('The period was cut at generatedAt.'),
  }),
  countingRule: z.string(),
  total: group,
  sites: z.array(group),
  tags: z.array(group),
  servers: z.array(server),
  leftOut: z.int().nonnegative().describe('Servers that --only-down left out; they count in all sums.'),
  incidents: z.array(incident).describe('Those that touch the period, the latest first.'),
});

/** As JSON Schema (draft 7). `open`: fields that a later version adds are allowed, as readers should take them. */
export function reportJsonSchema(open = true): object {
  return z.toJSONSchema(reportSchema, { io: open ? 'input' : 'output', target: 'draft-7' });
}

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../src/core/places.ts';
import type { Config } from '../../src/core/config.ts';
import type { HistoryRecord } from '../../src/core/history.ts';
import type { State } from '../../src/core/model.ts';
import { statusOf } from '../../src/core/status.ts';
import { htmlReport } from '../../src/render/html.ts';
import { pageMark, readPageMark, statusHtml } from '../../src/render/html-status.ts';
import { anOffice, officeHtml } from '../support/office.ts';
import {
  aWeek,
  causeOf,
  DAY,
  HOUR,
  incidentRecord,
  makeReport,
  MINUTE,
  NOW,
  openIncident,
  stateOf,
} from '../support/past.ts';
import { makeConfig, makeServer, makeSite } from '../support/world.ts';

interface Past {
  readonly config: Config;
  readonly state: State | null;
  readonly records: readonly HistoryRecord[];
}

function pageOf({ config, state, records }: Past, choice: Parameters<typeof makeReport>[3] = {}): string {
  const report = makeReport(config, state, records, choice);
  const conditions = new Map(report.servers.map(({ id, condition }) => [id, condition]));
  return htmlReport(report, { language: config.language, places: placesOf(config, conditions) });
}

function statusPageOf({ config, state, records }: Past & { state: State }): string {
  const report = makeReport(config, state, records, { since: '30d' });
  const conditions = new Map(report.servers.map(({ id, condition }) => [id, condition]));
  return statusHtml({
    config,
    status: statusOf(config, state, NOW, null, { count: 0, lastAt: null }),
    report,
    places: placesOf(config, conditions),
    staleAfterMs: 8 * MINUTE,
    version: '1.2.3',
  });
}

const HOSTILE = [
  `</script><script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  `</style><svg onload=alert(1)>`,
  `</title></text><!-- &lt;b&gt;`,
  `two\u2028lines\u2029\u0007\u001b[31mred`,
  `\u202eesrever`,
];

/** Everything that a configuration or a server's answer can name is hostile. */
function hostilePast(): Past & { state: State } {
  const sites = HOSTILE.map((name, index) =>
    makeSite(`s${index}`, { name, location: { lat: index, lon: 100 + index } }),
  );
  const servers = HOSTILE.map((name, index) =>
    makeServer(`v${index}`, {
      name,
      host: name,
      siteId: `s${index}`,
      location: sites[index]?.location ?? null,
      tags: [name],
    }),
  );
  const config = makeConfig(servers, { sites });
  const cause = {
    failed: [{ check: 'http://x/<script>', code: 'http-body', detail: '</td><script>' }],
    passed: [],
  } as const;
  const state = stateOf(config, NOW - 30 * DAY, {
    v0: { condition: { kind: 'down' }, incident: openIncident('v0', NOW - HOUR, cause) },
    v1: {
      condition: {
        kind: 'suspect',
        since: NOW - MINUTE,
        failures: 1,
        heldMs: 0,
        lastFailureAt: NOW,
        cause: causeOf(),
      },
    },
    v2: { condition: { kind: 'unknown' } },
  });
  const records = servers.map(({ id }) => incidentRecord(id, NOW - DAY, HOUR, { cause }));
  return { config, state, records };
}

/** Made once: it is large. */
const office = anOffice();

const tagsOf = (page: string): Set<string> => new Set(page.match(/<[a-z!][a-z0-9]*/g));

describe('the HTML report', () => {
  it('says what is down, the period, its zone, the age of the data and how it is counted', () => {
    const page = pageOf(aWeek());
    expect(page).toContain('1 of 5 servers is down now: ERP');
    expect(page).toContain('Wed 11 Nov 2026 10:20 – Wed 18 Nov 2026 10:20');
    expect(page).toContain('Asia/Jakarta, UTC+07:00');
    expect(page).toContain('Last check 10:20, 20 s ago');
    expect(page).toContain('Availability = up / (up + down)');
  });

  it('speaks Indonesian and says so', () => {
    const page = pageOf(aWeek('id'));
    expect(page).toContain('<html lang="id">');
    expect(page).toContain('1 dari 5 server sedang mati: ERP');
    expect(page).toContain('Ketersediaan = hidup');
    expect(page).not.toMatch(/Availability|Latency|Outages/);
  });

  it('has a cell a day for each server, and a text for each strip', () => {
    const page = pageOf(aWeek());
    const strips = [...page.matchAll(/<div class="strip" role="img" aria-label="([^"]*)">(.*?)<\/div>/g)];
    expect(strips).toHaveLength(5);
    for (const [, label, cells] of strips) {
      expect(cells?.match(/<i/g)).toHaveLength(8);
      expect(label).toMatch(/^8 days: \d up, \d with an outage/);
    }
    expect(page).toContain('title="14 Nov: down 4 h 12 min (82.500 %)"');
    expect(page).toMatch(/aria-label="8 days: \d up, 1 with an outage[^"]*: 14 Nov 4 h 12 min"/);
  });

  it('draws the latency of each day with its figures as text', () => {
    const page = officeHtml(office, '7d');
    expect(page.match(/<svg class="spark"/g)).toHaveLength(50);
    expect(page).toMatch(
      /aria-label="Latency by day: median 12\.\d ms, 95th percentile [\d.]+ ms, highest 40\.0 ms on/,
    );
  });

  it('leads from each pin of the map to Google Maps', () => {
    const page = officeHtml(office, '7d');
    expect(
      page.match(/<a href="https:\/\/www\.google\.com\/maps\/search\/\?api=1&amp;query=[-\d.,]+"/g),
    ).toHaveLength(10);
    expect(page).toContain('aria-label="Cabang Padang (2 of 5 down): open in Google Maps"');
    expect(page).toContain('aria-label="Cabang Medan (no verdict): open in Google Maps"');
  });

  it('stays under 300 KB for 50 servers, 90 days and 500 incidents', () => {
    expect(Buffer.byteLength(officeHtml(office))).toBeLessThan(300_000);
    expect(Buffer.byteLength(officeHtml(anOffice('id')))).toBeLessThan(300_000);
  });

  it('says that no check has run yet', () => {
    const { config } = aWeek();
    expect(pageOf({ config, state: null, records: [] })).toContain('No check has run yet');
  });

  it('has neither map nor incidents where there are none', () => {
    const config = makeConfig([makeServer('a')]);
    const page = pageOf({ config, state: stateOf(config, NOW - 30 * DAY), records: [] });
    expect(page).toContain('No incident in this period.');
    expect(page).not.toContain('class="map"');
  });
});

describe.each([
  ['the report', () => pageOf(hostilePast()), () => pageOf(aWeek())],
  ['the status page', () => statusPageOf(hostilePast()), () => statusPageOf(aWeek())],
])('%s', (_name, hostile, harmless) => {
  it('lets no hostile name become markup', () => {
    const page = hostile();
    const allowed = new Set([...tagsOf(harmless()), ...tagsOf(officeHtml(office, '7d')), '<p', '<ul', '<li']);
    expect([...tagsOf(page)].filter((tag) => !allowed.has(tag))).toEqual([]);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son[a-z]+=/);
    expect(page).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
  });

  it('holds no control character, line separator or mark of direction', () => {
    expect(hostile()).not.toMatch(/[^\n\P{Cc}]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
  });

  it('lets only its own style and script run, by their hashes', () => {
    for (const page of [hostile(), harmless()]) {
      const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
      const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
      const script = /<script>([^]*?)<\/script>/.exec(page)?.[1] ?? '';
      expect(policy.replaceAll('&#39;', "'")).toBe(
        `default-src 'none'; img-src data:; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; ` +
          "base-uri 'none'; form-action 'none'",
      );
      expect(page).not.toMatch(/\sstyle=|javascript:/);
    }
  });

  it('refers to nothing but Google Maps', () => {
    const addresses = harmless().match(/(?:href|src)="[^"]*"/g) ?? [];
    expect(
      addresses.filter((one) => !/^href="(data:image\/svg|https:\/\/www\.google\.com\/maps\/)/.test(one)),
    ).toEqual([]);
  });
});

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

describe('the status page', () => {
  it('says what is down since when and why, without addresses', () => {
    const page = statusPageOf(aWeek());
    expect(page).toContain('1 of 5 servers is down');
    expect(page).toMatch(/08:10<\/td><td class="num" data-v="\d+">2h10m<\/td><th scope="row"><b>ERP<\/b>/);
    expect(page).toContain('ping answers, port 5432 refused');
    expect(page).not.toContain('192.0.2.1');
  });

  it('carries the time of the last check and reloads by itself, also without a script', () => {
    const { config, state, records } = aWeek();
    const page = statusPageOf({ config, state, records });
    expect(page).toContain(`data-at="${String(state.lastRunAt)}" data-limit="480000"`);
    expect(page).toContain('<noscript><meta http-equiv="refresh" content="60"></noscript>');
    expect(page).toContain('As of Wed 18 Nov 2026 10:20 (Asia/Jakarta, UTC+07:00)');
    expect(page).toContain('When that time is more than 8 min ago, the checks have stopped.');
  });

  it('can be read back: when it was written and by which version', () => {
    expect(readPageMark(statusPageOf(aWeek()).slice(0, 4_096))).toEqual({
      version: '1.2.3',
      generatedAt: NOW,
    });
    expect(readPageMark(pageMark('1', 2))).toBeNull();
    expect(readPageMark('<html>')).toBeNull();
  });

  it('does not claim that all is up while the monitor is cut off', () => {
    const { config, records } = aWeek();
    const state = stateOf(config, NOW - 2 * DAY, {}, { blindSince: NOW - HOUR });
    const page = statusPageOf({ config, state, records });
    expect(page).toContain('cut off since 09:20');
    expect(page).toContain('class="banner unknown"');
  });
});

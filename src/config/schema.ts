import { z } from 'zod';
import { TEXT_PLACEHOLDERS, type TextKey } from '../core/config.ts';
import { checks } from './schema-checks.ts';
import { language, telegram } from './schema-telegram.ts';
import { maintenance } from './schema-times.ts';
import {
  duration,
  host,
  id,
  location,
  mustBe,
  refuse,
  targets,
  text,
  timezone,
  webUrl,
  whole,
} from './schema-values.ts';
import type { Bilingual } from './problem.ts';
import { closest, didYouMean } from './sentences.ts';

/** The configuration as it is written: the source of validation, of the JSON schema and of the key table in docs/. */

const confirming = {
  down_after: duration().describe(
    'How long a server must have failed before DOWN is sent, from its first failed check.',
  ),
  min_failures: whole(1, 1000).describe('How many failed checks must have been seen before DOWN is sent.'),
  up_after: whole(1, 1000).describe('How many checks in a row must succeed before UP is sent.'),
};

function announcement(key: TextKey) {
  return text(3000).superRefine((value, ctx) => {
    for (const [whole, name = ''] of value.matchAll(/\{([^{}]*)\}/g)) {
      if (TEXT_PLACEHOLDERS[key].includes(name)) continue;
      const near = closest(name, TEXT_PLACEHOLDERS[key]);
      const known = TEXT_PLACEHOLDERS[key].map((each) => `{${each}}`).join(' ');
      refuse(
        ctx,
        'placeholder',
        { en: `there is no placeholder ${whole}`, id: `tidak ada placeholder ${whole}` },
        near === null ? { en: `use ${known}`, id: `pakai ${known}` } : didYouMean(`{${near}}`),
      );
    }
  });
}

const announcements = z.strictObject({
  announce_down: announcement('announce_down')
    .optional()
    .describe('Told to `announce_to` at DOWN. Placeholders: {name} {site} {since}.'),
  announce_up: announcement('announce_up')
    .optional()
    .describe('Told to `announce_to` at UP. Placeholders: {name} {site} {since} {until} {duration}.'),
});

const SHARE_MEND: Bilingual = {
  en: 'write a percentage such as 60%',
  id: 'tulis persentase, misalnya 60%',
};
const shareError = mustBe({ en: 'a share such as 60%', id: 'bagian seperti 60%' }, SHARE_MEND);
const share = z
  .union([z.string().regex(/^\d{1,3}(\.\d+)?%$/, { error: shareError }), z.number()], { error: shareError })
  .transform((value, ctx) => {
    const number = typeof value === 'string' ? Number(value.slice(0, -1)) / 100 : value;
    if (number <= 0 || number > 1)
      refuse(
        ctx,
        'share',
        {
          en: `must be above 0% and at most 100%, got ${value}`,
          id: `harus di atas 0% dan paling besar 100%, bukan ${value}`,
        },
        SHARE_MEND,
      );
    return number;
  });

const OFF = 'off' as const;
const OFF_OR_MAPPING: Bilingual = { en: 'off or a mapping', id: 'off atau mapping' };

const siteOutage = z.strictObject({
  share: share.prefault('60%').describe('Share of the servers of a site that must be down.'),
  min: whole(2, 10_000).prefault(3).describe('And at least so many servers.'),
});

const flapping = z.strictObject({
  changes: whole(2, 1000).prefault(4).describe('More changes than this within `window` are flapping.'),
  window: duration('5m', '7d')
    .prefault('1h')
    .describe('Time in which the changes are counted, and the quiet that ends it.'),
});

const alerts = z.strictObject({
  down_after: confirming.down_after.prefault('3m'),
  min_failures: confirming.min_failures.prefault(2),
  up_after: confirming.up_after.prefault(1),
  to: targets.prefault([]).describe('Who is told: names of chats, or `console` (stdout).'),
  notices_to: targets
    .optional()
    .describe('Who is told about troubles of the monitor itself. Default: `alerts.to`.'),
  remind_every: z
    .union([duration('1m'), z.array(duration('1m')).min(1)], {
      error: mustBe(
        { en: 'a duration or a list of durations', id: 'lama waktu atau daftar lama waktu' },
        { en: 'write 6h, or [6h, 12h, 24h]', id: 'tulis 6h, atau [6h, 12h, 24h]' },
      ),
    })
    .transform((value) => [value].flat())
    .optional()
    .describe('One digest of what is still down; a list backs off: `[6h, 12h, 24h]`. Default: none.'),
  site_outage: z
    .union([z.literal(OFF), siteOutage], {
      error: mustBe(OFF_OR_MAPPING, {
        en: 'write off, or {share: 60%, min: 3}',
        id: 'tulis off, atau {share: 60%, min: 3}',
      }),
    })
    .prefault({})
    .describe('Many servers of one site down at once are told in one message; `off`: never.'),
  flapping: z
    .union([z.literal(OFF), flapping], {
      error: mustBe(OFF_OR_MAPPING, {
        en: 'write off, or {changes: 4, window: 1h}',
        id: 'tulis off, atau {changes: 4, window: 1h}',
      }),
    })
    .prefault({})
    .describe('A server that goes up and down all the time is told as unstable, once; `off`: never.'),
  announce_after: duration()
    .prefault('0s')
    .describe('How long after its confirmation an outage is told to `announce_to`.'),
  texts: z
    .strictObject({
      id: announcements.optional().describe('Indonesian.'),
      en: announcements.optional().describe('English.'),
    })
    .prefault({})
    .describe('Wordings of your own, by language.'),
});

const people = {
  to: targets.optional(),
  announce_to: targets
    .optional()
    .describe('Chats of the users: told in plain words that a service is out, and that it is back.'),
  announce_after: duration()
    .optional()
    .describe(
      'How long after its confirmation they are told. Default: of the site, else `alerts.announce_after`.',
    ),
};

export const site = z.strictObject({
  id: id.optional().describe('Short name by which servers refer to it. Default: made of `name`.'),
  name: text().optional().describe('Name in messages. Default: `id`.'),
  location: location
    .optional()
    .describe('`{lat, lon}`, `"lat,lon"`, or a long Google Maps, OpenStreetMap or geo: link.'),
  gateway: text()
    .optional()
    .describe("Id of a server; while it is down, it explains the failures of the site's other servers."),
  ...people,
  to: people.to.describe('Who is told about its servers. Default: `alerts.to`.'),
  maintenance: maintenance.prefault([]).describe('Maintenance windows of all its servers.'),
});

const timeout = duration('0.1s', '30s');
const attempts = whole(1, 10);

export const server = z.strictObject({
  name: text().optional().describe('Name in messages. Default: `id`, else `host`.'),
  id: id
    .optional()
    .describe('Key of its state and history. Default: made of `name`. Keep it when you rename the server.'),
  host: host
    .optional()
    .describe('IPv4 or IPv6 address, or domain name. May be left out when a check has a URL.'),
  site: text().optional().describe('Id of its site.'),
  location: location.optional().describe("As of a site. Default: its site's."),
  checks: checks
    .optional()
    .describe('All must pass: `icmp`, `tcp:443`, a URL, or a long form. Default: `defaults.checks`.'),
  timeout: timeout.optional().describe('For one attempt of each check. Default: `defaults.timeout`.'),
  attempts: attempts.optional().describe('For each check. Default: `defaults.attempts`.'),
  parent: text()
    .optional()
    .describe('Id of the server that stands before it. Default: the gateway of its site; `none`: none.'),
  down_after: confirming.down_after.optional().describe('As `alerts.down_after`, for this server.'),
  min_failures: confirming.min_failures.optional().describe('As `alerts.min_failures`, for this server.'),
  up_after: confirming.up_after.optional().describe('As `alerts.up_after`, for this server.'),
  ...people,
  to: people.to.describe('Who is told. Default: `to` of its site, else `alerts.to`.'),
  tags: z
    .array(text(80), {
      error: mustBe(
        { en: 'a list of words', id: 'daftar kata' },
        { en: 'write a list such as [erp, prod]', id: 'tulis daftar, misalnya [erp, prod]' },
      ),
    })
    .prefault([])
    .describe('Words by which reports can be filtered.'),
  maintenance: maintenance.prefault([]).describe('Maintenance windows of its own.'),
});

/** What an included file may hold. */
const LISTS = {
  sites: z.array(site).prefault([]).describe('Places at which servers stand.'),
  servers: z.array(server).prefault([]).describe('The servers to be watched.'),
};

export const head = z.strictObject({
  timezone: timezone
    .optional()
    .describe('IANA name; every time shown uses it. Default: the time zone of the machine.'),
  language: language.prefault('en').describe('Language of alerts, reports and terminal: `id` or `en`.'),
  state_dir: text(4096)
    .optional()
    .describe(
      'Folder for state and history. Default: `/var/lib/srvmon` for root, else `$XDG_STATE_HOME/srvmon`, else `~/.local/state/srvmon`.',
    ),
  interval: duration('1m', '1d').prefault('1m').describe('How often cron runs `srvmon check`.'),
  keep: duration('1d').prefault('400d').describe('How long history is kept.'),
  include: z
    .union([text(4096), z.array(text(4096))], {
      error: mustBe(
        { en: 'a list of files', id: 'daftar berkas' },
        {
          en: 'write a list such as [servers.d/*.yaml]',
          id: 'tulis daftar, misalnya [servers.d/*.yaml]',
        },
      ),
    })
    .transform((value) => [value].flat())
    .prefault([])
    .describe(
      'More files with `sites` and `servers`: paths or patterns (`servers.d/*.yaml`), relative to this file.',
    ),
  heartbeat_url: webUrl
    .optional()
    .describe(
      'Told when a run begins, is complete or failed (healthchecks.io, Uptime Kuma), so that somebody notices when srvmon itself stops.',
    ),
  status_page: text(4096).optional().describe('HTML file that each check refreshes.'),
  metrics_file: text(4096)
    .optional()
    .describe("File for node_exporter's textfile collector that each check writes."),
  icmp_backend: z
    .enum(['auto', 'raw', 'fping', 'ping'], {
      error: mustBe(
        { en: 'auto, raw, fping or ping', id: 'auto, raw, fping atau ping' },
        { en: 'write auto', id: 'tulis auto' },
      ),
    })
    .prefault('auto')
    .describe("How pings are sent: a raw socket, fping, the system's ping, or the best of them that works."),
  icmp_rate: whole(1, 1_000_000)
    .optional()
    .describe('Pings a second. Default: 10000 where the socket buffers could be raised, else 2000.'),
  telegram: telegram
    .optional()
    .describe('The bot and its chats. Not needed when `console` is the only target.'),
  alerts: alerts.prefault({}).describe('When and to whom alerts are sent.'),
  uplink: z
    .array(host, {
      error: mustBe(
        { en: 'a list of hosts', id: 'daftar host' },
        {
          en: 'write a list such as [192.0.2.1, 198.51.100.1]',
          id: 'tulis daftar, misalnya [192.0.2.1, 198.51.100.1]',
        },
      ),
    })
    .prefault([])
    .describe(
      "Hosts of which at least one answers while the monitor's own network works; if none does, nothing is called down.",
    ),
  defaults: z
    .strictObject({
      checks: checks.prefault(['icmp']).describe('Checks of a server that has no `checks`.'),
      timeout: timeout.prefault('2s').describe('How long one attempt may take.'),
      attempts: attempts
        .prefault(3)
        .describe('Packets or tries within one check; the first answer counts as success.'),
    })
    .prefault({})
    .describe('What servers use unless they say otherwise.'),
  maintenance: maintenance.prefault([]).describe('Maintenance windows of everything.'),
});

/** One whole file. */
export const file = head.extend(LISTS);

export type Head = z.output<typeof head>;
export type SiteInput = z.output<typeof site>;
export type ServerInput = z.output<typeof server>;

import type {
  AlertRules,
  Chat,
  Check,
  Config,
  Secret,
  Server,
  Site,
  TelegramConfig,
} from '../core/config.ts';
import { hoursOf, windowsOf } from './normalise-times.ts';
import { checksOf, hostOf, parentOf, siteFinder, targetsOf, timingOf } from './resolve.ts';
import type { CheckInput } from './schema-checks.ts';
import type { Head, ServerInput, SiteInput } from './schema.ts';
import type { Entry, Shape } from './shape.ts';
import { defaultStateDir, resolvePath, type Surroundings } from './state-dir.ts';

/** Second pass: fills in every default. Only for a shape in which no rule found anything wrong. */
export function normalise(
  shape: Shape,
  files: readonly string[],
  token: Secret | null,
  surroundings: Surroundings,
): Config {
  const { head } = shape;
  const timezone = zoneOf(head);
  const pathOf = (path: string | undefined): string | null =>
    path === undefined ? null : resolvePath(path, surroundings);
  const servers = serversOf(shape, timezone);
  return {
    files,
    timezone,
    language: head.language,
    stateDir: pathOf(head.state_dir) ?? defaultStateDir(surroundings),
    intervalMs: head.interval,
    keepMs: head.keep,
    heartbeatUrl: head.heartbeat_url ?? null,
    statusPage: pathOf(head.status_page),
    metricsFile: pathOf(head.metrics_file),
    telegram: telegramOf(head, token, timezone),
    alerts: alertsOf(head, servers),
    icmp: { backend: head.icmp_backend, rate: head.icmp_rate ?? null },
    uplink: head.uplink,
    maintenance: windowsOf(head.maintenance, timezone),
    sites: shape.sites.flatMap((entry) => siteOf(entry, timezone)),
    servers,
  };
}

function zoneOf(head: Head): string {
  return head.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function telegramOf(head: Head, token: Secret | null, timezone: string): TelegramConfig | null {
  if (head.telegram === undefined || token === null) return null;
  const { api_base, proxy, chats } = head.telegram;
  return {
    token,
    apiBase: api_base.replace(/\/+$/, ''),
    proxy: proxy ?? null,
    chats: Object.entries(chats).map(([name, chat]): Chat => ({
      name,
      id: chat.id,
      thread: chat.thread ?? null,
      silent: chat.silent,
      language: chat.language ?? head.language,
      notifyAfterMs: chat.notify_after,
      hours: hoursOf(chat.hours, chat.timezone ?? timezone),
      outsideHours: chat.outside_hours,
    })),
  };
}

function alertsOf({ alerts }: Head, servers: readonly Server[]): AlertRules {
  const { remind_every, site_outage, flapping, texts, to } = alerts;
  // Where each server names its own targets, all of them hear about the monitor's troubles.
  const everyone = to.length > 0 ? to : [...new Set(servers.flatMap((server) => server.to))];
  return {
    remindEveryMs: remind_every ?? [],
    siteOutage: site_outage === 'off' ? null : site_outage,
    flapping: flapping === 'off' ? null : { changes: flapping.changes, windowMs: flapping.window },
    noticesTo: alerts.notices_to ?? everyone,
    texts: { id: definedTexts(texts.id), en: definedTexts(texts.en) },
  };
}

type Wordings = NonNullable<AlertRules['texts']['id']>;

function definedTexts(texts: Head['alerts']['texts']['id']): Wordings {
  return Object.fromEntries(Object.entries(texts ?? {}).filter(([, wording]) => wording !== undefined));
}

function siteOf({ id, value }: Entry<SiteInput>, timezone: string): Site[] {
  if (value === null) return [];
  return [
    {
      id,
      name: value.name ?? id,
      location: value.location ?? null,
      gateway: value.gateway ?? null,
      maintenance: windowsOf(value.maintenance, timezone),
    },
  ];
}

function serversOf(shape: Shape, timezone: string): Server[] {
  const findSite = siteFinder(shape);
  const checks = new CheckList(shape.head);
  return shape.servers.flatMap(({ id, value }) => {
    return value === null ? [] : [serverOf(id, value, findSite(value), shape.head, timezone, checks)];
  });
}

function serverOf(
  id: string,
  server: ServerInput,
  siteEntry: Entry<SiteInput> | null,
  head: Head,
  timezone: string,
  checks: CheckList,
): Server {
  const { alerts } = head;
  const site = siteEntry?.value ?? null;
  const host = hostOf(server, head) ?? '';
  return {
    id,
    name: server.name ?? server.id ?? host,
    host,
    siteId: siteEntry?.id ?? null,
    location: server.location ?? site?.location ?? null,
    checks: checks.of(server),
    parentId: parentOf(id, server, site),
    downAfterMs: server.down_after ?? alerts.down_after,
    minFailures: server.min_failures ?? alerts.min_failures,
    upAfter: server.up_after ?? alerts.up_after,
    to: nonEmpty(targetsOf(server, site, head)),
    announceTo: server.announce_to ?? site?.announce_to ?? [],
    announceAfterMs: server.announce_after ?? site?.announce_after ?? alerts.announce_after,
    tags: server.tags,
    maintenance: windowsOf(server.maintenance, timezone),
  };
}

/** Completes checks. Servers that take them from `defaults` unchanged share one list. */
class CheckList {
  readonly #head: Head;
  readonly #shared: readonly [Check, ...Check[]];

  constructor(head: Head) {
    this.#head = head;
    this.#shared = this.#complete({ tags: [], maintenance: [] });
  }

  of(server: ServerInput): readonly [Check, ...Check[]] {
    const plain =
      server.checks === undefined && server.timeout === undefined && server.attempts === undefined;
    return plain ? this.#shared : this.#complete(server);
  }

  #complete(server: ServerInput): readonly [Check, ...Check[]] {
    const completed = checksOf(server, this.#head).map((check) =>
      checkOf(check, timingOf(check, server, this.#head)),
    );
    return nonEmpty(completed);
  }
}

function checkOf(check: CheckInput, timing: { timeoutMs: number; attempts: number }): Check {
  switch (check.kind) {
    case 'icmp':
      return { kind: 'icmp', label: 'icmp', ...timing };
    case 'tcp':
      return { kind: 'tcp', label: `tcp:${check.port}`, ...timing, port: check.port };
    case 'http':
      return {
        kind: 'http',
        label: labelOf(check.url),
        ...timing,
        url: check.url,
        method: check.method,
        headers: check.headers,
        body: check.body ?? null,
        expect: { status: check.expect.status, body: bodyOf(check.expect.body) },
        maxRedirects: check.max_redirects,
        tls: {
          verify: check.tls.verify,
          warnBeforeMs: check.tls.warn_before === 'off' ? null : check.tls.warn_before,
        },
      };
  }
}

type HttpInput = Extract<CheckInput, { kind: 'http' }>;
type BodyExpectation = Extract<Check, { kind: 'http' }>['expect']['body'];

function bodyOf(body: HttpInput['expect']['body']): BodyExpectation {
  if (body === undefined) return null;
  return typeof body === 'string' ? { kind: 'text', value: body } : { kind: 'regex', value: body.regex };
}

/** The URL as it may be shown in alerts: without user name and password. */
function labelOf(url: string): string {
  const parsed = new URL(url);
  if (parsed.username === '' && parsed.password === '') return url;
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

/** The rules have refused empty lists before. */
function nonEmpty<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error('an empty list got past the rules');
  return [first, ...rest];
}

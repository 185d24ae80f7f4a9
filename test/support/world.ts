import type { Chat, Config, Server, Site } from '../../src/core/config.ts';
import { Secret } from '../../src/core/config.ts';
import { decide, type Decision } from '../../src/core/decide.ts';
import type { ActiveWindow } from '../../src/core/draft.ts';
import type { AlertEvent, OutboxItem } from '../../src/core/events.ts';
import type { State } from '../../src/core/model.ts';
import type { Sweep, Verdict } from '../../src/core/probing.ts';
import { emptyState } from '../../src/core/state.ts';

/** Minute 0 of every story: Monday, 2 November 2026, 10:00 UTC. */
export const T0 = Date.UTC(2026, 10, 2, 10, 0);

export const MIN = 60_000;

export function makeServer(id: string, change: Partial<Server> = {}): Server {
  return {
    id,
    name: `Server ${id}`,
    host: '192.0.2.1',
    siteId: null,
    location: null,
    checks: [{ kind: 'icmp', label: 'icmp', timeoutMs: 1_000, attempts: 1 }],
    parentId: null,
    downAfterMs: 3 * MIN,
    minFailures: 2,
    upAfter: 1,
    to: ['it'],
    announceTo: [],
    announceAfterMs: 0,
    tags: [],
    maintenance: [],
    ...change,
  };
}

export function makeSite(id: string, change: Partial<Site> = {}): Site {
  return { id, name: `Site ${id}`, location: null, gateway: null, maintenance: [], ...change };
}

export function makeChat(name: string, change: Partial<Chat> = {}): Chat {
  return {
    name,
    id: -1,
    thread: null,
    silent: false,
    language: 'en',
    notifyAfterMs: 0,
    hours: null,
    outsideHours: 'wait',
    ...change,
  };
}

export interface ConfigChange extends Partial<Omit<Config, 'alerts' | 'telegram'>> {
  readonly alerts?: Partial<Config['alerts']>;
  readonly chats?: readonly Chat[];
}

export function makeConfig(
  servers: readonly Server[],
  { alerts, chats, ...change }: ConfigChange = {},
): Config {
  return {
    files: ['/etc/srvmon/servers.yaml'],
    timezone: 'Asia/Jakarta',
    language: 'en',
    stateDir: '/var/lib/srvmon',
    intervalMs: MIN,
    keepMs: 400 * 86_400_000,
    heartbeatUrl: null,
    statusPage: null,
    metricsFile: null,
    telegram: {
      token: new Secret('123456:test'),
      apiBase: 'http://127.0.0.1:1',
      proxy: null,
      chats: chats ?? [makeChat('it')],
    },
    alerts: {
      remindEveryMs: [],
      siteOutage: null,
      flapping: null,
      noticesTo: ['it'],
      texts: {},
      ...alerts,
    },
    icmp: { backend: 'auto', rate: null },
    uplink: [],
    maintenance: [],
    sites: [],
    servers,
    ...change,
  };
}

export const OK: Verdict = { kind: 'ok', latencyMs: 1 };
export const FAIL: Verdict = {
  kind: 'failed',
  cause: { failed: [{ check: 'icmp', code: 'icmp-timeout' }], passed: [] },
};
export const UNKNOWN: Verdict = { kind: 'unknown', code: 'budget' };

export function makeSweep(
  at: number,
  verdicts: Readonly<Record<string, Verdict>>,
  change: Partial<Sweep> = {},
): Sweep {
  return {
    at,
    blind: false,
    verdicts: new Map(Object.entries(verdicts)),
    certificates: [],
    troubles: [],
    addresses: {},
    ...change,
  };
}

/** Runs sweeps one after the other, through JSON like the real state, and takes out what each one tells. */
export class World {
  state: State = emptyState();
  config: Config;
  maintenance: ReadonlyMap<string, ActiveWindow> = new Map();

  constructor(config: Config) {
    this.config = config;
  }

  /** One sweep at minute `minute` of the story. Returns what it put into the outbox, which is then emptied. */
  sweep(
    minute: number,
    verdicts: Readonly<Record<string, Verdict>>,
    change: Partial<Sweep> = {},
  ): OutboxItem[] {
    return this.run(makeSweep(T0 + minute * MIN, verdicts, change)).state.outbox.slice();
  }

  run(sweep: Sweep): Decision {
    const decision = decide(
      this.state,
      sweep,
      { config: this.config, maintenance: this.maintenance },
      sweep.at,
    );
    this.state = JSON.parse(JSON.stringify({ ...decision.state, outbox: [] })) as State;
    return decision;
  }

  /** Minutes from..to (inclusive) with the same verdicts; every item with the minute in which it was told. */
  minutes(
    from: number,
    to: number,
    verdicts: Readonly<Record<string, Verdict>>,
    change: Partial<Sweep> = {},
  ): string[] {
    const lines: string[] = [];
    for (let minute = from; minute <= to; minute += 1) {
      lines.push(
        ...this.sweep(minute, verdicts, change).map((item) => `${String(minute)} ${describeItem(item)}`),
      );
    }
    return lines;
  }
}

/** An outbox item in one short line: `it down a`. */
export function describeItem({ chat, event }: OutboxItem): string {
  return `${chat} ${describeEvent(event)}`;
}

function describeEvent(event: AlertEvent): string {
  switch (event.kind) {
    case 'down':
    case 'up':
      return [
        event.kind,
        event.subject.id,
        ...(event.behind.length > 0 ? [`(${event.behind.join(', ')})`] : []),
      ].join(' ');
    case 'site-down':
      return `site-down ${event.siteId} ${String(event.servers.length)}/${String(event.total)}`;
    case 'site-up':
      return `site-up ${event.siteId} stragglers ${String(event.stragglers.length)}`;
    case 'unstable':
    case 'unstable-over':
    case 'announce-down':
    case 'announce-up':
    case 'certificate':
      return `${event.kind} ${event.subject.id}`;
    case 'reminder':
      return `reminder ${event.servers.map((server) => server.subject.id).join(',')}`;
    case 'trouble':
    case 'trouble-over':
      return `${event.kind} ${event.trouble.key}`;
    case 'silence':
      return `${event.silence} ${event.name ?? 'all'}`;
    case 'blind-over':
    case 'chat-migrated':
    case 'test':
    case 'report':
    case 'omitted':
      return event.kind;
  }
}

import type { Moment } from './condition.ts';
import type { Chat, Config, Location, Server, Site } from './config.ts';
import type { AlertEvent, OutboxItem, Subject } from './events.ts';
import type { HistoryRecord } from './history.ts';
import type { ChatState, Incident, ServerState, SiteOutage, State } from './model.ts';
import { newChat } from './state.ts';

/** A maintenance window that is open now. */
export interface ActiveWindow {
  readonly since: number;
  readonly until: number;
  readonly note: string | null;
}

/** What `decide` knows besides the state and the sweep. */
export interface Policy {
  readonly config: Config;
  /** The open maintenance windows, by server id. */
  readonly maintenance: ReadonlyMap<string, ActiveWindow>;
}

export interface Transition {
  readonly serverId: string;
  readonly to: 'down' | 'up';
  /** Begin of the outage, or its end. */
  readonly at: number;
}

export interface ClosedIncident {
  readonly serverId: string;
  readonly incident: Incident;
  readonly endedAt: number;
  readonly reason: 'recovered' | 'removed';
}

/** The name of the target that prints to stdout. */
export const CONSOLE = 'console';

/**
 * The state in the making: the parts of `decide` write into it, one after the other, and nobody outside of one call of
 * `decide` ever sees it.
 */
export class Draft {
  readonly servers: Map<string, ServerState>;
  readonly siteOutages: Map<string, SiteOutage>;
  readonly chats: Map<string, ChatState>;
  readonly outbox: OutboxItem[];
  readonly records: HistoryRecord[] = [];
  readonly transitions: Transition[] = [];
  /** The outages that ended in this sweep. */
  readonly closed: ClosedIncident[] = [];
  readonly config: Config;
  readonly serverById: ReadonlyMap<string, Server>;
  readonly chatByName: ReadonlyMap<string, Chat>;
  readonly #sites: ReadonlyMap<string, Site>;
  readonly #children = new Map<string, Server[]>();
  readonly #members = new Map<string, Server[]>();
  #serial: number;

  constructor(
    readonly before: State,
    readonly policy: Policy,
    readonly moment: Moment,
  ) {
    this.config = policy.config;
    this.servers = new Map(Object.entries(before.servers));
    this.siteOutages = new Map(Object.entries(before.siteOutages));
    this.serverById = new Map(this.config.servers.map((server) => [server.id, server]));
    this.chatByName = new Map((this.config.telegram?.chats ?? []).map((chat) => [chat.name, chat]));
    this.#sites = new Map(this.config.sites.map((site) => [site.id, site]));
    for (const server of this.config.servers) {
      if (server.parentId !== null) addTo(this.#children, server.parentId, server);
      if (server.siteId !== null) addTo(this.#members, server.siteId, server);
    }
    this.chats = new Map(Object.entries(before.chats).filter(([name]) => this.exists(name)));
    this.outbox = before.outbox.filter((item) => this.exists(item.chat));
    this.#serial = before.serial;
  }

  get serial(): number {
    return this.#serial;
  }

  get minute(): number {
    return this.moment.minute;
  }

  /** True for `console` and the chats of the configuration: nobody else can be told anything. */
  exists(chat: string): boolean {
    return chat === CONSOLE || this.chatByName.has(chat);
  }

  /** Puts an event into the outbox, once for each of the chats that exist. */
  tell(chats: Iterable<string>, event: AlertEvent): void {
    for (const chat of new Set(chats)) {
      if (!this.exists(chat)) continue;
      this.#serial += 1;
      this.outbox.push({ id: String(this.#serial), chat, at: this.minute, event, maybeSent: false });
    }
  }

  /** Puts something else in the place of items that wait, or nothing (null). */
  rewriteOutbox(change: (item: OutboxItem) => OutboxItem | null): void {
    const items = this.outbox.splice(0).map(change);
    for (const item of items) if (item !== null) this.outbox.push(item);
  }

  updateServer(id: string, change: Partial<ServerState>): void {
    const server = this.servers.get(id);
    if (server !== undefined) this.servers.set(id, { ...server, ...change });
  }

  updateChat(name: string, change: Partial<ChatState>): void {
    this.chats.set(name, { ...(this.chats.get(name) ?? newChat()), ...change });
  }

  siteName(siteId: string | null): string | null {
    return siteId === null ? null : (this.#sites.get(siteId)?.name ?? siteId);
  }

  siteLocation(siteId: string): Location | null {
    return this.#sites.get(siteId)?.location ?? null;
  }

  /** The servers whose parent or gateway is `id`. */
  childrenOf(id: string): readonly Server[] {
    return this.#children.get(id) ?? [];
  }

  serversOf(siteId: string): readonly Server[] {
    return this.#members.get(siteId) ?? [];
  }

  subject({ id, name, host, siteId, location }: Server): Subject {
    return { id, name, host, siteId, siteName: this.siteName(siteId), location };
  }
}

function addTo(map: Map<string, Server[]>, key: string, server: Server): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [server]);
  else list.push(server);
}

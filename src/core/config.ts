/**
 * The configuration after it was read, checked and completed: every default is filled in, every reference is an id
 * that exists. `config/` makes it, everyone else reads it. Durations are milliseconds, instants are milliseconds since
 * the Unix epoch.
 */

export type Language = 'id' | 'en';

export interface Config {
  /** Files this configuration was read from, the main one first (absolute paths). */
  readonly files: readonly string[];
  /** IANA zone in which every time is shown. */
  readonly timezone: string;
  readonly language: Language;
  /** Absolute path of the folder for state, history and lock. */
  readonly stateDir: string;
  /** How often cron runs the check. */
  readonly intervalMs: number;
  /** How long history is kept. */
  readonly keepMs: number;
  readonly heartbeatUrl: string | null;
  /** Absolute path of the HTML page that each check refreshes. */
  readonly statusPage: string | null;
  /** Absolute path of the node_exporter textfile that each check writes. */
  readonly metricsFile: string | null;
  readonly telegram: TelegramConfig | null;
  readonly alerts: AlertRules;
  readonly icmp: IcmpConfig;
  /** Hosts (addresses or names) of which at least one answers while the monitor's own network works. */
  readonly uplink: readonly string[];
  /** Maintenance windows of everything. */
  readonly maintenance: readonly MaintenanceWindow[];
  readonly sites: readonly Site[];
  readonly servers: readonly Server[];
}

export interface IcmpConfig {
  readonly backend: 'auto' | 'raw' | 'fping' | 'ping';
  /** Packets a second; null: 10,000 where the socket buffers could be raised, 2,000 where not. */
  readonly rate: number | null;
}

export interface TelegramConfig {
  /** The bot token. A class, so that printing or serialising it gives `<secret>`. */
  readonly token: Secret;
  readonly apiBase: string;
  readonly proxy: string | null;
  readonly chats: readonly Chat[];
}

export interface Chat {
  /** The name by which `to` refers to it. */
  readonly name: string;
  /** Numeric id, or `@channelname`. */
  readonly id: number | string;
  /** Topic (message_thread_id) in a forum group. */
  readonly thread: number | null;
  readonly silent: boolean;
  readonly language: Language;
  /** How long after its confirmation an outage is told to this chat. */
  readonly notifyAfterMs: number;
  /** When this chat takes messages; null: always. */
  readonly hours: WeeklyHours | null;
  /** Outside its hours messages wait for the next opening, or go out without a sound. */
  readonly outsideHours: 'wait' | 'silent';
}

/** Weekly opening hours in local wall time: minutes since Monday 00:00, half-open, at most 10,080. */
export interface WeeklyHours {
  readonly timezone: string;
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
}

export interface AlertRules {
  readonly remindEveryMs: readonly number[];
  readonly siteOutage: { readonly share: number; readonly min: number } | null;
  readonly flapping: { readonly changes: number; readonly windowMs: number } | null;
  /** Chats (or `console`) that are told about the monitor's own troubles. */
  readonly noticesTo: readonly string[];
  /** Wordings that replace the built-in ones, by language and key. */
  readonly texts: Readonly<Partial<Record<Language, Readonly<Partial<Record<TextKey, string>>>>>>;
}

export type TextKey = 'announce_down' | 'announce_up';

/** What may stand in braces in a wording, e.g. `{name}`: the server, its site, and when it was out. */
export const TEXT_PLACEHOLDERS: Readonly<Record<TextKey, readonly string[]>> = {
  announce_down: ['name', 'site', 'since'],
  announce_up: ['name', 'site', 'since', 'until', 'duration'],
};

export interface Location {
  /** Degrees, WGS 84. */
  readonly lat: number;
  readonly lon: number;
}

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly location: Location | null;
  /** Server id: its loss explains the site's other servers. */
  readonly gateway: string | null;
  readonly maintenance: readonly MaintenanceWindow[];
}

export interface Server {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly siteId: string | null;
  /** Its own, or its site's. */
  readonly location: Location | null;
  readonly checks: readonly [Check, ...Check[]];
  /** Server id; its own `parent`, or else its site's gateway. */
  readonly parentId: string | null;
  readonly downAfterMs: number;
  readonly minFailures: number;
  readonly upAfter: number;
  /** Names of chats, or `console`. Never empty. */
  readonly to: readonly [string, ...string[]];
  readonly announceTo: readonly string[];
  readonly announceAfterMs: number;
  readonly tags: readonly string[];
  readonly maintenance: readonly MaintenanceWindow[];
}

export type MaintenanceWindow =
  | {
      readonly kind: 'weekly';
      readonly timezone: string;
      readonly note: string | null;
      /** ISO weekdays on which it begins, 1 = Monday. */
      readonly days: readonly number[];
      /** Local wall time in minutes since midnight; `to` <= `from` ends on the next day. */
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'once';
      readonly timezone: string;
      readonly note: string | null;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'cron';
      readonly timezone: string;
      readonly note: string | null;
      /** Cron expression of its beginnings. */
      readonly cron: string;
      readonly forMs: number;
    };

interface CheckCommon {
  /** As the user wrote it or would write it in short form: `icmp`, `tcp:443`, `https://...`. */
  readonly label: string;
  /** For one attempt. */
  readonly timeoutMs: number;
  /** Packets or tries within one check; the first answer counts as success. */
  readonly attempts: number;
}

export type IcmpCheck = CheckCommon & { readonly kind: 'icmp' };

export type TcpCheck = CheckCommon & { readonly kind: 'tcp'; readonly port: number };

export type HttpCheck = CheckCommon & {
  readonly kind: 'http';
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'OPTIONS';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly expect: {
    /** Inclusive ranges. */
    readonly status: readonly { readonly from: number; readonly to: number }[];
    readonly body: { readonly kind: 'text' | 'regex'; readonly value: string } | null;
  };
  readonly maxRedirects: number;
  readonly tls: { readonly verify: boolean; readonly warnBeforeMs: number | null };
};

export type Check = IcmpCheck | TcpCheck | HttpCheck;

/** A value that must not be printed: every way of turning it into text gives `<secret>`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one place that sends it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '<secret>';
  }

  toJSON(): string {
    return '<secret>';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '<secret>';
  }
}

/**
 * What srvmon remembers from minute to minute: plain JSON, written whole in one atomic write. All instants are
 * milliseconds since the Unix epoch, all lengths milliseconds.
 */

import type { OutboxItem, Subject } from './events.ts';
import type { HistoryRecord } from './history.ts';
import type { LatencyCounts } from './latency.ts';
import type { Cause, Trouble } from './probing.ts';

export const STATE_VERSION = 3;

/**
 * The condition of one server.
 *
 *                 fail                 fail, long and often enough
 *   unknown ------------> suspect --------------------------------> down <---+
 *      | ok                | ok   ^ fail                             | ok    | fail
 *      v                   v      |                                  v       |
 *      up <----------------+------+--- up                        recovering -+
 *      ^                                                             | ok, `upAfter` in a row
 *      +-------------------------------------------------------------+
 *
 * No verdict (blind, not probed, probe broken) changes nothing.
 */
export type Condition =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'up'; readonly since: number }
  /** `heldMs`: time inside the streak in which nothing was known; it does not count towards `downAfter`. */
  | {
      readonly kind: 'suspect';
      readonly since: number;
      readonly failures: number;
      readonly heldMs: number;
      readonly lastFailureAt: number;
      readonly cause: Cause;
    }
  | { readonly kind: 'down' }
  | { readonly kind: 'recovering'; readonly since: number; readonly oks: number };

/** A confirmed outage that has not ended yet. Exists exactly while the condition is `down` or `recovering`. */
export interface Incident {
  readonly id: string;
  /** The server as it is called now, kept so that the end can be told when it left the configuration. */
  readonly subject: Subject;
  /** The first failed check. */
  readonly since: number;
  readonly confirmedAt: number;
  readonly failures: number;
  readonly cause: Cause;
  /** Time inside it in which nobody watched. */
  readonly unwatchedMs: number;
  /** Chats that were told DOWN (or hold it in the outbox), and when it was put there: exactly they get the UP. */
  readonly told: Readonly<Record<string, number>>;
  /** Chats whose users were told by an announcement. */
  readonly announced: Readonly<Record<string, number>>;
  /** Chats that were told by the message of its site instead of one of its own: chat -> id of the site outage. */
  readonly covered: Readonly<Record<string, string>>;
  /** Why a chat has not been told (yet), for `explain`. */
  readonly held: Readonly<Record<string, HeldBack>>;
  /** The same of the chats of its announcements; a state of before has none. */
  readonly unannounced?: Readonly<Record<string, HeldBack>>;
}

export type HeldReason =
  | 'notify-after'
  | 'maintenance'
  | 'mute'
  | 'parent'
  | 'flapping'
  | 'site-outage'
  | 'acknowledged'
  | 'recovering';

export interface HeldBack {
  readonly reason: HeldReason;
  /** The parent's id, the window's note, who muted ... */
  readonly detail?: string;
  readonly until?: number;
}

export interface ServerState {
  readonly condition: Condition;
  readonly incident: Incident | null;
  /** When this server was first probed. */
  readonly addedAt: number;
  /** Last sweep that gave a verdict; null: never. */
  readonly lastVerdictAt: number | null;
  /** Round trip or response time of the last successful check. */
  readonly latencyMs: number | null;
  /** Begin of the current stretch without a verdict while the monitor itself was watching. */
  readonly unknownSince: number | null;
  readonly unknownReason: string | null;
  /** Last sweep that saw it up: a child alerts only when its parent was up at or after the child's first failure. */
  readonly lastOkAt: number | null;
  /** Its recent changes (DOWN or UP confirmed), for flapping. */
  readonly changes: readonly Change[];
  readonly flapping: Flapping | null;
  /** Latencies of the hour that is running. */
  readonly latency: LatencySketch | null;
  /** Its name and site, for the record of a server that leaves the configuration. */
  readonly name: string;
  readonly siteId: string | null;
  /** The maintenance window it is in. */
  readonly maintenance: {
    readonly since: number;
    readonly until: number;
    readonly note: string | null;
  } | null;
}

/** `downMs`: length of the outage that ended with this change; 0 when one began. */
export interface Change {
  readonly at: number;
  readonly downMs: number;
}

export interface Flapping {
  readonly since: number;
  readonly lastChangeAt: number;
  readonly changes: number;
  /** Length of the outages that ended inside it. */
  readonly downMs: number;
  readonly told: Readonly<Record<string, number>>;
}

/** The latencies of one server in one clock hour, which begins at `hour`. */
export interface LatencySketch extends LatencyCounts {
  readonly hour: number;
}

/** A branch of which many servers went down in one window, told to one chat as one. */
export interface SiteOutage {
  readonly id: string;
  readonly siteId: string;
  readonly chat: string;
  readonly since: number;
  readonly confirmedAt: number;
  /** Server ids. */
  readonly members: readonly string[];
}

export interface Silence {
  readonly kind: 'mute' | 'ack';
  /** `all`, `site:ID` or `server:ID`. */
  readonly scope: string;
  readonly by: string;
  readonly note: string | null;
  readonly at: number;
  /** null: an acknowledgement without an end of its own. */
  readonly until: number | null;
  /** False until the chats have been told about it. */
  readonly told: boolean;
}

/** A trouble of the monitor itself that was told, until it is over. */
export interface OpenTrouble {
  readonly since: number;
  readonly lastSeenAt: number;
  readonly sweeps: number;
  readonly told: boolean;
  readonly trouble: Trouble;
}

/** What is known about the delivery to one chat. */
export interface ChatState {
  /** The id that replaced the configured one when the group became a supergroup, and the id it replaces. */
  readonly migrated: { readonly from: number | string; readonly to: number } | null;
  /** No message before this instant (429, back-off). */
  readonly notBefore: number;
  /** Failed deliveries in a row. */
  readonly failures: number;
  /** Why Telegram refuses this chat (403, 401, chat not found); kept until a message gets through. */
  readonly refused: { readonly reason: string; readonly since: number } | null;
  readonly lastSentAt: number | null;
  readonly remindedAt: number | null;
  readonly reminders: number;
}

export interface State {
  readonly version: typeof STATE_VERSION;
  /** Minute of the last complete sweep; null: none yet. */
  readonly lastRunAt: number | null;
  /** The stretch of sweeps that is still going on. */
  readonly watchedSince: number | null;
  /** Since when the monitor itself is cut off. */
  readonly blindSince: number | null;
  readonly servers: Readonly<Record<string, ServerState>>;
  readonly siteOutages: Readonly<Record<string, SiteOutage>>;
  readonly silences: readonly Silence[];
  readonly troubles: Readonly<Record<string, OpenTrouble>>;
  /** Fingerprints of certificates whose end was told, by server and check. */
  readonly certificates: Readonly<Record<string, { readonly fingerprint: string; readonly toldAt: number }>>;
  readonly addresses: Readonly<Record<string, { readonly address: string; readonly at: number }>>;
  readonly outbox: readonly OutboxItem[];
  readonly chats: Readonly<Record<string, ChatState>>;
  /** Records that are not yet in the history files. */
  readonly pendingHistory: readonly HistoryRecord[];
  /** Number of the last outbox item or incident, so that ids stay unique. */
  readonly serial: number;
}

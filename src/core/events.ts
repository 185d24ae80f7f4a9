/**
 * What happened, as data without a language. Each event waits in the outbox, once for every chat that is to be told,
 * until Telegram took it or refused it for good. `notify/message.ts` makes sentences of it when it is sent.
 */

import type { Location } from './config.ts';
import type { Cause, Trouble } from './probing.ts';

/** A server as it was called when the event happened, so that the message outlives an edit of the configuration. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly siteId: string | null;
  readonly siteName: string | null;
  readonly location: Location | null;
}

export type AlertEvent =
  | {
      readonly kind: 'down';
      readonly incidentId: string;
      readonly subject: Subject;
      readonly since: number;
      readonly confirmedAt: number;
      readonly cause: Cause;
      /** Names of servers that cannot be judged while this one is down. */
      readonly behind: readonly string[];
    }
  | {
      readonly kind: 'up';
      readonly incidentId: string;
      readonly subject: Subject;
      readonly since: number;
      readonly confirmedAt: number;
      readonly endedAt: number;
      readonly cause: Cause;
      /** Part of the outage in which nobody watched. */
      readonly unwatchedMs: number;
      readonly reason: 'recovered' | 'removed';
      /** Names of servers behind it that came back with it. */
      readonly behind: readonly string[];
    }
  | {
      readonly kind: 'site-down';
      readonly outageId: string;
      readonly siteId: string;
      readonly siteName: string;
      readonly location: Location | null;
      readonly since: number;
      readonly confirmedAt: number;
      readonly total: number;
      readonly servers: readonly string[];
    }
  | {
      readonly kind: 'site-up';
      readonly outageId: string;
      readonly siteId: string;
      readonly siteName: string;
      readonly location: Location | null;
      readonly since: number;
      readonly endedAt: number;
      readonly total: number;
      readonly stragglers: readonly string[];
    }
  | {
      readonly kind: 'unstable';
      readonly subject: Subject;
      readonly changes: number;
      readonly windowMs: number;
    }
  | {
      readonly kind: 'unstable-over';
      readonly subject: Subject;
      readonly since: number;
      readonly endedAt: number;
      readonly changes: number;
      readonly downMs: number;
      readonly down: boolean;
    }
  | {
      readonly kind: 'reminder';
      readonly servers: readonly { readonly subject: Subject; readonly since: number }[];
      readonly acknowledged: number;
    }
  | {
      readonly kind: 'announce-down';
      readonly incidentId: string;
      readonly subject: Subject;
      readonly since: number;
    }
  | {
      readonly kind: 'announce-up';
      readonly incidentId: string;
      readonly subject: Subject;
      readonly since: number;
      readonly endedAt: number;
    }
  | {
      readonly kind: 'silence';
      readonly silence: 'mute' | 'ack';
      /** The name of the server or site, or null for everything. */
      readonly name: string | null;
      readonly by: string;
      readonly note: string | null;
      readonly until: number | null;
    }
  | { readonly kind: 'blind-over'; readonly from: number; readonly to: number }
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly since: number }
  | {
      readonly kind: 'trouble-over';
      readonly trouble: Trouble;
      readonly since: number;
      readonly endedAt: number;
    }
  | {
      readonly kind: 'certificate';
      readonly subject: Subject;
      readonly check: string;
      readonly notAfter: number;
    }
  | {
      readonly kind: 'chat-migrated';
      readonly chatName: string;
      readonly from: number | string;
      readonly to: number;
    }
  | { readonly kind: 'test'; readonly subject: Subject | null }
  | {
      readonly kind: 'report';
      readonly digest: ReportDigest;
      readonly document: StoredDocument;
    }
  /** Stands for the oldest events of a chat that could not be reached for so long that its outbox was condensed. */
  | {
      readonly kind: 'omitted';
      /** Outages that began and ended meanwhile. */
      readonly outages: number;
      /** Everything else: notices, reminders, announcements. */
      readonly others: number;
      readonly from: number;
      readonly to: number;
    };

/** The few figures of a report that a chat is told; the whole of it goes with it as a document. */
export interface ReportDigest {
  readonly from: number;
  readonly to: number;
  readonly servers: number;
  /** 0 to 1; null where nothing was seen. */
  readonly availability: number | null;
  readonly coverage: number | null;
  /** Where availability may lie when not everything was watched. */
  readonly range: { readonly worst: number; readonly best: number } | null;
  /** The outages of all servers, each counted, and their down time added up. */
  readonly outages: number;
  readonly downMs: number;
  /** The same of the period before; null when nothing of it is known. */
  readonly before: {
    readonly availability: number;
    readonly outages: number;
    readonly downMs: number;
  } | null;
  /** The servers with the lowest availability among those that had outages. */
  readonly worst: readonly {
    readonly name: string;
    readonly siteName: string | null;
    readonly availability: number | null;
    readonly outages: number;
    readonly downMs: number;
  }[];
  readonly longest: {
    readonly name: string;
    readonly siteName: string | null;
    readonly since: number;
    /** null: it goes on. */
    readonly endedAt: number | null;
    readonly lengthMs: number;
  } | null;
}

/** A file in the folder `documents` of the state folder, kept until the message with it was taken or refused for good. */
export interface StoredDocument {
  readonly file: string;
  /** What the reader sees it called. */
  readonly name: string;
}

export interface OutboxItem {
  readonly id: string;
  /** Name of the chat, or `console`. */
  readonly chat: string;
  /** The minute in which it was decided. */
  readonly at: number;
  readonly event: AlertEvent;
  /** True from the commit that precedes a send until its outcome is written: after a crash it may go out twice. */
  readonly maybeSent: boolean;
}

/** "3 of 45 servers down: ...", the last line of an alert. */
export interface DownSummary {
  readonly total: number;
  readonly down: readonly string[];
}

/** What the sender of one message found out. It never throws. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly migratedTo?: number }
  /**
   * Try again, not before `afterMs` from now (null: the usual back-off). `maybeSent`: the request went out and its
   * answer is missing.
   */
  | {
      readonly kind: 'retry';
      readonly afterMs: number | null;
      readonly reason: string;
      readonly maybeSent: boolean;
    }
  /** `chat`: this chat (or the token) is refused, kept until that is mended. `message`: this text is refused for good. */
  | { readonly kind: 'refused'; readonly scope: 'chat' | 'message'; readonly reason: string };

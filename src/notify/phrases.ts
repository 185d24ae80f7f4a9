/** The sentences of the alerts, in each language. What they are put together to stands in `event-lines.ts`. */

import type { Language } from '../core/config.ts';
import { en } from './phrases-en.ts';
import { id } from './phrases-id.ts';

/** Arguments are finished texts: names are cleaned, times and lengths are in words. */
export interface Phrases {
  readonly test: string;
  readonly testText: string;
  readonly testTarget: string;
  readonly host: string;
  readonly cause: string;
  readonly map: string;
  readonly noSite: string;
  readonly servers: string;
  readonly wasDown: string;
  readonly noLongerWatched: string;
  readonly unstable: string;
  readonly stableAgain: string;
  readonly reminder: string;
  readonly repeat: string;
  readonly troubleTitle: string;
  readonly troubleOverTitle: string;
  readonly certificateTitle: string;
  readonly cutOff: string;
  readonly everything: string;
  readonly late: (decided: string) => string;
  readonly downSince: (since: string, length: string, confirmed: string) => string;
  readonly unreachableSince: (since: string, length: string, confirmed: string) => string;
  readonly behindDown: (count: number) => string;
  readonly behindUp: (count: number) => string;
  readonly upAgain: (span: string, length: string) => string;
  readonly wasDownFor: (span: string, length: string) => string;
  readonly removed: (span: string, length: string) => string;
  readonly unwatched: (length: string) => string;
  readonly siteDown: (down: number, total: number) => string;
  readonly siteUp: (total: number) => string;
  readonly siteSpan: (span: string, length: string) => string;
  readonly stragglers: (count: number) => string;
  readonly unstableText: (changes: number, window: string) => string;
  readonly stableText: (changes: number, span: string, downLength: string) => string;
  readonly nowDown: string;
  readonly nowUp: string;
  readonly sinceFor: (since: string, length: string) => string;
  readonly acknowledged: (count: number) => string;
  readonly announceDown: (name: string, since: string) => string;
  readonly announceUp: (name: string) => string;
  readonly announceWas: (name: string, span: string) => string;
  readonly silence: (silence: 'mute' | 'ack', name: string, by: string) => string;
  readonly silenceUntil: (silence: 'mute' | 'ack', until: string | null) => string;
  readonly note: (note: string) => string;
  readonly blind: (length: string) => string;
  readonly sinceTime: (since: string) => string;
  readonly lasted: (span: string, length: string) => string;
  readonly troubleWas: (span: string, length: string) => string;
  readonly certificate: (check: string, end: string, left: string | null) => string;
  readonly migrated: (chat: string, from: string, to: string) => string;
  readonly omitted: (outages: number, others: number, span: string) => string;
  readonly summaryDown: (down: number, total: number) => string;
  readonly summaryNone: (total: number) => string;
  readonly digestDown: (count: number) => string;
  readonly digestUp: (count: number) => string;
  readonly digestNotices: (count: number) => string;
  readonly digestAnnounce: string;
  readonly report: string;
  readonly reportServers: (count: number) => string;
  readonly reportAvailability: (percent: string, before: string | null) => string;
  readonly reportNothing: string;
  readonly reportCoverage: (percent: string, worst: string, best: string) => string;
  readonly reportOutages: (count: number, length: string) => string;
  /** Of one server of the list. */
  readonly reportServer: (count: number, length: string) => string;
  readonly reportNoOutage: string;
  readonly reportBefore: (figure: string) => string;
  readonly reportLongest: (name: string, length: string, span: string) => string;
  readonly reportOngoing: (since: string) => string;
  readonly reportWorst: string;
  readonly moreDetails: (down: number, up: number, others: number) => string;
}

const PHRASES: Record<Language, Phrases> = { en, id };

export function phrasesOf(language: Language): Phrases {
  return PHRASES[language];
}

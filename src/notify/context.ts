import type { AlertRules, Config, Language } from '../core/config.ts';
import type { DownSummary, Subject } from '../core/events.ts';
import { durationText, spanText, timeText } from '../core/words.ts';
import { phrasesOf, type Phrases } from './phrases.ts';
import { oneLine, type Line } from './rich-text.ts';

/** What a message depends on besides the events it tells. */
export interface MessageContext {
  readonly language: Language;
  readonly timezone: string;
  readonly now: number;
  readonly silent: boolean;
  /** The last line; null: none (a test message of a run that probes nothing). */
  readonly summary: DownSummary | null;
  readonly texts: AlertRules['texts'];
}

/** The context of one chat, or of `console`. */
export function contextFor(
  chatName: string,
  config: Pick<Config, 'timezone' | 'language' | 'telegram' | 'alerts'>,
  run: Pick<MessageContext, 'now' | 'silent' | 'summary'>,
): MessageContext {
  const chat = config.telegram?.chats.find(({ name }) => name === chatName);
  const { timezone, alerts } = config;
  return { ...run, timezone, texts: alerts.texts, language: chat?.language ?? config.language };
}

/**
 * Lengths in UTF-16 units of escaped text. Together they keep each message about one event under Telegram's 4096, whatever
 * the names are.
 */
const MAX = { name: 100, site: 80, host: 130, listed: 48, sentence: 600 } as const;

/** The tools with which lines are made for one context. */
export class Wording {
  readonly phrases: Phrases;

  constructor(readonly context: MessageContext) {
    this.phrases = phrasesOf(context.language);
  }

  name(text: string): string {
    return oneLine(text, MAX.name);
  }

  site(text: string): string {
    return oneLine(text, MAX.site);
  }

  host(text: string): string {
    return oneLine(text, MAX.host);
  }

  /** A name inside a list of names. */
  listed(text: string): string {
    return oneLine(text, MAX.listed);
  }

  sentence(text: string): string {
    return oneLine(text, MAX.sentence);
  }

  time(instant: number): string {
    return timeText(instant, this.context);
  }

  span(from: number, to: number): string {
    return spanText(from, to, this.context);
  }

  length(ms: number): string {
    return durationText(ms, this.context.language);
  }

  /** ` · Cabang Bandung`, or nothing. */
  atSite(siteName: string | null): string {
    return siteName === null ? '' : ` · ${this.site(siteName)}`;
  }

  /** A headline whose state and name are bold: `🔴 DOWN: ERP · Cabang Bandung`. */
  headline(emoji: string, title: string, rest = ''): Line {
    return [`${emoji} `, { bold: title }, rest];
  }

  subjectHeadline(
    emoji: string,
    state: string,
    { name, siteName }: Pick<Subject, 'name' | 'siteName'>,
  ): Line {
    return this.headline(emoji, `${state}: ${this.name(name)}`, this.atSite(siteName));
  }
}

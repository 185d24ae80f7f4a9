/** Makes messages of what waits for one chat. */

import { MINUTE_MS } from '../core/duration.ts';
import type { OutboxItem, StoredDocument } from '../core/events.ts';
import { mergePending, type Story } from '../core/stories.ts';
import { listText } from '../core/words.ts';
import { Wording, type MessageContext } from './context.ts';
import { compactGroups, detailedGroups, layOut, toneOf, type Page } from './digest.ts';
import { storyLines } from './event-lines.ts';
import { summaryLine } from './line-parts.ts';
import { toHtml, toPlain, type Line } from './rich-text.ts';

export interface Message {
  /** For `parse_mode: HTML`, at most 4096 UTF-16 units with its markup. */
  readonly text: string;
  /** The same without markup, never longer. */
  readonly plain: string;
  /** The outbox items that are delivered with it. */
  readonly itemIds: readonly string[];
  /** Without a sound. */
  readonly silent: boolean;
  /** Goes with the text as its caption: then the text has at most 1024 characters. */
  readonly document?: StoredDocument;
}

/**
 * Telegram counts 4096 characters after parsing the markup (https://core.telegram.org/bots/api#sendmessage); counting
 * UTF-16 units with the markup is always on the safe side.
 */
export const MAX_LENGTH = 4_096;

/** At most so many messages go to one chat in one run. */
export const MAX_MESSAGES = 5;

/** More stories of one class than this become one digest. */
const MAX_SINGLE = 3;

/** Messages that one digest of outages may take. */
const DIGEST_PAGES = 3;

/** An event that was decided so long before it is told gets a line that says so. */
const LATE_MS = 5 * MINUTE_MS;

/** Names of sites or servers in the first line of a digest, which is what a phone shows of it. */
const HEADLINE_NAMES = 3;

type StoryClass = 'outage' | 'announcement' | 'notice';

/** Room for headline and last lines of a digest. */
const DIGEST_FRAME = 1_000;

/**
 * The messages for one chat, in the order of the outbox: each of at most three outages has one of its own, more become a
 * digest grouped by site. Every item is in exactly one of the messages, of which there are at most five; only reports may
 * be left for a later run: at most one goes out, after everything else.
 */
export function composeMessages(items: readonly OutboxItem[], context: MessageContext): Message[] {
  const wording = new Wording(context);
  const all = mergePending(items);
  const report = all.find(({ event }) => event.kind === 'report');
  const messages = composeAlerts(
    all.filter(({ event }) => event.kind !== 'report'),
    wording,
  );
  return report === undefined || messages.length >= MAX_MESSAGES
    ? messages
    : [...messages, single(report, wording)];
}

function composeAlerts(stories: readonly Story[], wording: Wording): Message[] {
  const counts = { outage: 0, announcement: 0, notice: 0 };
  for (const story of stories) counts[classOf(story)] += 1;
  const gathered = new Set<StoryClass>();
  for (const kind of ['outage', 'announcement', 'notice'] as const) {
    if (counts[kind] > MAX_SINGLE) gathered.add(kind);
  }
  let messages = compose(stories, gathered, wording);
  for (const kind of ['notice', 'announcement', 'outage'] as const) {
    if (messages.length <= MAX_MESSAGES) break;
    if (counts[kind] < 2 || gathered.has(kind)) continue;
    gathered.add(kind);
    messages = compose(stories, gathered, wording);
  }
  return messages;
}

function classOf({ event }: Story): StoryClass {
  switch (event.kind) {
    case 'down':
    case 'up':
    case 'site-down':
    case 'site-up':
    case 'unstable':
    case 'unstable-over':
      return 'outage';
    case 'announce-down':
    case 'announce-up':
      return 'announcement';
    case 'reminder':
    case 'silence':
    case 'blind-over':
    case 'trouble':
    case 'trouble-over':
    case 'certificate':
    case 'chat-migrated':
    case 'test':
    case 'report':
    case 'omitted':
      return 'notice';
  }
}

function compose(stories: readonly Story[], gathered: ReadonlySet<StoryClass>, wording: Wording): Message[] {
  const done = new Set<StoryClass>();
  return stories.flatMap((story) => {
    const kind = classOf(story);
    if (!gathered.has(kind)) return [single(story, wording)];
    if (done.has(kind)) return [];
    done.add(kind);
    return digest(
      kind,
      stories.filter((each) => classOf(each) === kind),
      wording,
    );
  });
}

function single(story: Story, wording: Wording): Message {
  const tail = lastLines([story], classOf(story) === 'outage', wording);
  return toMessage([...storyLines(story, wording), ...tail], [story], wording);
}

function digest(kind: StoryClass, stories: readonly Story[], wording: Wording): Message[] {
  const room = MAX_LENGTH - DIGEST_FRAME;
  const maxPages = kind === 'outage' ? DIGEST_PAGES : 1;
  const detailed = layOut(detailedGroups(stories, wording), room, 2, wording);
  const pages =
    detailed.length === 1 ? detailed : layOut(compactGroups(stories, wording), room, maxPages, wording);
  return pages.map((page, index) => {
    const lines = [
      digestHeadline(kind, stories, pages.length > 1 ? ` (${index + 1}/${pages.length})` : '', wording),
      ...page.lines,
      ...lastLines(page.stories, kind === 'outage', wording),
    ];
    return toMessage(lines, page.stories, wording);
  });
}

/** State first, then the places: `🔴 4 DOWN · 🟢 1 UP: Bandung, Medan`. */
function digestHeadline(kind: StoryClass, stories: readonly Story[], page: string, wording: Wording): Line {
  const { phrases, context } = wording;
  if (kind === 'notice') return wording.headline('ℹ️', `${phrases.digestNotices(stories.length)}${page}`);
  const count = (tone: string): number =>
    stories.filter((story) => toneOf(story) === tone).reduce((sum, { event }) => sum + serversIn(event), 0);
  const parts = [
    ...(count('down') > 0 ? [`🔴 ${phrases.digestDown(count('down'))}`] : []),
    ...(count('up') > 0 ? [`🟢 ${phrases.digestUp(count('up'))}`] : []),
    ...(count('other') > 0 ? [`🟡 ${count('other')} ${phrases.unstable}`] : []),
  ].join(' · ');
  const title = kind === 'announcement' ? `${phrases.digestAnnounce}: ${parts}` : parts;
  const places = [...new Set(stories.map(({ event }) => placeName(event)).filter((name) => name !== null))];
  const cleaned = places.map((name, index) => (index < HEADLINE_NAMES ? wording.listed(name) : name));
  const where = places.length === 0 ? '' : `: ${listText(cleaned, HEADLINE_NAMES, context.language)}`;
  return [{ bold: `${title}${page}` }, where];
}

/** How many servers an event is about: the headline counts servers, and a branch is many of them. */
function serversIn(event: Story['event']): number {
  if (event.kind === 'site-down') return event.servers.length;
  return event.kind === 'site-up' ? event.total - event.stragglers.length : 1;
}

function placeName(event: Story['event']): string | null {
  if ('siteName' in event) return event.siteName;
  return 'subject' in event && event.subject !== null ? (event.subject.siteName ?? event.subject.name) : null;
}

/** What is said below any event: that it is late, that it may be a repeat, and what is down by now. */
function lastLines(stories: readonly Story[], withSummary: boolean, wording: Wording): Line[] {
  const { context, phrases } = wording;
  const decidedAt = Math.max(...stories.map(({ items }) => items[items.length - 1]?.at ?? context.now));
  const late = context.now - decidedAt >= LATE_MS ? [[phrases.late(wording.time(decidedAt))]] : [];
  const repeat = stories.some(({ maybeSent }) => maybeSent) ? [[phrases.repeat]] : [];
  const summary = withSummary ? summaryLine(wording) : [];
  return [...late, ...repeat, ...(summary.length > 0 ? [[], ...summary] : [])];
}

function toMessage(lines: readonly Line[], stories: Page['stories'], wording: Wording): Message {
  const only = stories[0]?.event;
  return {
    text: lines.map(toHtml).join('\n'),
    plain: lines.map(toPlain).join('\n'),
    itemIds: stories.flatMap(({ items }) => items.map(({ id }) => id)),
    silent: wording.context.silent,
    ...(only?.kind === 'report' ? { document: only.document } : {}),
  };
}

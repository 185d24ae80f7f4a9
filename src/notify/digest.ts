/** Many stories for one chat in one run, told in one message (or a few), grouped by site. */

import type { Location } from '../core/config.ts';
import type { AlertEvent } from '../core/events.ts';
import type { Story } from '../core/stories.ts';
import { causeText, mapsLink, moreText } from '../core/words.ts';
import type { Wording } from './context.ts';
import { storyLines } from './event-lines.ts';
import type { Of } from './line-parts.ts';
import { upText } from './outage-lines.ts';
import { escapeHtml, oneLine, toHtml, toPlain, type Line } from './rich-text.ts';

export type Tone = 'down' | 'up' | 'other';

/** One line of a digest and the stories that it tells. */
export interface Entry {
  readonly line: Line;
  readonly stories: readonly Story[];
  readonly tone: Tone;
}

/** The entries of one site, or of none. */
export interface Group {
  readonly heading: Line | null;
  readonly entries: readonly Entry[];
}

const EMOJI: Record<Tone, string> = { down: '🔴', up: '🟢', other: '🟡' };

/** UTF-16 units of escaped text. */
const MAX = { cause: 160, names: 360 } as const;

/** Whether a story tells that something is down, is up again, or neither. */
export function toneOf({ event }: Story): Tone {
  switch (event.kind) {
    case 'down':
    case 'site-down':
    case 'reminder':
    case 'announce-down':
      return 'down';
    case 'up':
    case 'site-up':
    case 'announce-up':
      return 'up';
    case 'unstable-over':
      return event.down ? 'down' : 'up';
    case 'unstable':
    case 'silence':
    case 'blind-over':
    case 'trouble':
    case 'trouble-over':
    case 'certificate':
    case 'chat-migrated':
    case 'test':
    case 'report':
    case 'omitted':
      return 'other';
  }
}

/** A line a story, under the name of its site, sites in the order of their first story. */
export function detailedGroups(stories: readonly Story[], wording: Wording): Group[] {
  return groupBySite(stories, wording, (members) =>
    members.map((story) => ({ line: shortLine(story, wording), stories: [story], tone: toneOf(story) })),
  );
}

/** Under the name of its site only the names, as many as fit into a line, and a line a state. */
export function compactGroups(stories: readonly Story[], wording: Wording): Group[] {
  return groupBySite(stories, wording, (members) => {
    const entries: Entry[] = [];
    for (const story of members) {
      const tone = toneOf(story);
      const name = compactName(story, wording);
      const last = entries.at(-1);
      const joined = last?.tone === tone ? `${toPlain(last.line)}, ${name}` : null;
      if (last !== undefined && joined !== null && escapeHtml(joined).length <= MAX.names) {
        entries[entries.length - 1] = { line: [joined], stories: [...last.stories, story], tone };
      } else {
        entries.push({ line: [`${EMOJI[tone]} ${name}`], stories: [story], tone });
      }
    }
    return entries;
  });
}

interface Place {
  readonly id: string | null;
  readonly name: string | null;
  readonly location: Location | null;
}

function groupBySite(
  stories: readonly Story[],
  wording: Wording,
  entriesOf: (members: readonly Story[]) => Entry[],
): Group[] {
  const sites = new Map<string | null, { place: Place; members: Story[] }>();
  for (const story of stories) {
    const place = placeOf(story.event);
    const site = sites.get(place.id);
    if (site === undefined) sites.set(place.id, { place, members: [story] });
    else site.members.push(story);
  }
  const several = sites.size > 1;
  return [...sites.values()].map(({ place, members }) => ({
    heading: headingOf(place, several, wording),
    entries: entriesOf(members),
  }));
}

function placeOf(event: AlertEvent): Place {
  if ('siteName' in event) return { id: event.siteId, name: event.siteName, location: event.location };
  if (!('subject' in event) || event.subject === null) return { id: null, name: null, location: null };
  const { siteId, siteName, location } = event.subject;
  return siteId === null
    ? { id: null, name: null, location: null }
    : { id: siteId, name: siteName, location };
}

function headingOf({ id, name, location }: Place, several: boolean, wording: Wording): Line | null {
  if (id === null) return several ? [{ bold: wording.phrases.noSite }] : null;
  const title = { bold: wording.site(name ?? id) };
  return location === null
    ? [title]
    : [title, ' · ', { link: mapsLink(location), label: wording.phrases.map }];
}

function shortLine(story: Story, wording: Wording): Line {
  const { event, whole } = story;
  if (event.kind === 'down') return shortDown(event, wording);
  if (event.kind === 'up') return shortUp(event, whole, wording);
  return joinLines(storyLines(story, wording).slice(0, 2));
}

function shortDown({ subject, since, cause }: Of<'down'>, wording: Wording): Line {
  const { context, phrases } = wording;
  const why = oneLine(causeText(cause, context.language), MAX.cause);
  const when = phrases.sinceFor(wording.time(since), wording.length(context.now - since));
  return [
    `${EMOJI.down} `,
    { bold: wording.name(subject.name) },
    ` (${wording.host(subject.host)}): ${why}, ${when}`,
  ];
}

function shortUp(event: Of<'up'>, whole: boolean, wording: Wording): Line {
  const emoji = event.reason === 'removed' ? '⚪' : EMOJI.up;
  return [`${emoji} `, { bold: wording.name(event.subject.name) }, `: ${upText(event, whole, wording)}`];
}

/** Headline and first sentence in one line. */
function joinLines(lines: readonly Line[]): Line {
  return lines.flatMap((line, index) => (index === 0 ? line : [' — ', ...line]));
}

function compactName({ event, whole }: Story, wording: Wording): string {
  // The name of the site stands above it.
  if (event.kind === 'site-down') return wording.phrases.siteDown(event.servers.length, event.total);
  if (event.kind === 'site-up') return wording.phrases.siteUp(event.total - event.stragglers.length);
  if ('subject' in event && event.subject !== null) {
    const name = wording.listed(event.subject.name);
    return whole && event.kind === 'up' ? `${name} (${wording.phrases.wasDown})` : name;
  }
  return event.kind;
}

/** What one message of a digest holds. */
export interface Page {
  readonly lines: readonly Line[];
  readonly stories: readonly Story[];
}

/** Room for the line that counts what was left out. */
const MORE_ROOM = 80;

/**
 * Lays groups out on at most `maxPages` pages of whole lines, each under `room` UTF-16 units of HTML. What finds no
 * place is counted in the last line of the last page (`+37 more: 30 down, 7 up`), and belongs to that page.
 */
export function layOut(groups: readonly Group[], room: number, maxPages: number, wording: Wording): Page[] {
  const pages: PageInMaking[] = [];
  const rows = groups.flatMap((group) => group.entries.map((entry) => ({ group, entry })));
  let placed = 0;
  for (const row of rows) {
    if (!place(row, pages, room, maxPages)) break;
    placed += 1;
  }
  const left = rows.slice(placed).flatMap(({ entry }) => entry.stories);
  const last = pages.at(-1);
  if (last !== undefined && left.length > 0) {
    last.lines.push([moreLine(left, wording)]);
    last.stories.push(...left);
  }
  return pages;
}

interface PageInMaking {
  readonly lines: Line[];
  readonly stories: Story[];
  length: number;
  /** The group whose heading stands above the last line. */
  group: Group | null;
}

/** Puts one row onto the last page or a new one; false when there is no page left. */
function place(
  { group, entry }: { group: Group; entry: Entry },
  pages: PageInMaking[],
  room: number,
  maxPages: number,
): boolean {
  const headed = group.heading === null ? [entry.line] : [group.heading, entry.line];
  const current = pages.at(-1);
  const lines = current?.group === group ? [entry.line] : headed;
  const limit = pages.length === maxPages ? room - MORE_ROOM : room;
  if (current !== undefined && current.length + lengthOf(lines) <= limit) {
    current.lines.push(...lines);
    current.stories.push(...entry.stories);
    current.length += lengthOf(lines);
    current.group = group;
    return true;
  }
  if (pages.length === maxPages) return false;
  pages.push({ lines: headed, stories: [...entry.stories], length: lengthOf(headed), group });
  return true;
}

function lengthOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + toHtml(line).length + 1, 0);
}

function moreLine(left: readonly Story[], wording: Wording): string {
  const count = (tone: Tone): number => left.filter((story) => toneOf(story) === tone).length;
  const details = wording.phrases.moreDetails(count('down'), count('up'), count('other'));
  return `${moreText(left.length, wording.context.language)}: ${details}`;
}

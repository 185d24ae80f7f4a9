/**
 * What waits for one chat, told as stories: an outage whose beginning and end both wait is one story and becomes one
 * message.
 */

import type { AlertEvent, OutboxItem } from './events.ts';

export interface Story {
  /** The items that the message about this story delivers, in the order of the outbox. */
  readonly items: readonly [OutboxItem, ...OutboxItem[]];
  /** The last event of the story: the end, where it has one. */
  readonly event: AlertEvent;
  /** The beginning was not delivered on its own (or may not have been): the message tells both ends. */
  readonly whole: boolean;
  /** An earlier attempt may have got through. */
  readonly maybeSent: boolean;
}

type Part = { readonly part: 'begin' | 'end'; readonly key: string } | { readonly part: 'single' };

function partOf(event: AlertEvent): Part {
  switch (event.kind) {
    case 'down':
      return { part: 'begin', key: `incident ${event.incidentId}` };
    case 'up':
      return { part: 'end', key: `incident ${event.incidentId}` };
    case 'site-down':
      return { part: 'begin', key: `site ${event.outageId}` };
    case 'site-up':
      return { part: 'end', key: `site ${event.outageId}` };
    case 'announce-down':
      return { part: 'begin', key: `announced ${event.incidentId}` };
    case 'announce-up':
      return { part: 'end', key: `announced ${event.incidentId}` };
    case 'unstable':
      return { part: 'begin', key: `unstable ${event.subject.id}` };
    case 'unstable-over':
      return { part: 'end', key: `unstable ${event.subject.id}` };
    case 'trouble':
      return { part: 'begin', key: `trouble ${event.trouble.key}` };
    case 'trouble-over':
      return { part: 'end', key: `trouble ${event.trouble.key}` };
    case 'reminder':
    case 'silence':
    case 'blind-over':
    case 'certificate':
    case 'chat-migrated':
    case 'test':
    case 'report':
    case 'omitted':
      return { part: 'single' };
  }
}

/**
 * Joins the items of ONE chat into stories, in the order of their last items. A beginning joins the next end of the
 * same key, also when it may have been sent already: told twice and whole is better than an end without its beginning.
 * A beginning that is told again (the outage of a site that grew) joins the newer one.
 * Of several reminders only the newest speaks, since it repeats what is still true of the others.
 */
export function mergePending(items: readonly OutboxItem[]): Story[] {
  const begun = new Map<string, OutboxItem>();
  const joined = new Map<OutboxItem, OutboxItem[]>();
  const reminders = items.filter((item) => item.event.kind === 'reminder');
  const lastReminder = reminders.at(-1);
  const absorbed = new Set<OutboxItem>(reminders.slice(0, -1));
  for (const item of items) {
    const part = partOf(item.event);
    if (part.part === 'single') continue;
    const begin = begun.get(part.key);
    if (part.part === 'begin') begun.set(part.key, item);
    else begun.delete(part.key);
    if (begin === undefined) continue;
    absorbed.add(begin);
    joined.set(item, [...(joined.get(begin) ?? []), begin]);
  }
  if (lastReminder !== undefined) joined.set(lastReminder, reminders.slice(0, -1));
  return items.filter((item) => !absorbed.has(item)).map((item) => storyOf(item, joined.get(item) ?? []));
}

function storyOf(last: OutboxItem, earlier: readonly OutboxItem[]): Story {
  const [first = last, ...rest] = [...earlier, last];
  return {
    items: [first, ...rest],
    event: last.event,
    whole: earlier.length > 0 && partOf(last.event).part === 'end',
    maybeSent: first.maybeSent || rest.some((item) => item.maybeSent),
  };
}

/** Items that may wait for one chat before its oldest finished stories are condensed. */
export const MAX_WAITING = 500;

/**
 * Bounds what waits for a chat that cannot be reached for weeks. Above `max` items a chat, its oldest finished stories
 * (beginning and end both wait) and notices give way to one `omitted` item that counts them. What is half told stays: a
 * DOWN that is still going on, and the UP of a DOWN that was delivered. There are at most as many of those as servers.
 */
export function boundOutbox(items: readonly OutboxItem[], max = MAX_WAITING): readonly OutboxItem[] {
  if (items.length <= max) return items;
  const byChat = new Map<string, OutboxItem[]>();
  for (const item of items) {
    const waiting = byChat.get(item.chat);
    if (waiting === undefined) byChat.set(item.chat, [item]);
    else waiting.push(item);
  }
  const condensed = new Map<OutboxItem, OutboxItem | null>();
  for (const waiting of byChat.values()) {
    if (waiting.length > max) condense(waiting, max, condensed);
  }
  return items.flatMap((item) => {
    const instead = condensed.get(item);
    if (instead === undefined) return [item];
    return instead === null ? [] : [instead];
  });
}

/** Notes for each item that gives way what stands in its place: the `omitted` item for the first one, else nothing. */
function condense(
  waiting: readonly OutboxItem[],
  max: number,
  into: Map<OutboxItem, OutboxItem | null>,
): void {
  const given: Story[] = [];
  // One more than the surplus, since the `omitted` item takes a place itself.
  let surplus = waiting.length - max + 1;
  for (const story of mergePending(waiting)) {
    if (surplus <= 0) break;
    if (!mayGive(story)) continue;
    given.push(story);
    surplus -= story.items.length;
  }
  const items = given.flatMap((story) => story.items);
  const [first] = items;
  if (first === undefined || items.length < 2) return;
  for (const item of items) into.set(item, null);
  into.set(first, { ...first, event: omit(given), maybeSent: false });
}

function mayGive({ event, whole }: Story): boolean {
  return whole || partOf(event).part === 'single';
}

function omit(stories: readonly Story[]): AlertEvent {
  let outages = 0;
  let others = 0;
  let from = Infinity;
  let to = 0;
  for (const { event, items } of stories) {
    const known = event.kind === 'omitted' ? event : null;
    const isOutage = event.kind === 'up' || event.kind === 'site-up';
    outages += known?.outages ?? (isOutage ? 1 : 0);
    others += known?.others ?? (isOutage ? 0 : 1);
    from = Math.min(from, known?.from ?? items[0].at);
    to = Math.max(to, known?.to ?? items[items.length - 1]?.at ?? 0);
  }
  return { kind: 'omitted', outages, others, from, to };
}

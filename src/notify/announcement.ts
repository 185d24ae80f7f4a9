import { fillPlaceholders } from '../core/placeholders.ts';
import type { Wording } from './context.ts';
import type { Of } from './line-parts.ts';
import type { Line } from './rich-text.ts';

/** A wording of the configuration may have so many lines. */
const MAX_OWN_LINES = 6;

type Announcement = Of<'announce-down' | 'announce-up'>;

/** Announcements are for users: no address, no cause. The wording of the configuration comes first. */
export function announcementLines(event: Announcement, whole: boolean, wording: Wording): Line[] {
  // Users who were never told that it is away need both halves, which no wording of the configuration has.
  const own = whole ? [] : ownLines(event, wording);
  return own.length > 0 ? own : [builtIn(event, whole, wording)];
}

function builtIn(event: Announcement, whole: boolean, wording: Wording): Line {
  const { phrases } = wording;
  const { name: serverName, siteName } = event.subject;
  const name =
    siteName === null ? wording.name(serverName) : `${wording.name(serverName)} (${wording.site(siteName)})`;
  const since = wording.time(event.since);
  if (event.kind === 'announce-down') return ['⚠️ ', phrases.announceDown(name, since)];
  return [
    '✅ ',
    whole ? phrases.announceWas(name, wording.span(event.since, event.endedAt)) : phrases.announceUp(name),
  ];
}

function ownLines(event: Announcement, wording: Wording): Line[] {
  const { texts, language } = wording.context;
  const isDown = event.kind === 'announce-down';
  const template = texts[language]?.[isDown ? 'announce_down' : 'announce_up'];
  if (template === undefined) return [];
  const { subject, since } = event;
  const values = {
    name: wording.name(subject.name),
    site: subject.siteName === null ? '' : wording.site(subject.siteName),
    since: wording.time(since),
    ...(isDown
      ? {}
      : { until: wording.time(event.endedAt), duration: wording.length(event.endedAt - since) }),
  };
  const lines = template
    .trim()
    .split('\n', MAX_OWN_LINES)
    .map((line) => wording.sentence(fillPlaceholders(line, values)));
  // Telegram takes no empty message: a name or a template may hold only what cannot be shown.
  return lines.every((line) => line.trim() === '') ? [] : lines.map((line) => [line]);
}

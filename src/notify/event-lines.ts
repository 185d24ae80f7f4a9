import type { Story } from '../core/stories.ts';
import { announcementLines } from './announcement.ts';
import type { Wording } from './context.ts';
import {
  blindLines,
  certificateLines,
  migratedLines,
  omittedLines,
  silenceLines,
  testLines,
  troubleLines,
  troubleOverLines,
} from './notice-lines.ts';
import {
  downLines,
  reminderLines,
  siteDownLines,
  siteUpLines,
  stableLines,
  unstableLines,
  upLines,
} from './outage-lines.ts';
import { reportLines } from './report-lines.ts';
import type { Line } from './rich-text.ts';

/** The lines of a message about one story, the headline first. What many messages share (repeat, summary) is not here. */
export function storyLines({ event, whole }: Story, wording: Wording): Line[] {
  switch (event.kind) {
    case 'down':
      return downLines(event, wording);
    case 'up':
      return upLines(event, whole, wording);
    case 'site-down':
      return siteDownLines(event, wording);
    case 'site-up':
      return siteUpLines(event, whole, wording);
    case 'unstable':
      return unstableLines(event, wording);
    case 'unstable-over':
      return stableLines(event, wording);
    case 'reminder':
      return reminderLines(event, wording);
    case 'announce-down':
    case 'announce-up':
      return announcementLines(event, whole, wording);
    case 'silence':
      return silenceLines(event, wording);
    case 'blind-over':
      return blindLines(event, wording);
    case 'trouble':
      return troubleLines(event, wording);
    case 'trouble-over':
      return troubleOverLines(event, whole, wording);
    case 'certificate':
      return certificateLines(event, wording);
    case 'chat-migrated':
      return migratedLines(event, wording);
    case 'test':
      return testLines(event, wording);
    case 'report':
      return reportLines(event.digest, wording);
    case 'omitted':
      return omittedLines(event, wording);
    default:
      return unknownEvent(event);
  }
}

/** Only an outbox that another version wrote holds such an event: it is named rather than lost. */
function unknownEvent(event: never): Line[] {
  return [[`srvmon: ${String((event as { kind?: unknown }).kind)}`]];
}

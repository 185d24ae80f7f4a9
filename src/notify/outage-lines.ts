import type { Cause, FailureCode } from '../core/probing.ts';
import { moreText } from '../core/words.ts';
import type { Wording } from './context.ts';
import { causeLine, hostLine, mapLine, namesLine, type Of } from './line-parts.ts';
import { countFitting, type Line } from './rich-text.ts';

/** Names shown of the servers behind one, and of a site. */
const SHOWN = { behind: 12, site: 30 } as const;

/** Room for the lines of a reminder, in UTF-16 units of HTML: what is left of 4096 after headline and last lines. */
const REMINDER_ROOM = 2_800;

export function downLines(event: Of<'down'>, wording: Wording): Line[] {
  const { phrases, context } = wording;
  const since = isUnreachable(event.cause) ? phrases.unreachableSince : phrases.downSince;
  const length = wording.length(context.now - event.since);
  return [
    wording.subjectHeadline('🔴', 'DOWN', event.subject),
    [since(wording.time(event.since), length, wording.time(event.confirmedAt))],
    causeLine(event.cause, wording),
    hostLine(event.subject, wording),
    ...mapLine(event.subject.location, wording),
    ...namesLine(phrases.behindDown(event.behind.length), event.behind, SHOWN.behind, wording),
  ];
}

export function upLines(event: Of<'up'>, whole: boolean, wording: Wording): Line[] {
  const { phrases } = wording;
  const { subject } = event;
  const removed = event.reason === 'removed';
  return [
    upHeadline(event, whole, wording),
    [upText(event, whole, wording)],
    causeLine(event.cause, wording),
    hostLine(subject, wording),
    // After the fact nobody has to drive there, unless this message is the first that tells of it.
    ...(whole && !removed ? mapLine(subject.location, wording) : []),
    ...namesLine(phrases.behindUp(event.behind.length), event.behind, SHOWN.behind, wording),
  ];
}

/** How long it was down, from when to when, and how much of that nobody saw. */
export function upText(event: Of<'up'>, whole: boolean, wording: Wording): string {
  const { since, endedAt, unwatchedMs, reason } = event;
  const { phrases } = wording;
  const text = reason === 'removed' ? phrases.removed : whole ? phrases.wasDownFor : phrases.upAgain;
  const unwatched = unwatchedMs > 0 ? `; ${phrases.unwatched(wording.length(unwatchedMs))}` : '';
  return `${text(wording.span(since, endedAt), wording.length(endedAt - since))}${unwatched}`;
}

function upHeadline({ subject, reason }: Of<'up'>, whole: boolean, wording: Wording): Line {
  const name = wording.name(subject.name);
  const rest = wording.atSite(subject.siteName);
  if (reason === 'removed') return wording.headline('⚪', `${name} ${wording.phrases.noLongerWatched}`, rest);
  if (whole) return wording.headline('🟢', `UP: ${name} ${wording.phrases.wasDown}`, rest);
  return wording.headline('🟢', `UP: ${name}`, rest);
}

export function siteDownLines(event: Of<'site-down'>, wording: Wording): Line[] {
  const { phrases, context } = wording;
  const title = `DOWN: ${wording.site(event.siteName)}`;
  const length = wording.length(context.now - event.since);
  return [
    wording.headline('🔴', title, ` · ${phrases.siteDown(event.servers.length, event.total)}`),
    [phrases.downSince(wording.time(event.since), length, wording.time(event.confirmedAt))],
    ...mapLine(event.location, wording),
    ...namesLine(phrases.servers, event.servers, SHOWN.site, wording),
  ];
}

export function siteUpLines(event: Of<'site-up'>, whole: boolean, wording: Wording): Line[] {
  const { phrases } = wording;
  const site = wording.site(event.siteName);
  const title = whole ? `UP: ${site} ${phrases.wasDown}` : `UP: ${site}`;
  const back = phrases.siteUp(event.total - event.stragglers.length);
  const length = wording.length(event.endedAt - event.since);
  return [
    wording.headline('🟢', title, ` · ${back}`),
    [phrases.siteSpan(wording.span(event.since, event.endedAt), length)],
    ...namesLine(phrases.stragglers(event.stragglers.length), event.stragglers, SHOWN.site, wording),
  ];
}

export function unstableLines({ subject, changes, windowMs }: Of<'unstable'>, wording: Wording): Line[] {
  return [
    wording.subjectHeadline('🟡', wording.phrases.unstable, subject),
    [wording.phrases.unstableText(changes, wording.length(windowMs))],
    hostLine(subject, wording),
    ...mapLine(subject.location, wording),
  ];
}

export function stableLines(event: Of<'unstable-over'>, wording: Wording): Line[] {
  const { phrases } = wording;
  const { subject, changes, since, endedAt, downMs, down } = event;
  return [
    wording.subjectHeadline(down ? '🔴' : '🟢', down ? 'DOWN' : phrases.stableAgain, subject),
    [phrases.stableText(changes, wording.span(since, endedAt), wording.length(downMs))],
    [down ? phrases.nowDown : phrases.nowUp],
    hostLine(subject, wording),
  ];
}

export function reminderLines({ servers, acknowledged }: Of<'reminder'>, wording: Wording): Line[] {
  const { phrases, context } = wording;
  const lines = servers.map(({ subject, since }): Line => {
    const text = phrases.sinceFor(wording.time(since), wording.length(context.now - since));
    return [`🔴 ${wording.name(subject.name)}${wording.atSite(subject.siteName)}: ${text}`];
  });
  const shown = countFitting(lines, REMINDER_ROOM);
  const more = lines.length - shown;
  return [
    wording.headline('🔴', `${phrases.reminder}: ${servers.length}`),
    ...lines.slice(0, shown),
    ...(more > 0 ? [[moreText(more, context.language)]] : []),
    ...(acknowledged > 0 ? [[phrases.acknowledged(acknowledged)]] : []),
  ];
}

const UNREACHABLE: ReadonlySet<FailureCode> = new Set([
  'icmp-timeout',
  'icmp-unreachable',
  'tcp-timeout',
  'tcp-unreachable',
]);

/** Nothing at all came back, so the sentence may say more than that a check failed. */
function isUnreachable({ passed, failed }: Cause): boolean {
  return passed.length === 0 && failed.every(({ code }) => UNREACHABLE.has(code));
}

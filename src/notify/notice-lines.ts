import { checkText, troubleText } from '../core/words.ts';
import type { Wording } from './context.ts';
import { hostLine, mapLine, type Of } from './line-parts.ts';
import type { Line } from './rich-text.ts';

export function troubleLines({ trouble, since }: Of<'trouble'>, wording: Wording): Line[] {
  const { phrases, context } = wording;
  return [
    wording.headline('⚠️', phrases.troubleTitle),
    [wording.sentence(sentenceOf(troubleText(trouble, context.language)))],
    [phrases.sinceTime(wording.time(since))],
  ];
}

export function silenceLines({ silence, name, by, note, until }: Of<'silence'>, wording: Wording): Line[] {
  const { phrases } = wording;
  const about = name === null ? phrases.everything : wording.name(name);
  const end = phrases.silenceUntil(silence, until === null ? null : wording.time(until));
  return [
    wording.headline(silence === 'mute' ? '🔕' : '🔧', phrases.silence(silence, about, wording.name(by))),
    [end],
    ...(note === null ? [] : [[wording.sentence(phrases.note(note))]]),
  ];
}

export function blindLines({ from, to }: Of<'blind-over'>, wording: Wording): Line[] {
  const { phrases } = wording;
  return [
    wording.headline('ℹ️', `${phrases.cutOff} ${wording.span(from, to)}`),
    [phrases.blind(wording.length(to - from))],
  ];
}

export function troubleOverLines(event: Of<'trouble-over'>, whole: boolean, wording: Wording): Line[] {
  const { phrases, context } = wording;
  const { trouble, since, endedAt } = event;
  const lasted = whole ? phrases.troubleWas : phrases.lasted;
  return [
    wording.headline('ℹ️', phrases.troubleOverTitle),
    [wording.sentence(sentenceOf(troubleText(trouble, context.language)))],
    [lasted(wording.span(since, endedAt), wording.length(endedAt - since))],
  ];
}

export function certificateLines({ subject, check, notAfter }: Of<'certificate'>, wording: Wording): Line[] {
  return [
    wording.subjectHeadline('🟡', wording.phrases.certificateTitle, subject),
    [certificateText(check, notAfter, wording)],
    hostLine(subject, wording),
  ];
}

export function testLines({ subject }: Of<'test'>, wording: Wording): Line[] {
  const { phrases } = wording;
  if (subject === null) return [wording.headline('🔵', `${phrases.test}: srvmon`), [phrases.testText]];
  return [
    wording.subjectHeadline('🔵', phrases.test, subject),
    [phrases.testText],
    [phrases.testTarget],
    hostLine(subject, wording),
    ...mapLine(subject.location, wording),
  ];
}

export function migratedLines({ chatName, from, to }: Of<'chat-migrated'>, wording: Wording): Line[] {
  const text = wording.phrases.migrated(wording.name(chatName), wording.name(String(from)), String(to));
  return [wording.headline('ℹ️', 'srvmon'), [text]];
}

export function omittedLines({ outages, others, from, to }: Of<'omitted'>, wording: Wording): Line[] {
  return [
    wording.headline('ℹ️', 'srvmon'),
    [wording.phrases.omitted(outages, others, wording.span(from, to))],
  ];
}

/** When a certificate ends, and in how long. */
function certificateText(check: string, notAfter: number, wording: Wording): string {
  const { now } = wording.context;
  const left = notAfter > now ? wording.length(notAfter - now) : null;
  return wording.phrases.certificate(wording.host(checkText(check)), wording.time(notAfter), left);
}

function sentenceOf(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

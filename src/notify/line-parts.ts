/** Lines that several kinds of messages share. */

import type { Location } from '../core/config.ts';
import type { AlertEvent, Subject } from '../core/events.ts';
import type { Cause } from '../core/probing.ts';
import { causeText, listText, mapsLink } from '../core/words.ts';
import type { Wording } from './context.ts';
import type { Line } from './rich-text.ts';

export type Of<Kind extends AlertEvent['kind']> = Extract<AlertEvent, { kind: Kind }>;

/** Names shown in the last line. */
const SUMMARY_SHOWN = 10;

/** `2 of 45 servers down: ERP, Mail`, the last line of an alert. */
export function summaryLine(wording: Wording): Line[] {
  const { context, phrases } = wording;
  if (context.summary === null) return [];
  const { total, down } = context.summary;
  if (down.length === 0) return [[phrases.summaryNone(total)]];
  return namesLine(phrases.summaryDown(down.length, total), down, SUMMARY_SHOWN, wording);
}

export function namesLine(title: string, names: readonly string[], shown: number, wording: Wording): Line[] {
  if (names.length === 0) return [];
  const cleaned = names.slice(0, shown).map((name) => wording.listed(name));
  // Only the shown names are cleaned: the others count, and no more.
  return [[`${title}: ${listText([...cleaned, ...names.slice(shown)], shown, wording.context.language)}`]];
}

export function causeLine(cause: Cause, wording: Wording): Line {
  return [`${wording.phrases.cause}: ${wording.sentence(causeText(cause, wording.context.language))}`];
}

export function hostLine({ host }: Subject, wording: Wording): Line {
  return [`${wording.phrases.host}: `, { code: wording.host(host) }];
}

export function mapLine(location: Location | null, { phrases }: Wording): Line[] {
  return location === null ? [] : [['📍 ', { link: mapsLink(location), label: phrases.map }]];
}

/** The days of a server as a strip of cells: colour and shape tell what each day was, its title tells it in words. */

import type { Sums } from '../core/availability.ts';
import { availabilityOf } from '../core/availability.ts';
import type { Language } from '../core/config.ts';
import type { Day } from '../core/period.ts';
import { durationText } from '../core/words.ts';
import { markup } from './html-markup.ts';
import type { Markup } from './html-markup.ts';
import type { HtmlWords } from './html-words.ts';
import { percentText } from './numbers.ts';
import { dayLook } from './strip.ts';

type Look = ReturnType<typeof dayLook>;

/** Classes of the cells; a day that was up has none, because there are thousands of them. */
const CLASSES: Record<Look, string> = {
  up: '',
  none: 'n',
  'down-little': 'd1',
  'down-long': 'd2',
  'down-most': 'd3',
  maintenance: 'm',
  unwatched: 'q',
};

/** Outages that the accessible text of a strip names one by one; the list of incidents has them all. */
const NAMED = 12;

const MONTHS_11 = 334;

export interface StripWords {
  readonly language: Language;
  readonly words: HtmlWords;
  /** What the days are called, in their order: `12 Nov`. */
  readonly dates: readonly string[];
}

/** `12 Nov` for each day, with its year when the days are so many that it would not be clear. */
export function dateTexts(days: readonly Day[], language: Language): string[] {
  const format = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(days.length > MONTHS_11 ? { year: 'numeric' } : {}),
  });
  return days.map(({ date }) => format.format(Date.parse(date)));
}

/** Cells of days that were simply up get their title from the script, when it is asked for. */
export function stripMarkup(days: readonly Sums[], strip: StripWords): Markup {
  const cells = days.map((day, index) => {
    const look = dayLook(day);
    if (look === 'up' && day.unwatchedMs + day.maintenanceMs === 0) return markup`<i></i>`;
    const title = `${strip.dates[index] ?? ''}: ${dayText(day, strip)}`;
    return look === 'up'
      ? markup`<i title="${title}"></i>`
      : markup`<i class="${CLASSES[look]}" title="${title}"></i>`;
  });
  return markup`<div class="strip" role="img" aria-label="${summary(days, strip)}">${cells}</div>`;
}

/** What happened on a day: `down 2 h 12 min (90.833 %), maintenance 30 min`. */
export function dayText(day: Sums, { language, words }: StripWords): string {
  const parts: string[] = [];
  const ratio = availabilityOf(day);
  if (day.downMs > 0) {
    parts.push(words.dayDown(durationText(day.downMs, language), percentText(ratio ?? 0, language)));
  }
  if (day.unwatchedMs > 0) parts.push(words.dayUnwatched(durationText(day.unwatchedMs, language)));
  if (day.maintenanceMs > 0) parts.push(words.dayMaintenance(durationText(day.maintenanceMs, language)));
  if (parts.length === 0) return day.upMs > 0 ? words.dayUp : words.dayNone;
  return parts.join(', ');
}

function summary(days: readonly Sums[], strip: StripWords): string {
  const { words, language } = strip;
  const looks = days.map(dayLook);
  const count = (wanted: (look: Look) => boolean): number => looks.filter(wanted).length;
  const downDays = days.flatMap((day, index) => (day.downMs > 0 ? [{ day, index }] : []));
  const named = downDays
    .slice(0, NAMED)
    .map(({ day, index }) => `${strip.dates[index] ?? ''} ${durationText(day.downMs, language)}`);
  const more = downDays.length - named.length;
  const text = words.stripSummary(
    days.length,
    count((look) => look === 'up'),
    downDays.length,
    count((look) => look === 'unwatched'),
  );
  if (named.length === 0) return text;
  return `${text}: ${[...named, ...(more > 0 ? [words.moreDays(more)] : [])].join(', ')}`;
}

/** What the cells mean. */
export function legendMarkup(words: HtmlWords): Markup {
  const { looks } = words;
  const entries: readonly [Look, string][] = [
    ['up', looks.up],
    ['down-little', looks.little],
    ['down-long', looks.long],
    ['down-most', looks.most],
    ['unwatched', looks.unwatched],
    ['maintenance', looks.maintenance],
    ['none', looks.none],
  ];
  const items = entries.map(
    ([look, text]) => markup`<li><span class="key"><i class="${CLASSES[look]}"></i></span>${text}</li>`,
  );
  return markup`<ul class="legend" aria-label="${words.legend}">${items}</ul>`;
}

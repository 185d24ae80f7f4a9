/** Small parts that both pages share: signs of a state, times, tables. */

import type { Language } from '../core/config.ts';
import type { Condition } from '../core/model.ts';
import { isDown } from '../core/report-model.ts';
import { timeText } from '../core/words.ts';
import { markup } from './html-markup.ts';
import type { Markup } from './html-markup.ts';
import type { HtmlWords } from './html-words.ts';
import { isoUtc } from './iso.ts';

/** What every part of a page needs to know. */
export interface Look {
  readonly language: Language;
  readonly timezone: string;
  readonly words: HtmlWords;
  /** The moment of the page: times of this day or year are written shorter. */
  readonly now: number;
}

/** A triangle, a disc or a ring, with the state as its text. */
export function stateSign(condition: Condition['kind'] | null, words: HtmlWords): Markup {
  const kind = condition ?? 'unknown';
  const shape = isDown(condition)
    ? 'down'
    : kind === 'unknown'
      ? 'unknown'
      : kind === 'suspect'
        ? 'suspect'
        : 'up';
  return markup`<span class="sign ${shape}" role="img" aria-label="${words.states[kind]}" title="${words.states[kind]}"></span>`;
}

/** `beside`: an instant whose day (and year) need not be repeated. */
export function timeMarkup(instant: number, look: Look, beside: number = look.now): Markup {
  const text = timeText(instant, { timezone: look.timezone, language: look.language, now: beside });
  return markup`<time datetime="${isoUtc(instant)?.replace(':00.000Z', 'Z') ?? ''}">${text}</time>`;
}

/** A column: how the script sorts it (`text`, `num`; null: it does not), and its class. */
export interface HtmlColumn {
  readonly title: string;
  readonly sort: 'text' | 'num' | null;
  readonly class?: string;
}

export function headMarkup(columns: readonly HtmlColumn[]): Markup {
  const cells = columns.map(
    (column) =>
      markup`<th scope="col"${column.class === undefined ? null : markup` class="${column.class}"`}${column.sort === null ? null : markup` data-k="${column.sort}"`}>${column.title}</th>`,
  );
  return markup`<thead><tr>${cells}</tr></thead>`;
}

/** A field that the script shows and fills with life; without it the table is whole all the same. */
export function filterMarkup(table: string, words: HtmlWords): Markup {
  return markup`<p class="filter" hidden><label>${words.filter} <input type="search" data-for="${table}" placeholder="${words.filterHint}" autocomplete="off" spellcheck="false"></label> <output data-shown="${words.shown}"></output></p>`;
}

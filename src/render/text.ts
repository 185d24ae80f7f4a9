/** Text that is safe and measured for a terminal: no control characters, cut at a width, ASCII where needed. */

import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

/**
 * C0 and C1 control characters, line separators, and the marks that turn the direction of writing around: each could
 * move the cursor, change colours or disguise what follows.
 */
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** Takes out escape sequences, and replaces every run of other characters that would act on the terminal by one blank. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(UNSAFE, ' ').replace(/ {2,}/g, ' ').trim();
}

const ASCII_FORMS: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '·': '-',
  '…': '...',
  '→': '->',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '\u00a0': ' ',
};

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The nearest ASCII text: accents are dropped, what has no ASCII form becomes `?`. */
export function ascii(text: string): string {
  const forms = text.replace(/[–—·…→‘’“”\u00a0]/g, (sign) => ASCII_FORMS[sign] ?? sign);
  const bare = forms.normalize('NFKD').replace(/\p{M}/gu, '');
  return [...graphemes.segment(bare)]
    .map(({ segment }) => (/^[\x20-\x7e]+$/.test(segment) ? segment : '?'))
    .join('');
}

/** Columns that a text takes on a terminal. Most cells of a report are ASCII, which needs no look at each grapheme. */
export function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** The text cut to at most `width` columns, with `ellipsis` at its end when something was left out. */
export function cut(text: string, width: number, ellipsis: string): string {
  if (widthOf(text) <= width) return text;
  const room = width - widthOf(ellipsis);
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment);
    if (used > room) break;
    kept += segment;
  }
  return room < 0 ? ellipsis.slice(0, Math.max(0, width)) : kept.trimEnd() + ellipsis;
}

/** The text filled up with blanks to `width` columns. */
export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

/** Breaks a text between words into lines of at most `width` columns; longer words are cut. */
export function wrap(text: string, width: number, ellipsis: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
    } else {
      if (line !== '') lines.push(line);
      line = cut(word, width, ellipsis);
    }
  }
  return line === '' ? lines : [...lines, line];
}

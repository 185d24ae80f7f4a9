/**
 * Text with the little markup that alerts need. It is kept as spans until the end, so that the HTML for Telegram and the
 * plain text say the same, and nothing reaches the HTML unescaped.
 */

export type Span =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly link: string; readonly label: string };

export type Line = readonly Span[];

/** The line for Telegram's `parse_mode: HTML` (https://core.telegram.org/bots/api#html-style). */
export function toHtml(line: Line): string {
  return line
    .map((span) => {
      if (typeof span === 'string') return escapeHtml(span);
      if ('bold' in span) return `<b>${escapeHtml(span.bold)}</b>`;
      if ('code' in span) return `<code>${escapeHtml(span.code)}</code>`;
      return `<a href="${escapeHtml(span.link)}">${escapeHtml(span.label)}</a>`;
    })
    .join('');
}

/** The line without markup; a link shows its address. */
export function toPlain(line: Line): string {
  return line
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      return 'code' in span ? span.code : `${span.label}: ${span.link}`;
    })
    .join('');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const ELLIPSIS = '…';

/**
 * Makes foreign text fit for one line: line breaks, control characters and marks that turn the direction of writing
 * become spaces, and what is longer than `max` UTF-16 units **after escaping** is cut between two graphemes.
 */
export function oneLine(text: string, max: number): string {
  // Cut roughly first, so that a value of a megabyte costs nothing.
  const flat = text
    .slice(0, max * 4)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069\u200E\u200F\uFEFF]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (text.length <= max * 4 && escapeHtml(flat).length <= max) return flat;
  return cut(flat, max - ELLIPSIS.length) + ELLIPSIS;
}

function cut(text: string, max: number): string {
  let kept = '';
  let length = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    length += escapeHtml(segment).length;
    if (length > max) break;
    kept += segment;
  }
  // One grapheme may be longer than any limit (a letter under a hundred accents): then code points must do.
  return kept === '' ? cutCodePoints(text, max) : kept.trimEnd();
}

function cutCodePoints(text: string, max: number): string {
  let kept = '';
  for (const point of text) {
    if (escapeHtml(kept + point).length > max) break;
    kept += point;
  }
  return kept;
}

/** Takes whole lines as long as their HTML fits; returns how many. */
export function countFitting(lines: readonly Line[], max: number): number {
  let length = -1;
  for (const [index, line] of lines.entries()) {
    length += 1 + toHtml(line).length;
    if (length > max) return index;
  }
  return lines.length;
}

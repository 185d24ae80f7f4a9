/** Markup that cannot be broken by what is put into it: every value that is not markup itself is escaped. */

import { plain } from './text.ts';

/** Text that is markup already. Only `markup` and `trusted` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | null | false | Markup | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Makes any text fit for element content, quoted attributes and SVG: control characters, line separators and marks that
 * turn the direction of writing around are gone, the five signs of markup are entities.
 */
export function escaped(text: string): string {
  return plain(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/**
 * Markup from a template. Values are escaped; lists are joined; `null` and `false` are nothing. Values in attributes
 * must stand in quotes.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + contentText(values[index] ?? null)).join(''));
}

/** For texts of our own (style, script): they are put in as they stand. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function contentText(value: Content): string {
  if (value === null || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return value.map(contentText).join('');
}

import { markup } from './html-markup.ts';
import type { Content, Markup } from './html-markup.ts';

/** A part of a page with its heading. `id` must be one of our own. */
export function section(id: string, title: string, content: Content): Markup {
  return markup`<section aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>
${content}
</section>`;
}

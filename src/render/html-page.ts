/** The frame of a page: one file that asks nobody for anything. */

import { createHash } from 'node:crypto';
import type { Language } from '../core/config.ts';
import { markup, trusted } from './html-markup.ts';
import type { Markup } from './html-markup.ts';

export interface Page {
  readonly language: Language;
  readonly title: string;
  /** Colour and shape of the icon in the tab. */
  readonly mood: 'good' | 'bad' | 'unknown';
  readonly style: string;
  readonly script: string;
  /** More elements of the head. */
  readonly head?: Markup;
  readonly body: Markup;
}

/** The document, with a line break at its end. Nothing runs or is styled in it but what carries the hash in the policy. */
export function pageText(page: Page): string {
  const style = trusted(page.style);
  const script = trusted(page.script);
  return `<!doctype html>\n${
    markup`<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(page)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="icon" href="${icon(page.mood)}">
${page.head ?? null}<style>${style}</style>
</head>
<body>
${page.body}
<script>${script}</script>
</body>
</html>
`.text
  }`;
}

/** https://www.w3.org/TR/CSP3/: nothing is loaded; the icon is the only image, and it stands in the page. */
function policy({ style, script }: Page): string {
  return [
    "default-src 'none'",
    'img-src data:',
    `style-src '${sha256(style)}'`,
    `script-src '${sha256(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

const ICONS: Record<Page['mood'], string> = {
  good: '<circle cx="8" cy="8" r="7" fill="#1c8a58"/>',
  bad: '<path d="M8 15 0 1h16z" fill="#c9303e"/>',
  unknown: '<circle cx="8" cy="8" r="6" fill="none" stroke="#7a8494" stroke-width="3"/>',
};

function icon(mood: Page['mood']): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${ICONS[mood]}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

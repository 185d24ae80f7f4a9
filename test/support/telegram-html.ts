/** What Telegram makes of `parse_mode: HTML`, as far as a sender can get it wrong. */

export type ParsedHtml =
  | { readonly ok: true; readonly text: string; readonly links: readonly string[] }
  | { readonly ok: false; readonly error: string };

const TAGS = new Set([
  'b',
  'strong',
  'i',
  'em',
  'u',
  'ins',
  's',
  'strike',
  'del',
  'span',
  'tg-spoiler',
  'a',
  'code',
  'pre',
  'blockquote',
  'tg-emoji',
]);

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Parses a text; the errors have the words of the real server (td/telegram/MessageEntity.cpp, parse_html). */
export function parseTelegramHtml(html: string): ParsedHtml {
  const open: string[] = [];
  const links: string[] = [];
  let text = '';
  let at = 0;
  while (at < html.length) {
    const char = html.charAt(at);
    if (char === '&') {
      const entity = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot));?/i.exec(html.slice(at));
      if (entity === null) {
        text += '&';
        at += 1;
        continue;
      }
      const [whole, decimal, hex, name] = entity;
      text +=
        name === undefined
          ? String.fromCodePoint(decimal === undefined ? parseInt(hex ?? '0', 16) : Number(decimal))
          : (ENTITIES[name.toLowerCase()] ?? '');
      at += whole.length;
      continue;
    }
    if (char !== '<') {
      text += char;
      at += 1;
      continue;
    }
    const offset = Buffer.byteLength(html.slice(0, at));
    const tag = /^<(\/?)([a-z-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[a-z0-9.-]+))?)*)\s*>/i.exec(
      html.slice(at),
    );
    if (tag === null)
      return {
        ok: false,
        error: `Unsupported start tag "${/^<([^\s>]*)/.exec(html.slice(at))?.[1] ?? ''}" at byte offset ${offset}`,
      };
    const [whole, slash, rawName = '', attributes = ''] = tag;
    const name = rawName.toLowerCase();
    at += whole.length;
    if (slash === '/') {
      const expected = open.pop();
      if (expected === undefined) return { ok: false, error: `Unexpected end tag at byte offset ${offset}` };
      if (name !== '' && name !== expected) {
        return {
          ok: false,
          error: `Unmatched end tag at byte offset ${offset}, expected "</${expected}>", found "</${name}>"`,
        };
      }
      continue;
    }
    if (!TAGS.has(name))
      return { ok: false, error: `Unsupported start tag "${name}" at byte offset ${offset}` };
    if (name === 'a') {
      const href = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
      const inner =
        href === null ? null : parseTelegramHtml((href[1] ?? href[2] ?? '').replaceAll('<', '&lt;'));
      if (inner?.ok === true) links.push(inner.text);
    }
    open.push(name);
  }
  const unclosed = open.pop();
  if (unclosed !== undefined) {
    return { ok: false, error: `Can't find end tag corresponding to start tag "${unclosed}"` };
  }
  return { ok: true, text, links };
}

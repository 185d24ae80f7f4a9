/** What the terminal can show: its width, colours, and whether it reads UTF-8. */

import picocolors from 'picocolors';
import type { Language } from '../core/config.ts';
import { ascii, plain } from './text.ts';

export interface Glyphs {
  readonly ellipsis: string;
  /** Before the name of a server that is down. */
  readonly down: string;
  readonly rule: string;
  /** One sign a day: up all day, then down for a short, a long, the longest part of it. */
  readonly dayUp: string;
  readonly dayDown: readonly [string, string, string];
  readonly dayUnwatched: string;
  readonly dayMaintenance: string;
}

const UNICODE: Glyphs = {
  ellipsis: '…',
  down: '▼',
  rule: '─',
  dayUp: '▇',
  dayDown: ['▅', '▃', '▁'],
  dayUnwatched: '·',
  dayMaintenance: 'm',
};

const ASCII: Glyphs = {
  ellipsis: '...',
  down: '!',
  rule: '-',
  dayUp: '=',
  dayDown: ['~', '-', '_'],
  dayUnwatched: '.',
  dayMaintenance: 'm',
};

export interface Screen {
  readonly columns: number;
  readonly paint: ReturnType<typeof picocolors.createColors>;
  readonly glyphs: Glyphs;
  readonly language: Language;
  /** IANA zone in which times are shown. */
  readonly timezone: string;
  /** Makes any text fit to be shown: control characters gone, and ASCII only where the terminal reads no UTF-8. */
  readonly text: (text: string) => string;
}

export interface ScreenSource {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const NARROWEST = 60;

/** `NO_COLOR` as at no-color.org (any value but the empty one); the locale as in locale(7). */
export function screenOf(
  source: ScreenSource,
  words: { readonly language: Language; readonly timezone: string },
): Screen {
  const { env, isTTY, columns } = source;
  const colour = isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const utf8 = readsUtf8(env);
  return {
    columns: Math.max(NARROWEST, columns),
    paint: picocolors.createColors(colour),
    glyphs: utf8 ? UNICODE : ASCII,
    language: words.language,
    timezone: words.timezone,
    text: utf8 ? plain : (text) => ascii(plain(text)),
  };
}

/** The first of these variables that is set and not empty decides. */
function readsUtf8(env: ScreenSource['env']): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  return /utf-?8/i.test(locale ?? '');
}

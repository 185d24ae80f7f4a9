/** What `check` shows of a sweep: a bar while it runs, and a line for each server. */

import type { Language, Server } from '../core/config.ts';
import type { Verdict } from '../core/probing.ts';
import { causeText, unknownText } from '../core/words.ts';
import { latencyText } from './numbers.ts';
import { cut, pad, plain } from './text.ts';

const WORDS = {
  en: { up: 'up', down: 'down', unknown: 'unknown' },
  id: { up: 'hidup', down: 'mati', unknown: 'tak jelas' },
} as const satisfies Record<Language, Record<string, string>>;

const WORD_WIDTH = 9;
const NAME_WIDTH = 24;
const HOST_WIDTH = 20;

/**
 * One line without its break: `up       Router Bandung          10.20.0.1           1.20 ms`. `down` is the verdict of
 * this one check, not yet an outage.
 */
export function verdictLine(
  server: Pick<Server, 'name' | 'host'>,
  verdict: Verdict | null,
  language: Language,
): string {
  const columns = [
    pad(verdictWord(verdict, language), WORD_WIDTH, 'left'),
    pad(cut(plain(server.name), NAME_WIDTH, '…'), NAME_WIDTH, 'left'),
    pad(cut(plain(server.host), HOST_WIDTH, '…'), HOST_WIDTH, 'left'),
    plain(verdictDetail(verdict, language)),
  ];
  return columns.join(' ').trimEnd();
}

function verdictWord(verdict: Verdict | null, language: Language): string {
  const words = WORDS[language];
  return verdict?.kind === 'ok' ? words.up : verdict?.kind === 'failed' ? words.down : words.unknown;
}

function verdictDetail(verdict: Verdict | null, language: Language): string {
  if (verdict === null) return '';
  switch (verdict.kind) {
    case 'ok':
      return verdict.latencyMs === null ? '' : latencyText(verdict.latencyMs, language);
    case 'failed':
      return causeText(verdict.cause, language);
    case 'unknown':
      return unknownText(verdict.code, verdict.detail, language);
  }
}

export interface Progress {
  /** So many servers have their verdict. */
  update(done: number): void;
  /** Takes the bar away; nothing is drawn after it. */
  stop(): void;
}

const BAR_WIDTH = 30;
const REDRAW_MS = 80;
/** ECMA-48: carriage return, then erase to the end of the line. */
const CLEAR_LINE = '\r\u001b[K';

/** A bar on a terminal, redrawn at most every 80 ms. `write`: the stream that is the terminal; `now`: milliseconds. */
export function progressBar(total: number, write: (text: string) => void, now: () => number): Progress {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let drawn = false;
  let stopped = false;
  return {
    update(done) {
      if (stopped || total === 0 || (now() - drawnAt < REDRAW_MS && done < total)) return;
      drawnAt = now();
      drawn = true;
      const filled = Math.floor((Math.min(done, total) / total) * BAR_WIDTH);
      write(`${CLEAR_LINE}[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${done}/${total}`);
    },
    stop() {
      if (drawn && !stopped) write(CLEAR_LINE);
      stopped = true;
    },
  };
}

/** What is down, since when and why, and how the monitor itself does: as text and as JSON. */

import type { Silence } from '../core/model.ts';
import type { TroubleCode } from '../core/probing.ts';
import type { ChatStatus, DownServer, Status, SuspectServer, UnknownServer } from '../core/status.ts';
import { causeText, durationText, fullTimeText, timeText, troubleText, unknownText } from '../core/words.ts';
import { isoUtc } from './iso.ts';
import { document } from './json.ts';
import { shortLength } from './numbers.ts';
import type { Screen } from './screen.ts';
import { statusWords } from './status-words.ts';
import type { StatusWords } from './status-words.ts';
import { table } from './table.ts';
import { wrap } from './text.ts';

const INDENT = '    ';
const BULLET = '  - ';
/** Suspect and unknown servers beyond this are only counted. */
const LISTED = 10;

/** What a scope of a silence (`server:ID`, `site:ID`, `all`) is called. */
export type ScopeNames = (scope: string) => string | null;

/** The status as text, with a line break at its end. No line is wider than the screen. */
export function statusText(status: Status, screen: Screen, scopeName: ScopeNames): string {
  const words = statusWords(screen.language);
  const blocks = [
    headLines(status, screen, words),
    downLines(status, screen, words),
    suspectLines(status.suspects, status.generatedAt, screen, words),
    // Before the first check that is said already.
    status.lastRunAt === null ? [] : unknownLines(status.unknown, status.generatedAt, screen, words),
    monitorLines(status, screen, words),
    silenceLines(status, screen, words, scopeName),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
    .join('\n');
}

function time(instant: number, now: number, { timezone, language }: Screen): string {
  return timeText(instant, { timezone, language, now });
}

function headLines(status: Status, screen: Screen, words: StatusWords): string[] {
  const { generatedAt, lastRunAt, ageMs } = status;
  const title = screen.paint.bold(screen.text(`${words.title} · ${fullTimeText(generatedAt, screen)}`));
  if (lastRunAt === null || ageMs === null) return [title, ...lines(words.noRun, screen)];
  const lastRun = words.lastRun(time(lastRunAt, generatedAt, screen), durationText(ageMs, screen.language));
  const warnings: string[] = [];
  if (status.stale) warnings.push(words.stale);
  if (status.blindSince !== null) warnings.push(words.blind(time(status.blindSince, generatedAt, screen)));
  const warned = warnings.flatMap((warning) => lines(`! ${warning}`, screen)).map(screen.paint.yellow);
  return [title, ...lines(lastRun, screen).map(screen.paint.dim), ...warned];
}

function downLines(status: Status, screen: Screen, words: StatusWords): string[] {
  const { counts, down } = status;
  if (counts.total === 0) return lines(words.noServers, screen);
  if (down.length === 0) {
    if (status.lastRunAt === null) return [];
    if (counts.up === counts.total) return lines(words.allUp(counts.total), screen).map(screen.paint.green);
    return lines(words.upCount(counts.up, counts.total), screen);
  }
  const headline = `${screen.glyphs.down} ${words.down(counts.down, counts.total)}`;
  const [titles = '', ...rows] = table(
    [
      { title: words.since, align: 'left' },
      { title: words.length, align: 'right' },
      { title: words.server, align: 'left', shrinkTo: 10 },
      { title: words.site, align: 'left', shrinkTo: 8 },
    ],
    down.map((server) => [
      time(server.since, status.generatedAt, screen),
      shortLength(server.lengthMs, screen.language),
      { text: server.name, paint: screen.paint.red },
      server.siteName ?? '',
    ]),
    screen,
  );
  const body = rows.flatMap((row, index) => [row, ...causeLines(down[index], screen, words)]);
  return [screen.paint.bold(screen.paint.red(screen.text(headline))), titles, ...body];
}

function causeLines(server: DownServer | undefined, screen: Screen, words: StatusWords): string[] {
  if (server === undefined) return [];
  const parts = [causeText(server.cause, screen.language)];
  if (server.recovering) parts.push(words.recovering);
  if (server.inMaintenance) parts.push(words.inMaintenance);
  return indented(parts.join(' · '), screen).map(screen.paint.dim);
}

function suspectLines(
  suspects: readonly SuspectServer[],
  now: number,
  screen: Screen,
  words: StatusWords,
): string[] {
  if (suspects.length === 0) return [];
  const items = suspects.map(
    ({ name, failures, since }) => `${name} (${words.failures(failures, time(since, now, screen))})`,
  );
  return [
    ...lines(words.suspects(suspects.length), screen).map(screen.paint.yellow),
    ...itemLines(items, screen),
  ];
}

function unknownLines(
  unknown: readonly UnknownServer[],
  now: number,
  screen: Screen,
  words: StatusWords,
): string[] {
  if (unknown.length === 0) return [];
  const items = unknown.map(({ name, since, reason }) => {
    if (since === null) return `${name} (${words.neverProbed})`;
    // The state keeps the code as text; what another version wrote is shown as it stands.
    const why = reason === null ? '' : `${unknownText(reason as TroubleCode, undefined, screen.language)}, `;
    return `${name} (${why}${words.troubleSince(time(since, now, screen))})`;
  });
  return [
    ...lines(words.unknown(unknown.length), screen).map(screen.paint.yellow),
    ...itemLines(items, screen),
  ];
}

function monitorLines(status: Status, screen: Screen, words: StatusWords): string[] {
  const { generatedAt: now, troubles, chats, skips } = status;
  const items = [
    ...troubles.map(
      ({ trouble, since }) =>
        `${troubleText(trouble, screen.language)} (${words.troubleSince(time(since, now, screen))})`,
    ),
    ...chats.flatMap((chat) => chatItems(chat, now, screen, words)),
    ...(skips.count > 0 ? [words.skipped(skips.count, time(skips.lastAt ?? now, now, screen))] : []),
  ];
  if (items.length === 0) return [];
  const text = items.flatMap((item) => bulleted(item, screen));
  return [screen.paint.yellow(screen.text(words.troubles)), ...text];
}

function chatItems(chat: ChatStatus, now: number, screen: Screen, words: StatusWords): string[] {
  const items: string[] = [];
  if (chat.refused !== null) {
    items.push(words.refused(chat.chat, chat.refused.reason, time(chat.refused.since, now, screen)));
  }
  if (chat.waiting > 0) {
    const waiting = words.waiting(chat.chat, chat.waiting, time(chat.oldestAt ?? now, now, screen));
    items.push(chat.failures > 0 ? `${waiting}; ${words.failedSends(chat.failures)}` : waiting);
  }
  return items;
}

function silenceLines(status: Status, screen: Screen, words: StatusWords, scopeName: ScopeNames): string[] {
  return status.silences.flatMap((silence) => {
    const text = silenceText(silence, status.generatedAt, screen, words, scopeName);
    return lines(text, screen);
  });
}

function silenceText(
  silence: Silence,
  now: number,
  screen: Screen,
  words: StatusWords,
  scopeName: ScopeNames,
): string {
  const scope = silence.scope === 'all' ? words.everything : (scopeName(silence.scope) ?? silence.scope);
  const until = silence.until === null ? words.untilUp : words.untilTime(time(silence.until, now, screen));
  const text = words[silence.kind](scope, silence.by, until);
  return silence.note === null ? text : `${text}: ${silence.note}`;
}

function itemLines(items: readonly string[], screen: Screen): string[] {
  const more = items.length - LISTED;
  const listed = items.slice(0, LISTED).flatMap((item) => bulleted(item, screen));
  return more > 0 ? [...listed, `${INDENT}+${more}`] : listed;
}

function lines(text: string, screen: Screen): string[] {
  return wrap(screen.text(text), screen.columns, screen.glyphs.ellipsis);
}

function indented(text: string, screen: Screen): string[] {
  const room = screen.columns - INDENT.length;
  return wrap(screen.text(text), room, screen.glyphs.ellipsis).map((line) => INDENT + line);
}

function bulleted(text: string, screen: Screen): string[] {
  return indented(text, screen).map((line, index) =>
    index === 0 ? BULLET + line.slice(INDENT.length) : line,
  );
}

/** Raised when a field changes its meaning or goes away. */
export const STATUS_VERSION = 1;

/** The status as JSON: instants ISO 8601 in UTC, lengths milliseconds; `maxAgeMs`: the limit that `--max-age` gave. */
export function jsonStatus(status: Status, maxAgeMs: number | null, language: Screen['language']): string {
  return document({
    format: 'srvmon-status',
    version: STATUS_VERSION,
    generatedAt: isoUtc(status.generatedAt),
    lastCheckAt: isoUtc(status.lastRunAt),
    ageMs: status.ageMs,
    maxAgeMs,
    stale: status.stale,
    blindSince: isoUtc(status.blindSince),
    counts: { ...status.counts, suspect: status.suspects.length, unknown: status.unknown.length },
    down: status.down.map(({ since, confirmedAt, ...server }) => ({
      ...server,
      since: isoUtc(since),
      confirmedAt: isoUtc(confirmedAt),
      causeText: causeText(server.cause, language),
    })),
    suspects: status.suspects.map(({ since, ...server }) => ({ ...server, since: isoUtc(since) })),
    unknown: status.unknown.map(({ since, ...server }) => ({ ...server, since: isoUtc(since) })),
    troubles: status.troubles.map(({ since, trouble }) => ({
      since: isoUtc(since),
      trouble,
      text: troubleText(trouble, language),
    })),
    chats: status.chats.map(({ oldestAt, refused, ...chat }) => ({
      ...chat,
      oldestAt: isoUtc(oldestAt),
      refused: refused === null ? null : { reason: refused.reason, since: isoUtc(refused.since) },
    })),
    silences: status.silences.map(({ kind, scope, by, note, at, until }) => ({
      kind,
      scope,
      by,
      note,
      at: isoUtc(at),
      until: isoUtc(until),
    })),
    skippedRuns: { lastDay: status.skips.count, lastAt: isoUtc(status.skips.lastAt) },
  });
}

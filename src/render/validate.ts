import type { Plan, PlannedTarget, PlannedWindow } from '../core/plan.ts';
import { durationText, moreText, spanText, zoneText } from '../core/words.ts';
import type { Screen } from './screen.ts';
import { table, type Column } from './table.ts';
import { pad, widthOf, wrap } from './text.ts';
import { validateWords, type ValidateWords } from './validate-words.ts';

/** More windows than this are counted only. */
const MOST_WINDOWS = 20;

/** The plan as text, with a line break at its end. */
export function planText(plan: Plan, screen: Screen, now: number): string {
  const words = validateWords(screen.language);
  const blocks = [
    [screen.paint.green(words.fine)],
    factLines(plan, screen, words),
    [words.told, ...targetLines(plan.targets, screen, words)],
    windowLines(plan.windows, screen, words, now),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
    .join('\n');
}

function factLines(plan: Plan, screen: Screen, words: ValidateWords): string[] {
  const checks = plan.checks.filter(({ count }) => count > 0);
  const facts: [string, string][] = [
    [words.servers, String(plan.servers)],
    [words.checks, checks.map(({ kind, count }) => `${count} ${kind}`).join(', ')],
    [words.sites, String(plan.sites)],
    [words.children, String(plan.children)],
    [words.chats, String(plan.chats)],
    ...plan.files.map((file, index): [string, string] => [index === 0 ? words.files : '', screen.text(file)]),
    [words.state, screen.text(plan.stateDir)],
  ];
  const width = Math.max(...facts.map(([name]) => widthOf(name)));
  return facts.map(([name, value]) => `${pad(name, width, 'left')}  ${value}`);
}

function targetLines(targets: readonly PlannedTarget[], screen: Screen, words: ValidateWords): string[] {
  const columns: Column[] = [
    { title: words.target, align: 'left', shrinkTo: 10 },
    { title: words.alerts, align: 'right' },
    { title: words.after, align: 'left' },
    { title: words.announcements, align: 'right' },
    { title: words.notices, align: 'left' },
  ];
  const rows = targets.map((target) => [
    target.name,
    String(target.alerts),
    target.notifyAfterMs === 0 ? words.atOnce : durationText(target.notifyAfterMs, screen.language),
    String(target.announcements),
    target.notices ? words.yes : '',
  ]);
  return table(columns, rows, screen);
}

function windowLines(
  windows: readonly PlannedWindow[],
  screen: Screen,
  words: ValidateWords,
  now: number,
): string[] {
  if (windows.length === 0) return [];
  const shown = windows
    .slice(0, MOST_WINDOWS)
    .flatMap((window) => occurrenceLines(window, screen, words, now));
  const more = windows.length - MOST_WINDOWS;
  return [words.windows, ...shown, ...(more > 0 ? [moreText(more, screen.language)] : [])];
}

/** Whose window it is, and below it each occurrence. */
function occurrenceLines(
  planned: PlannedWindow,
  screen: Screen,
  words: ValidateWords,
  now: number,
): string[] {
  const { owner, window, next } = planned;
  const style = { language: screen.language, timezone: window.timezone };
  const note = window.note === null ? '' : ` (${window.note})`;
  const title = screen.text(`${owner ?? words.everything}${note}, ${zoneText(window.timezone, now)}:`);
  const times = next.map(({ since, until }) => screen.text(spanText(since, until, style)));
  const lines = times.length === 0 ? [words.never] : times;
  return [...wrap(title, screen.columns, screen.glyphs.ellipsis), ...lines.map((line) => `  ${line}`)];
}

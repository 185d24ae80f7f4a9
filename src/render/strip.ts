/** One sign a day: whether a server was up, down or not watched. */

import { addSums, NO_TIME, totalMs } from '../core/availability.ts';
import type { Sums } from '../core/availability.ts';
import type { Screen } from './screen.ts';
import type { Cell } from './table.ts';

type DayLook = 'none' | 'up' | 'down-little' | 'down-long' | 'down-most' | 'maintenance' | 'unwatched';

/** A day of which more than this share was not watched does not look up. */
const UNWATCHED_SHARE = 0.1;

/** An outage shows whatever else the day was; so that a strip cannot hide one. */
export function dayLook(day: Sums): DayLook {
  const total = totalMs(day);
  if (total === 0) return 'none';
  if (day.downMs > 0) {
    const share = day.downMs / (day.upMs + day.downMs);
    return share < 0.1 ? 'down-little' : share < 0.5 ? 'down-long' : 'down-most';
  }
  if (day.unwatchedMs / total > UNWATCHED_SHARE) return 'unwatched';
  return day.maintenanceMs / total > 0.5 ? 'maintenance' : 'up';
}

/** Adds up so many days each; the last ones are whole, so that the strip ends with the present. */
export function joinedDays(days: readonly Sums[], each: number): readonly Sums[] {
  if (each === 1) return days;
  const count = Math.ceil(days.length / each);
  return Array.from({ length: count }, (_, index) => {
    const end = days.length - (count - 1 - index) * each;
    return days.slice(Math.max(0, end - each), end).reduce(addSums, NO_TIME);
  });
}

/** The strip of a server as a cell of a table: its text without colours, and how to paint it. */
export function strip(days: readonly Sums[], screen: Screen): Cell {
  const looks = days.map(dayLook);
  const text = looks.map((look) => sign(look, screen)).join('');
  // Painted run by run: the text itself stays free of escapes, so that its width can be measured.
  const paint = (): string =>
    runs(looks)
      .map(({ look, length }) => colour(look, screen)(sign(look, screen).repeat(length)))
      .join('');
  return { text, paint, drawn: true };
}

function runs(looks: readonly DayLook[]): { look: DayLook; length: number }[] {
  const found: { look: DayLook; length: number }[] = [];
  for (const look of looks) {
    const last = found.at(-1);
    if (last?.look === look) last.length++;
    else found.push({ look, length: 1 });
  }
  return found;
}

function sign(look: DayLook, { glyphs }: Screen): string {
  switch (look) {
    case 'none':
      return ' ';
    case 'up':
      return glyphs.dayUp;
    case 'down-little':
      return glyphs.dayDown[0];
    case 'down-long':
      return glyphs.dayDown[1];
    case 'down-most':
      return glyphs.dayDown[2];
    case 'maintenance':
      return glyphs.dayMaintenance;
    case 'unwatched':
      return glyphs.dayUnwatched;
  }
}

function colour(look: DayLook, { paint }: Screen): (text: string) => string {
  switch (look) {
    case 'none':
      return String;
    case 'up':
      return paint.green;
    case 'down-little':
      return paint.yellow;
    case 'down-long':
    case 'down-most':
      return paint.red;
    case 'maintenance':
      return paint.blue;
    case 'unwatched':
      return paint.dim;
  }
}

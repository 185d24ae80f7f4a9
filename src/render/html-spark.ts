/** The latency of a server day by day as a small drawing: the median as a line, the 95th percentile as an area. */

import type { Language } from '../core/config.ts';
import type { LatencyReport, ServerReport } from '../core/report-model.ts';
import { markup } from './html-markup.ts';
import type { Markup } from './html-markup.ts';
import type { StripWords } from './html-strip.ts';
import { latencyText } from './numbers.ts';

/** Units of the drawing: so many a day across, so many in all upwards. */
const DAY_WIDTH = 2;
const HEIGHT = 30;

interface Point {
  readonly x: number;
  readonly median: number;
  readonly p95: number;
}

/** Null without any latency. With a single day there are the figures and no drawing. */
export function latencyMarkup(server: ServerReport, strip: StripWords): Markup | null {
  const { latency, latencyDays } = server;
  if (latency === null) return null;
  const { language, words } = strip;
  const text = words.latencyCell(ms(latency.medianMs, language), ms(latency.p95Ms, language));
  const known = latencyDays.filter((day) => day !== null);
  const drawing = known.length > 1 ? sparkMarkup(latencyDays, label(latency, latencyDays, strip)) : null;
  return markup`${drawing}<small>${text}</small>`;
}

function label(
  latency: LatencyReport,
  days: readonly (LatencyReport | null)[],
  { language, words, dates }: StripWords,
): string {
  const worst = days.reduce(
    (best, day, index) => ((day?.maxMs ?? -1) > (days[best]?.maxMs ?? -1) ? index : best),
    0,
  );
  return words.latencyLabel(
    ms(latency.medianMs, language),
    ms(latency.p95Ms, language),
    ms(days[worst]?.maxMs ?? latency.maxMs, language),
    dates[worst] ?? '',
  );
}

const ms = (value: number, language: Language): string => latencyText(value, language);

function sparkMarkup(days: readonly (LatencyReport | null)[], text: string): Markup {
  const top = Math.max(...days.map((day) => day?.p95Ms ?? 0));
  const y = (value: number): number => HEIGHT - 2 - Math.round((value / top) * (HEIGHT - 4));
  const stretches: Point[][] = [[]];
  days.forEach((day, index) => {
    if (day === null) stretches.push([]);
    else stretches.at(-1)?.push({ x: index * DAY_WIDTH, median: y(day.medianMs), p95: y(day.p95Ms) });
  });
  const drawn = stretches.filter((points) => points.length > 0);
  const area = drawn.map(areaPath).join('');
  const line = drawn.map((points) => linePath(points.map(({ x, median }) => [x, median]))).join('');
  const width = (days.length - 1) * DAY_WIDTH;
  return markup`<svg class="spark" viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${text}"><path class="p95" d="${area}"/><path class="mid" d="${line}"/></svg>`;
}

function areaPath(points: readonly Point[]): string {
  const [first] = points;
  if (first === undefined || points.length === 1) return '';
  return `${linePath(points.map(({ x, p95 }) => [x, p95]))}V${HEIGHT}H${first.x}z`;
}

/** In relative steps, which are shorter; a single point is a dot. */
function linePath(points: readonly (readonly [number, number])[]): string {
  const [first] = points;
  if (first === undefined) return '';
  const steps = stepsOf(points).map(({ dx, dy }) => `${dx} ${dy}`.replace(' -', '-'));
  return `M${first[0]} ${first[1]}${steps.length === 0 ? 'h0' : `l${steps.join(' ')}`}`;
}

/** Days that go on in the same direction make one step: most latencies hardly change. */
function stepsOf(points: readonly (readonly [number, number])[]): { dx: number; dy: number }[] {
  const steps: { dx: number; dy: number }[] = [];
  let [x, y] = points[0] ?? [0, 0];
  for (const [nextX, nextY] of points.slice(1)) {
    const [dx, dy] = [nextX - x, nextY - y];
    const last = steps.at(-1);
    if (last !== undefined && last.dy * dx === dy * last.dx) {
      last.dx += dx;
      last.dy += dy;
    } else steps.push({ dx, dy });
    [x, y] = [nextX, nextY];
  }
  return steps;
}

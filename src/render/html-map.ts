/** A map of the places, drawn on a plain grid of coordinates: no tile server is asked. */

import type { Language } from '../core/config.ts';
import type { Place } from '../core/places.ts';
import { mapsLink } from '../core/words.ts';
import { markup } from './html-markup.ts';
import type { Markup } from './html-markup.ts';
import type { HtmlWords } from './html-words.ts';
import { frameOf, MAP_WIDTH } from './map-frame.ts';
import type { Frame } from './map-frame.ts';
import { placeLabels } from './map-labels.ts';
import type { Box } from './map-labels.ts';

/** The places that are down are drawn last, above the others. */
const ORDER = { up: 0, unknown: 1, down: 2 } as const;

/** Null without any place. */
export function mapMarkup(places: readonly Place[], language: Language, words: HtmlWords): Markup | null {
  if (places.length === 0) return null;
  const frame = frameOf(places.map(({ location }) => location));
  const drawn = [...places]
    .sort((a, b) => ORDER[a.state] - ORDER[b.state])
    .map((place) => ({ place, ...frame.position(place.location) }));
  const labels = placeLabels(
    drawn.map(({ place, x, y }) => ({ x, y, text: place.name, important: place.state === 'down' })),
    { width: MAP_WIDTH, height: frame.height },
    [scaleBox(frame)],
  );
  const down = places.filter(({ state }) => state === 'down').length;
  return markup`<svg class="map" viewBox="0 0 ${MAP_WIDTH} ${frame.height}" role="group" aria-label="${words.mapLabel(places.length, down)}">${grid(frame, language)}${drawn.map(({ place, x, y }) => pin(place, x, y, words))}<g aria-hidden="true">${labels.map(({ x, y, anchor, text }) => markup`<text x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`)}</g></svg>`;
}

function pin(place: Place, x: number, y: number, words: HtmlWords): Markup {
  const { name, state, serverCount, downCount } = place;
  const what = state === 'down' ? words.downHere(downCount, serverCount) : words.states[state];
  const text = words.openMap(`${name} (${what})`);
  return markup`<a href="${mapsLink(place.location)}" target="_blank" rel="noopener noreferrer" aria-label="${text}"><title>${text}</title><g class="pin ${state}" transform="translate(${x} ${y})"><circle class="hit" r="13"/>${SHAPES[state]}</g></a>`;
}

const SHAPES: Record<Place['state'], Markup> = {
  up: markup`<circle r="6"/>`,
  down: markup`<path d="M0-11 11 8H-11z"/><path class="sign" d="M0-4v5M0 4.5v.1"/>`,
  unknown: markup`<circle r="5.5"/>`,
};

function grid(frame: Frame, language: Language): Markup {
  const { height, meridians, parallels, decimals, scale } = frame;
  const lines = [
    ...meridians.map(({ at }) => `M${at} 0v${height}`),
    ...parallels.map(({ at }) => `M0 ${at}h${MAP_WIDTH}`),
  ].join('');
  const texts = [
    ...meridians
      .filter(({ at }) => at > 30 && at < MAP_WIDTH - 30)
      .map(({ degrees, at }) => gridText(at, 12, 'middle', degreeText(degrees, 'lon', decimals, language))),
    ...parallels
      .filter(({ at }) => at > 24 && at < height - 24)
      .map(({ degrees, at }) => gridText(5, at - 3, 'start', degreeText(degrees, 'lat', decimals, language))),
  ];
  const [right, bottom] = [MAP_WIDTH - 10, height - 8];
  const bar = markup`<path class="scale" d="M${right - scale.length} ${bottom - 4}v4h${scale.length}v-4"/>`;
  const km = gridText(right - scale.length / 2, bottom - 6, 'middle', `${scale.km} km`);
  return markup`<g class="grid" aria-hidden="true"><path d="${lines}"/>${texts}${bar}${km}</g>`;
}

function scaleBox({ height, scale }: Frame): Box {
  return { left: MAP_WIDTH - 14 - scale.length, right: MAP_WIDTH, top: height - 26, bottom: height };
}

function gridText(x: number, y: number, anchor: string, text: string): Markup {
  return markup`<text x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`;
}

/** East, west, north, south; Indonesian: bujur timur, bujur barat, lintang utara, lintang selatan. */
const SIDES = {
  en: { lon: ['E', 'W'], lat: ['N', 'S'] },
  id: { lon: ['BT', 'BB'], lat: ['LU', 'LS'] },
} as const;

function degreeText(degrees: number, axis: 'lon' | 'lat', decimals: number, language: Language): string {
  const number = Math.abs(degrees).toFixed(decimals);
  const text = `${language === 'id' ? number.replace('.', ',') : number}°`;
  return Number(number) === 0 ? text : `${text} ${SIDES[language][axis][degrees > 0 ? 0 : 1]}`;
}

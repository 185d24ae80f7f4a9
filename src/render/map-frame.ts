/** The frame of a map without tiles: which stretch of the earth is shown, where a place lies in it, and its grid. */

import type { Location } from '../core/config.ts';

/** The frame is so wide, in units of the drawing. */
export const MAP_WIDTH = 480;

/** Kilometres of one degree of latitude. */
const DEGREE_KM = 111.32;
/** Around the outermost places, as a share of what they span; a single place gets a surrounding of its own. */
const MARGIN = 0.14;
const SMALLEST_DEGREES = 0.2;
/** Width divided by height. */
const FLATTEST = 2.1;
const STEEPEST = 1.25;

const STEPS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 45];
const LINES = 4;

export interface GridLine {
  /** Degrees, -180 to 180 (longitudes) or -90 to 90. */
  readonly degrees: number;
  /** Units from the left or from the top. */
  readonly at: number;
}

export interface Frame {
  readonly height: number;
  readonly position: (location: Location) => { readonly x: number; readonly y: number };
  readonly meridians: readonly GridLine[];
  readonly parallels: readonly GridLine[];
  /** Decimals that the degrees of the grid need. */
  readonly decimals: number;
  readonly scale: { readonly km: number; readonly length: number };
}

/** Fits the frame around the places: equirectangular, true to scale at the middle latitude. `locations` is not empty. */
export function frameOf(locations: readonly Location[]): Frame {
  const seam = seamOf(locations);
  // Longitudes count from the seam, so that places on both sides of the date line stay together.
  const unrolled = locations.map(({ lon }) => eastOf(seam, lon));
  const lats = locations.map(({ lat }) => lat);
  const [west, east] = [Math.min(...unrolled), Math.max(...unrolled)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const shrink = Math.max(0.2, Math.cos((((south + north) / 2) * Math.PI) / 180));
  let width = Math.max((east - west) * (1 + 2 * MARGIN) * shrink, SMALLEST_DEGREES);
  let height = Math.max((north - south) * (1 + 2 * MARGIN), SMALLEST_DEGREES / FLATTEST);
  height = Math.max(height, width / FLATTEST);
  width = Math.max(width, height * STEEPEST);
  const unit = MAP_WIDTH / width;
  const left = (west + east) / 2 - width / shrink / 2;
  const top = (south + north) / 2 + height / 2;
  const x = (unrolledLon: number): number => round((unrolledLon - left) * shrink * unit);
  const y = (lat: number): number => round((top - lat) * unit);
  const step = STEPS.find((one) => width / shrink / one <= LINES + 1) ?? 90;
  return {
    height: Math.round(height * unit),
    position: ({ lat, lon }) => ({ x: x(eastOf(seam, lon)), y: y(lat) }),
    meridians: multiples(left, left + width / shrink, step).map((at) => ({
      degrees: normalised(at + seam),
      at: x(at),
    })),
    parallels: multiples(top - height, top, step).map((at) => ({ degrees: at, at: y(at) })),
    decimals: step < 0.1 ? 2 : step < 1 ? 1 : 0,
    scale: scaleOf(width * DEGREE_KM, unit),
  };
}

/** The meridian from which longitudes count: at the western end of the places, after the widest empty stretch. */
function seamOf(locations: readonly Location[]): number {
  const lons = [...new Set(locations.map(({ lon }) => normalised(lon)))].sort((a, b) => a - b);
  let [seam, widest] = [lons[0] ?? 0, 0];
  lons.forEach((lon, index) => {
    const before = index === 0 ? (lons.at(-1) ?? 0) - 360 : (lons[index - 1] ?? 0);
    if (lon - before > widest) [seam, widest] = [lon, lon - before];
  });
  // A whole number keeps the grid on round degrees.
  return Math.floor(seam / 90) * 90;
}

function eastOf(seam: number, lon: number): number {
  return (((lon - seam) % 360) + 360) % 360;
}

function normalised(lon: number): number {
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}

/** A bar of 1, 2 or 5 times a power of ten, at most a quarter of the frame. */
function scaleOf(widthKm: number, unit: number): { km: number; length: number } {
  const most = widthKm / 4;
  const power = 10 ** Math.floor(Math.log10(most));
  const km = [5, 2, 1].map((factor) => factor * power).find((one) => one <= most) ?? power;
  return { km, length: round((km / DEGREE_KM) * unit) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

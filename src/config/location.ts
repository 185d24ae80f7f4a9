import type { Location } from '../core/config.ts';
import type { Bilingual } from './problem.ts';

/** A location, or why a text gives none. */
export type LocationResult =
  | { readonly ok: true; readonly location: Location }
  | { readonly ok: false; readonly message: Bilingual; readonly mend: Bilingual };

const NUMBER = String.raw`(-?\d{1,3}(?:\.\d+)?)`;
const PAIR = new RegExp(String.raw`^\(?${NUMBER}[,;\s]+${NUMBER}\)?$`);
const LONG_LINK: Bilingual = {
  en: 'open the link in a browser, wait for the map and copy the long address from the address bar, or write "lat,lon"',
  id: 'buka tautan di browser, tunggu petanya lalu salin alamat panjang dari address bar, atau tulis "lat,lon"',
};
const LATITUDE_FIRST: Bilingual = {
  en: 'write the latitude first, then the longitude',
  id: 'tulis lintang dulu, lalu bujur',
};

/** Hosts whose links hold a key instead of coordinates. srvmon never asks the network what a link means. */
const SHORT_HOSTS = new Set(['maps.app.goo.gl', 'goo.gl', 'g.co', 'osm.org', 'g.page']);

/**
 * Reads `lat,lon`, a `geo:` URI (RFC 5870), or a long link of Google Maps or OpenStreetMap. In a Google link the pin
 * (`!3d..!4d..`, `q=`, `query=`) counts before the middle of the view (`/@lat,lon`).
 */
export function parseLocation(text: string): LocationResult {
  const trimmed = text.trim();
  const pair = PAIR.exec(trimmed);
  if (pair !== null) return checked(pair[1], pair[2]);
  if (/^geo:/i.test(trimmed)) return fromGeo(trimmed);
  if (/^https?:\/\//i.test(trimmed) && URL.canParse(trimmed)) return fromLink(new URL(trimmed));
  return refuse(
    { en: 'is no location', id: 'bukan koordinat lokasi' },
    {
      en: 'write "lat,lon" with decimal points, such as "-6.9175,107.6191", or paste a long Maps link',
      id: 'tulis "lat,lon" dengan titik desimal, misalnya "-6.9175,107.6191", atau tempel tautan Maps yang panjang',
    },
  );
}

/** Degrees within -90..90 and -180..180 (WGS 84). */
export function locationOf(lat: number, lon: number): LocationResult {
  if (Math.abs(lat) > 90)
    return refuse(
      { en: `latitude must be -90..90, got ${lat}`, id: `lintang harus -90..90, bukan ${lat}` },
      LATITUDE_FIRST,
    );
  if (Math.abs(lon) > 180)
    return refuse(
      { en: `longitude must be -180..180, got ${lon}`, id: `bujur harus -180..180, bukan ${lon}` },
      LATITUDE_FIRST,
    );
  return { ok: true, location: { lat, lon } };
}

function fromGeo(text: string): LocationResult {
  const [, path = '', query = ''] = /^geo:([^;?]*)[^?]*\??(.*)$/i.exec(text) ?? [];
  // Android writes geo:0,0?q=lat,lon(label).
  const asked = new URLSearchParams(query).get('q')?.replace(/\(.*$/, '') ?? '';
  const pair = PAIR.exec(asked.trim()) ?? PAIR.exec(path.split(',').slice(0, 2).join(','));
  return pair === null
    ? refuse(
        {
          en: 'this geo: link holds no coordinates',
          id: 'tautan geo: ini tidak berisi koordinat',
        },
        { en: 'write "lat,lon"', id: 'tulis "lat,lon"' },
      )
    : checked(pair[1], pair[2]);
}

function fromLink(url: URL): LocationResult {
  if (isShort(url))
    return refuse(
      {
        en: `a short link of ${url.hostname} holds no coordinates`,
        id: `tautan pendek ${url.hostname} tidak berisi koordinat`,
      },
      LONG_LINK,
    );
  const pair = /(^|\.)(openstreetmap|osm)\.org$/.test(url.hostname)
    ? fromOpenStreetMap(url)
    : fromGoogle(url);
  return pair === null
    ? refuse({ en: 'this link holds no coordinates', id: 'tautan ini tidak berisi koordinat' }, LONG_LINK)
    : checked(pair[0], pair[1]);
}

function isShort(url: URL): boolean {
  return SHORT_HOSTS.has(url.hostname) || /^\/go\//.test(url.pathname);
}

type Pair = readonly [string | undefined, string | undefined];

function fromOpenStreetMap({ searchParams, hash }: URL): Pair | null {
  const [lat, lon] = [searchParams.get('mlat'), searchParams.get('mlon')];
  if (lat !== null && lon !== null) return pairIn(`${lat},${lon}`);
  const view = new RegExp(String.raw`map=[\d.]+/${NUMBER}/${NUMBER}`).exec(hash);
  return view === null ? null : [view[1], view[2]];
}

const GOOGLE_PARAMETERS = ['q', 'query', 'destination', 'daddr', 'viewpoint', 'll', 'sll', 'center'];

function fromGoogle({ searchParams, pathname, hash }: URL): Pair | null {
  const text = safeDecode(pathname) + hash;
  // A route holds several pins: the last is where it leads.
  const pin = [...text.matchAll(new RegExp(`!3d${NUMBER}!4d${NUMBER}`, 'g'))].at(-1);
  if (pin !== undefined) return [pin[1], pin[2]];
  for (const name of GOOGLE_PARAMETERS) {
    const pair = pairIn((searchParams.get(name) ?? '').replace(/^loc:/, ''));
    if (pair !== null) return pair;
  }
  const inPath = text
    .split('/')
    .map((part) => pairIn(part.replace(/\+/g, ' ')))
    .filter((pair) => pair !== null)
    .at(-1);
  if (inPath !== undefined) return inPath;
  const view = new RegExp(`/@${NUMBER},${NUMBER}`).exec(text);
  return view === null ? null : [view[1], view[2]];
}

function pairIn(text: string): Pair | null {
  const pair = PAIR.exec(text.trim());
  return pair === null ? null : [pair[1], pair[2]];
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function checked(lat: string | undefined, lon: string | undefined): LocationResult {
  return locationOf(Number(lat), Number(lon));
}

function refuse(message: Bilingual, mend: Bilingual): LocationResult {
  return { ok: false, message, mend };
}

/** Columns of a list of servers, and how people call them, in Indonesian and English. */

export const COLUMNS = [
  'name',
  'id',
  'host',
  'site',
  'lat',
  'lon',
  'location',
  'checks',
  'parent',
  'tags',
  'to',
] as const;

export type ColumnName = (typeof COLUMNS)[number];

const TITLES: Readonly<Record<ColumnName, readonly string[]>> = {
  name: ['name', 'nama', 'server', 'nama server', 'server name', 'device', 'perangkat', 'nama perangkat'],
  id: ['id', 'kode', 'code'],
  host: ['host', 'ip', 'ip address', 'alamat ip', 'alamat', 'address', 'hostname'],
  site: ['site', 'cabang', 'lokasi', 'kantor', 'branch'],
  lat: ['lat', 'latitude', 'lintang'],
  lon: ['lon', 'lng', 'long', 'longitude', 'bujur'],
  location: ['location', 'koordinat', 'coordinates', 'maps', 'map', 'peta', 'link maps'],
  checks: ['checks', 'check', 'pemeriksaan', 'cek'],
  parent: ['parent', 'induk'],
  tags: ['tags', 'tag', 'label'],
  to: ['to', 'chat', 'chats', 'tujuan'],
};

export type HeaderResult =
  | {
      readonly ok: true;
      /** What each column of the file holds; null: nothing that srvmon knows. */
      readonly columns: readonly (ColumnName | null)[];
      /** Titles of the columns that are left out. */
      readonly ignored: readonly string[];
    }
  | { readonly ok: false; readonly code: 'no-host' }
  | { readonly ok: false; readonly code: 'twice'; readonly column: ColumnName };

/** Matches the titles in the first line of a file with the columns. Case and signs in them do not matter. */
export function columnsOf(titles: readonly string[]): HeaderResult {
  const columns = titles.map(columnOf);
  const twice = columns.find((column, index) => column !== null && columns.indexOf(column) !== index);
  if (twice !== undefined && twice !== null) return { ok: false, code: 'twice', column: twice };
  // A server needs no host when one of its checks has a URL.
  if (!columns.includes('host') && !columns.includes('checks')) return { ok: false, code: 'no-host' };
  const ignored = titles.filter((title, index) => columns[index] === null && title.trim() !== '');
  return { ok: true, columns, ignored };
}

function columnOf(title: string): ColumnName | null {
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return COLUMNS.find((column) => TITLES[column].includes(words)) ?? null;
}

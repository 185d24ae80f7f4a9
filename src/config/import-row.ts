import type { Config, Server } from '../core/config.ts';
import type { Data } from './edit-render.ts';
import type { EntryChange } from './edit-value.ts';
import { checksFor, textOf } from './entry.ts';
import type { ImportRow } from './import-csv.ts';
import type { Inventory, Listed } from './inventory.ts';
import { parseLocation } from './location.ts';
import { slug } from './names.ts';
import type { Bilingual } from './problem.ts';

/** Why a row alone is wrong, before it is looked at together with the rest of the configuration. */
export type RowFault =
  | { readonly code: 'quotes' | 'too-many-cells' | 'too-few-cells' }
  | { readonly code: 'half-location' }
  | { readonly code: 'no-number'; readonly column: string; readonly cell: string }
  | { readonly code: 'location'; readonly message: Bilingual; readonly mend: Bilingual }
  | { readonly code: 'no-name' }
  /** Another row has the same id, and says something else. */
  | { readonly code: 'id-twice'; readonly line: number; readonly id: string }
  /** What the configuration would complain about. */
  | { readonly code: 'refused'; readonly message: string; readonly mend: string };

/** What a row says, ready to be written. */
export interface RowEntry {
  readonly line: number;
  readonly id: string;
  /** Named in the file, not made of the name. */
  readonly idGiven: boolean;
  readonly values: Readonly<Record<string, Data>>;
}

export type RowResult =
  | { readonly ok: true; readonly entry: RowEntry }
  | { readonly ok: false; readonly line: number; readonly fault: RowFault };

/** Reads the cells of a row. Sites and parents stay as they are called; they are looked up later. */
export function entryOfRow({ line, cells }: ImportRow): RowResult {
  const base = cells.id ?? slug(cells.name ?? cells.host ?? '');
  if (base === '') return { ok: false, line, fault: { code: 'no-name' } };
  const location = locationOfRow({ line, cells });
  if ('code' in location) return { ok: false, line, fault: location };
  const values: Readonly<Record<string, Data | undefined>> = {
    name: cells.name,
    id: cells.id,
    host: cells.host,
    site: cells.site,
    ...location,
    checks: cells.checks && checksOfCell(cells.checks),
    parent: cells.parent,
    to: cells.to && listOf(cells.to, /[\s,;|]+/),
    tags: cells.tags && listOf(cells.tags, /[,;|]/),
  };
  const set = Object.entries(values).flatMap(([key, value]): [string, Data][] => {
    return value === undefined || value === '' ? [] : [[key, value]];
  });
  return {
    ok: true,
    entry: { line, id: base, idGiven: cells.id !== undefined, values: Object.fromEntries(set) },
  };
}

function locationOfRow({ cells }: ImportRow): { location?: Data } | RowFault {
  const { lat, lon, location } = cells;
  if (lat !== undefined && lon !== undefined) {
    const [y, x] = [degrees(lat), degrees(lon)];
    if (y === null) return { code: 'no-number', column: 'lat', cell: lat };
    if (x === null) return { code: 'no-number', column: 'lon', cell: lon };
    return { location: { lat: y, lon: x } };
  }
  if (lat !== undefined || lon !== undefined) return { code: 'half-location' };
  if (location === undefined) return {};
  const found = parseLocation(location);
  if (found.ok) return { location: { ...found.location } };
  return { code: 'location', message: found.message, mend: found.mend };
}

/** Spreadsheets in Indonesian write -6,9175. */
function degrees(cell: string): number | null {
  const text = cell.replace(',', '.');
  return /^[-+]?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** A comma and a semicolon may stand in a URL: only where the next check begins do they separate. */
function checksOfCell(cell: string): string[] {
  const parts = cell.split(/[\s|]+|[,;](?=\s*(?:icmp|ping|tcp:|https?:))|[,;]\s/i);
  const checks = parts.map((part) => part.trim()).filter((part) => part !== '');
  return [...new Set(checks.map((check) => (/^(ping|icmp)$/i.test(check) ? 'icmp' : check)))];
}

function listOf(cell: string, separator: RegExp): string[] {
  const parts = cell.split(separator).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** The keys in which a row says something else than the configuration. */
export function changesOf({ values, id }: RowEntry, listed: Listed, server: Server): EntryChange {
  const change: Record<string, Data> = {};
  const labels = server.checks.map(({ label }) => label);
  const now: Readonly<Record<string, Data | null>> = {
    name: server.name,
    host: server.host,
    site: server.siteId,
    location: server.location && { ...server.location },
    checks: labels,
    parent: server.parentId,
    to: server.to,
    tags: server.tags,
  };
  for (const [key, value] of Object.entries(values)) {
    if (key === 'id' || sameText(now[key] ?? null, value)) continue;
    change[key] = key === 'checks' ? checksFor(value as readonly string[], listed.entry) : value;
  }
  // An id that was made of the name would change with it.
  const namesChange = 'name' in change || 'host' in change;
  return namesChange && !listed.idGiven ? { ...change, id } : change;
}

/** Lists in another order say the same. */
function sameText(a: Data | null, b: Data): boolean {
  const text = (value: Data | null): string =>
    JSON.stringify(Array.isArray(value) ? [...(value as readonly string[])].sort() : value);
  return text(a) === text(b);
}

/** The server of the configuration that a row is about, by id, else by name. */
export function serverOfRow({ id, idGiven, values }: RowEntry, { servers }: Inventory): Listed | undefined {
  const byId = servers.find((server) => server.id === id);
  if (byId !== undefined || idGiven) return byId;
  const name = (textOf(values['name']) ?? '').toLowerCase();
  return servers.find((server) => server.name.toLowerCase() === name);
}

/** The server with the same host and checks that is called otherwise. */
export function twinOf({ values }: RowEntry, config: Config | null): Server | undefined {
  const checks = (values['checks'] ?? ['icmp']) as readonly string[];
  return config?.servers.find((server) => {
    return (
      server.host === values['host'] &&
      sameText(
        server.checks.map(({ label }) => label),
        checks,
      )
    );
  });
}

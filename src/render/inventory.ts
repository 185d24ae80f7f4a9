import type { Config, Location, Server, Site } from '../core/config.ts';
import { durationText, mapsLink } from '../core/words.ts';
import { inventoryWords } from './inventory-words.ts';
import type { Screen } from './screen.ts';
import { table, type Column } from './table.ts';
import { pad, widthOf } from './text.ts';

/** What is configured, as lists and as single servers. */

const left = (title: string, shrinkTo?: number): Column => ({
  title: title.toUpperCase(),
  align: 'left',
  ...(shrinkTo === undefined ? {} : { shrinkTo }),
});

export function serverList(servers: readonly Server[], screen: Screen): string {
  const words = inventoryWords(screen.language);
  const columns = [
    left(words.id, 10),
    left(words.name, 12),
    left(words.host, 12),
    left(words.site, 8),
    left(words.checks, 8),
    left(words.parent, 8),
    left(words.to, 6),
  ];
  const rows = servers.map(({ id, name, host, siteId, checks, parentId, to }) => {
    return [id, name, host, siteId ?? '', labels(checks), parentId ?? '', to.join(', ')];
  });
  return lines(rows.length === 0 ? [words.none] : table(columns, rows, screen));
}

export function siteList(config: Config, screen: Screen): string {
  const words = inventoryWords(screen.language);
  const columns = [
    left(words.id, 10),
    left(words.name, 12),
    { title: words.servers.toUpperCase(), align: 'right' as const },
    left(words.gateway, 8),
    left(words.location),
  ];
  const rows = config.sites.map((site) => [
    site.id,
    site.name,
    String(countOf(site, config)),
    site.gateway ?? '',
    coordinates(site.location),
  ]);
  return lines(rows.length === 0 ? [words.none] : table(columns, rows, screen));
}

/** Everything about how one server is configured. `place`: the file and line in which it is written. */
export function serverDetails(server: Server, config: Config, place: string, screen: Screen): string {
  const words = inventoryWords(screen.language);
  const site = config.sites.find(({ id }) => id === server.siteId);
  const rows: (readonly [string, string])[] = [
    [words.id, server.id],
    [words.name, server.name],
    [words.host, server.host],
    [words.site, site === undefined ? '' : `${site.name} (${site.id})`],
    [words.location, coordinates(server.location)],
    [words.map, server.location === null ? '' : mapsLink(server.location)],
    [words.checks, labels(server.checks)],
    [words.parent, server.parentId ?? ''],
    [words.downAfter, durationText(server.downAfterMs, screen.language)],
    [words.to, server.to.join(', ')],
    [words.tags, server.tags.join(', ')],
    [words.place, place],
  ];
  const width = Math.max(...rows.map(([name]) => widthOf(name)));
  const shown = rows.filter(([, value]) => value !== '');
  return lines(shown.map(([name, value]) => `${pad(name, width, 'left')}  ${screen.text(value)}`));
}

/** The same for programs. */
export function serverData(server: Server): Readonly<Record<string, unknown>> {
  const { id, name, host, siteId, location, parentId, to, tags } = server;
  const map = location === null ? null : mapsLink(location);
  const checks = server.checks.map(({ label }) => label);
  return { id, name, host, site: siteId, location, map, checks, parent: parentId, to, tags };
}

export function siteData(site: Site, config: Config): Readonly<Record<string, unknown>> {
  const { id, name, location, gateway } = site;
  const map = location === null ? null : mapsLink(location);
  return { id, name, location, map, gateway, servers: countOf(site, config) };
}

function countOf({ id }: Site, { servers }: Config): number {
  return servers.filter(({ siteId }) => siteId === id).length;
}

function labels(checks: Server['checks']): string {
  return checks.map(({ label }) => label).join(', ');
}

function coordinates(location: Location | null): string {
  return location === null ? '' : `${location.lat}, ${location.lon}`;
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

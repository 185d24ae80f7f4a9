/** Where the servers stand: what a map shows. */

import type { Config, Location, Server, Site } from './config.ts';
import type { Condition } from './model.ts';
import { isDown } from './report-model.ts';

export type PlaceState = 'up' | 'down' | 'unknown';

/** Servers with the same location; a place without a site is called after its servers. */
export interface Place {
  readonly name: string;
  readonly location: Location;
  readonly state: PlaceState;
  readonly serverCount: number;
  readonly downCount: number;
}

/** The places of the servers of which the condition is given; null: never probed. Servers without a location have none. */
export function placesOf(
  config: Config,
  conditions: ReadonlyMap<string, Condition['kind'] | null>,
): readonly Place[] {
  const groups = new Map<string, { location: Location; servers: Server[] }>();
  for (const server of config.servers) {
    const { location } = server;
    if (location === null || !conditions.has(server.id)) continue;
    const key = keyOf(location);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { location, servers: [server] });
    else group.servers.push(server);
  }
  return [...groups.values()].map(({ location, servers }) => {
    const kinds = servers.map(({ id }) => conditions.get(id) ?? null);
    return {
      name: nameOf(location, servers, config.sites),
      location,
      state: stateOf(kinds),
      serverCount: servers.length,
      downCount: kinds.filter(isDown).length,
    };
  });
}

function keyOf({ lat, lon }: Location): string {
  return `${lat.toFixed(5)},${lon.toFixed(5)}`;
}

function nameOf(location: Location, servers: readonly Server[], sites: readonly Site[]): string {
  const here = sites.filter(
    (site) =>
      site.location !== null &&
      keyOf(site.location) === keyOf(location) &&
      servers.some(({ siteId }) => siteId === site.id),
  );
  return (here.length > 0 ? here : servers).map(({ name }) => name).join(', ');
}

/** One server down makes the place show as down; one without a verdict hides that the others are up. */
function stateOf(kinds: readonly (Condition['kind'] | null)[]): PlaceState {
  if (kinds.some(isDown)) return 'down';
  return kinds.every((kind) => kind === 'up' || kind === 'suspect') ? 'up' : 'unknown';
}

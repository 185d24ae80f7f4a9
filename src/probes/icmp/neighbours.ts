import { readFileSync } from 'node:fs';
import { uptimeMs } from '../uptime.ts';
import type { Family } from './address.ts';
import { type Miss, SILENT } from './outcome.ts';

/** Counters of the kernel's neighbour tables (Linux; not shown inside other network namespaces). */
export type NeighbourFiles = Readonly<Record<Family, string>>;

export const NEIGHBOUR_FILES: NeighbourFiles = {
  4: '/proc/net/stat/arp_cache',
  6: '/proc/net/stat/ndisc_cache',
};

const LOOK_AGAIN_MS = 10;

/**
 * Tells silence from a packet that the kernel dropped without a word, because its table of neighbours is full: it
 * holds 1,024 for the whole machine unless gc_thresh3 is raised, and dead ones count. (Measured: right after 1,400
 * dead neighbours, 1,400 live ones were silent.) Every host is in doubt then, since a gateway is a neighbour, too.
 */
export class NeighbourWatch {
  readonly #files: NeighbourFiles;
  readonly #before = new Map<Family, number>();
  readonly #lookedAt: Record<Family, number> = { 4: -Infinity, 6: -Infinity };
  readonly #overflowed: Record<Family, boolean> = { 4: false, 6: false };

  constructor(files: NeighbourFiles) {
    this.#files = files;
  }

  /** Watches the table for this address, to be called before its first packet. What stays on this machine needs none. */
  begin(address: string, family: Family): void {
    if (this.#before.has(family) || address.startsWith('127.') || address === '::1') return;
    this.#before.set(family, timesFull(this.#files[family]));
  }

  /** What it means that a host of this family did not answer since its watch began. */
  silence(family: Family): Miss {
    this.#look(family);
    if (!this.#overflowed[family]) return SILENT;
    const key = `net.ipv${family}.neigh.default.gc_thresh3`;
    return { kind: 'unsent', code: 'icmp-send', detail: `neighbour table full, raise ${key}` };
  }

  #look(family: Family): void {
    const before = this.#before.get(family);
    const now = uptimeMs();
    if (before === undefined || this.#overflowed[family] || now - this.#lookedAt[family] < LOOK_AGAIN_MS)
      return;
    this.#lookedAt[family] = now;
    this.#overflowed[family] = timesFull(this.#files[family]) > before;
  }
}

/** How often the table was full since the machine started: one hexadecimal row a processor. 0 where there is no file. */
function timesFull(file: string): number {
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch {
    return 0;
  }
  const [names = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const column = names.indexOf('table_fulls');
  return rows.reduce((sum, row) => sum + (Number.parseInt(row[column] ?? '0', 16) || 0), 0);
}

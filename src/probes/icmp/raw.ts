import type { NetPing } from 'net-ping';
import type { CheckResult } from '../../core/probing.ts';
import type { Family } from './address.ts';
import type { NeighbourFiles } from './neighbours.ts';
import { firstLine } from './outcome.ts';
import { type EchoSocket, openEchoSocket, UnknownAddon } from './socket.ts';
import { RawSweep } from './sweep.ts';
import type { IcmpBackend, IcmpTarget, ProbeOptions, Refusal } from './types.ts';

export interface RawOptions {
  /** Packets a second; null chooses by the socket's buffers. */
  readonly rate: number | null;
  readonly neighbours: NeighbourFiles;
}

/** The raw-socket back end, over net-ping: one process, two sockets, as fast as fping. */
export class RawBackend implements IcmpBackend {
  readonly name = 'raw';
  readonly #netPing: NetPing;
  readonly #rate: number | null;
  readonly #neighbours: NeighbourFiles;
  readonly #running = new Set<RawSweep>();
  #spare: EchoSocket | null;
  #closed = false;

  /** `spare`: a socket that is open already, for the first sweep. */
  constructor(netPing: NetPing, { rate, neighbours }: RawOptions, spare: EchoSocket | null = null) {
    this.#netPing = netPing;
    this.#spare = spare;
    this.#rate = rate;
    this.#neighbours = neighbours;
  }

  async probe(targets: readonly IcmpTarget[], options: ProbeOptions): Promise<CheckResult[]> {
    if (this.#closed) return targets.map(() => ({ kind: 'unknown', code: 'icmp-unavailable' }));
    const sweep = new RawSweep(targets, options, this.#neighbours, (family) => this.#open(family));
    this.#running.add(sweep);
    try {
      return await sweep.run(this.#rate);
    } finally {
      this.#running.delete(sweep);
    }
  }

  close(): void {
    this.#closed = true;
    this.#spare?.close();
    for (const sweep of this.#running) sweep.stop({ kind: 'unsent', code: 'icmp-unavailable', detail: '' });
  }

  #open(family: Family): EchoSocket {
    const spare = this.#spare;
    if (spare?.family !== family) return openEchoSocket(this.#netPing, family);
    this.#spare = null;
    return spare;
  }
}

/**
 * Loads net-ping and tries to open a socket. Refusals: the package or its native part is missing, it was built for
 * another version of Node, or the process may not open raw sockets.
 */
export async function openRaw(
  load: () => Promise<NetPing>,
  options: RawOptions & { readonly v4: boolean },
): Promise<RawBackend | Refusal> {
  let netPing: NetPing;
  try {
    netPing = await load();
  } catch (error) {
    return loadRefusal(error);
  }
  try {
    return new RawBackend(netPing, options, openEchoSocket(netPing, options.v4 ? 4 : 6));
  } catch (error) {
    const reason = error instanceof UnknownAddon ? 'addon-unusable' : 'not-permitted';
    return { name: 'raw', reason, detail: wordsOf(error) };
  }
}

const MISSING = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);

function loadRefusal(error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return {
    name: 'raw',
    reason: MISSING.has(code) ? 'addon-missing' : 'addon-unusable',
    detail: wordsOf(error),
  };
}

function wordsOf(error: unknown): string {
  return firstLine(error instanceof Error ? error.message : String(error));
}

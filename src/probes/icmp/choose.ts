import type { NetPing } from 'net-ping';
import type { IcmpConfig } from '../../core/config.ts';
import type { CheckResult } from '../../core/probing.ts';
import { uptimeMs } from '../uptime.ts';
import { NEIGHBOUR_FILES, type NeighbourFiles } from './neighbours.ts';
import { openRaw } from './raw.ts';
import type { BackendName, IcmpBackend, IcmpTarget, ProbeOptions, Refusal } from './types.ts';

export interface ChooseOptions {
  readonly backend: IcmpConfig['backend'];
  /** Packets a second; null leaves it to the back end. */
  readonly rate: number | null;
  /** Whether the list holds IPv4 addresses, and whether IPv6 ones. */
  readonly v4: boolean;
  readonly v6: boolean;
  /** How many addresses there are. */
  readonly count: number;
  /** What of the machine is used; all of it has a default. */
  readonly env?: Partial<IcmpEnv>;
}

export interface IcmpEnv {
  readonly loadNetPing: () => Promise<NetPing>;
  /** Folders in which ping and fping are looked for. */
  readonly folders: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly neighbours: NeighbourFiles;
}

export interface Choice {
  /** Null: none of them works, and every server is unknown. */
  readonly backend: IcmpBackend | null;
  /** Those that were tried before, and why they were not taken. */
  readonly tried: readonly Refusal[];
}

/** A longer list is fping's work: one ping process a host costs more than one fping for all. */
const LONG_LIST = 100;
const CANARY = { timeoutMs: 1_000, attempts: 2 };

/**
 * Chooses how this run sends its echo requests: the first back end in the order raw socket, fping (before ping only
 * when the list is long), ping that exists, may, and gets an answer from this machine itself. One that fails this
 * canary is broken: without it, every server would look down. When only ::1 does not answer, the back end is taken
 * and IPv6 servers are unknown.
 */
export async function chooseBackend(options: ChooseOptions): Promise<Choice> {
  const tried: Refusal[] = [];
  for (const name of order(options)) {
    const opened = await open(name, options);
    const passed = 'reason' in opened ? opened : await testOnSelf(opened, options);
    if (!('reason' in passed)) return { backend: passed, tried };
    tried.push(passed);
  }
  return { backend: null, tried };
}

function order({ backend, count }: ChooseOptions): readonly BackendName[] {
  if (backend !== 'auto') return [backend];
  return count > LONG_LIST ? ['raw', 'fping', 'ping'] : ['raw', 'ping', 'fping'];
}

/** The raw socket is what most runs use; the others are loaded only by runs that need them. */
async function open(name: BackendName, options: ChooseOptions): Promise<IcmpBackend | Refusal> {
  const { loadNetPing = importNetPing, folders, platform = process.platform } = options.env ?? {};
  const neighbours = options.env?.neighbours ?? NEIGHBOUR_FILES;
  switch (name) {
    case 'raw':
      return openRaw(loadNetPing, { ...options, neighbours });
    case 'fping': {
      const { PROGRAM_FOLDERS } = await import('./process.ts');
      return (await import('./fping.ts')).openFping(folders ?? PROGRAM_FOLDERS, options.rate, neighbours);
    }
    case 'ping': {
      const { PROGRAM_FOLDERS } = await import('./process.ts');
      return (await import('./ping.ts')).openPing(folders ?? PROGRAM_FOLDERS, platform, neighbours);
    }
  }
}

async function importNetPing(): Promise<NetPing> {
  const { default: netPing } = await import('net-ping');
  return netPing;
}

async function testOnSelf(backend: IcmpBackend, { v4, v6 }: ChooseOptions): Promise<IcmpBackend | Refusal> {
  const addresses = [...(v4 || !v6 ? ['127.0.0.1'] : []), ...(v6 ? ['::1'] : [])];
  const failed = await failedCanaries(backend, addresses);
  if (failed.length === 0) return backend;
  if (failed.length < addresses.length && failed[0]?.startsWith('::1'))
    return new WithoutIpv6(backend, failed[0]);
  backend.close();
  return { name: backend.name, reason: 'canary-failed', detail: failed.join(', ') };
}

/** Which of this machine's own addresses did not answer, each with the reason. */
async function failedCanaries(backend: IcmpBackend, addresses: readonly string[]): Promise<string[]> {
  const results = await backend.probe(
    addresses.map((address) => ({ address, ...CANARY })),
    { deadline: uptimeMs() + 2 * CANARY.attempts * CANARY.timeoutMs },
  );
  return addresses.flatMap((address, index) => {
    const result = results[index];
    return result && result.kind !== 'ok' ? [`${address}: ${result.detail ?? result.code}`] : [];
  });
}

/** A back end on a machine whose own ::1 does not answer. */
class WithoutIpv6 implements IcmpBackend {
  readonly name: BackendName;
  readonly #backend: IcmpBackend;
  readonly #detail: string;

  constructor(backend: IcmpBackend, detail: string) {
    this.name = backend.name;
    this.#backend = backend;
    this.#detail = detail;
  }

  async probe(targets: readonly IcmpTarget[], options: ProbeOptions): Promise<CheckResult[]> {
    const results = new Array<CheckResult>(targets.length);
    const settle = (index: number, result: CheckResult): void => {
      results[index] = result;
      options.onResult?.(index, result);
    };
    const asked: { index: number; target: IcmpTarget }[] = [];
    for (const [index, target] of targets.entries()) {
      if (!target.address.includes(':')) asked.push({ index, target });
      else settle(index, { kind: 'unknown', code: 'icmp-unavailable', detail: this.#detail });
    }
    await this.#backend.probe(
      asked.map(({ target }) => target),
      { deadline: options.deadline, onResult: (nth, result) => settle(asked[nth]?.index ?? -1, result) },
    );
    return results;
  }

  close(): void {
    this.#backend.close();
  }
}

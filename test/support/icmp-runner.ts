/**
 * A process of its own for ICMP probes: reads one job as JSON from standard input, writes one report to standard
 * output. It runs inside a network namespace or as another user.
 */
import { chooseBackend, type IcmpEnv, type IcmpTarget } from '../../src/probes/icmp.ts';
import type { CheckResult } from '../../src/core/probing.ts';
import type { Refusal } from '../../src/probes/icmp.ts';
import { uptimeMs } from '../../src/probes/uptime.ts';

export interface IcmpJob {
  readonly backend?: 'auto' | 'raw' | 'fping' | 'ping';
  readonly rate?: number;
  readonly targets: readonly IcmpTarget[];
  readonly deadlineMs?: number;
  /** Where the counters of the neighbour tables are shown; not visible from inside a namespace. */
  readonly neighbours?: IcmpEnv['neighbours'];
  /** Blocks the event loop for so long, so many ms after the start. */
  readonly block?: { readonly afterMs: number; readonly forMs: number };
  /** Collects garbage in every turn of the event loop (needs --expose-gc). */
  readonly collectGarbage?: boolean;
}

export interface IcmpReport {
  readonly backend: string | null;
  readonly tried: readonly Refusal[];
  readonly results: CheckResult[];
  /** Length of the probe itself. */
  readonly ms: number;
  /** How often `onResult` was called for each target. */
  readonly told: number[];
}

const job = JSON.parse(await readInput()) as IcmpJob;
const v6 = job.targets.some(({ address }) => address.includes(':'));
const v4 = job.targets.some(({ address }) => !address.includes(':'));
const told = job.targets.map(() => 0);
let start = 0;
// Nothing here holds the back end while it works, and nothing closes it: a probe must not need that.
const started = await chooseBackend({
  backend: job.backend ?? 'auto',
  rate: job.rate ?? null,
  v4,
  v6,
  count: job.targets.length,
  ...(job.neighbours ? { env: { neighbours: job.neighbours } } : {}),
}).then(({ backend, tried }) => {
  start = uptimeMs();
  if (job.block) block(job.block);
  if (job.collectGarbage) collectGarbage();
  const probing = backend?.probe(job.targets, {
    deadline: start + (job.deadlineMs ?? 30_000),
    onResult: (index) => (told[index] = (told[index] ?? 0) + 1),
  });
  return { backend: backend?.name ?? null, tried, probing };
});
const results = (await started.probing) ?? [];
const { backend, tried } = started;
const report: IcmpReport = { backend, tried, results, ms: uptimeMs() - start, told };
process.stdout.write(JSON.stringify(report));

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function block({ afterMs, forMs }: { afterMs: number; forMs: number }): void {
  setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs), afterMs).unref();
}

function collectGarbage(): void {
  globalThis.gc?.();
  setImmediate(collectGarbage).unref();
}

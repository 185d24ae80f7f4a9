/**
 * A process of its own for a sweep: reads one job as JSON from standard input, writes one report to standard output.
 * It runs with other environment variables, with few file handles, or inside a network namespace.
 */
import { openSync } from 'node:fs';
import type { Config } from '../../src/core/config.ts';
import type { CheckResult, Trouble } from '../../src/core/probing.ts';
import { createResolver, sweep } from '../../src/probes/index.ts';

export interface SweepJob {
  readonly config: Pick<Config, 'servers' | 'uplink' | 'icmp'>;
  readonly budgetMs?: number;
  readonly dns?: readonly string[];
  readonly remembered?: Readonly<Record<string, string>>;
  /** Opens files until no handle is left. */
  readonly withoutHandles?: boolean;
}

export interface SweepReport {
  readonly blind: boolean;
  /** Results of every check, by server id. */
  readonly results: Readonly<Record<string, readonly CheckResult[]>>;
  readonly troubles: readonly Trouble[];
  /** Length of the sweep itself. */
  readonly ms: number;
}

const job = JSON.parse(await readInput()) as SweepJob;
if (job.withoutHandles) useUpHandles();
const resolver = createResolver({ ...(job.dns ? { servers: job.dns } : {}) });
const begin = performance.now();
const swept = await sweep({
  config: job.config,
  at: 0,
  budgetMs: job.budgetMs ?? 20_000,
  remembered: job.remembered ?? {},
  resolver,
});
const ms = performance.now() - begin;
resolver.close();
const results = Object.fromEntries(
  [...swept.checks].map(([id, checks]) => [id, checks.map(({ result }) => result)]),
);
const report: SweepReport = { blind: swept.blind, results, troubles: swept.troubles, ms };
process.stdout.write(JSON.stringify(report));

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function useUpHandles(): void {
  try {
    for (;;) openSync('/dev/null', 'r');
  } catch {
    // EMFILE: none is left, which is what was wanted
  }
}

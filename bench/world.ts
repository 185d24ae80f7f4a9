import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Namespace } from '../test/support/netns.ts';
import { type Command, measure, type Usage } from './measure.ts';
import type { Program } from './program.ts';

/** What every row is given. */
export interface Bench {
  readonly program: Program;
  /** An empty folder of the row's own. */
  readonly folder: (label: string) => string;
  /** How often a comparison is measured. */
  readonly rounds: number;
  /** The same for rows that mostly wait for time-outs: there is little noise in them. */
  readonly waits: number;
  /** For CI: fewer rounds, smaller rows, coarse limits. */
  readonly short: boolean;
}

/** Inside a namespace. */
export function inside({ name }: Namespace): string[] {
  return ['ip', 'netns', 'exec', name];
}

/** Addresses of 10.50.0.0/16, 250 in each /24. */
export function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `10.50.${Math.floor(n / 250)}.${1 + (n % 250)}`);
}

/** So many of a thousand, spread over the list. */
export function perMille(list: readonly string[], share: number): string[] {
  return list.filter((_, n) => (n * share) % 1_000 < share);
}

/** Makes these addresses silent, with one start of ip(8) for all. */
export function cutAll(servers: Namespace, dead: readonly string[], folder: string): void {
  const file = join(folder, 'cut');
  const lines = dead.map((address) => `route replace blackhole ${address} table local\n`);
  writeFileSync(file, lines.join(''));
  servers.exec('ip', '-batch', file);
}

/** fping on a list, one packet a host, with the options that the targets name. */
export function fping(
  list: readonly string[],
  folder: string,
  prefix: readonly string[],
): () => Promise<Usage> {
  const stdin = join(folder, 'list');
  writeFileSync(stdin, `${list.join('\n')}\n`);
  const argv = [...prefix, 'fping', '-r', '0', '-t', '1000', '-i', '0.1'];
  // 1: some host did not answer.
  const command: Command = { argv, stdin, codes: [0, 1] };
  return () => measure(command);
}

export function wall(usages: readonly Usage[]): number[] {
  return usages.map(({ wallMs }) => wallMs);
}

export function cpu(usages: readonly Usage[]): number[] {
  return usages.map(({ cpuMs }) => cpuMs);
}

export function peak(usages: readonly Usage[]): number[] {
  return usages.map(({ peakMb }) => peakMb);
}

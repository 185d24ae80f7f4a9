import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { spreadOf, type Row } from './figure.ts';
import type { Sized } from './rows/scaling.ts';
import { tableOf } from './table.ts';

const RESULTS = join(import.meta.dirname, 'RESULTS.md');
const SIZING = join(import.meta.dirname, '../docs/operations.md');

/** Where, when and with what it was measured. */
export function circumstances(command: string, rounds: number): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(', ');
  return [
    `- Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `- Machine: ${cpus().length} processors (${first?.model.trim() ?? 'unknown'}), ${memory} GiB, ${type()} ${release()}`,
    `- Node ${process.versions.node}, ${fpingVersion()}`,
    `- Load when it ended (1, 5, 15 minutes): ${load}`,
    `- Command: \`${command}\`, ${rounds} rounds`,
  ].join('\n');
}

function fpingVersion(): string {
  try {
    return (
      execFileSync('fping', ['--version'], { encoding: 'utf8' })
        .split('\n')[0]
        ?.replace(/^fping: Version/, 'fping') ?? ''
    );
  } catch {
    return 'no fping';
  }
}

/** Writes `bench/RESULTS.md`. */
export function writeResults(rows: readonly Row[], about: string): void {
  const text = `# Benchmarks

Written by \`npm run bench\`. Each line compares two measurements of the same minutes: they take turns, the ratio is taken
round by round, and its median counts; min and max show the noise of the machine. Milliseconds and megabytes are medians.

${about}

${tableOf(rows)}
`;
  writeFileSync(RESULTS, text);
}

const BEGIN = '<!-- sizing: written by npm run bench -->';
const END = '<!-- end of sizing -->';

/** Puts the table of sizes between its two marks in the documentation. */
export function writeSizing(measured: readonly Sized[]): void {
  if (measured.length === 0) return;
  const text = readFileSync(SIZING, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${SIZING} has lost its marks`);
  writeFileSync(SIZING, `${before}${BEGIN}\n\n${sizingTable(measured)}\n\n${END}${after}`);
}

function sizingTable(measured: readonly Sized[]): string {
  const lines = measured.map(({ servers, usages, watched }) => {
    const of = (values: number[]): number => spreadOf(values).median;
    const seconds = of(usages.map(({ wallMs }) => wallMs)) / 1_000;
    const cpu = of(usages.map(({ cpuMs }) => cpuMs)) / 1_000;
    const memory = Math.round(of(usages.map(({ peakMb }) => peakMb)));
    const share = ((100 * cpu) / 60).toFixed(cpu < 0.6 ? 1 : 0);
    const packets = Math.round((1_000 * servers) / watched.probeMs / 100) * 100;
    return `| ${servers.toLocaleString('en')} | ${seconds.toFixed(1)} | ${cpu.toFixed(2)} (${share} %) | ${memory} | ${packets.toLocaleString('en')} | ${watched.descriptors} |`;
  });
  return [
    '| servers | seconds | processor seconds (share of one processor, a run a minute) | peak memory, MB | packets a second | file descriptors |',
    '|--------:|--------:|----------------------------------------------------------:|----------------:|-----------------:|-----------------:|',
    ...lines,
  ].join('\n');
}

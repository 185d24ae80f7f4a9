import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** What one process used, its children included. */
export interface Usage {
  readonly wallMs: number;
  /** User and system time. */
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly code: number;
}

export interface Command {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** File that it reads as its standard input. */
  readonly stdin?: string;
  /** Exit codes that are no failure of the measurement; default 0. */
  readonly codes?: readonly number[];
}

/** Runs a command to its end and measures it. Rejects when its exit code is none of the expected ones. */
export async function measure(command: Command): Promise<Usage> {
  const stdin = openSync(command.stdin ?? '/dev/null', 'r');
  const child = spawn('python3', [join(import.meta.dirname, 'usage.py'), ...command.argv], {
    stdio: [stdin, 'ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', ...command.env },
    cwd: '/',
  });
  closeSync(stdin);
  const [stderr, report] = await Promise.all([
    textOf(child.stdio[2] as Readable),
    textOf(child.stdio[3] as Readable),
  ]);
  if (report === '') throw new Error(`could not be measured: ${command.argv.join(' ')}\n${stderr}`);
  const usage = JSON.parse(report) as Usage;
  if ((command.codes ?? [0]).includes(usage.code)) return usage;
  throw new Error(`exit code ${usage.code}: ${command.argv.join(' ')}\n${stderr.slice(0, 2_000)}`);
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Measures several commands in turn, `rounds` times: what disturbs the machine meets all of them alike. */
export async function interleaved<Name extends string>(
  commands: Readonly<Record<Name, () => Promise<Usage>>>,
  rounds: number,
): Promise<Record<Name, Usage[]>> {
  const names = Object.keys(commands) as Name[];
  const usages = Object.fromEntries(names.map((name) => [name, [] as Usage[]])) as Record<Name, Usage[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) usages[name].push(await commands[name]());
  }
  return usages;
}

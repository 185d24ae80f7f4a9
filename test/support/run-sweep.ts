import { spawn, type SpawnOptions } from 'node:child_process';
import { join } from 'node:path';
import { bundleProgram, PROJECT_CACHE } from './bundle.ts';
import type { SweepJob, SweepReport } from './sweep-runner.ts';

/** How the process is started: in a shell with limits, in a namespace, or (default) plainly. */
export type Wrap = (program: string, args: readonly string[]) => readonly [string, readonly string[]];

let bundled: Promise<string> | null = null;

/** Runs one sweep in a process of its own. `endMs`: how long the process lived on after its report. */
export async function runSweep(
  job: SweepJob,
  options: SpawnOptions = {},
  wrap: Wrap = (program, args) => [program, args],
): Promise<{ report: SweepReport; endMs: number }> {
  bundled ??= bundleProgram(join(import.meta.dirname, 'sweep-runner.ts'), PROJECT_CACHE);
  const [program, args] = wrap(process.execPath, [await bundled]);
  let reportedAt = 0;
  const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(job));
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    reportedAt = performance.now();
    chunks.push(chunk);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  const output = Buffer.concat(chunks).toString();
  if (code !== 0) throw new Error(`the sweep ended with ${String(code)}: ${output}`);
  return { report: JSON.parse(output) as SweepReport, endMs: performance.now() - reportedAt };
}

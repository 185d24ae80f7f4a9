import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Command } from './measure.ts';

/** What is seen of a run from outside, and what `--timings` says of it. */
export interface Watched {
  /** The most files and sockets that were open at the same time. */
  readonly descriptors: number;
  readonly probeMs: number;
}

const LOOK_EVERY_MS = 2;

/**
 * Runs a `check --timings` to its end, and counts its descriptors all the while. Looking costs time of its own, so this is
 * a run apart from those that are measured.
 */
export async function watch({ argv, env }: Command): Promise<Watched> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], ...env },
    cwd: '/',
  });
  let descriptors = 0;
  const looking = setInterval(() => {
    descriptors = Math.max(descriptors, openOf(child.pid));
  }, LOOK_EVERY_MS);
  try {
    const timings = await text(child.stderr);
    const probe = /^probe +([\d.]+) ms/m.exec(timings)?.[1];
    if (probe === undefined) throw new Error(`no timings: ${timings}`);
    return { descriptors, probeMs: Number(probe) };
  } finally {
    clearInterval(looking);
  }
}

function openOf(pid: number | undefined): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    // It has ended.
    return 0;
  }
}

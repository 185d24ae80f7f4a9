import type { Io } from './io.ts';

/** The process that runs the command. */
export function processIo(): Io {
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    env: process.env,
    now: () => Date.now(),
    isTTY: process.stdout.isTTY,
    columns: process.stdout.columns || 80,
  };
}

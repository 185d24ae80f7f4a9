import type { Io } from './io.ts';

/** The process that runs the command. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.off('error', unlessReaderLeft).on('error', unlessReaderLeft);
  }
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    env: process.env,
    now: () => Date.now(),
    isTTY: process.stdout.isTTY,
    // A window may change its size.
    get columns() {
      return process.stdout.columns || 80;
    },
    get rows() {
      return process.stdout.rows || undefined;
    },
  };
}

/** A reader that has seen enough (`| head`) is no error. */
function unlessReaderLeft(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

import { isatty } from 'node:tty';
import type { Io } from './io.ts';

/** The process that runs the command. Most checks print nothing, and so never make a stream: both take 2 of 110 ms. */
export function processIo(): Io {
  return {
    stdout: (text) => void opened(process.stdout).write(text),
    stderr: (text) => void opened(process.stderr).write(text),
    env: process.env,
    now: () => Date.now(),
    isTTY: isatty(1),
    // A window may change its size.
    get columns() {
      return process.stdout.columns || 80;
    },
    get rows() {
      return process.stdout.rows || undefined;
    },
  };
}

/** Whether everything that was printed has left this process. */
export function isPrinted(): boolean {
  return [...inUse].every(({ writableLength }) => writableLength === 0);
}

const inUse = new Set<NodeJS.WriteStream>();

function opened(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (!inUse.has(stream)) stream.on('error', unlessReaderLeft);
  inUse.add(stream);
  return stream;
}

/** A reader that has seen enough (`| head`) is no error. */
function unlessReaderLeft(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

import { fstatSync, statSync } from 'node:fs';
import type { Io } from './io.ts';

/** The process that runs the command. Most checks print nothing, and so never make a stream: both take 2 of 110 ms. */
export function processIo(): Io {
  return {
    stdout: (text) => void opened(process.stdout).write(text),
    stderr: (text) => void opened(process.stderr).write(text),
    env: process.env,
    now: () => Date.now(),
    get isTTY() {
      return mayBeTerminal() && process.stdout.isTTY;
    },
    // A window may change its size.
    get columns() {
      return process.stdout.columns || 80;
    },
    get rows() {
      return process.stdout.rows || undefined;
    },
  };
}

/** To ask the stream means to load it, with node:net (4 of 95 ms): in vain where the output goes to cron or nowhere. */
function mayBeTerminal(): boolean {
  const stats = fstatSync(1);
  return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null').rdev;
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

import { open } from 'node:fs/promises';

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 10;

/**
 * Hands over each line of a file, without its newline, numbered from 1, in memory that is bounded by the longest line.
 * The bytes are only valid during the call. Resolves to the file's length in bytes; a missing file is an empty one.
 */
export async function forEachLine(
  path: string,
  visit: (line: Buffer, number: number) => void,
): Promise<number> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return 0;
  const reader = new LineReader(visit);
  try {
    for (;;) {
      const free = reader.free();
      const { bytesRead } = await file.read(free, 0, free.length);
      if (bytesRead === 0) return reader.end();
      reader.took(bytesRead);
    }
  } finally {
    await file.close();
  }
}

class LineReader {
  readonly #visit: (line: Buffer, number: number) => void;
  #buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  #filled = 0;
  #lines = 0;
  #total = 0;

  constructor(visit: (line: Buffer, number: number) => void) {
    this.#visit = visit;
  }

  /** Room for the next read: the buffer grows when a line fills all of it. */
  free(): Buffer {
    if (this.#filled === this.#buffer.length) {
      const larger = Buffer.allocUnsafe(this.#buffer.length * 2);
      this.#buffer.copy(larger);
      this.#buffer = larger;
    }
    return this.#buffer.subarray(this.#filled);
  }

  took(bytes: number): void {
    const end = this.#filled + bytes;
    let start = 0;
    let newline = this.#buffer.subarray(0, end).indexOf(NEWLINE, this.#filled);
    while (newline >= 0) {
      this.#line(start, newline);
      start = newline + 1;
      newline = this.#buffer.subarray(0, end).indexOf(NEWLINE, start);
    }
    this.#buffer.copyWithin(0, start, end);
    this.#filled = end - start;
    this.#total += bytes;
  }

  end(): number {
    if (this.#filled > 0) this.#line(0, this.#filled);
    return this.#total;
  }

  #line(from: number, to: number): void {
    this.#lines += 1;
    if (to > from) this.#visit(this.#buffer.subarray(from, to), this.#lines);
  }
}

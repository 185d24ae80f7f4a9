import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { UsageWords } from '../render/usage-words.ts';
import { writeFileDurably } from '../state/atomic.ts';
import type { Io } from './io.ts';

/**
 * Hands a text to the file of `-o`, or to stdout when there is none (or `-`). A file is replaced whole; a new one gets
 * the usual rights of the user, an old one keeps its own. Returns null, or why the file cannot be written.
 */
export async function writeOutput(
  text: string,
  output: string | undefined,
  io: Io,
  words: UsageWords,
): Promise<string | null> {
  if (output === undefined || output === '-') {
    io.stdout(text);
    return null;
  }
  const path = resolve(output);
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    // A device or a pipe must be written to: a rename would put a file in its place.
    if (there !== undefined && !there.isFile()) await writeFile(path, text);
    else writeFileDurably(path, text, there === undefined ? { mode: 0o666 & ~process.umask() } : {});
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return words.cannotWrite(`-o ${output}`, why);
  }
}

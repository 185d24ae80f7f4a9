import { readFileSync, statSync } from 'node:fs';
import type { KeyPath } from './problem.ts';

/** Line and column in a file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a file as such. Its `place` is null for the file as a whole. */
export interface SourceFault {
  readonly place: Place | null;
  readonly path: KeyPath;
  readonly code: string;
  readonly message: string;
  readonly mend: string;
}

/** 50,000 servers with four checks each are about 15 MB. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Reads a file as text. A fault instead of it: missing, unreadable, no regular file, too big, or not UTF-8. */
export function readText(file: string): string | SourceFault {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) return fault('file-directory', 'is a directory', 'name the YAML file inside it');
    if (!stats.isFile()) return fault('file-special', 'is not a regular file', 'name a YAML file');
    if (stats.size > MOST_BYTES) {
      return fault(
        'file-too-big',
        `has ${stats.size} bytes, more than ${MOST_BYTES}`,
        'split the list over several installations',
      );
    }
    // The byte order mark is kept, so that offsets in the text stay those of the file.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    return readFault(file, error);
  }
}

/** What the error of the system says about a file, or about a folder of files. */
export function readFault(file: string, error: unknown): SourceFault {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fault(
        'file-missing',
        'there is no such file',
        'make one with srvmon init, or name another with --config',
      );
    case 'EACCES':
    case 'EPERM':
      return fault(
        'file-unreadable',
        'this user may not read it',
        `let the user of the cron job read it: ls -ld ${file}`,
      );
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return fault('file-encoding', 'is not UTF-8 text', 'save it as UTF-8 in your editor');
    case undefined:
    default:
      return fault('file-unreadable', `cannot be read (${errorText(error)})`, 'check the path and the disk');
  }
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A fault of the file as a whole. */
export function fault(code: string, message: string, mend: string): SourceFault {
  return { place: null, path: [], code, message, mend };
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import type { Bilingual, KeyPath } from './problem.ts';

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
  readonly message: Bilingual;
  readonly mend: Bilingual;
}

/** 50,000 servers with four checks each are about 15 MB. */
const MOST_BYTES = 64 * 1024 * 1024;

export const NO_FILE: Bilingual = { en: 'there is no such file', id: 'tidak ada berkas itu' };
export const NOT_ALLOWED: Bilingual = {
  en: 'this user may not read it',
  id: 'user ini tidak boleh membacanya',
};

/** Reads a file as text. A fault instead of it: missing, unreadable, no regular file, too big, or not UTF-8. */
export function readText(file: string): string | SourceFault {
  try {
    const stats = statSync(file);
    if (stats.isDirectory())
      return fault(
        'file-directory',
        { en: 'is a directory', id: 'adalah folder' },
        { en: 'name the YAML file inside it', id: 'sebutkan berkas YAML di dalamnya' },
      );
    if (!stats.isFile())
      return fault(
        'file-special',
        { en: 'is not a regular file', id: 'bukan berkas biasa' },
        { en: 'name a YAML file', id: 'sebutkan sebuah berkas YAML' },
      );
    if (stats.size > MOST_BYTES) {
      return fault(
        'file-too-big',
        {
          en: `has ${stats.size} bytes, more than ${MOST_BYTES}`,
          id: `berisi ${stats.size} byte, lebih dari ${MOST_BYTES}`,
        },
        {
          en: 'split the list over several installations',
          id: 'bagi daftarnya ke beberapa instalasi',
        },
      );
    }
    const bytes = readFileSync(file);
    if (!isUtf8(bytes))
      return fault(
        'file-encoding',
        { en: 'is not UTF-8 text', id: 'bukan teks UTF-8' },
        { en: 'save it as UTF-8 in your editor', id: 'simpan sebagai UTF-8 di editor Anda' },
      );
    // The byte order mark is kept, so that offsets in the text stay those of the file.
    return bytes.toString();
  } catch (error) {
    return readFault(file, error);
  }
}

/** What the error of the system says about a file, or about a folder of files. */
export function readFault(file: string, error: unknown): SourceFault {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fault('file-missing', NO_FILE, {
        en: 'make one with srvmon init, or name another with --config',
        id: 'buat dengan srvmon init, atau sebutkan berkas lain dengan --config',
      });
    case 'EACCES':
    case 'EPERM':
      return fault('file-unreadable', NOT_ALLOWED, {
        en: `let the user of the cron job read it: ls -ld ${file}`,
        id: `beri izin baca kepada user cron job: ls -ld ${file}`,
      });
    case undefined:
    default:
      return fault(
        'file-unreadable',
        { en: `cannot be read (${errorText(error)})`, id: `tidak bisa dibaca (${errorText(error)})` },
        { en: 'check the path and the disk', id: 'periksa path dan disknya' },
      );
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
export function fault(code: string, message: Bilingual, mend: Bilingual): SourceFault {
  return { place: null, path: [], code, message, mend };
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Files that wait to be sent with a message: the folder `documents` (0700) in the state folder. */

import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeFileDurably } from './atomic.ts';
import { errnoOf, toStateError } from './errors.ts';

const documentsFolder = (stateDir: string): string => join(stateDir, 'documents');

/** Nothing that leads out of the folder. */
const SAFE_NAME = /^[\w-][\w.-]*$/;

/** Writes one durably. Rejects with StateError. */
export async function saveDocument(stateDir: string, file: string, text: string): Promise<void> {
  const folder = documentsFolder(stateDir);
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) syncFolder(stateDir);
    writeFileDurably(join(folder, file), text, { mode: 0o600 });
  } catch (error) {
    throw toStateError(error, folder);
  }
}

/** Its content; null when it is not there or cannot be read: the message goes out without it. */
export async function readDocument(stateDir: string, file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!SAFE_NAME.test(file)) return null;
  try {
    return new Uint8Array(await readFile(join(documentsFolder(stateDir), file)));
  } catch {
    return null;
  }
}

/** Removes all but the wanted ones. Rejects with StateError. */
export async function sweepDocuments(stateDir: string, wanted: ReadonlySet<string>): Promise<void> {
  const folder = documentsFolder(stateDir);
  try {
    for (const file of await readdir(folder)) {
      if (!wanted.has(file)) await rm(join(folder, file), { force: true });
    }
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw toStateError(error, folder);
  }
}

import type { Config } from '../core/config.ts';
import type { State } from '../core/model.ts';
import { StateError } from '../state/errors.ts';
import type { Io } from './io.ts';

/** Reads documents that wait in the state folder; what does so is loaded with the first of them. */
export function storedDocuments(stateDir: string): (file: string) => Promise<Uint8Array<ArrayBuffer> | null> {
  return async (file) => (await import('../state/documents.ts')).readDocument(stateDir, file);
}

/** Removes the documents for which no message waits any more. A failure is one line on stderr. */
export async function keepDocuments(
  { stateDir, language }: Config,
  { outbox }: State,
  io: Io,
): Promise<void> {
  const wanted = outbox.flatMap(({ event }) => (event.kind === 'report' ? [event.document.file] : []));
  try {
    await (await import('../state/documents.ts')).sweepDocuments(stateDir, new Set(wanted));
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const { checkWords } = await import('../render/check-words.ts');
    io.stderr(`srvmon: ${checkWords(language).documentsKept(error.sentence(language))}\n`);
  }
}

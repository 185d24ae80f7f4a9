import { VERSION } from '../version.ts';
import type { Io } from './io.ts';

/** A token of the Bot API, wherever it may stand in the text of an error. */
const TOKEN = /\b\d{5,}:[\w-]{30,}/g;

/** Says that the program itself failed, with what is needed to mend it and without any token. */
export function reportBug(error: unknown, io: Io): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr(
    `srvmon ${VERSION} (Node ${process.version}): this is a bug in srvmon\n${text.replace(TOKEN, '<secret>')}\n`,
  );
}

import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A `crontab` program in a folder for PATH, with the words and exit codes of Debian's. */
export class FakeCrontab {
  readonly path: string;
  readonly #file: string;

  constructor(folder: string) {
    this.path = join(folder, 'bin');
    this.#file = join(folder, 'crontab.txt');
    mkdirSync(this.path, { recursive: true });
    this.#program(`
      case "$1" in
        -l) cat '${this.#file}' 2>/dev/null || { echo "no crontab for somebody" >&2; exit 1; } ;;
        -r) rm -f '${this.#file}' ;;
        -) cat >'${this.#file}' ;;
        *) exit 64 ;;
      esac`);
  }

  /** Null: the user has none. */
  get text(): string | null {
    return existsSync(this.#file) ? readFileSync(this.#file, 'utf8') : null;
  }

  set text(text: string | null) {
    if (text === null) rmSync(this.#file, { force: true });
    else writeFileSync(this.#file, text);
  }

  /** From now on it answers every call so. */
  refuse(message: string): void {
    this.#program(`echo '${message}' >&2; exit 1`);
  }

  #program(body: string): void {
    const program = join(this.path, 'crontab');
    writeFileSync(program, `#!/bin/sh\n${body}\n`);
    chmodSync(program, 0o755);
  }
}

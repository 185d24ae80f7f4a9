import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { codeOf } from '../error-code.ts';
import { uptimeMs } from '../uptime.ts';
import type { Ended } from './process.ts';

/**
 * Runs what each line says, and answers with its output, its exit code and a NUL behind each; a NUL ends its complaints,
 * too. The words of a line are taken as they are: without -f, `*` would become file names.
 */
const SCRIPT = `set -f
while read -r words; do
  $words </dev/null
  printf '\\000%s\\000' "$?"
  printf '\\000' >&2
done`;

/** A shell gives 128 and the number of the signal that ended a program. */
const SIGNAL = 128;
const KILLED: Ended = { kind: 'killed', stdout: '', stderr: '' };

/**
 * Runs short programs from shells that stay, with the C locale only: as many shells as programs run at once. Starting a
 * program copies the memory map of the one that starts it, and this one's is large. (Measured: 600 pings of live hosts
 * take 3.4 s and 6.8 s of processor time, 7.3 and 11.9 when this process starts each.)
 */
export class Shells {
  readonly #all = new Set<Shell>();
  readonly #idle: Shell[] = [];
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  /**
   * Runs one program; never rejects. `words`: its path and its arguments, without white space. It is killed after
   * `timeoutMs`, and at `deadline` on the clock of `uptimeMs()`.
   */
  async run(words: readonly string[], timeoutMs: number, deadline: number): Promise<Ended> {
    const free = this.#free() ?? (await this.#freeInTurn());
    const leftMs = deadline - uptimeMs();
    if (this.#closed || leftMs <= 0) {
      if (free) this.#idle.push(free);
      return KILLED;
    }
    let shell: Shell;
    try {
      shell = free ?? this.#start();
    } catch (error) {
      return { kind: 'not-started', code: codeOf(error) ?? String(error) };
    }
    const ended = await shell.run(words, Math.min(timeoutMs, leftMs));
    if (shell.alive) this.#idle.push(shell);
    else this.#all.delete(shell);
    return ended;
  }

  /** Kills the shells and what they run. */
  close(): void {
    this.#closed = true;
    for (const shell of this.#all) shell.kill();
  }

  #free(): Shell | undefined {
    const shell = this.#idle.pop();
    return shell === undefined || shell.alive ? shell : this.#free();
  }

  /**
   * A shell that is free by then; where there is none, one may be started. One start in each turn of the event loop: it blocks
   * for some ms (measured: 7 to 9), and 200 in a row would make the other probes' timers fire before their answers are read.
   */
  async #freeInTurn(): Promise<Shell | undefined> {
    this.#turn = this.#turn.then(() => setImmediate());
    await this.#turn;
    return this.#free();
  }

  #start(): Shell {
    const shell = new Shell();
    this.#all.add(shell);
    return shell;
  }
}

/** One shell, which runs one program at a time. */
class Shell {
  /** False when it has ended. */
  alive = true;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';
  #tell: ((ended: Ended) => void) | null = null;

  constructor() {
    // In a process group of its own, so that what it runs can be killed with it.
    this.#child = spawn('/bin/sh', ['-c', SCRIPT], { env: { LC_ALL: 'C' }, detached: true });
    const { stdin, stdout, stderr } = this.#child;
    this.#read(stdout, (text) => (this.#stdout += text));
    this.#read(stderr, (text) => (this.#stderr += text));
    // An idle shell keeps nobody waiting; it ends with its input. What runs is kept by the timer of its time-out.
    this.#child.unref();
    // Without file handles for them there are none.
    for (const pipe of [stdin, stdout, stderr]) if (pipe instanceof Socket) pipe.unref();
    // It may end before it has read its line.
    stdin?.on('error', () => undefined);
    this.#child.on('error', (error: NodeJS.ErrnoException) =>
      this.#over({ kind: 'not-started', code: String(error.code) }),
    );
    this.#child.on('close', (code) => {
      const texts = { stdout: this.#stdout, stderr: this.#stderr };
      this.#over(code === null ? { kind: 'killed', ...texts } : { kind: 'exited', code, ...texts });
    });
  }

  /** To be called while it is alive, and runs nothing else. */
  run(words: readonly string[], timeoutMs: number): Promise<Ended> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.kill(), timeoutMs);
      this.#tell = (ended) => {
        clearTimeout(timer);
        this.#tell = null;
        resolve(ended);
      };
      this.#child.stdin?.write(`${words.join(' ')}\n`);
    });
  }

  kill(): void {
    const { pid } = this.#child;
    if (!this.alive || pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }

  #read(stream: Readable | null, add: (text: string) => void): void {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      add(text);
      this.#look();
    });
  }

  /** Whether the program has ended: then both streams say so. */
  #look(): void {
    const [stdout = '', code, end] = this.#stdout.split('\0');
    const [stderr = '', complained] = this.#stderr.split('\0');
    if (end === undefined || complained === undefined) return;
    this.#stdout = '';
    this.#stderr = '';
    const kind = Number(code) > SIGNAL ? 'killed' : 'exited';
    this.#tell?.({ kind, code: Number(code), stdout, stderr });
  }

  #over(end: Ended): void {
    if (!this.alive) return;
    this.alive = false;
    this.#tell?.(end);
  }
}

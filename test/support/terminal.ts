import { execFileSync, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether tmux is installed: it gives the tests a real pseudo-terminal. */
export const hasTerminal = spawnSync('tmux', ['-V']).status === 0;

const PATIENCE_MS = 60_000;

/** A program in a pseudo-terminal of its own (100 x 50), by a tmux server of its own. */
export class Terminal {
  static #count = 0;
  readonly #socket = `srvmon-test-${process.pid}-${Terminal.#count++}`;

  /** `command`: for sh. The screen stays when the program has ended. */
  constructor(command: string) {
    const line = `${command}; echo "exit code $?"; exec sleep 1000`;
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', '100', '-y', '50', line);
  }

  /** What the terminal shows now, with what has scrolled away. */
  get screen(): string {
    return this.#tmux('capture-pane', '-p', '-J', '-S', '-');
  }

  /** Waits until the terminal shows a text; rejects with the whole screen when it does not come. */
  async sees(text: string): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!this.screen.includes(text)) {
      if (performance.now() > deadline) throw new Error(`no ${JSON.stringify(text)} in:\n${this.screen}`);
      await sleep(100);
    }
  }

  /** Types characters as they are; a line break is the Enter key. */
  type(text: string): void {
    this.#tmux('set-buffer', text);
    this.#tmux('paste-buffer', '-d');
  }

  /** Presses keys by their names in tmux: `Enter`, `Space`, `C-c`. */
  press(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /** The exit code, once the program has ended. */
  async ended(): Promise<number> {
    await this.sees('exit code ');
    return Number(/exit code (\d+)/.exec(this.screen)?.[1]);
  }

  close(): void {
    spawnSync('tmux', ['-L', this.#socket, 'kill-server']);
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, ...args], { encoding: 'utf8' });
  }
}

import { maskTokens } from '../config/token.ts';
import type { Beat } from '../notify/heartbeat.ts';
import { EXIT } from './exit-codes.ts';

/** The heartbeat of one run. It never fails a run, and holds it up for a few seconds at most. */
export class Pulse {
  readonly #url: string | null;
  #started: Promise<unknown> = Promise.resolve();

  /** `url` null: nobody is told anything. */
  constructor(url: string | null) {
    this.#url = url;
  }

  /** Says that the run begins. The answer is not waited for, but the library is loaded: later it would hold up probes. */
  async begin(): Promise<void> {
    const send = await this.#open();
    this.#started = send?.({ kind: 'start' }) ?? this.#started;
  }

  /** Says how the run ended. `problem`: what is wrong, for one that failed or could not alert; else empty. */
  async end(exitCode: number, problem: string): Promise<void> {
    const send = await this.#open();
    if (send === null) return;
    const failed = exitCode !== EXIT.done && exitCode !== EXIT.down;
    const beat: Beat =
      failed || problem !== ''
        ? { kind: 'fail', exitCode: failed ? exitCode : null, body: maskTokens(problem) }
        : { kind: 'success' };
    // A begin that arrives after the end would look like a run that hangs.
    await this.#started;
    // Whoever watches the monitor sees that no beat came; there is nobody else to tell.
    await send(beat);
  }

  async #open() {
    if (this.#url === null) return null;
    const { openHeartbeat } = await import('../notify/heartbeat.ts');
    return openHeartbeat(this.#url);
  }
}

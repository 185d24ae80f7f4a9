/** How finely time-outs are told apart. */
export const TICK_MS = 1;
/** A clock that is moved on later than this found the event loop blocked, not merely busy. */
const STALL_MS = 50;

/**
 * The clock for time-outs. It stands still while the event loop is blocked: answers that came meanwhile lie unread in
 * the socket, and timers would fire before they are read. (Measured: a block of 1,100 ms with a time-out of 1,000 ms
 * made 99 of 100 live hosts "time out".)
 */
export class StallClock {
  #seen: number;
  #ms = 0;
  #stallEnd = -Infinity;

  /** `now`: `uptimeMs()`. */
  constructor(now: number) {
    this.#seen = now;
  }

  /** Moves on to `now`; returns how long the event loop was free since the last call, in ms. */
  advance(now: number): number {
    const passed = now - this.#seen;
    this.#seen = now;
    if (passed > STALL_MS) this.#stallEnd = now;
    const counted = Math.min(passed, STALL_MS);
    this.#ms += counted;
    return counted;
  }

  /** The last tick that is over. */
  get tick(): number {
    return Math.floor(this.#ms / TICK_MS);
  }

  /**
   * The first tick that is over no earlier than `ms` from `now`, one more because the present one has begun. The clock may have
   * been left behind since its last move, by a batch of packets or the garbage collector.
   */
  tickIn(ms: number, now: number): number {
    const present = this.#ms + Math.min(now - this.#seen, STALL_MS);
    return Math.floor(present / TICK_MS) + Math.ceil(ms / TICK_MS) + 1;
  }

  /**
   * True when the event loop was blocked at some time from `start` until `now`: that is no measure of a round trip. The
   * first answers after a block are read before the clock moves on.
   */
  stalledSince(start: number, now: number): boolean {
    return start < this.#stallEnd || now - this.#seen > STALL_MS;
  }
}

const SEQUENCE_NUMBERS = 65_536;
/** A short list needs few numbers, and filling the whole range costs a millisecond. */
const FEWEST = 256;
const FREE = -1;

/**
 * The packets that are on their way, by sequence number, and when to stop waiting for them. Time is counted in ticks,
 * and the packets of one tick end together: no timer a packet. At most half of the numbers are in use, so that a free
 * one is always near; at 10,000 packets a second each may wait for 3 s.
 */
export class Flights {
  readonly #target: Int32Array;
  readonly #sentAt: Float64Array;
  readonly #endsAt: Float64Array;
  readonly #ending = new Map<number, number[]>();
  #next = 0;
  #waiting = 0;
  #endedTick = 0;
  #lastTick = 0;

  /** `targets`: how many there are. */
  constructor(targets: number) {
    const numbers = Math.min(SEQUENCE_NUMBERS, Math.max(FEWEST, 4 * targets));
    this.#target = new Int32Array(numbers).fill(FREE);
    this.#sentAt = new Float64Array(numbers);
    this.#endsAt = new Float64Array(numbers).fill(FREE);
  }

  get full(): boolean {
    return this.#waiting >= this.#target.length / 2;
  }

  /** Takes a free sequence number for a target. Ask `full` before: without a free one this would look for ever. */
  take(target: number): number {
    if (this.full) throw new Error('no sequence number is free');
    while (this.#endsAt[this.#next] !== FREE) this.#next = (this.#next + 1) % this.#target.length;
    const seq = this.#next;
    this.#next = (seq + 1) % this.#target.length;
    this.#target[seq] = target;
    this.#endsAt[seq] = Infinity;
    this.#waiting++;
    return seq;
  }

  /** The packet left the queue at `now` (ms). */
  left(seq: number, now: number): void {
    this.#sentAt[seq] = now;
  }

  /** The tick after which nothing is waited for. */
  get lastTick(): number {
    return this.#lastTick;
  }

  /** From now on it is waited for, until `tick` has passed. */
  waitUntil(seq: number, tick: number): void {
    this.#endsAt[seq] = tick;
    this.#lastTick = Math.max(this.#lastTick, tick);
    const together = this.#ending.get(tick);
    if (together) together.push(seq);
    else this.#ending.set(tick, [seq]);
  }

  /**
   * Whose packet that was, and when it left. Known also after its time is over, until the number is used again: a late
   * answer is an answer.
   */
  find(seq: number): { target: number; sentAt: number } | null {
    const target = this.#target[seq] ?? FREE;
    return target === FREE ? null : { target, sentAt: this.#sentAt[seq] ?? 0 };
  }

  /** Nobody waits for this packet any longer: its number may be used again, after all others. */
  free(seq: number): void {
    if (this.#endsAt[seq] === FREE) return;
    this.#endsAt[seq] = FREE;
    this.#waiting--;
  }

  /** Frees the numbers whose time is over at `tick`, and gives their targets. */
  *end(tick: number): Generator<number> {
    for (; this.#endedTick <= tick; this.#endedTick++) {
      const together = this.#ending.get(this.#endedTick);
      this.#ending.delete(this.#endedTick);
      for (const seq of together ?? []) {
        if (this.#endsAt[seq] !== this.#endedTick) continue;
        this.free(seq);
        yield this.#target[seq] ?? FREE;
      }
    }
  }
}

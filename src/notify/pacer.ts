/** Telegram takes about one message a second to one chat (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits). */
const CHAT_PAUSE_MS = 1_050;

/** And about 30 a second in all: 25 keep clear of that. */
const OVERALL_PAUSE_MS = 1_000 / 25;

/** Spreads messages over time. */
export class Pacer {
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #nextOfLane = new Map<object, number>();
  #nextOverall = 0;

  constructor(now: () => number, sleep: (ms: number) => Promise<void>) {
    this.#now = now;
    this.#sleep = sleep;
  }

  /** Waits until a message may go out on this lane, and takes that place. */
  async turn(lane: object): Promise<void> {
    const now = this.#now();
    const at = Math.max(now, this.#nextOverall, this.#nextOfLane.get(lane) ?? 0);
    this.#nextOverall = at + OVERALL_PAUSE_MS;
    this.#nextOfLane.set(lane, at + CHAT_PAUSE_MS);
    if (at > now) await this.#sleep(at - now);
  }
}

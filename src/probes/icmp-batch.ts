import type { Config } from '../core/config.ts';
import type { CheckResult } from '../core/probing.ts';
import { chooseBackend, type Choice, type IcmpBackend, type IcmpTarget } from './icmp.ts';
import { Gate } from './limits.ts';
import { ourBug, OUT_OF_TIME } from './outcome.ts';

/** How long the first batch waits for names that /etc/hosts or a near resolver knows. */
const FIRST_WAIT_MS = 20;
/** Later batches hold names that are slow to resolve: few batches, because each one opens sockets of its own. */
const NEXT_WAIT_MS = 250;
/**
 * ping is a process an attempt, and a machine starts some 200 a second: with all servers in its queue, each further attempt at a
 * dead one would wait behind all first ones. So few are begun at once, and the next one after this time, answer or not.
 * (Measured: 500 servers, 6.5 % dead, 3 attempts of 1 s: 4.1 s, and 5.1 with 60 at once.)
 */
const BEGUN_AT_ONCE = 30;
const BEGUN_MS = 200;

interface Ask {
  readonly target: IcmpTarget;
  readonly deadline: number;
  readonly tell: (result: CheckResult) => void;
}

export interface BatchOptions {
  readonly icmp: Config['icmp'];
  /** How many calls of `ask` or `skip` are to come. */
  readonly expected: number;
  readonly v6: boolean;
  /** Default: what this machine has. */
  readonly choose?: typeof chooseBackend;
}

/**
 * Gathers the echo requests of many checks, because the back ends are fast with lists. A list goes out as soon as
 * nobody is left who could add to it, or after a short wait, so that a slow resolver holds up nobody else.
 */
export class IcmpBatch {
  readonly #options: BatchOptions;
  #expected: number;
  #waiting: Ask[] = [];
  #timer: NodeJS.Timeout | null = null;
  #flushed = 0;
  #choice: Promise<Choice> | null = null;
  #backend: string | null = null;
  readonly #begun = new Gate(BEGUN_AT_ONCE);
  #closed = false;

  constructor(options: BatchOptions) {
    this.#options = options;
    this.#expected = options.expected;
  }

  /** Announces more calls of `ask` or `skip`. */
  expect(more: number): void {
    this.#expected += more;
  }

  /**
   * Pings each of these addresses; the results come in their order. `deadline` is on the clock of
   * `uptimeMs()`.
   */
  ask(targets: readonly IcmpTarget[], deadline: number): Promise<CheckResult[]> {
    const results = targets.map(
      (target) => new Promise<CheckResult>((tell) => this.#waiting.push({ target, deadline, tell })),
    );
    this.skip();
    return Promise.all(results);
  }

  /** Pings one address without a promise: `tell` gets the result. */
  askOne(target: IcmpTarget, deadline: number, tell: (result: CheckResult) => void): void {
    this.#waiting.push({ target, deadline, tell });
    this.skip();
  }

  /** Says that one of the expected calls will not come. */
  skip(): void {
    this.#expected--;
    if (this.#expected <= 0) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), this.#flushed === 0 ? FIRST_WAIT_MS : NEXT_WAIT_MS);
  }

  /** The back end that was found to work; null before that, and when there is none. */
  get backend(): string | null {
    return this.#backend;
  }

  /** Ends what is running; open questions are answered `unknown`. */
  close(): void {
    this.#closed = true;
    this.#flush();
    // Where the choice itself has failed, its servers know already.
    this.#choice?.then(({ backend }) => backend?.close()).catch(() => undefined);
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const asks = this.#waiting;
    this.#waiting = [];
    if (asks.length === 0) return;
    this.#flushed++;
    void this.#send(asks);
  }

  async #send(asks: readonly Ask[]): Promise<void> {
    try {
      const { backend, tried } = await (this.#choice ??= this.#choose(asks.length));
      this.#backend = backend?.name ?? null;
      if (this.#closed) tellAll(asks, OUT_OF_TIME);
      else if (backend) await this.#probe(backend, asks);
      else tellAll(asks, unavailable(tried));
    } catch (error) {
      tellAll(asks, ourBug(error));
    }
  }

  async #probe(backend: IcmpBackend, asks: readonly Ask[]): Promise<void> {
    if (backend.name === 'ping') {
      await Promise.all(asks.map((ask) => this.#probeAlone(backend, ask)));
      return;
    }
    const targets = asks.map(({ target }) => target);
    await backend.probe(targets, {
      deadline: asks.reduce((latest, { deadline }) => Math.max(latest, deadline), 0),
      onResult: (index, result) => asks[index]?.tell(result),
    });
  }

  /** With all its attempts, which in a list would each wait for the slowest of that list. */
  async #probeAlone(backend: IcmpBackend, { target, deadline, tell }: Ask): Promise<void> {
    const leave = await this.#begun.enter();
    const timer = setTimeout(leave, BEGUN_MS);
    try {
      await backend.probe([target], { deadline, onResult: (_, result) => tell(result) });
    } finally {
      clearTimeout(timer);
      leave();
    }
  }

  #choose(count: number): Promise<Choice> {
    const { icmp, v6, choose = chooseBackend } = this.#options;
    return choose({ ...icmp, v4: true, v6, count: Math.max(count, this.#expected) });
  }
}

function tellAll(asks: readonly Ask[], result: CheckResult): void {
  for (const { tell } of asks) tell(result);
}

function unavailable(tried: Choice['tried']): CheckResult {
  const detail = tried
    .map(({ name, reason, detail }) => `${name}: ${detail === '' ? reason : detail}`)
    .join('; ');
  return { kind: 'unknown', code: 'icmp-unavailable', detail };
}

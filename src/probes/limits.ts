import { readFileSync } from 'node:fs';

/** What the rest of the program needs: state files, child processes, the resolver, sockets to Telegram. */
const KEPT_HANDLES = 64;
/** Where the limit cannot be read (no /proc). Every system that Node runs on allows so many. */
const USUAL_LIMIT = 256;
/** Above this more sockets at once help nobody, and conntrack tables of small routers begin to fill. */
const MOST_SOCKETS = 8_192;
/**
 * How long a probe counts as busy. A socket that waits longer costs a file handle and no time of ours, so it makes
 * room: 1,000 dropped ports must not hold up 4,000 that answer.
 */
const BUSY_MS = 50;
/** Above this share of time at work, a socket waits for us and not for its server, and more of them would make it worse. */
const BUSY_SHARE = 0.8;
/** Asked three times for 2 s by 200 ping processes at once, 500 dead servers take 15 s of the sweep's 35. */
const MOST_AHEAD = 500;

/** So many at once keep latencies honest (beyond, they measure our own queue) and fit a listener's backlog of 511. */
const MOST_BUSY = { tcp: 200, http: 100 };

/** The soft limit of open files of this process, or null where it cannot be read. */
export function openFilesLimit(): number | null {
  try {
    const limit = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    if (limit === undefined) return null;
    return limit === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(limit);
  } catch {
    return null;
  }
}

/** How many sockets the probes may hold at once. Where pings may run as processes, half is left for their pipes. */
export function socketsAllowed(besidePings: boolean, limit: number | null = openFilesLimit()): number {
  const room = (limit ?? USUAL_LIMIT) - KEPT_HANDLES;
  return Math.min(MOST_SOCKETS, Math.max(8, besidePings ? Math.floor(room / 2) : room));
}

/** Lets at most `limit` units in at once, in the order of arrival. p-limit knows no weights and no early leave. */
export class Gate {
  readonly #limit: number;
  #inside = 0;
  readonly #queue: { weight: number; enter: () => void }[] = [];
  #head = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Waits for room; the result gives it back (calling it twice does no harm). */
  async enter(weight = 1): Promise<() => void> {
    const units = Math.min(weight, this.#limit);
    if (this.#waiting > 0 || this.#inside + units > this.#limit) {
      await new Promise<void>((enter) => this.#queue.push({ weight: units, enter }));
    } else {
      this.#inside += units;
    }
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#inside -= units;
      this.#admit();
    };
  }

  get #waiting(): number {
    return this.#queue.length - this.#head;
  }

  #admit(): void {
    for (let next = this.#queue[this.#head]; next; next = this.#queue[this.#head]) {
      if (this.#inside + next.weight > this.#limit) return;
      this.#head++;
      this.#inside += next.weight;
      next.enter();
    }
    this.#queue.length = 0;
    this.#head = 0;
  }
}

/** The sockets of one sweep: so many open in all, and so many of each kind busy at the same time. */
export class SocketSlots {
  readonly #ask: () => number;
  #allowed: number | null = null;
  #open: Gate | null = null;
  readonly #busy = { tcp: new Gate(MOST_BUSY.tcp), http: new Gate(MOST_BUSY.http) };
  /** Whether one may have to wait for another that is busy. */
  readonly #crowded: boolean;

  /**
   * `sockets`: how many may be open, asked once, when it matters; `probes`: how many there are that may be busy at the same
   * time.
   */
  constructor(sockets: () => number, probes = Infinity) {
    this.#ask = sockets;
    this.#crowded = probes > Math.min(MOST_BUSY.tcp, MOST_BUSY.http);
  }

  /** How many servers with a long time-out may go ahead: half of the sockets stay for all others. */
  get ahead(): number {
    return Math.min(MOST_AHEAD, Math.floor(this.#sockets / 2));
  }

  get #sockets(): number {
    return (this.#allowed ??= this.#ask());
  }

  /** `sockets`: how many the probe may open at the same time. */
  async enter(kind: 'tcp' | 'http', sockets: number): Promise<() => void> {
    const rest = await this.#busy[kind].enter();
    this.#open ??= new Gate(this.#sockets);
    const close = await this.#open.enter(sockets);
    // Measuring how idle this process is loads node:perf_hooks: 2 of the 60 ms of a start.
    const stay = this.#crowded ? restWhenIdle(rest) : () => undefined;
    return () => {
      stay();
      rest();
      close();
    };
  }
}

/** Calls `rest` as soon as this process was mostly idle for a while; the result cancels that. */
function restWhenIdle(rest: () => void): () => void {
  let timer: NodeJS.Timeout;
  const watch = (): void => {
    const begin = performance.eventLoopUtilization();
    timer = setTimeout(() => {
      if (performance.eventLoopUtilization(begin).utilization < BUSY_SHARE) rest();
      else watch();
    }, BUSY_MS);
  };
  watch();
  return () => clearTimeout(timer);
}

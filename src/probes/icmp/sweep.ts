import type { CheckResult } from '../../core/probing.ts';
import { canonicalIPv6 } from '../ip.ts';
import { uptimeMs } from '../uptime.ts';
import { type Family, readLiteral, routerNames } from './address.ts';
import { StallClock, TICK_MS } from './clock.ts';
import { Flights } from './flights.ts';
import { type NeighbourFiles, NeighbourWatch } from './neighbours.ts';
import { heavier, type Miss, OUT_OF_TIME, resultOf } from './outcome.ts';
import { echoRequest, readPacket } from './packet.ts';
import { type EchoSocket, ROOM } from './socket.ts';
import type { IcmpTarget, ProbeOptions } from './types.ts';

/** Packets a second where the socket buffers could be raised, and where not: 0 lost at a round trip of 50 ms. */
const FAST = 10_000;
const SLOW = 2_000;
/** The most that leaves at once after a pause, in ms of that pace. */
const LONGEST_BURST_MS = 50;
/**
 * The first packets of a list, where the buffers could be raised: their answers fill a tenth of them. So a list of that size is out
 * as soon as it can be, and the time-outs of its dead servers begin.
 */
const FIRST_BURST = 1_000;
/** How often packets leave, and how often time-outs are looked for: the pace is even, and waiting costs next to nothing. */
const SEND_MS = 2;
const WAIT_MS = 10;
/** Time-outs come in a row, as the packets left: then they are looked for so often, and few are left for the end. */
const ROW_MS = 2;

type Refused = Extract<Miss, { kind: 'unsent' }>;

/**
 * One probe of a list of targets over raw sockets, from the first packet to the last result:
 *
 *     queue --(pace, room in the socket)--> flight --answer------------> ok
 *       ^                                     | its time is over
 *       +-------- attempts are left <---------+------- none left ------> failed or unknown
 *
 * The identifier is random a sweep, because a raw socket sees the answers to every program on the machine; an answer
 * counts only when it comes from the address that was asked.
 */
export class RawSweep {
  readonly #targets: readonly IcmpTarget[];
  readonly #options: ProbeOptions;
  readonly #socketOf: (family: Family) => EchoSocket;
  readonly #id = randomId();
  readonly #results: CheckResult[];
  readonly #addresses: string[] = [];
  readonly #families: Family[] = [];
  readonly #sent: Uint16Array;
  readonly #misses = new Map<number, Miss>();
  readonly #queues = { 4: new Queue(), 6: new Queue() };
  readonly #sockets = new Map<Family, EchoSocket | Refused>();
  readonly #nameRouter = routerNames();
  readonly #neighbours: NeighbourWatch;
  readonly #flights: Flights;
  readonly #clock = new StallClock(uptimeMs());
  readonly #packet = echoRequest(4, 0, 0);
  #perMs = 0;
  #budget = 0;
  #open: number;
  #timer: NodeJS.Timeout | null = null;
  #finish: { resolve: (results: CheckResult[]) => void; reject: (error: unknown) => void } | null = null;

  /** `socketOf` opens a socket, or throws with the system's words. */
  constructor(
    targets: readonly IcmpTarget[],
    options: ProbeOptions,
    neighbours: NeighbourFiles,
    socketOf: (family: Family) => EchoSocket,
  ) {
    this.#socketOf = socketOf;
    this.#neighbours = new NeighbourWatch(neighbours);
    this.#flights = new Flights(targets.length);
    this.#targets = targets;
    this.#options = options;
    this.#results = new Array<CheckResult>(targets.length);
    this.#sent = new Uint16Array(targets.length);
    this.#open = targets.length;
  }

  /** `rate`: packets a second; null chooses by the room in the socket's buffers. */
  run(rate: number | null): Promise<CheckResult[]> {
    return new Promise((resolve, reject) => {
      this.#finish = { resolve, reject };
      this.#guarded(() => {
        this.#enqueueAll();
        const roomy = this.#opened().every((socket) => socket.roomy);
        this.#perMs = (rate ?? (roomy ? FAST : SLOW)) / 1_000;
        this.#budget = rate === null && roomy ? FIRST_BURST : Math.max(1, this.#perMs * WAIT_MS);
        if (this.#open === 0) this.#end();
        else this.#plan();
      });
    });
  }

  /** Gives what is open the result `unknown` and ends. */
  stop(miss: Miss): void {
    this.#guarded(() => {
      for (let index = 0; index < this.#targets.length; index++) this.#settle(index, resultOf(miss));
    });
  }

  #enqueueAll(): void {
    for (const [index, target] of this.#targets.entries()) {
      const literal = readLiteral(target.address);
      this.#addresses.push(literal.usable ? literal.address : '');
      this.#families.push(literal.usable ? literal.family : 4);
      if (literal.usable) this.#neighbours.begin(literal.address, literal.family);
      const refused = literal.usable
        ? this.#openSocket(literal.family)
        : refusal('icmp-send', literal.reason);
      if (refused) this.#settle(index, resultOf(refused));
      else this.#queues[this.#families[index] ?? 4].push(index);
    }
  }

  /** Opens the family's socket at its first target; tells when it cannot be had. */
  #openSocket(family: Family): Refused | null {
    const socket = this.#sockets.get(family) ?? this.#tryOpen(family);
    this.#sockets.set(family, socket);
    return 'send' in socket ? null : socket;
  }

  #tryOpen(family: Family): EchoSocket | Refused {
    try {
      const socket = this.#socketOf(family);
      socket.listen({
        onPacket: (buffer, bytes, source, now) => this.#receive(family, buffer, bytes, source, now),
        onRoom: () => this.#send(family),
        onLost: (reason) => this.stop(refusal('icmp-send', reason)),
        onBug: (error) => this.#fail(error),
      });
      return socket;
    } catch (error) {
      return refusal('icmp-unavailable', error instanceof Error ? error.message : String(error));
    }
  }

  /** Sends what is due, and comes back when more is, or when a time-out may be over. `inRow`: whether some just were. */
  #plan(inRow = false): void {
    let sending = false;
    for (const socket of this.#opened()) {
      const due = this.#queues[socket.family].length > 0;
      socket.wantRoom(due && this.#maySend());
      sending ||= due;
    }
    const lastMs = (this.#flights.lastTick - this.#clock.tick) * TICK_MS;
    const waitMs = Math.max(TICK_MS, Math.min(inRow ? ROW_MS : WAIT_MS, lastMs));
    // Referenced: while answers are awaited it keeps the process alive, and this object with its sockets reachable.
    this.#timer = setTimeout(() => this.#guarded(() => this.#tick()), sending ? SEND_MS : waitMs);
  }

  #tick(): void {
    const now = uptimeMs();
    const most = Math.max(1, this.#perMs * LONGEST_BURST_MS);
    const budget = this.#budget + this.#perMs * this.#clock.advance(now);
    this.#budget = Math.max(this.#budget, Math.min(most, budget));
    if (now >= this.#options.deadline) return this.stop(OUT_OF_TIME);
    let ended = 0;
    for (const index of this.#flights.end(this.#clock.tick)) {
      this.#miss(index);
      ended++;
    }
    if (this.#timer !== null) this.#plan(ended > 0);
  }

  #maySend(): boolean {
    return this.#budget >= 1 && !this.#flights.full;
  }

  /** The socket has room. */
  #send(family: Family): void {
    const queue = this.#queues[family];
    const socket = this.#sockets.get(family);
    if (!socket || !('send' in socket)) return;
    for (let room = ROOM; room > 0 && this.#maySend(); room--) {
      const index = queue.shift();
      if (index === undefined) break;
      // A late answer may have come while it stood in the queue.
      if (!this.#results[index]) this.#sendTo(index, socket);
    }
    if (queue.length === 0 || !this.#maySend()) socket.wantRoom(false);
  }

  #sendTo(index: number, socket: EchoSocket): void {
    const seq = this.#flights.take(index);
    this.#budget--;
    this.#sent[index] = (this.#sent[index] ?? 0) + 1;
    this.#flights.left(seq, uptimeMs());
    const packet = echoRequest(socket.family, this.#id, seq, this.#packet);
    const error = socket.send(packet, this.#addresses[index] ?? '');
    if (error !== null) this.#note(index, { kind: 'unsent', code: 'icmp-send', detail: error });
    const timeoutMs = this.#targets[index]?.timeoutMs ?? 0;
    this.#flights.waitUntil(seq, this.#clock.tickIn(timeoutMs, uptimeMs()));
  }

  #receive(family: Family, buffer: Buffer, bytes: number, source: string, now: number): void {
    const incoming = readPacket(family, buffer, bytes);
    if (incoming?.id !== this.#id) return;
    const flight = this.#flights.find(incoming.seq);
    const asked = incoming.kind === 'reply' ? senderOf(source, family) : incoming.destination;
    if (!flight || this.#addresses[flight.target] !== asked) return;
    if (incoming.kind === 'unreachable') {
      return this.#note(flight.target, { kind: 'unreachable', from: this.#nameRouter(source) });
    }
    this.#flights.free(incoming.seq);
    const latencyMs = this.#clock.stalledSince(flight.sentAt, now) ? null : now - flight.sentAt;
    this.#settle(flight.target, { kind: 'ok', latencyMs });
  }

  #note(index: number, miss: Miss): void {
    this.#misses.set(index, heavier(this.#misses.get(index), miss));
  }

  /** An attempt ended without an answer. */
  #miss(index: number): void {
    if (this.#results[index]) return;
    const attempts = this.#targets[index]?.attempts ?? 1;
    if ((this.#sent[index] ?? 0) < attempts) this.#queues[this.#families[index] ?? 4].push(index);
    else
      this.#settle(
        index,
        resultOf(this.#misses.get(index) ?? this.#neighbours.silence(this.#families[index] ?? 4)),
      );
  }

  /** The first result counts: a second answer, or a time-out after an answer, changes nothing. */
  #settle(index: number, result: CheckResult): void {
    if (this.#results[index]) return;
    this.#results[index] = result;
    this.#options.onResult?.(index, result);
    if (--this.#open === 0 && this.#timer) this.#end();
  }

  #end(): void {
    this.#release();
    this.#finish?.resolve(this.#results);
  }

  #fail(error: unknown): void {
    this.#release();
    this.#finish?.reject(error);
  }

  #release(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    for (const socket of this.#opened()) socket.close();
  }

  #opened(): EchoSocket[] {
    return [...this.#sockets.values()].filter((socket) => 'send' in socket);
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }
}

/** Indexes of targets whose next packet is due; those of later attempts stand behind all first ones. */
class Queue {
  readonly #indexes: number[] = [];
  #head = 0;

  get length(): number {
    return this.#indexes.length - this.#head;
  }

  push(index: number): void {
    this.#indexes.push(index);
  }

  shift(): number | undefined {
    const index = this.#indexes[this.#head];
    if (index !== undefined) this.#head++;
    return index;
  }
}

function refusal(code: Refused['code'], detail: string): Refused {
  return { kind: 'unsent', code, detail };
}

/** The system writes what looks like IPv4 within IPv6 (`::a00:1`) with dots. */
function senderOf(source: string, family: Family): string {
  return family === 6 && source.includes('.') ? canonicalIPv6(source) : source;
}

/** 1..65534; chance enough to keep programs apart, and node:crypto costs milliseconds to load. */
function randomId(): number {
  return 1 + Math.floor(Math.random() * 65_534);
}

import type { NetPing } from 'net-ping';
import type { CheckResult } from '../../core/probing.ts';
import { type Family, readLiteral, routerNames } from './address.ts';
import { StallClock, TICK_MS } from './clock.ts';
import { Flights } from './flights.ts';
import { type NeighbourFiles, NeighbourWatch } from './neighbours.ts';
import { heavier, type Miss, OUT_OF_TIME, resultOf } from './outcome.ts';
import { echoRequest, readPacket } from './packet.ts';
import { type EchoSocket, openEchoSocket } from './socket.ts';
import type { IcmpTarget, ProbeOptions } from './types.ts';

/** Packets a second where the socket buffers could be raised, and where not: 0 lost at a round trip of 50 ms. */
const FAST = 10_000;
const SLOW = 2_000;
/** Packets handed to the socket and not sent yet; more wait here, where they can still be given up. */
const MAX_QUEUED = 1_000;
const LONGEST_BURST_MS = 5 * TICK_MS;

type Refused = Extract<Miss, { kind: 'unsent' }>;

/**
 * One probe of a list of targets over raw sockets, from the first packet to the last result:
 *
 *     queue --(pace)--> socket --(sent)--> flight --answer------------> ok
 *       ^                                    | its time is over
 *       +------- attempts are left <---------+------- none left ------> failed or unknown
 *
 * The identifier is random a sweep, because a raw socket sees the answers to every program on the machine; an answer
 * counts only when it comes from the address that was asked.
 */
export class RawSweep {
  readonly #targets: readonly IcmpTarget[];
  readonly #options: ProbeOptions;
  readonly #id = randomId();
  readonly #results: CheckResult[];
  readonly #addresses: string[] = [];
  readonly #families: Family[] = [];
  readonly #sent: Uint16Array;
  readonly #misses = new Map<number, Miss>();
  /** Indexes of targets whose next packet is due; those of later attempts stand behind all first ones. */
  readonly #queue: number[] = [];
  #queueHead = 0;
  #queuedInSocket = 0;
  readonly #sockets = new Map<Family, EchoSocket | Refused>();
  readonly #nameRouter = routerNames();
  readonly #neighbours: NeighbourWatch;
  readonly #flights: Flights;
  readonly #clock = new StallClock(performance.now());
  #perTick = 0;
  #budget = 0;
  #open: number;
  #timer: NodeJS.Timeout | null = null;
  #finish: { resolve: (results: CheckResult[]) => void; reject: (error: unknown) => void } | null = null;

  constructor(targets: readonly IcmpTarget[], options: ProbeOptions, neighbours: NeighbourFiles) {
    this.#neighbours = new NeighbourWatch(neighbours);
    this.#flights = new Flights(targets.length);
    this.#targets = targets;
    this.#options = options;
    this.#results = new Array<CheckResult>(targets.length);
    this.#sent = new Uint16Array(targets.length);
    this.#open = targets.length;
  }

  /** `rate`: packets a second; null chooses by the room in the socket's buffers. */
  run(netPing: NetPing, rate: number | null): Promise<CheckResult[]> {
    return new Promise((resolve, reject) => {
      this.#finish = { resolve, reject };
      this.#guarded(() => {
        this.#enqueueAll(netPing);
        const roomy = this.#opened().every((socket) => socket.roomy);
        this.#perTick = ((rate ?? (roomy ? FAST : SLOW)) * TICK_MS) / 1000;
        this.#budget = Math.max(1, this.#perTick);
        if (this.#open === 0) return this.#end();
        // Referenced: while answers are awaited it keeps the process alive, and this object with its sockets reachable.
        this.#timer = setInterval(() => this.#guarded(() => this.#tick()), TICK_MS);
        this.#send();
      });
    });
  }

  /** Gives what is open the result `unknown` and ends. */
  stop(miss: Miss): void {
    this.#guarded(() => {
      for (let index = 0; index < this.#targets.length; index++) this.#settle(index, resultOf(miss));
    });
  }

  #enqueueAll(netPing: NetPing): void {
    for (const [index, target] of this.#targets.entries()) {
      const literal = readLiteral(target.address);
      this.#addresses.push(literal.usable ? literal.address : '');
      this.#families.push(literal.usable ? literal.family : 4);
      if (literal.usable) this.#neighbours.begin(literal.address, literal.family);
      const refused = literal.usable
        ? this.#openSocket(netPing, literal.family)
        : refusal('icmp-send', literal.reason);
      if (refused) this.#settle(index, resultOf(refused));
      else this.#queue.push(index);
    }
  }

  /** Opens the family's socket at its first target; tells when it cannot be had. */
  #openSocket(netPing: NetPing, family: Family): Refused | null {
    const socket = this.#sockets.get(family) ?? this.#tryOpen(netPing, family);
    this.#sockets.set(family, socket);
    return 'send' in socket ? null : socket;
  }

  #tryOpen(netPing: NetPing, family: Family): EchoSocket | Refused {
    try {
      return openEchoSocket(netPing, family, this.#id, {
        onPacket: (packet, source) => this.#receive(family, packet, source),
        onLost: (reason) => this.stop(refusal('icmp-send', reason)),
        onBug: (error) => this.#fail(error),
      });
    } catch (error) {
      return refusal('icmp-unavailable', error instanceof Error ? error.message : String(error));
    }
  }

  #tick(): void {
    const now = performance.now();
    const free = this.#clock.advance(now);
    if (now >= this.#options.deadline) return this.stop(OUT_OF_TIME);
    for (const index of this.#flights.end(this.#clock.tick)) this.#miss(index);
    const most = Math.max(1, (this.#perTick * LONGEST_BURST_MS) / TICK_MS);
    this.#budget = Math.min(most, this.#budget + (this.#perTick * free) / TICK_MS);
    this.#send();
  }

  #send(): void {
    while (this.#budget >= 1 && this.#queuedInSocket < MAX_QUEUED && !this.#flights.full) {
      const index = this.#queue[this.#queueHead];
      if (index === undefined) return;
      this.#queueHead++;
      // A late answer may have come while it stood in the queue.
      if (this.#results[index]) continue;
      this.#budget--;
      this.#sendTo(index);
    }
  }

  #sendTo(index: number): void {
    const family = this.#families[index] ?? 4;
    const seq = this.#flights.take(index);
    this.#sent[index] = (this.#sent[index] ?? 0) + 1;
    this.#queuedInSocket++;
    const socket = this.#sockets.get(family);
    if (!socket || !('send' in socket)) return;
    socket.send(
      echoRequest(family, this.#id, seq),
      this.#addresses[index] ?? '',
      () => this.#flights.left(seq, performance.now()),
      (error) => {
        this.#queuedInSocket--;
        if (error !== null) this.#note(index, { kind: 'unsent', code: 'icmp-send', detail: error });
        this.#flights.waitUntil(seq, this.#clock.tickIn(this.#targets[index]?.timeoutMs ?? 0));
      },
    );
  }

  #receive(family: Family, packet: Buffer, source: string): void {
    const now = performance.now();
    const incoming = readPacket(family, packet);
    if (incoming?.id !== this.#id) return;
    const flight = this.#flights.find(incoming.seq);
    const asked = incoming.kind === 'reply' ? source : incoming.destination;
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
    if ((this.#sent[index] ?? 0) < attempts) this.#queue.push(index);
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
    if (this.#timer) clearInterval(this.#timer);
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

function refusal(code: Refused['code'], detail: string): Refused {
  return { kind: 'unsent', code, detail };
}

/** 1..65534; chance enough to keep programs apart, and node:crypto costs milliseconds to load. */
function randomId(): number {
  return 1 + Math.floor(Math.random() * 65_534);
}

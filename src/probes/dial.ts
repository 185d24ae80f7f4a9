import type * as Net from 'node:net';
import type { CheckResult } from '../core/probing.ts';
import { explainConnect } from './connect-error.ts';
import { mergeAddresses } from './outcome.ts';
import { uptimeMs } from './uptime.ts';

/** Head start of one address before the next one (RFC 8305, section 5). */
const STAGGER_MS = 250;
const TIMEOUT: CheckResult = { kind: 'failed', code: 'tcp-timeout' };

export type Dialled =
  | {
      readonly kind: 'connected';
      readonly socket: Net.Socket;
      readonly address: string;
      readonly latencyMs: number;
    }
  | { readonly kind: 'lost'; readonly result: CheckResult };

/**
 * Connects to the first of these addresses that answers. Each further address starts a moment later, or as soon as
 * the one before has failed, and none is given up before `ms` are over: Node's own way of trying both families ends
 * each attempt but the last after 250 ms, which makes slow links look dead.
 */
export async function dial(addresses: readonly string[], port: number, ms: number): Promise<Dialled> {
  const { connect } = await (net ??= import('node:net'));
  return new Promise((resolve) => new Dial({ connect, addresses, port, ms, end: resolve }).next());
}

/** Loaded with the first connection: a check that only pings does without it (4 of 95 ms). */
let net: Promise<typeof Net> | undefined;

interface DialOptions {
  readonly connect: typeof Net.connect;
  readonly addresses: readonly string[];
  readonly port: number;
  readonly ms: number;
  readonly end: (dialled: Dialled) => void;
}

class Dial {
  readonly #connect: typeof Net.connect;
  readonly #addresses: readonly string[];
  readonly #port: number;
  readonly #end: (dialled: Dialled) => void;
  readonly #sockets = new Set<Net.Socket>();
  readonly #outcomes = new Map<string, CheckResult>();
  readonly #staggerMs: number;
  readonly #deadline: NodeJS.Timeout;
  #stagger: NodeJS.Timeout | undefined;
  #started = 0;
  #over = false;

  constructor({ connect, addresses, port, ms, end }: DialOptions) {
    this.#connect = connect;
    this.#addresses = addresses;
    this.#port = port;
    this.#end = end;
    this.#staggerMs = Math.min(STAGGER_MS, ms / (2 * addresses.length));
    // An answer may wait unread while this process was busy: one look at the sockets before the time is called up.
    this.#deadline = setTimeout(() => setImmediate(() => this.#giveUp()), ms);
  }

  next(): void {
    clearTimeout(this.#stagger);
    const address = this.#addresses[this.#started];
    if (address === undefined || this.#over) return;
    this.#started++;
    this.#try(address);
    if (this.#started < this.#addresses.length) {
      this.#stagger = setTimeout(() => this.next(), this.#staggerMs);
    }
  }

  #try(address: string): void {
    const began = uptimeMs();
    const socket = this.#connect({ host: address, port: this.#port, autoSelectFamily: false });
    this.#sockets.add(socket);
    socket.once('connect', () => {
      this.#sockets.delete(socket);
      this.#finish({ kind: 'connected', socket, address, latencyMs: uptimeMs() - began });
    });
    socket.once('error', (error) => {
      this.#sockets.delete(socket);
      void explainConnect(error, address).then((result) => this.#lose(address, result));
    });
  }

  #lose(address: string, result: CheckResult): void {
    this.#outcomes.set(address, result);
    if (this.#outcomes.size < this.#addresses.length) this.next();
    else this.#giveUp();
  }

  /** Every address has failed, or its time is over. */
  #giveUp(): void {
    const found = this.#addresses.map((address) => ({
      address,
      result: this.#outcomes.get(address) ?? TIMEOUT,
    }));
    this.#finish({ kind: 'lost', result: mergeAddresses(found) });
  }

  #finish(dialled: Dialled): void {
    if (this.#over) {
      if (dialled.kind === 'connected') dialled.socket.destroy();
      return;
    }
    this.#over = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#stagger);
    for (const socket of this.#sockets) {
      socket.removeAllListeners('connect');
      socket.destroy();
    }
    this.#end(dialled);
  }
}

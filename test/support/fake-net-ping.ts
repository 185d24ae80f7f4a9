import { EventEmitter } from 'node:events';
import type { NetPing, RawSocket, Session, SessionOptions, SocketWrap } from 'net-ping';

/** One echo request that the program handed to a socket. */
export interface SentEcho {
  readonly session: FakeSession;
  readonly address: string;
  readonly packet: Buffer;
  readonly at: number;
}

const IPV4 = 1;

/** net-ping without a network: it keeps what is sent, and a test says what comes back. */
export class FakeNetPing implements NetPing {
  readonly NetworkProtocol = { IPv4: IPV4, IPv6: 2 };
  readonly sessions: FakeSession[] = [];
  readonly sent: SentEcho[] = [];
  /** Called for each request as soon as it left. */
  onSend: (echo: SentEcho) => void = () => undefined;
  /** How often something was sent on a closed socket: the real one opens another then, which nobody closes. */
  reopened = 0;
  /** True: the send buffer is full, as behind dead neighbours. */
  stuck = false;
  /** False: a raw-socket whose native socket has another name. */
  wrapped = true;
  /** What sending fails with. */
  sendError: Error | null = null;
  /** Bytes that the socket says its buffers have. */
  bufferBytes = 8 << 20;

  createSession(options: SessionOptions): Session {
    const session = new FakeSession(this, options);
    this.sessions.push(session);
    return session;
  }
}

export class FakeSession extends EventEmitter implements Session {
  readonly options: SessionOptions;
  readonly socket: FakeSocket;
  open = true;

  constructor(netPing: FakeNetPing, options: SessionOptions) {
    super();
    this.options = options;
    this.socket = new FakeSocket(netPing, this);
    // As net-ping does.
    this.socket.on('error', (error) => this.emit('error', error));
    this.socket.on('close', () => this.emit('close'));
  }

  getSocket(): RawSocket {
    return this.socket;
  }

  close(): this {
    this.open = false;
    this.socket.emit('close');
    return this;
  }

  /** Delivers a packet as the raw socket would: with an IP header before it on IPv4. */
  receive(icmp: Buffer, source: string): void {
    const header = Buffer.alloc(this.options.networkProtocol === IPV4 ? 20 : 0);
    if (header.length > 0) header[0] = 0x45;
    this.socket.wrap?.deliver(Buffer.concat([header, icmp]), source);
  }
}

class FakeSocket extends EventEmitter implements RawSocket {
  readonly wrap?: FakeWrap;
  sendPaused = true;
  readonly #netPing: FakeNetPing;

  constructor(netPing: FakeNetPing, session: FakeSession) {
    super();
    this.#netPing = netPing;
    if (netPing.wrapped) this.wrap = new FakeWrap(netPing, session, this);
  }

  pauseSend(): this {
    this.sendPaused = true;
    return this;
  }

  resumeSend(): this {
    this.sendPaused = false;
    this.wrap?.turn();
    return this;
  }

  setOption(): void {}

  getOption(_level: number, _option: number, value: Buffer): number {
    value.writeInt32LE(this.#netPing.bufferBytes);
    return value.length;
  }
}

/** As the native one: an event a turn of the event loop, and what can be read comes first. */
class FakeWrap extends EventEmitter implements SocketWrap {
  readonly #netPing: FakeNetPing;
  readonly #session: FakeSession;
  readonly #socket: FakeSocket;
  readonly #received: { packet: Buffer; source: string }[] = [];
  #turning = false;

  constructor(netPing: FakeNetPing, session: FakeSession, socket: FakeSocket) {
    super();
    this.#netPing = netPing;
    this.#session = session;
    this.#socket = socket;
    // As raw-socket does.
    this.on('recvReady', () => socket.emit('message'));
    this.on('sendReady', () => undefined);
  }

  send(buffer: Buffer, offset: number, length: number, address: string, done: (bytes: number) => void): void {
    if (!this.#session.open) this.#netPing.reopened++;
    if (this.#netPing.sendError) throw this.#netPing.sendError;
    const packet = Buffer.from(buffer.subarray(offset, offset + length));
    const echo = { session: this.#session, address, packet, at: performance.now() };
    this.#netPing.sent.push(echo);
    done(length);
    this.#netPing.onSend(echo);
  }

  recv(buffer: Buffer, done: (buffer: Buffer, bytes: number, source: string) => void): void {
    if (!this.#session.open) this.#netPing.reopened++;
    const next = this.#received.shift();
    if (!next) throw new Error('Resource temporarily unavailable');
    done(buffer, next.packet.copy(buffer), next.source);
  }

  deliver(packet: Buffer, source: string): void {
    this.#received.push({ packet, source });
    this.turn();
  }

  turn(): void {
    if (this.#turning) return;
    this.#turning = true;
    setImmediate(() => {
      this.#turning = false;
      const ready = this.#received.length > 0 ? 'recvReady' : 'sendReady';
      if (!this.#session.open || (ready === 'sendReady' && !this.#maySend)) return;
      this.emit(ready);
      this.turn();
    });
  }

  get #maySend(): boolean {
    return !this.#socket.sendPaused && !this.#netPing.stuck;
  }
}

/** The answer of a host that is up: the request with the reply's type. */
export function replyTo({ packet, session }: SentEcho): Buffer {
  const reply = Buffer.from(packet);
  reply[0] = session.options.networkProtocol === IPV4 ? 0 : 129;
  return reply;
}

/** An ICMP (v4) error of this type about the request. */
export function errorAbout({ packet, address }: SentEcho, type: number): Buffer {
  const inner = Buffer.alloc(20);
  inner[0] = 0x45;
  inner.set(address.split('.').map(Number), 16);
  return Buffer.concat([Buffer.from([type, 1, 0, 0, 0, 0, 0, 0]), inner, packet.subarray(0, 8)]);
}

import { EventEmitter } from 'node:events';
import type { NetPing, RawSocket, Session, SessionOptions } from 'net-ping';

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
  /** True: the socket's own queue does not move, as behind dead neighbours; `handed` counts what is in it. */
  stuck = false;
  handed = 0;
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
    this.socket.on('message', () => undefined);
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
    this.socket.deliver(Buffer.concat([header, icmp]), source);
  }
}

class FakeSocket extends EventEmitter implements RawSocket {
  readonly #netPing: FakeNetPing;
  readonly #session: FakeSession;

  constructor(netPing: FakeNetPing, session: FakeSession) {
    super();
    this.#netPing = netPing;
    this.#session = session;
  }

  send(
    buffer: Buffer,
    _offset: number,
    _length: number,
    address: string,
    before: () => void,
    after: (error: Error | null, bytes: number) => void,
  ): this {
    if (!this.#session.open) this.#netPing.reopened++;
    this.#netPing.handed++;
    if (this.#netPing.stuck) return this;
    setImmediate(() => {
      if (!this.#session.open) return;
      before();
      const echo = { session: this.#session, address, packet: buffer, at: performance.now() };
      if (!this.#netPing.sendError) this.#netPing.sent.push(echo);
      after(this.#netPing.sendError, buffer.length);
      if (!this.#netPing.sendError) this.#netPing.onSend(echo);
    });
    return this;
  }

  setOption(): void {}

  getOption(_level: number, _option: number, value: Buffer): number {
    value.writeInt32LE(this.#netPing.bufferBytes);
    return value.length;
  }

  /** raw-socket turns what a listener throws into an 'error' event. */
  deliver(packet: Buffer, source: string): void {
    try {
      this.emit('message', packet, source);
    } catch (error) {
      this.emit('error', error);
    }
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

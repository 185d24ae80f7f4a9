import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

let last = 0;

/**
 * A TCP service on a loopback address that nothing else uses (connections of other programs come from 127.0.0.1), so
 * that its port stays free while it is closed.
 */
export class TcpTarget {
  readonly host: string;
  readonly port = 7001;
  #server: Server | null = null;
  readonly #sockets = new Set<Socket>();

  private constructor(host: string) {
    this.host = host;
  }

  static async open(): Promise<TcpTarget> {
    last += 1;
    const target = new TcpTarget(`127.${100 + (process.pid % 100)}.${(process.pid >> 8) % 256}.${last}`);
    await target.up();
    return target;
  }

  /** Listens, from now on connections are accepted. */
  async up(): Promise<void> {
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.port, this.host, resolve);
    });
    this.#server = server;
  }

  /** Resolves when somebody is connected. */
  async connected(): Promise<void> {
    while (this.#sockets.size === 0) await setTimeout(10);
  }

  /** From now on connections are refused. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== null) await new Promise((resolve) => server.close(resolve));
  }
}

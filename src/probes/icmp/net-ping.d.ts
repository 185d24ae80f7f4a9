/** The part of net-ping (and of the raw-socket below it) that srvmon uses; the package has no types. */
declare module 'net-ping' {
  import type { EventEmitter } from 'node:events';

  export interface RawSocket extends EventEmitter {
    /** `before` runs right before the packet leaves the queue, `after` once it was sent or refused. */
    send(
      buffer: Buffer,
      offset: number,
      length: number,
      address: string,
      before: () => void,
      after: (error: Error | null, bytes: number) => void,
    ): this;
    setOption(level: number, option: number, value: number | Buffer, length?: number): void;
    getOption(level: number, option: number, value: Buffer, length: number): number;
  }

  export interface Session extends EventEmitter {
    getSocket(): RawSocket;
    close(): this;
  }

  export interface SessionOptions {
    readonly networkProtocol: number;
    readonly sessionId: number;
    readonly retries: number;
    readonly packetSize: number;
  }

  export interface NetPing {
    createSession(options: SessionOptions): Session;
    readonly NetworkProtocol: { readonly IPv4: number; readonly IPv6: number };
  }

  const netPing: NetPing;
  export default netPing;
}

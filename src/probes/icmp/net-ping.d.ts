/** The part of net-ping (and of the raw-socket below it) that srvmon uses; the package has no types. */
declare module 'net-ping' {
  import type { EventEmitter } from 'node:events';

  export interface RawSocket extends EventEmitter {
    /** Not documented by raw-socket, so it may be missing in another version. */
    readonly wrap?: SocketWrap;
    /** Whether the events 'sendReady' are off. */
    readonly sendPaused: boolean;
    pauseSend(): this;
    resumeSend(): this;
    setOption(level: number, option: number, value: number | Buffer, length?: number): void;
    getOption(level: number, option: number, value: Buffer, length: number): number;
  }

  /**
   * The native socket. Its events are 'recvReady' and 'sendReady'. The calls do their work at once, call back before they
   * return, and throw with the system's words.
   */
  export interface SocketWrap extends EventEmitter {
    recv(buffer: Buffer, callback: (buffer: Buffer, bytes: number, source: string) => void): void;
    send(
      buffer: Buffer,
      offset: number,
      length: number,
      address: string,
      callback: (bytes: number) => void,
    ): void;
  }

  export interface Session extends EventEmitter {
    getSocket(): RawSocket;
    close(): this;
  }

  export interface SessionOptions {
    readonly networkProtocol: number;
    readonly sessionId?: number;
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

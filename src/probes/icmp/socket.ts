import type { NetPing, RawSocket, Session } from 'net-ping';
import { uptimeMs } from '../uptime.ts';
import type { Family } from './address.ts';
import { wantedTypes } from './packet.ts';

/** A raw ICMP socket that is safe to hold: it never throws later, never reopens, never vanishes. */
export interface EchoSocket {
  readonly family: Family;
  /** True when both buffers are large enough for full speed. */
  readonly roomy: boolean;
  /** From now on these are told; what came before is dropped. */
  listen(events: SocketEvents): void;
  /** Whether `onRoom` is called, as long as the send buffer has room. */
  wantRoom(wanted: boolean): void;
  /** Sends at once; returns the error's text when that could not be. */
  send(packet: Buffer, address: string): string | null;
  close(): void;
}

export interface SocketEvents {
  /** So many bytes in a buffer that the next packet overwrites; `now`: when it was found there, by `uptimeMs()`. */
  onPacket(buffer: Buffer, bytes: number, source: string, now: number): void;
  /** The send buffer is less than half full: `ROOM` packets fit. */
  onRoom(): void;
  /** The socket is gone for good; what is still open will get no answer. */
  onLost(reason: string): void;
  /** Our own code threw while it handled a packet. */
  onBug(error: unknown): void;
}

/**
 * Packets sent in a row before answers are read again: few, so that answers are not older than 0.1 ms when they are read. A socket
 * has room below half of its send buffer, so below 106,496 bytes where nobody changed it; a packet takes 768 of them. (Measured with
 * 10,000 servers: one packet and one answer a turn of the event loop take 0.4 of 1.7 s of processor time.)
 */
export const ROOM = 8;
/** Answers read in a row before anything else has its turn. */
const READS = 4 * ROOM;
/** As large as a packet on Ethernet; of longer ones the end is not looked at. */
const PACKET_BYTES = 1_500;

/** The addon is there, but not as this program knows it. */
export class UnknownAddon extends Error {}

const NOTHING = (): void => undefined;
const NO_EVENTS: SocketEvents = { onPacket: NOTHING, onRoom: NOTHING, onLost: NOTHING, onBug: NOTHING };

/**
 * The native socket is only weakly held by its wrapper: without this, a session whose requests are all waiting may be
 * collected, and the process ends without any answer (node-net-ping issue 56).
 */
const held = new Set<Session>();

/**
 * Opens a raw socket through net-ping and takes its packets over: net-ping's own bookkeeping ignores the sender of an
 * answer, takes a redirect for a failure and calls back twice; and the queue of raw-socket below it needs a turn of the event
 * loop, four objects and a system call more for each packet. Throws with the system's words when the process may not.
 */
export function openEchoSocket(netPing: NetPing, family: Family): EchoSocket {
  const networkProtocol = family === 4 ? netPing.NetworkProtocol.IPv4 : netPing.NetworkProtocol.IPv6;
  const session = netPing.createSession({ networkProtocol, retries: 0, packetSize: 16 });
  const socket = session.getSocket();
  const { wrap } = socket;
  if (wrap === undefined) {
    session.close();
    throw new UnknownAddon('another version of raw-socket');
  }
  held.add(session);
  let open = true;
  let events = NO_EVENTS;

  const close = (): void => {
    if (!open) return;
    open = false;
    held.delete(session);
    session.close();
  };
  // Without a listener an 'error' event would end the process.
  session.on('error', () => undefined);
  session.on('close', () => {
    if (!open) return;
    close();
    events.onLost('the raw socket was closed by the system');
  });
  const buffer = Buffer.alloc(PACKET_BYTES);
  let now = 0;
  const onPacket = (_: Buffer, bytes: number, source: string): void =>
    guarded(() => events.onPacket(buffer, bytes, source, now), events);
  const read = (): void => wrap.recv(buffer, onPacket);
  wrap.removeAllListeners('recvReady');
  wrap.on('recvReady', () => {
    now = uptimeMs();
    // After close() the wrapper would silently open another socket.
    for (let reads = 0; open && reads < READS; reads++) if (!attempt(read)) return;
  });
  wrap.removeAllListeners('sendReady');
  wrap.on('sendReady', () => {
    if (open) guarded(() => events.onRoom(), events);
  });

  passOnly(socket, family);
  return {
    family,
    roomy: raiseBuffers(socket),
    listen(those) {
      events = those;
    },
    wantRoom(wanted) {
      if (!open || wanted !== socket.sendPaused) return;
      if (wanted) socket.resumeSend();
      else socket.pauseSend();
    },
    send(packet, address) {
      if (!open) return null;
      try {
        wrap.send(packet, 0, packet.length, address, NOTHING);
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    close,
  };
}

/** raw-socket catches what its callbacks throw and makes 'error' events of it, in which bugs get lost. */
function guarded(work: () => void, events: SocketEvents): void {
  try {
    work();
  } catch (error) {
    events.onBug(error);
  }
}

// Linux's numbers: asm-generic/socket.h, linux/icmp.h, linux/icmpv6.h. raw-socket exports only some of them.
const SOL_SOCKET = 1;
const SIZES = [
  { plain: 7, force: 32 }, // SO_SNDBUF, SO_SNDBUFFORCE
  { plain: 8, force: 33 }, // SO_RCVBUF, SO_RCVBUFFORCE
];
const FILTER = { 4: { level: 255, option: 1, words: 1 }, 6: { level: 58, option: 1, words: 8 } };
const WANTED_BYTES = 8 << 20;
const ROOMY_BYTES = 1 << 20;

/**
 * Raises both buffers. The usual 212,992 bytes hold 277 packets: answers of a burst are lost behind a round trip of
 * 50 ms, and 900 dead neighbours in the send queue delay the live ones by 21 s. The forced way needs CAP_NET_ADMIN, the
 * plain one stops at net.core.{w,r}mem_max.
 */
function raiseBuffers(socket: RawSocket): boolean {
  if (process.platform !== 'linux') return false;
  return SIZES.map(({ plain, force }) => {
    if (!attempt(() => socket.setOption(SOL_SOCKET, force, WANTED_BYTES))) {
      attempt(() => socket.setOption(SOL_SOCKET, plain, WANTED_BYTES));
    }
    return sizeOf(socket, plain) >= ROOMY_BYTES;
  }).every(Boolean);
}

function sizeOf(socket: RawSocket, option: number): number {
  const value = Buffer.alloc(4);
  if (!attempt(() => socket.getOption(SOL_SOCKET, option, value, value.length))) return 0;
  return new DataView(value.buffer, value.byteOffset).getInt32(0, true);
}

/** Lets the kernel drop what we would ignore anyway: a raw socket is shown every ICMP packet of the machine. */
function passOnly(socket: RawSocket, family: Family): void {
  if (process.platform !== 'linux') return;
  const { level, option, words } = FILTER[family];
  const blocked = new Uint32Array(words).fill(0xffffffff);
  for (const type of wantedTypes(family)) {
    const word = type >>> 5;
    blocked[word] = (blocked[word] ?? 0) & ~(1 << (type & 31));
  }
  const mask = Buffer.from(blocked.buffer);
  attempt(() => socket.setOption(level, option, mask, mask.length));
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

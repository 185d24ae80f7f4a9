import type { NetPing, RawSocket, Session } from 'net-ping';
import type { Family } from './address.ts';
import { wantedTypes } from './packet.ts';

/** A raw ICMP socket that is safe to hold: it never throws later, never reopens, never vanishes. */
export interface EchoSocket {
  readonly family: Family;
  /** True when both buffers are large enough for full speed. */
  readonly roomy: boolean;
  /** `before`: right before the packet leaves; `after`: with the error's text when it could not. */
  send(packet: Buffer, address: string, before: () => void, after: (error: string | null) => void): void;
  close(): void;
}

export interface SocketEvents {
  onPacket(packet: Buffer, source: string): void;
  /** The socket is gone for good; what is still open will get no answer. */
  onLost(reason: string): void;
  /** Our own code threw while it handled a packet. */
  onBug(error: unknown): void;
}

/**
 * The native socket is only weakly held by its wrapper: without this, a session whose requests are all waiting may be
 * collected, and the process ends without any answer (node-net-ping issue 56).
 */
const held = new Set<Session>();

/**
 * Opens a raw socket through net-ping and takes its packets over: net-ping's own bookkeeping ignores the sender of an
 * answer, takes a redirect for a failure and calls back twice. Throws with the system's words when the process may not.
 * `id`: the identifier of the echo requests, 1..65534.
 */
export function openEchoSocket(
  netPing: NetPing,
  family: Family,
  id: number,
  events: SocketEvents,
): EchoSocket {
  const networkProtocol = family === 4 ? netPing.NetworkProtocol.IPv4 : netPing.NetworkProtocol.IPv6;
  const session = netPing.createSession({ networkProtocol, sessionId: id, retries: 0, packetSize: 16 });
  held.add(session);
  const socket = session.getSocket();
  let open = true;

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
  socket.removeAllListeners('message');
  socket.on('message', (packet: Buffer, source: string) => {
    if (open) guarded(() => events.onPacket(packet, source), events);
  });

  passOnly(socket, family);
  return {
    family,
    roomy: raiseBuffers(socket),
    send(packet, address, before, after) {
      // After close() the wrapper would silently open another socket.
      if (!open) return;
      socket.send(packet, 0, packet.length, address, before, (error) => {
        if (open) guarded(() => after(error ? error.message : null), events);
      });
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

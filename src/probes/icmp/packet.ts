import { canonicalIPv6 } from '../ip.ts';
import type { Family } from './address.ts';

/** What an ICMP packet means for us; everything else (echo requests, redirects, source quench ...) is null. */
export type Incoming =
  | { readonly kind: 'reply'; readonly id: number; readonly seq: number }
  /** `destination`: where the packet was meant to go. */
  | { readonly kind: 'unreachable'; readonly id: number; readonly seq: number; readonly destination: string };

/**
 * Types by family: RFC 792 and RFC 4443. Redirect (5) and source quench (4) are left out on purpose: the packet was
 * delivered all the same, so they say nothing about the server.
 */
const TYPES = {
  4: { request: 8, reply: 0, unreachable: 3, timeExceeded: 11 },
  6: { request: 128, reply: 129, unreachable: 1, timeExceeded: 3 },
} as const;

/** Types that `readPacket` understands, for the kernel's filter. */
export function wantedTypes(family: Family): readonly number[] {
  const { reply, unreachable, timeExceeded } = TYPES[family];
  return [reply, unreachable, timeExceeded];
}

const HEADER_BYTES = 8;
const PACKET_BYTES = 16;

/**
 * An echo request of 16 bytes, written over an earlier one where it is given. The checksum of ICMPv6 is the kernel's work (RFC
 * 3542, 3.1).
 */
export function echoRequest(
  family: Family,
  id: number,
  seq: number,
  packet: Buffer = Buffer.alloc(PACKET_BYTES),
): Buffer {
  packet[0] = TYPES[family].request;
  packet.writeUInt16BE(family === 4 ? checksum((TYPES[4].request << 8) + id + seq) : 0, 2);
  packet.writeUInt16BE(id, 4);
  packet.writeUInt16BE(seq, 6);
  return packet;
}

/** RFC 1071, for a sum of 16-bit words that is known already (the rest of the packet is zero). */
function checksum(sum: number): number {
  const folded = (sum & 0xffff) + (sum >>> 16);
  return ~(folded + (folded >>> 16)) & 0xffff;
}

/** Reads what a raw socket received, the first `bytes` of a buffer: with the IP header before it on IPv4, without on IPv6. */
export function readPacket(family: Family, buffer: Buffer, bytes = buffer.length): Incoming | null {
  const start = family === 4 ? ipv4HeaderBytes(buffer, 0) : 0;
  if (bytes < start + HEADER_BYTES) return null;
  const type = buffer[start];
  const types = TYPES[family];
  if (type === types.reply) return { kind: 'reply', ...idAndSeq(buffer, start) };
  if (type !== types.unreachable && type !== types.timeExceeded) return null;
  return readError(family, buffer.subarray(0, bytes), start + HEADER_BYTES);
}

/** An error carries the IP header and at least 8 bytes of the packet that caused it. */
function readError(family: Family, buffer: Buffer, inner: number): Incoming | null {
  const echo = inner + (family === 4 ? ipv4HeaderBytes(buffer, inner) : 40);
  if (buffer.length < echo + HEADER_BYTES || buffer[echo] !== TYPES[family].request) return null;
  const destination =
    family === 4 ? buffer.subarray(inner + 16, inner + 20).join('.') : ipv6Text(buffer, inner + 24);
  return { kind: 'unreachable', ...idAndSeq(buffer, echo), destination };
}

function idAndSeq(buffer: Buffer, at: number): { id: number; seq: number } {
  return { id: buffer.readUInt16BE(at + 4), seq: buffer.readUInt16BE(at + 6) };
}

function ipv4HeaderBytes(buffer: Buffer, at: number): number {
  return ((buffer[at] ?? 0) & 0x0f) * 4;
}

function ipv6Text(buffer: Buffer, at: number): string {
  const words = Array.from({ length: 8 }, (_, i) => buffer.readUInt16BE(at + 2 * i).toString(16));
  return canonicalIPv6(words.join(':'));
}

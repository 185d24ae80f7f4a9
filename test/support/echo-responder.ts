/**
 * Answers echo requests (IPv4) for all addresses of its machine, in the ways a kernel does not: late, twice, or from
 * another address. Run it where `net.ipv4.icmp_echo_ignore_all` is 1. Argument: `EchoManners` as JSON. It writes
 * "ready" when it listens.
 */
import netPing from 'net-ping';

export interface EchoManners {
  readonly delayMs?: number;
  /** How many answers a request gets. */
  readonly times?: number;
  /** The address it answers from; without it, the one that was asked. */
  readonly from?: string;
}

const IPPROTO_IP = 0;
const IP_HDRINCL = 3;
const IP_HEADER_BYTES = 20;

const manners = JSON.parse(process.argv[2] ?? '{}') as EchoManners;
const session = netPing.createSession({
  networkProtocol: netPing.NetworkProtocol.IPv4,
  sessionId: 1,
  retries: 0,
  packetSize: 16,
});
const socket = session.getSocket();
socket.removeAllListeners('message');
for (const option of [32, 33]) socket.setOption(1, option, 8 << 20); // SO_SNDBUFFORCE, SO_RCVBUFFORCE
socket.setOption(IPPROTO_IP, IP_HDRINCL, 1);
socket.on('message', (packet: Buffer, source: string) => {
  if (packet[IP_HEADER_BYTES] !== 8) return;
  // The socket uses one buffer for all packets.
  const request = Buffer.from(packet);
  setTimeout(() => answer(request, source), manners.delayMs ?? 0);
});
process.stdout.write('ready\n');

function answer(request: Buffer, to: string): void {
  const reply = Buffer.from(request);
  const asked = request.subarray(16, 20);
  reply.set(manners.from ? manners.from.split('.').map(Number) : asked, 12);
  reply.set(request.subarray(12, 16), 16);
  reply[IP_HEADER_BYTES] = 0;
  // The type went from 8 to 0, so the checksum grows by as much (RFC 1624).
  const sum = request.readUInt16BE(IP_HEADER_BYTES + 2) + 0x0800;
  reply.writeUInt16BE((sum & 0xffff) + (sum >>> 16), IP_HEADER_BYTES + 2);
  for (let n = 0; n < (manners.times ?? 1); n++)
    socket.wrap?.send(reply, 0, reply.length, to, () => undefined);
}

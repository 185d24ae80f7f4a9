import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet';

/** Addresses of the name; or how the server treats questions about it. */
export type DnsEntry = readonly string[] | 'nxdomain' | 'servfail' | 'refused' | 'silent';

/** Response codes (RFC 1035, 4.1.1). */
const RCODE = { nxdomain: 3, servfail: 2, refused: 5 } as const;

export interface FakeDns {
  /** `address:port`, as `createResolver` takes it. */
  readonly server: string;
  /** Every question that came, as `A name` or `AAAA name`. */
  readonly questions: string[];
  readonly close: () => void;
}

/**
 * A DNS server on loopback. `zone` maps a name, or a question like `AAAA name`, to its entry; names that it does not
 * list do not exist.
 */
export async function startDns(zone: Readonly<Record<string, DnsEntry>>): Promise<FakeDns> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (message, from) => {
    const query = decode(message);
    const [question] = query.questions ?? [];
    if (!question) return;
    const asked = `${question.type} ${question.name}`;
    questions.push(asked);
    reply(socket, from, query, zone[asked] ?? zone[question.name] ?? 'nxdomain');
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { server: `127.0.0.1:${socket.address().port}`, questions, close: () => void socket.close() };
}

function reply(socket: Socket, to: RemoteInfo, query: ReturnType<typeof decode>, entry: DnsEntry): void {
  if (entry === 'silent') return;
  const [question] = query.questions ?? [];
  const type = question?.type === 'AAAA' ? 'AAAA' : 'A';
  const wanted =
    typeof entry === 'string' ? [] : entry.filter((data) => data.includes(':') === (type === 'AAAA'));
  const rcode = typeof entry === 'string' ? RCODE[entry] : 0;
  const answers = wanted.map((data): Answer => ({ type, name: question?.name ?? '', ttl: 60, data }));
  const packet = { type: 'response', id: query.id ?? 0, flags: AUTHORITATIVE_ANSWER | rcode } as const;
  socket.send(encode({ ...packet, questions: query.questions ?? [], answers }), to.port, to.address);
}

/** An address:port on loopback that takes questions and never answers. */
export async function startSilentDns(): Promise<FakeDns> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port }: AddressInfo = socket.address();
  return { server: `127.0.0.1:${port}`, questions: [], close: () => void socket.close() };
}

import type { promises as dns } from 'node:dns';
import { codeOf } from './error-code.ts';
import { uptimeMs } from './uptime.ts';

export type DnsAnswer =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'absent' }
  /** `detail`: why, e.g. `timeout`, `ESERVFAIL`, `EREFUSED`, `ECONNREFUSED`. */
  | { readonly kind: 'no-answer'; readonly detail: string };

/** No such name; a name without such an address; a name that cannot exist. */
const ABSENT = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);
/** Once one family has answered, the other gets this long: some resolvers never answer AAAA (RFC 8305, section 3). */
const OTHER_FAMILY_MS = 300;
const TIMED_OUT: DnsAnswer = { kind: 'no-answer', detail: 'timeout' };

/** Asks for A and AAAA at the same time; within `capMs` there is an answer, or it is `no-answer`. */
export async function askDns(resolver: dns.Resolver, name: string, capMs: number): Promise<DnsAnswer> {
  const v4 = settled(resolver.resolve4(name));
  const v6 = settled(resolver.resolve6(name));
  const began = uptimeMs();
  const first = await within(capMs, Promise.race([v4, v6]));
  if (first === null) return TIMED_OUT;
  const leftMs = Math.max(1, capMs - (uptimeMs() - began));
  const restMs = first.kind === 'addresses' ? Math.min(OTHER_FAMILY_MS, leftMs) : leftMs;
  const answers = await Promise.all([within(restMs, v4), within(restMs, v6)]);
  return merge(answers.map((answer) => answer ?? TIMED_OUT));
}

function merge(answers: readonly DnsAnswer[]): DnsAnswer {
  const addresses = answers.flatMap((answer) => (answer.kind === 'addresses' ? answer.addresses : []));
  if (addresses.length > 0) return { kind: 'addresses', addresses };
  return answers.find((answer) => answer.kind === 'no-answer') ?? { kind: 'absent' };
}

async function settled(question: Promise<string[]>): Promise<DnsAnswer> {
  try {
    return { kind: 'addresses', addresses: await question };
  } catch (error) {
    const code = codeOf(error) ?? String(error);
    if (ABSENT.has(code)) return { kind: 'absent' };
    return code === 'ETIMEOUT' ? TIMED_OUT : { kind: 'no-answer', detail: code };
  }
}

async function within<T>(ms: number, answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

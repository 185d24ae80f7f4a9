import type { CertificateSeen, CheckResult } from '../core/probing.ts';
import { hostKey } from './hosts.ts';
import type { IcmpBatch } from './icmp-batch.ts';
import type { SocketSlots } from './limits.ts';
import { literalOf, type Located, recall, type Resolver } from './resolve.ts';
import { uptimeMs } from './uptime.ts';

/** A certificate as an HTTP check met it; whose check it was, the sweep adds. */
export type Certificate = Pick<CertificateSeen, 'fingerprint' | 'notAfter'>;

/** What the probes of one sweep share. */
export class ProbeRun {
  /** On the clock of `uptimeMs()`; nothing is waited for beyond it. The last look at the uplink moves it. */
  deadline: number;
  readonly slots: SocketSlots;
  readonly icmp: IcmpBatch;
  /** One for each check that warns, the one that ends first. */
  readonly certificates: CertificateSeen[] = [];
  readonly #resolver: Resolver;
  readonly #remembered: Readonly<Record<string, string>>;
  readonly #located = new Map<string, Located>();
  /** Names without an answer of the name service, and why. */
  readonly #unanswered = new Map<string, string>();
  readonly #answered = new Map<string, string>();
  #lookups = 0;
  #lookingSince = 0;
  #lookedMs = 0;

  constructor(parts: {
    deadline: number;
    slots: SocketSlots;
    icmp: IcmpBatch;
    resolver: Resolver;
    remembered: Readonly<Record<string, string>>;
  }) {
    this.deadline = parts.deadline;
    this.slots = parts.slots;
    this.icmp = parts.icmp;
    this.#resolver = parts.resolver;
    this.#remembered = parts.remembered;
  }

  /**
   * The addresses of a host; those of an earlier run when nobody answers today. An address is its own answer, at once: of
   * 50,000 servers most are listed so.
   */
  locate(host: string): Located | Promise<Located> {
    return literalOf(host) ?? this.#lookUp(host);
  }

  async #lookUp(host: string): Promise<Located> {
    if (this.#lookups++ === 0) this.#lookingSince = uptimeMs();
    const today = await this.#resolver.resolve(host);
    if (--this.#lookups === 0) this.#lookedMs += uptimeMs() - this.#lookingSince;
    if (today.kind === 'no-answer') this.#unanswered.set(hostKey(host), today.detail);
    const located = recall(today, host, this.#remembered);
    this.#located.set(hostKey(host), located);
    return located;
  }

  /** Whether any host had to be looked up. */
  get hasNames(): boolean {
    return this.#located.size > 0;
  }

  /** How long at least one host was being looked up, in ms. */
  get resolveMs(): number {
    return this.#lookedMs + (this.#lookups > 0 ? uptimeMs() - this.#lookingSince : 0);
  }

  /** Notes which address of a host answered. */
  answered(host: string, address: string): void {
    this.#answered.set(hostKey(host), address);
  }

  /** The remembered address that stood in for a host in this sweep. */
  rememberedFor(host: string): string | undefined {
    const located = this.#located.get(hostKey(host));
    return located?.kind === 'found' && located.via === 'memory' ? located.addresses[0] : undefined;
  }

  /**
   * Those of these hosts that the name service gave an address for: the one that answered, or else the first. What
   * /etc/hosts knows needs no remembering.
   */
  addressesOf(hosts: readonly string[]): Record<string, string> {
    const good = hosts.map(hostKey).flatMap((name): [string, string][] => {
      const located = this.#located.get(name);
      return located?.kind === 'found' && (located.via === 'dns' || located.via === 'system')
        ? [[name, this.#answered.get(name) ?? located.addresses[0]]]
        : [];
    });
    return Object.fromEntries(good);
  }

  /** How many names nobody gave an answer for, and the first reason; null when every name was answered. */
  unansweredNames(): { names: number; detail: string } | null {
    const [detail] = this.#unanswered.values();
    return detail === undefined ? null : { names: this.#unanswered.size, detail };
  }
}

/** Resolves the host for a probe; a host without an address is a result of its own. */
export async function withAddresses(
  run: ProbeRun,
  host: string,
  probe: (addresses: readonly [string, ...string[]]) => Promise<CheckResult>,
): Promise<CheckResult> {
  const located = await run.locate(host);
  return located.kind === 'found' ? probe(located.addresses) : unlocated(located, host);
}

/** The result of a check whose host has no address. */
export function unlocated(located: Exclude<Located, { kind: 'found' }>, host: string): CheckResult {
  switch (located.kind) {
    case 'not-found':
      return { kind: 'failed', code: 'name-not-found', detail: host };
    case 'no-answer':
      return { kind: 'unknown', code: 'resolver', detail: located.detail };
  }
}

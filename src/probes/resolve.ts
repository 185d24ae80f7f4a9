import type { promises as dns } from 'node:dns';
import { readFileSync } from 'node:fs';
import { askDns, type DnsAnswer } from './dns-query.ts';
import { hostKey, isUnspecified, parseHosts } from './hosts.ts';
import { isIP } from './ip.ts';
import { Gate } from './limits.ts';
import { type SocketLookup, socketLookup } from './socket-lookup.ts';
import { askSystem, type SystemAnswer, type SystemLookup } from './system-lookup.ts';

/** One try of one question; c-ares doubles it at the second try. */
const QUERY_TIMEOUT_MS = 1_000;
const QUERY_TRIES = 2;
/** For one name, however many servers resolv.conf lists. */
const NAME_CAP_MS = 4_000;
const SYSTEM_CAP_MS = 3_000;
/** Two questions a name: below dnsmasq's 150 forwarded questions at once, beyond which it refuses. */
const NAMES_AT_ONCE = 64;
const CHILDREN_AT_ONCE = 8;
/** From so many names on, one answer is to be expected before the first of them runs out of time. */
const WAVE = 16;
const SILENT = { kind: 'no-answer', detail: 'timeout' } as const;

export type Located =
  | { readonly kind: 'found'; readonly addresses: readonly [string, ...string[]]; readonly via: Source }
  /** The name service answered: there is no such name, or it has no address. */
  | { readonly kind: 'not-found' }
  /** The name service did not answer, or only that it could not tell. */
  | { readonly kind: 'no-answer'; readonly detail: string };

/** `memory`: the address of an earlier run, because nobody answered today. */
export type Source = 'literal' | 'hosts' | 'dns' | 'system' | 'memory';

export interface Resolver {
  /** Each name is looked up once in the resolver's life; every caller gets the same answer. Never rejects. */
  resolve(host: string): Promise<Located>;
  /** The same lookup for sockets that others open. */
  readonly lookup: SocketLookup;
  /** Gives up what is still being asked. Later questions get `no-answer`. */
  close(): void;
}

export interface ResolverOptions {
  /** Name servers as `address` or `address:port`; default: those of /etc/resolv.conf. */
  readonly servers?: readonly string[];
  /** Last good addresses by host name, for the `lookup` function while nobody answers. */
  readonly remembered?: Readonly<Record<string, string>>;
  readonly hostsFile?: string;
  readonly system?: SystemLookup;
}

/**
 * Resolves names for one run: address literals, /etc/hosts, DNS through c-ares (no thread, can be cancelled), and for
 * names that DNS does not know the system's own way.
 */
export function createResolver(options: ResolverOptions = {}): Resolver {
  return new RunResolver(options);
}

class RunResolver implements Resolver {
  #dns: dns.Resolver | null = null;
  readonly #options: ResolverOptions;
  readonly #known = new Map<string, Promise<Located>>();
  readonly #names = new Gate(NAMES_AT_ONCE);
  readonly #children = new Gate(CHILDREN_AT_ONCE);
  #closed = false;
  /** Made for the first name that needs it: to load it takes 5 ms, which a list of addresses need not wait for. */
  #closing: AbortController | null = null;
  #hosts: ReadonlyMap<string, readonly string[]> | null = null;
  #asked = 0;
  #answered = false;
  #timedOut = false;

  constructor(options: ResolverOptions) {
    this.#options = options;
  }

  resolve(host: string): Promise<Located> {
    const name = hostKey(host);
    const known = this.#known.get(name) ?? this.#find(name);
    this.#known.set(name, known);
    return known;
  }

  readonly lookup = socketLookup(async (host) =>
    recall(await this.resolve(host), host, this.#options.remembered ?? {}),
  );

  close(): void {
    this.#closed = true;
    this.#closing?.abort();
    this.#dns?.cancel();
  }

  async #find(name: string): Promise<Located> {
    const literal = literalOf(name);
    if (literal !== null) return literal;
    const local = this.#readHosts().get(name);
    if (local) return found(local, 'hosts');
    const leave = await this.#names.enter();
    try {
      if (this.#closed) return { kind: 'no-answer', detail: 'cancelled' };
      if (this.#dead) return SILENT;
      this.#asked++;
      return this.#count(await this.#ask(name));
    } finally {
      leave();
    }
  }

  /**
   * Names with a dot are asked in DNS first, single labels of the system: it completes them with the search domains,
   * and some providers answer any unknown name with an address of their own.
   */
  async #ask(name: string): Promise<Located> {
    const single = !name.includes('.');
    const system = single ? await this.#askSystem(name) : null;
    if (system?.kind === 'addresses') return found(system.addresses, 'system');
    if (system?.kind === 'no-answer') return system;
    const answer = await this.#askDns(name);
    if (answer.kind === 'addresses') return found(answer.addresses, 'dns');
    if (answer.kind === 'no-answer') return answer;
    if (single) return { kind: 'not-found' };
    const last = await this.#askSystem(name);
    // DNS was clear about it; a system that hangs on mDNS or LDAP does not make that less true.
    return last.kind === 'addresses' ? found(last.addresses, 'system') : { kind: 'not-found' };
  }

  /** Loaded with the first name: most lists hold addresses, and node:dns is a tenth of the processor time of a start. */
  async #askDns(name: string): Promise<DnsAnswer> {
    const { promises } = await import('node:dns');
    if (this.#closed) return { kind: 'no-answer', detail: 'cancelled' };
    this.#dns ??= this.#openDns(promises.Resolver);
    return askDns(this.#dns, name, NAME_CAP_MS);
  }

  #openDns(Resolver: typeof dns.Resolver): dns.Resolver {
    const opened = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });
    if (this.#options.servers) opened.setServers(this.#options.servers);
    return opened;
  }

  async #askSystem(name: string): Promise<SystemAnswer> {
    const leave = await this.#children.enter();
    try {
      if (this.#closed) return { kind: 'no-answer', detail: 'cancelled' };
      if (this.#dead) return SILENT;
      const ask = this.#options.system ?? askSystem;
      return await ask(name, {
        timeoutMs: SYSTEM_CAP_MS,
        signal: (this.#closing ??= new AbortController()).signal,
      });
    } finally {
      leave();
    }
  }

  #count(located: Located): Located {
    if (located.kind === 'no-answer' && located.detail === SILENT.detail) this.#timedOut = true;
    else this.#answered = true;
    return located;
  }

  /** Of a whole wave of names none was answered until the first ran out of time: the others need not wait, too. */
  get #dead(): boolean {
    return this.#timedOut && !this.#answered && this.#asked >= WAVE;
  }

  #readHosts(): ReadonlyMap<string, readonly string[]> {
    this.#hosts ??= parseHosts(readText(this.#options.hostsFile ?? '/etc/hosts'));
    return this.#hosts;
  }
}

/** A host that is an address already; null for a name. */
export function literalOf(host: string): Located | null {
  return isIP(host) === 0 ? null : found([host], 'literal');
}

/** Falls back on the remembered address of a host, but only where nobody answered: a clear "no" is believed. */
export function recall(
  located: Located,
  host: string,
  remembered: Readonly<Record<string, string>>,
): Located {
  const name = hostKey(host);
  const address = Object.hasOwn(remembered, name) ? remembered[name] : undefined;
  return located.kind === 'no-answer' && address !== undefined ? found([address], 'memory') : located;
}

/** Two addresses of each family at most, IPv4 first: more would only multiply the time of a server that is down. */
function found(addresses: readonly string[], via: Source): Located {
  const [only] = addresses;
  if (addresses.length === 1 && only !== undefined)
    return isUnspecified(only) ? { kind: 'not-found' } : { kind: 'found', addresses: [only], via };
  const usable = addresses.filter((address) => !isUnspecified(address));
  const [first, ...rest] = [4, 6].flatMap((family) =>
    usable.filter((address) => isIP(address) === family).slice(0, 2),
  );
  return first === undefined ? { kind: 'not-found' } : { kind: 'found', addresses: [first, ...rest], via };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // a machine without the file simply has no names of its own
  }
}

import type { Check, Config, Server } from '../core/config.ts';
import type { CheckResult, Sweep, Verdict } from '../core/probing.ts';
import { IcmpBatch } from './icmp-batch.ts';
import { isIP, isIPv4 } from './ip.ts';
import { socketsAllowed, SocketSlots } from './limits.ts';
import { type CheckedResult, guarded, judgeServer, OUT_OF_TIME } from './outcome.ts';
import { probeIcmp } from './ping.ts';
import { urlHost } from './hosts.ts';
import { createResolver, type Resolver } from './resolve.ts';
import { ProbeRun } from './run.ts';
import { probeTcp } from './tcp.ts';
import { TroubleBook } from './troubles.ts';
import { isSilentNow, lookUp, type UplinkLook } from './uplink.ts';
import { uptimeMs } from './uptime.ts';

export { createResolver, type Located, type Resolver, type ResolverOptions } from './resolve.ts';
export type { CheckedResult } from './outcome.ts';

export interface SweepRequest {
  readonly config: Pick<Config, 'servers' | 'uplink' | 'icmp'>;
  /** Start of the run, in ms since the Unix epoch. */
  readonly at: number;
  /** What is not probed within so many ms is unknown. */
  readonly budgetMs: number;
  /** Last good addresses by host name. */
  readonly remembered: Readonly<Record<string, string>>;
  /** Ids of the servers that are failing already: they are asked first. */
  readonly failing?: ReadonlySet<string>;
  /** Called once a server, as soon as all its checks are done. */
  readonly onVerdict?: (server: Server, verdict: Verdict, checks: () => readonly CheckedResult[]) => void;
  /** Default: one of the sweep's own, closed at its end. */
  readonly resolver?: Resolver;
}

export interface SweepResult extends Sweep {
  /** The ICMP back end in use; null: none was needed, or none works. */
  readonly icmpBackend: string | null;
  /** How long at least one name was being looked up, in ms. */
  readonly resolveMs: number;
  /** Results of every check, by server id, in the order of the configuration. */
  readonly checks: ReadonlyMap<string, readonly CheckedResult[]>;
}

/** A new kind of check is a file with its probe and a line here. HTTP is loaded only where it is used: axios is large. */
const PROBES: { readonly [K in Check['kind']]: Probe<Extract<Check, { kind: K }>> } = {
  icmp: (check, server, run) => probeIcmp(check, server.host, run),
  tcp: (check, server, run) => probeTcp(check, server.host, run),
  http: async (check, server, run) => (await import('./http.ts')).probeHttp(check, server.id, run),
};

type Probe<C extends Check> = (check: C, server: Server, run: ProbeRun) => Promise<CheckResult>;

/** Kept for what comes after the probes: the second look at the uplink, and a probe that overstays. */
const RESERVE_MS = { alone: 250, uplink: 2_000 };

/**
 * Probes every server of the configuration at the same time and gives one verdict for each. Never rejects because of
 * a probe, and never takes longer than the budget: what was not reached is unknown.
 */
export async function sweep(request: SweepRequest): Promise<SweepResult> {
  const end = uptimeMs() + request.budgetMs;
  const resolver = request.resolver ?? createResolver();
  const run = openRun(request, resolver, end);
  try {
    return await new Sweeper(request, run, end).sweep();
  } finally {
    run.icmp.close();
    if (!request.resolver) resolver.close();
  }
}

function openRun({ config, remembered, budgetMs }: SweepRequest, resolver: Resolver, end: number): ProbeRun {
  const { servers, uplink, icmp } = config;
  let pings = uplink.length;
  let others = 0;
  let v6 = uplink.some((host) => !isIPv4(host));
  for (const { host, checks } of servers) {
    for (const { kind } of checks) {
      if (kind !== 'icmp') {
        others++;
        continue;
      }
      pings++;
      v6 ||= !isIPv4(host);
    }
  }
  const reserveMs = uplink.length > 0 ? RESERVE_MS.uplink : RESERVE_MS.alone;
  return new ProbeRun({
    deadline: end - Math.min(reserveMs, budgetMs / 10),
    slots: new SocketSlots(() => socketsAllowed(pings > 0), others),
    icmp: new IcmpBatch({ icmp, expected: pings, v6 }),
    resolver,
    remembered,
  });
}

class Sweeper {
  readonly #request: SweepRequest;
  readonly #run: ProbeRun;
  readonly #end: number;
  /** Results that are there so far, by server. */
  readonly #results = new Map<string, CheckResult[]>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #troubles = new TroubleBook();

  constructor(request: SweepRequest, run: ProbeRun, end: number) {
    this.#request = request;
    this.#run = run;
    this.#end = end;
  }

  async sweep(): Promise<SweepResult> {
    const { config, failing = new Set() } = this.#request;
    const { servers, uplink } = config;
    // Loaded before the first packet is out: loading takes the time in which an answer would be read.
    if (servers.some(({ checks }) => checks.some(({ kind }) => kind === 'http'))) await import('./http.ts');
    const looking = lookUp(uplink, this.#run);
    await this.#beforeEnd(this.#probeAll(failingFirst(servers, failing, this.#run.slots)));
    for (const server of servers) this.#close(server);
    const blind = await this.#isBlind(looking);
    return this.#conclude(blind);
  }

  /** Resolves when every server has its verdict. */
  #probeAll(servers: readonly Server[]): Promise<void> {
    return new Promise((resolve, reject) => {
      let open = servers.length;
      if (open === 0) resolve();
      const end = (server: Server): void => {
        try {
          this.#close(server);
          if (--open === 0) resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      for (const server of servers) {
        if (!this.#ping(server, end)) this.#probe(server).then(() => end(server), reject);
      }
    });
  }

  /**
   * Asks a server that is listed by its address and only pinged, as most of a long list are; false: it is none. This is what
   * `#probe` would do, but without its twenty promises: they took 175 MB and 0.8 s of 50,000 servers.
   */
  #ping(server: Server, end: (server: Server) => void): boolean {
    const { host, checks } = server;
    const [check] = checks;
    if (check.kind !== 'icmp' || checks.length > 1 || isIP(host) === 0) return false;
    const { timeoutMs, attempts } = check;
    this.#run.icmp.askOne({ address: host, timeoutMs, attempts }, this.#run.deadline, (result) => {
      if (!this.#verdicts.has(server.id)) this.#results.set(server.id, [result]);
      end(server);
    });
    return true;
  }

  async #probe(server: Server): Promise<void> {
    const results = notReached(server);
    this.#results.set(server.id, results);
    const probing = server.checks.map(async (check, index) => {
      const result = await guarded(() => probeOne(check, server, this.#run));
      // A probe that comes after the end changes nothing any more.
      if (!this.#verdicts.has(server.id)) results[index] = result;
    });
    await Promise.all(probing);
  }

  /** Gives the verdict on a server, once. */
  #close(server: Server): void {
    if (this.#verdicts.has(server.id)) return;
    const results = this.#results.get(server.id) ?? notReached(server);
    const verdict = judgeServer(server.checks, results, this.#rememberedFor(server));
    this.#verdicts.set(server.id, verdict);
    for (const result of results) this.#troubles.note(server.id, result);
    this.#request.onVerdict?.(server, verdict, () => this.#labelled(server));
  }

  async #isBlind(looking: Promise<UplinkLook>): Promise<boolean> {
    const { uplink } = this.#request.config;
    const first = await this.#beforeEnd(looking);
    for (const result of first?.results ?? []) this.#troubles.note(null, result);
    if (first === null || first.silent) return first !== null;
    const failed = [...this.#verdicts.values()].some(({ kind }) => kind === 'failed');
    if (!failed || !first.answers) return false;
    this.#run.deadline = this.#end;
    return (await this.#beforeEnd(isSilentNow(uplink, this.#run))) ?? false;
  }

  #conclude(blind: boolean): SweepResult {
    const { config, at } = this.#request;
    const labelled = (): Map<string, CheckedResult[]> =>
      new Map(config.servers.map((server) => [server.id, this.#labelled(server)]));
    return {
      at,
      blind,
      verdicts: inOrder(config.servers, (server) => this.#verdicts.get(server.id)),
      certificates: this.#run.certificates,
      troubles: this.#troubles.list(this.#run),
      addresses: this.#run.hasNames
        ? this.#run.addressesOf([...config.servers.flatMap(hostsOf), ...config.uplink])
        : {},
      icmpBackend: this.#run.icmp.backend,
      resolveMs: this.#run.resolveMs,
      // A sweep of 50,000 servers does not make 100,000 objects that nobody asks for.
      get checks() {
        return labelled();
      },
    };
  }

  #labelled({ id, checks }: Server): CheckedResult[] {
    const results = this.#results.get(id) ?? [];
    return checks.map(({ label }, index) => ({ label, result: results[index] ?? OUT_OF_TIME }));
  }

  #rememberedFor(server: Server): string | undefined {
    if (!this.#run.hasNames) return undefined;
    const addresses = hostsOf(server).map((host) => this.#run.rememberedFor(host));
    return addresses.find((address) => address !== undefined);
  }

  /** Null when the time was over before. The probes keep the deadline themselves; this stands behind a bug in one. */
  async #beforeEnd<T>(work: Promise<T>): Promise<T | null> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), Math.max(0, this.#end - uptimeMs()));
    });
    try {
      return await Promise.race([work, over]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * The servers that are failing already, then the others: the time-outs of those that are dead pass while the others are asked,
 * not after them. (Measured: of 2,000 HTTP servers a fifth hangs for 2 s: the check takes 3.0 s instead of 4.9.)
 */
function failingFirst(
  servers: readonly Server[],
  failing: ReadonlySet<string>,
  slots: SocketSlots,
): readonly Server[] {
  if (failing.size === 0) return servers;
  const first = new Set(servers.filter(({ id }) => failing.has(id)).slice(0, slots.ahead));
  return [...first, ...servers.filter((server) => !first.has(server))];
}

/** Every check begins as not reached. */
function notReached({ checks }: Server): CheckResult[] {
  return checks.map(() => OUT_OF_TIME);
}

/** The hosts that a server's checks look at, in their order. */
function hostsOf({ host, checks }: Server): string[] {
  return checks.map((check) => (check.kind === 'http' ? urlHost(check.url) : host));
}

function probeOne<C extends Check>(check: C, server: Server, run: ProbeRun): Promise<CheckResult> {
  // The table has a probe for exactly this kind, which TypeScript cannot follow through the index.
  const probe = PROBES[check.kind] as unknown as Probe<C>;
  return probe(check, server, run);
}

function inOrder<T>(servers: readonly Server[], find: (server: Server) => T | undefined): Map<string, T> {
  const found = new Map<string, T>();
  for (const server of servers) {
    const value = find(server);
    if (value !== undefined) found.set(server.id, value);
  }
  return found;
}

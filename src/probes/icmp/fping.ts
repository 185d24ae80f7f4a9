import type { CheckResult } from '../../core/probing.ts';
import { uptimeMs } from '../uptime.ts';
import { readLiteral, routerNames } from './address.ts';
import type { NeighbourFiles } from './neighbours.ts';
import { firstLine, type Miss, notStarted, SILENT } from './outcome.ts';
import { type Ended, findProgram, Programs } from './process.ts';
import { type Attempt, inRounds, type Round } from './rounds.ts';
import type { IcmpBackend, IcmpTarget, ProbeOptions, Refusal } from './types.ts';

/** fping's default pause of 10 ms makes 1,000 hosts last 10 s; below 1 ms it may refuse ordinary users. */
const SHORTEST_PAUSE_MS = 1;
/** How much longer than its own time the program may live. */
const GRACE_MS = 1_000;

export async function openFping(
  folders: readonly string[],
  rate: number | null,
  neighbours: NeighbourFiles,
): Promise<FpingBackend | Refusal> {
  const path = await findProgram('fping', folders);
  return path === null
    ? { name: 'fping', reason: 'not-installed', detail: folders.join(', ') }
    : new FpingBackend(path, rate, neighbours);
}

/** One fping process an attempt and time-out, with the list on its standard input. */
export class FpingBackend implements IcmpBackend {
  readonly name = 'fping';
  readonly #path: string;
  readonly #pauseMs: number;
  readonly #neighbours: NeighbourFiles;
  readonly #programs = new Programs();

  /** `rate`: packets a second at most; null: as fast as an ordinary user may. */
  constructor(path: string, rate: number | null, neighbours: NeighbourFiles) {
    this.#neighbours = neighbours;
    this.#path = path;
    const asked = rate === null ? SHORTEST_PAUSE_MS : 1000 / rate;
    this.#pauseMs = process.getuid?.() === 0 ? asked : Math.max(SHORTEST_PAUSE_MS, asked);
  }

  probe(targets: readonly IcmpTarget[], options: ProbeOptions): Promise<CheckResult[]> {
    const nameRouter = routerNames();
    const round: Round = async (due, tell) => {
      await Promise.all(
        [...groups(due, tell)].map(([timeoutMs, hosts]) =>
          this.#ask(timeoutMs, hosts, options.deadline, nameRouter, tell),
        ),
      );
    };
    return inRounds(targets, options, round, this.#neighbours);
  }

  close(): void {
    this.#programs.close();
  }

  async #ask(
    timeoutMs: number,
    hosts: Hosts,
    deadline: number,
    nameRouter: (source: string) => string | null,
    tell: (index: number, attempt: Attempt) => void,
  ): Promise<void> {
    const ownMs = timeoutMs + hosts.size * this.#pauseMs + GRACE_MS;
    // Not -C with -q: that way a host without a route looks like one that is silent.
    const args = ['-e', '-r', '0', '-t', String(Math.ceil(timeoutMs)), '-i', String(this.#pauseMs)];
    const ended = await this.#programs.run(this.#path, args, {
      input: [...hosts.keys()].join('\n') + '\n',
      timeoutMs: Math.min(ownMs, deadline - uptimeMs()),
    });
    const answers = readAnswers(ended, nameRouter);
    for (const [address, indexes] of hosts) {
      const attempt = answers.get(address) ?? unheard(ended);
      if (attempt) for (const index of indexes) tell(index, attempt);
    }
  }
}

/** Indexes by address: fping asks an address once, however many servers share it. */
type Hosts = Map<string, number[]>;

/** Hosts by time-out, since one process has one time-out. Tells of addresses that cannot be asked. */
function groups(
  due: ReadonlyMap<number, IcmpTarget>,
  tell: (index: number, attempt: Attempt) => void,
): Map<number, Hosts> {
  const byTimeout = new Map<number, Hosts>();
  for (const [index, { address, timeoutMs }] of due) {
    const literal = readLiteral(address);
    if (!literal.usable) {
      tell(index, { kind: 'unsent', code: 'icmp-send', detail: literal.reason });
      continue;
    }
    const hosts = byTimeout.get(timeoutMs) ?? new Map<string, number[]>();
    byTimeout.set(timeoutMs, hosts);
    hosts.set(literal.address, [...(hosts.get(literal.address) ?? []), index]);
  }
  return byTimeout;
}

const LINES = {
  alive: /^(\S+) is alive \(([\d.]+) ms\)$/gm,
  silent: /^(\S+) is unreachable$/gm,
  unsent: /^(\S+): error while sending ping: (.+)$/gm,
  unreachable: /^ICMP (?!Redirect|Source Quench).+ from (\S+) for ICMP Echo sent to ([^\s,]+)/gm,
};

/** What fping said about each address; later lines of this list outweigh earlier ones. */
function readAnswers(ended: Ended, nameRouter: (source: string) => string | null): Map<string, Attempt> {
  const answers = new Map<string, Attempt>();
  if (ended.kind === 'not-started') return answers;
  const each = (text: string, line: RegExp, read: (a: string, b: string) => void): void => {
    for (const [, a = '', b = ''] of text.matchAll(line)) read(a, b);
  };
  // After exit codes 3 and 4 fping itself is in trouble: its "is unreachable" means nothing.
  if (ended.kind === 'exited' && ended.code <= 1) {
    each(ended.stdout, LINES.silent, (address) => answers.set(address, SILENT));
    each(ended.stderr, LINES.unreachable, (source, address) =>
      answers.set(address, { kind: 'unreachable', from: nameRouter(source) }),
    );
  }
  each(ended.stderr, LINES.unsent, (address, detail) =>
    answers.set(address, { kind: 'unsent', code: 'icmp-send', detail }),
  );
  each(ended.stdout, LINES.alive, (address, ms) =>
    answers.set(address, { kind: 'answered', latencyMs: Number(ms) }),
  );
  return answers;
}

/** An address that fping said nothing about; null when it was stopped before it could. */
function unheard(ended: Ended): Miss | null {
  switch (ended.kind) {
    case 'killed':
      return null;
    case 'not-started':
      return notStarted('fping', ended.code);
    case 'exited':
      return {
        kind: 'unsent',
        code: 'icmp-send',
        detail: firstLine(ended.stderr) || `fping ended with ${ended.code}`,
      };
  }
}

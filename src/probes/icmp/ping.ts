import pLimit from 'p-limit';
import type { CheckResult } from '../../core/probing.ts';
import { openFilesLimit } from '../limits.ts';
import { readLiteral, routerNames } from './address.ts';
import type { NeighbourFiles } from './neighbours.ts';
import { firstLine, notStarted, OUT_OF_TIME, SILENT } from './outcome.ts';
import { type Dialect, dialectOf } from './ping-dialect.ts';
import { type Ended, findProgram } from './process.ts';
import { type Attempt, inRounds, type Round } from './rounds.ts';
import { Shells } from './shells.ts';
import type { IcmpBackend, IcmpTarget, ProbeOptions, Refusal } from './types.ts';

/** How much longer than its own time-out a process may live. */
const GRACE_MS = 1_000;
/** 1,000 live hosts take 1.2 s with 20 as with 200 at a time; dead ones take their time-out, so more is better. */
const MOST_PROCESSES = 200;
/** The three pipes of a shell. */
const HANDLES_EACH = 3;
const HANDLES_KEPT = 64;

export async function openPing(
  folders: readonly string[],
  platform: NodeJS.Platform,
  neighbours: NeighbourFiles,
): Promise<PingBackend | Refusal> {
  const path = await findProgram('ping', folders);
  if (path === null) return { name: 'ping', reason: 'not-installed', detail: folders.join(', ') };
  return new PingBackend(await dialectOf(path, folders, platform), processesAtOnce(), neighbours);
}

/** The system's ping: one process an attempt. Slow for thousands, but it is there, and it may. */
export class PingBackend implements IcmpBackend {
  readonly name = 'ping';
  readonly #dialect: Dialect;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #neighbours: NeighbourFiles;
  readonly #shells = new Shells();

  constructor(dialect: Dialect, atOnce: number, neighbours: NeighbourFiles) {
    this.#neighbours = neighbours;
    this.#dialect = dialect;
    this.#limit = pLimit(atOnce);
  }

  probe(targets: readonly IcmpTarget[], options: ProbeOptions): Promise<CheckResult[]> {
    const nameRouter = routerNames();
    const round: Round = async (due, tell) => {
      const asked = [...due].map(([index, target]) =>
        this.#limit(async () => tell(index, await this.#ask(target, options.deadline, nameRouter))),
      );
      await Promise.all(asked);
    };
    return inRounds(targets, options, round, this.#neighbours);
  }

  close(): void {
    this.#shells.close();
  }

  async #ask(
    { address, timeoutMs }: IcmpTarget,
    deadline: number,
    nameRouter: (source: string) => string | null,
  ): Promise<Attempt> {
    const literal = readLiteral(address);
    if (!literal.usable) return { kind: 'unsent', code: 'icmp-send', detail: literal.reason };
    const { path, args, waitsMs } = this.#dialect.command(literal, timeoutMs);
    const ended = await this.#shells.run([path, ...args], waitsMs + GRACE_MS, deadline);
    return readEnd(ended, this.#dialect, nameRouter);
  }
}

const TIME = /time[=<]([\d.]+) ?ms/;
const FROM_ROUTER = /^From (\S+?):? icmp_seq=\d+ (?!Redirect|Source Quench)/m;

/** Judges by the exit code; the text only adds the round trip and the router's name. */
function readEnd(ended: Ended, dialect: Dialect, nameRouter: (source: string) => string | null): Attempt {
  switch (ended.kind) {
    case 'not-started':
      return notStarted('ping', ended.code);
    case 'killed':
      return OUT_OF_TIME;
    case 'exited':
      return readExit(ended, dialect, nameRouter);
  }
}

function readExit(
  { code, stdout, stderr }: Extract<Ended, { kind: 'exited' }>,
  dialect: Dialect,
  nameRouter: (source: string) => string | null,
): Attempt {
  // iputils only remarks on an answer from somebody else.
  if (code === 0 && stdout.includes('DIFFERENT ADDRESS')) return SILENT;
  if (code === 0) {
    const ms = TIME.exec(stdout)?.[1];
    return { kind: 'answered', latencyMs: ms === undefined ? null : Number(ms) };
  }
  // With a complaint the packet did not leave: iputils and busybox end with 1 then, too.
  if (code !== dialect.silentCode || stderr.trim() !== '') {
    return { kind: 'unsent', code: 'icmp-send', detail: firstLine(stderr) || `ping ended with ${code}` };
  }
  const router = FROM_ROUTER.exec(stdout)?.[1];
  return router === undefined ? SILENT : { kind: 'unreachable', from: nameRouter(router) };
}

/** As many as the limit of open files allows (cron jobs have 1,024); half of it is for the other probes' sockets. */
function processesAtOnce(): number {
  const limit = openFilesLimit() ?? Infinity;
  return Math.min(MOST_PROCESSES, Math.max(4, Math.floor((limit - HANDLES_KEPT) / 2 / HANDLES_EACH)));
}

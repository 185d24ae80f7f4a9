import type { CheckResult } from '../../core/probing.ts';
import { uptimeMs } from '../uptime.ts';
import type { Family } from './address.ts';
import { type NeighbourFiles, NeighbourWatch } from './neighbours.ts';
import { heavier, type Miss, OUT_OF_TIME, resultOf } from './outcome.ts';
import type { IcmpTarget, ProbeOptions } from './types.ts';

export type Attempt = { readonly kind: 'answered'; readonly latencyMs: number | null } | Miss;

/** Makes one attempt at each of the targets, and tells how each ended. */
export type Round = (
  targets: ReadonlyMap<number, IcmpTarget>,
  tell: (index: number, attempt: Attempt) => void,
) => Promise<void>;

/**
 * Probes in rounds, for back ends that run a program for an attempt: all targets first, then again those that were
 * silent and have attempts left. A target that a round tells nothing about was not reached in time.
 */
export async function inRounds(
  targets: readonly IcmpTarget[],
  options: ProbeOptions,
  round: Round,
  neighbours: NeighbourFiles,
): Promise<CheckResult[]> {
  const ledger = new Ledger(targets, options, neighbours);
  for (let attempt = 1; ; attempt++) {
    const due = ledger.due(attempt);
    if (due.size === 0) return ledger.results;
    const told = new Map<number, Miss>();
    if (uptimeMs() < options.deadline) {
      await round(due, (index, now) => {
        if (now.kind === 'answered') ledger.settle(index, { kind: 'ok', latencyMs: now.latencyMs });
        else told.set(index, now);
      });
    }
    for (const index of due.keys()) ledger.missed(index, attempt, told.get(index) ?? OUT_OF_TIME);
  }
}

/** What is known of each target after some rounds. */
class Ledger {
  readonly results: CheckResult[];
  readonly #targets: readonly IcmpTarget[];
  readonly #options: ProbeOptions;
  readonly #misses = new Map<number, Miss>();
  readonly #neighbours: NeighbourWatch;

  constructor(targets: readonly IcmpTarget[], options: ProbeOptions, neighbours: NeighbourFiles) {
    this.#neighbours = new NeighbourWatch(neighbours);
    this.#targets = targets;
    this.#options = options;
    this.results = new Array<CheckResult>(targets.length);
    for (const { address } of targets) this.#neighbours.begin(address, familyOf(address));
  }

  /** Targets without a result that have an attempt of this number. */
  due(attempt: number): Map<number, IcmpTarget> {
    const open = [...this.#targets.entries()].filter(([index]) => !this.results[index]);
    return new Map(open.filter(([, target]) => target.attempts >= attempt));
  }

  settle(index: number, result: CheckResult): void {
    if (this.results[index]) return;
    this.results[index] = result;
    this.#options.onResult?.(index, result);
  }

  /** An attempt ended without an answer; after the last one that is the result. */
  missed(index: number, attempt: number, miss: Miss): void {
    const target = this.#targets[index];
    if (!target || this.results[index]) return;
    const meant = miss.kind === 'silent' ? this.#neighbours.silence(familyOf(target.address)) : miss;
    const worst = heavier(this.#misses.get(index), meant);
    this.#misses.set(index, worst);
    if (attempt === target.attempts) this.settle(index, resultOf(worst));
  }
}

function familyOf(address: string): Family {
  return address.includes(':') ? 6 : 4;
}

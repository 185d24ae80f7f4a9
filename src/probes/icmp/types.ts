import type { CheckResult } from '../../core/probing.ts';

export type BackendName = 'raw' | 'fping' | 'ping';

export interface IcmpTarget {
  /** An IPv4 or IPv6 literal; names are resolved before. The same address may come more than once. */
  readonly address: string;
  /** How long one attempt waits for its answer. */
  readonly timeoutMs: number;
  /** Packets at most; the first answer is success. */
  readonly attempts: number;
}

export interface ProbeOptions {
  /** On the clock of `uptimeMs()`, in ms; what has no verdict by then is unknown with code `budget`. */
  readonly deadline: number;
  /** Called once a target, as soon as its result is known. What it throws rejects the probe. */
  readonly onResult?: (index: number, result: CheckResult) => void;
}

/** One way of sending echo requests. */
export interface IcmpBackend {
  readonly name: BackendName;
  /**
   * Probes all targets and gives their results in the same order. A result is never missing: `failed` when every
   * attempt went out and none was answered, `unknown` when the monitor could not look.
   */
  probe(targets: readonly IcmpTarget[], options: ProbeOptions): Promise<CheckResult[]>;
  /** Ends what is running: its open targets become unknown. Later probes give unknown as well. */
  close(): void;
}

/** Why a back end was not taken. */
export type RefusalReason =
  | 'addon-missing' // net-ping is not installed, or its native part was never built
  | 'addon-unusable' // built for another version of Node, or broken
  | 'not-permitted' // neither root nor CAP_NET_RAW
  | 'not-installed' // no such program in the system's folders
  | 'canary-failed'; // it runs, but this machine itself does not answer it

export interface Refusal {
  readonly name: BackendName;
  readonly reason: RefusalReason;
  /** The words of the system, for `doctor`. */
  readonly detail: string;
}

/** What a sweep found out: the words between the probes and `decide`. */

/** Why a check failed. The server (or the path to it) did not do what was expected. */
export type FailureCode =
  | 'icmp-timeout'
  | 'icmp-unreachable'
  | 'tcp-refused'
  | 'tcp-timeout'
  | 'tcp-reset'
  | 'tcp-unreachable'
  | 'name-not-found'
  | 'http-timeout'
  | 'http-status'
  | 'http-body'
  | 'http-redirects'
  | 'http-redirect-target'
  | 'http-protocol'
  | 'tls-expired'
  | 'tls-name'
  | 'tls-untrusted'
  | 'tls-failed';

/** Why a check gave no verdict. The monitor (or its own network) could not look. */
export type TroubleCode =
  | 'budget' // not reached inside the run's time budget
  | 'icmp-unavailable' // no back end: no right, no program, or all canaries failed
  | 'icmp-send' // the packet could not be sent (no buffer, EPERM, network unreachable on our side)
  | 'file-handles' // EMFILE, ENFILE
  | 'local-network' // EADDRNOTAVAIL, ENOBUFS, EPERM, ENETUNREACH on our side
  | 'resolver' // the name service does not answer, and no address is remembered
  | 'internal'; // a bug in a probe

export type CheckResult =
  | { readonly kind: 'ok'; readonly latencyMs: number | null }
  /** `detail`: a short fact for the sentence, e.g. `503`, an address, a host name. */
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly detail?: string }
  | { readonly kind: 'unknown'; readonly code: TroubleCode; readonly detail?: string };

/** The failed checks of one server, and the labels of those that passed, in the order of the configuration. */
export interface Cause {
  readonly failed: readonly {
    readonly check: string;
    readonly code: FailureCode;
    readonly detail?: string;
  }[];
  readonly passed: readonly string[];
  /** Set when DNS failed and the remembered address was probed. */
  readonly rememberedAddress?: string;
}

/** One server in one sweep. All checks must pass; one that failed outweighs one that is unknown. */
export type Verdict =
  | { readonly kind: 'ok'; readonly latencyMs: number | null; readonly rememberedAddress?: string }
  | { readonly kind: 'failed'; readonly cause: Cause }
  | { readonly kind: 'unknown'; readonly code: TroubleCode; readonly detail?: string };

/** A certificate that a check met, told when it ends soon. */
export interface CertificateSeen {
  readonly serverId: string;
  readonly check: string;
  /** SHA-256 fingerprint: a renewal has another one. */
  readonly fingerprint: string;
  readonly notAfter: number;
  readonly warnBeforeMs: number;
}

/** Something that is wrong with the monitor itself. `key` stays the same while the trouble lasts. */
export type Trouble =
  | {
      readonly kind: 'probe-broken';
      readonly key: string;
      readonly code: TroubleCode;
      readonly detail: string;
      readonly servers: number;
    }
  | {
      readonly kind: 'resolver-failing';
      readonly key: string;
      readonly names: number;
      readonly detail: string;
    }
  | { readonly kind: 'config-broken'; readonly key: string; readonly problem: string; readonly more: number }
  | {
      readonly kind: 'state-reset';
      readonly key: string;
      readonly setAside: string;
      readonly recovered: boolean;
    }
  /** Nothing can be remembered, so no outage can be confirmed. */
  | { readonly kind: 'state-unwritable'; readonly key: string; readonly problem: string }
  | { readonly kind: 'chat-failing'; readonly key: string; readonly chat: string; readonly reason: string }
  /** The sweeps have been blind for a long time: cut off, or `uplink` names hosts that never answer. */
  | { readonly kind: 'uplink-silent'; readonly key: string; readonly hosts: readonly string[] };

export interface Sweep {
  /** Start of the run. */
  readonly at: number;
  /** True when `uplink` is set and none of it answered: nothing else in the sweep counts. */
  readonly blind: boolean;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly certificates: readonly CertificateSeen[];
  readonly troubles: readonly Trouble[];
  /** Last good addresses by host name, to be remembered. */
  readonly addresses: Readonly<Record<string, string>>;
}

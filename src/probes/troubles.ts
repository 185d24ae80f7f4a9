import type { CheckResult, Trouble, TroubleCode } from '../core/probing.ts';
import type { ProbeRun } from './run.ts';

/** Told as `resolver-failing`, with the number of names instead of servers. */
const TOLD_ELSEWHERE: TroubleCode = 'resolver';

/** One trouble for each reason why checks gave no verdict, with the number of servers that it concerns. */
export class TroubleBook {
  readonly #byCode = new Map<TroubleCode, { detail: string; servers: Set<string> }>();

  /** `serverId`: null for a host that is no server (an uplink). */
  note(serverId: string | null, result: CheckResult): void {
    if (result.kind !== 'unknown' || result.code === TOLD_ELSEWHERE) return;
    const entry = this.#byCode.get(result.code) ?? { detail: result.detail ?? '', servers: new Set() };
    if (serverId !== null) entry.servers.add(serverId);
    this.#byCode.set(result.code, entry);
  }

  list(run: ProbeRun): Trouble[] {
    const unanswered = run.unansweredNames();
    const broken = [...this.#byCode].map(([code, { detail, servers }]): Trouble => ({
      kind: 'probe-broken',
      key: `probe-broken:${code}`,
      code,
      detail,
      servers: servers.size,
    }));
    return unanswered
      ? [...broken, { kind: 'resolver-failing', key: 'resolver-failing', ...unanswered }]
      : broken;
  }
}

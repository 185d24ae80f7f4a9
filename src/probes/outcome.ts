import type { Check } from '../core/config.ts';
import type { Cause, CheckResult, TroubleCode, Verdict } from '../core/probing.ts';

export interface CheckedResult {
  readonly label: string;
  readonly result: CheckResult;
}

/** Our side could not send at all. */
const NO_WAY: ReadonlySet<TroubleCode> = new Set(['local-network', 'icmp-send', 'icmp-unavailable']);

export const OUT_OF_TIME: CheckResult = { kind: 'unknown', code: 'budget' };

/** Runs a probe; what it throws is a bug of ours, so the result is unknown, never failed. */
export async function guarded(probe: () => Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await probe();
  } catch (error) {
    return ourBug(error);
  }
}

/** The result where a probe threw. */
export function ourBug(error: unknown): CheckResult {
  return {
    kind: 'unknown',
    code: 'internal',
    detail: error instanceof Error ? error.message : String(error),
  };
}

/** What the probe of one address of a host found out. */
export interface AddressResult {
  readonly address: string;
  readonly result: CheckResult;
}

/**
 * What several addresses of one name say together: it is up when any of them answers, and down only when all of them
 * were asked. Only an IPv6 address that this machine cannot reach at all counts for nothing beside an IPv4 one: most
 * office networks have no IPv6.
 */
export function mergeAddresses(found: readonly AddressResult[]): CheckResult {
  const answered = found.find(({ result }) => result.kind === 'ok');
  if (answered) return answered.result;
  const hasV4 = found.some(({ address }) => !address.includes(':'));
  const counted = hasV4 ? found.filter((each) => !isWithoutIpv6(each)) : found;
  const weightiest = counted.find(({ result }) => result.kind === 'unknown') ?? counted[0];
  return weightiest?.result ?? OUT_OF_TIME;
}

function isWithoutIpv6({ address, result }: AddressResult): boolean {
  return address.includes(':') && result.kind === 'unknown' && NO_WAY.has(result.code);
}

/** One verdict from all checks of a server: one that failed outweighs one that is unknown, and both outweigh success. */
export function judgeServer(
  checks: readonly Check[],
  results: readonly CheckResult[],
  rememberedAddress: string | undefined,
): Verdict {
  const remembered = rememberedAddress === undefined ? {} : { rememberedAddress };
  const cause = causeOf(checks, results);
  if (cause.failed.length > 0) return { kind: 'failed', cause: { ...cause, ...remembered } };
  const unknown = results.find((result) => result.kind === 'unknown');
  if (unknown) return unknown;
  return { kind: 'ok', latencyMs: firstLatency(results), ...remembered };
}

function causeOf(checks: readonly Check[], results: readonly CheckResult[]): Cause {
  const failed: Cause['failed'][number][] = [];
  const passed: string[] = [];
  for (const [index, { label }] of checks.entries()) {
    const result = results[index];
    if (result?.kind === 'ok') passed.push(label);
    if (result?.kind === 'failed') failed.push(failure(label, result));
  }
  return { failed, passed };
}

function failure(
  check: string,
  { code, detail }: Extract<CheckResult, { kind: 'failed' }>,
): Cause['failed'][number] {
  return { check, code, ...(detail === undefined ? {} : { detail }) };
}

function firstLatency(results: readonly CheckResult[]): number | null {
  for (const result of results)
    if (result.kind === 'ok' && result.latencyMs !== null) return result.latencyMs;
  return null;
}

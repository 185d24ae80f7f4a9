import type { CheckResult } from '../core/probing.ts';
import { dial } from './dial.ts';
import { guarded } from './outcome.ts';
import { probeIcmp } from './ping.ts';
import type { ProbeRun } from './run.ts';
import { uptimeMs } from './uptime.ts';

/** A lost packet must not blind a sweep; the second look has to fit into what is left of the time. */
const FIRST_LOOK = { timeoutMs: 1_000, attempts: 3 };
const SECOND_LOOK = { timeoutMs: 900, attempts: 2 };
/** DNS, the web: a host in the net that refuses these ports still answers. */
const PORTS = [53, 443, 80];
const TCP_MS = 2_000;
const SILENT: CheckResult = { kind: 'failed', code: 'tcp-timeout' };

export interface UplinkLook {
  readonly results: readonly CheckResult[];
  /** Hosts were asked, and none of them answered: the monitor itself is cut off. */
  readonly silent: boolean;
  readonly answers: boolean;
}

/** Looks whether any of the uplink's hosts answers: by ICMP, or where that cannot be had, on a TCP port. */
export async function lookUp(hosts: readonly string[], run: ProbeRun): Promise<UplinkLook> {
  const results = await Promise.all(hosts.map((host) => lookAt(host, FIRST_LOOK, run)));
  return { results, answers: results.some(isAnswer), silent: areSilent(results) };
}

/**
 * Looks again at the end of a sweep in which something failed: the network may have been cut in the middle of it.
 * The first answer is enough, so that an uplink host that is gone for good does not delay every run.
 */
export function isSilentNow(hosts: readonly string[], run: ProbeRun): Promise<boolean> {
  run.icmp.expect(hosts.length);
  const looks = hosts.map((host) => lookAt(host, SECOND_LOOK, run));
  return new Promise((resolve) => {
    for (const look of looks) void look.then((result) => isAnswer(result) && resolve(false));
    void Promise.all(looks).then((results) => resolve(areSilent(results)));
  });
}

function areSilent(results: readonly CheckResult[]): boolean {
  return !results.some(isAnswer) && results.some(isSilence);
}

function isAnswer(result: CheckResult): boolean {
  return result.kind === 'ok';
}

/** A name that does not exist is a slip in the configuration; the name service answered, so we are not cut off. */
function isSilence(result: CheckResult): boolean {
  return result.kind === 'failed' && result.code !== 'name-not-found';
}

async function lookAt(host: string, look: typeof FIRST_LOOK, run: ProbeRun): Promise<CheckResult> {
  const pinged = await guarded(() => probeIcmp(look, host, run));
  if (pinged.kind !== 'unknown' || pinged.code !== 'icmp-unavailable') return pinged;
  return knock(host, run);
}

async function knock(host: string, run: ProbeRun): Promise<CheckResult> {
  const located = await run.locate(host);
  const leftMs = Math.min(TCP_MS, run.deadline - uptimeMs());
  if (located.kind !== 'found' || leftMs <= 0) return { kind: 'unknown', code: 'budget' };
  const knocks = PORTS.map((port) => knockAt(located.addresses, port, leftMs));
  const results = await Promise.all(knocks);
  return (
    results.find(({ kind }) => kind === 'ok') ?? results.find(({ kind }) => kind === 'unknown') ?? SILENT
  );
}

async function knockAt(addresses: readonly string[], port: number, ms: number): Promise<CheckResult> {
  const dialled = await dial(addresses, port, ms);
  if (dialled.kind === 'connected') dialled.socket.destroy();
  else if (dialled.result.kind === 'unknown') return dialled.result;
  else if (dialled.result.kind === 'failed' && dialled.result.code !== 'tcp-refused') return dialled.result;
  return { kind: 'ok', latencyMs: null };
}

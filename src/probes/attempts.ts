import { setTimeout as pause } from 'node:timers/promises';
import type { CheckResult } from '../core/probing.ts';
import { OUT_OF_TIME } from './outcome.ts';
import type { ProbeRun } from './run.ts';
import { uptimeMs } from './uptime.ts';

/** Between two tries: a service that is just restarting refuses for a moment. */
const PAUSE_MS = 100;

interface Tries {
  readonly kind: 'tcp' | 'http';
  /** For one try. */
  readonly timeoutMs: number;
  readonly attempts: number;
  /** How many sockets one try may have open at the same time. */
  readonly sockets: number;
}

/**
 * Tries until the first success. `failed` needs every try to fail in its full time: one that could not be made (no
 * file handle, no time left in the budget) makes the whole check unknown.
 */
export async function tryEach(
  run: ProbeRun,
  tries: Tries,
  once: (ms: number) => Promise<CheckResult>,
): Promise<CheckResult> {
  let result: CheckResult = OUT_OF_TIME;
  let unknown: CheckResult | null = null;
  for (let n = 0; n < tries.attempts; n++) {
    if (n > 0) await pause(PAUSE_MS);
    result = await tryOnce(run, tries, once);
    if (result.kind === 'ok' || isOutOfTime(result)) return result;
    if (result.kind === 'unknown') unknown = result;
  }
  return unknown ?? result;
}

async function tryOnce(
  run: ProbeRun,
  { kind, timeoutMs, sockets }: Tries,
  once: (ms: number) => Promise<CheckResult>,
): Promise<CheckResult> {
  const leave = await run.slots.enter(kind, sockets);
  try {
    const leftMs = run.deadline - uptimeMs();
    if (leftMs <= 0) return OUT_OF_TIME;
    const result = await once(Math.min(timeoutMs, leftMs));
    const shortened = leftMs < timeoutMs && isTimeout(result);
    return shortened ? OUT_OF_TIME : result;
  } finally {
    leave();
  }
}

function isTimeout(result: CheckResult): boolean {
  return result.kind === 'failed' && (result.code === 'tcp-timeout' || result.code === 'http-timeout');
}

function isOutOfTime(result: CheckResult): boolean {
  return result.kind === 'unknown' && result.code === 'budget';
}

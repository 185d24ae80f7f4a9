import type { CheckResult } from '../core/probing.ts';
import { mergeAddresses } from './outcome.ts';
import { type ProbeRun, unlocated } from './run.ts';

/** Pings every address of a host; any answer is success, and its latency is the round-trip time. */
export async function probeIcmp(
  check: { readonly timeoutMs: number; readonly attempts: number },
  host: string,
  run: ProbeRun,
): Promise<CheckResult> {
  const located = await run.locate(host);
  if (located.kind !== 'found') {
    run.icmp.skip();
    return unlocated(located, host);
  }
  const { timeoutMs, attempts } = check;
  const targets = located.addresses.map((address) => ({ address, timeoutMs, attempts }));
  const results = await run.icmp.ask(targets, run.deadline);
  const found = located.addresses.flatMap((address, index) => {
    const result = results[index];
    return result ? [{ address, result }] : [];
  });
  const answered = found.find(({ result }) => result.kind === 'ok');
  if (answered) run.answered(host, answered.address);
  return mergeAddresses(found);
}

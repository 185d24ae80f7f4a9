import type { TcpCheck } from '../core/config.ts';
import type { CheckResult } from '../core/probing.ts';
import { tryEach } from './attempts.ts';
import { dial } from './dial.ts';
import { withAddresses, type ProbeRun } from './run.ts';

/** Connects to the port and hangs up at once; the latency is the time of the handshake. */
export function probeTcp(check: TcpCheck, host: string, run: ProbeRun): Promise<CheckResult> {
  return withAddresses(run, host, (addresses) =>
    tryEach(run, { ...check, sockets: addresses.length }, async (ms) => {
      const dialled = await dial(addresses, check.port, ms);
      if (dialled.kind === 'lost') return dialled.result;
      dialled.socket.destroy();
      run.answered(host, dialled.address);
      return { kind: 'ok', latencyMs: dialled.latencyMs };
    }),
  );
}

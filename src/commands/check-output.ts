import type { Config, Server } from '../core/config.ts';
import type { Verdict } from '../core/probing.ts';
import { uptimeMs } from '../probes/uptime.ts';
import type { CheckOptions } from './check.ts';
import type { Io } from './io.ts';

export interface SweepOutput {
  onVerdict(server: Server, verdict: Verdict): void;
  end(): void;
}

const QUIET: SweepOutput = { onVerdict: () => undefined, end: () => undefined };

/** What a person sees of a sweep: a line a server with --verbose, a progress bar on a terminal, else nothing. */
export async function showSweep(config: Config, options: CheckOptions, io: Io): Promise<SweepOutput> {
  if (options.json === true || (options.verbose !== true && !io.isTTY)) return QUIET;
  const { progressBar, verdictLine } = await import('../render/progress.ts');
  if (options.verbose === true) {
    return {
      onVerdict: (server, verdict) => {
        io.stdout(`${verdictLine(server, verdict, config.language)}\n`);
      },
      end: () => undefined,
    };
  }
  const bar = progressBar(
    config.servers.length,
    (text) => {
      io.stderr(text);
    },
    uptimeMs,
  );
  let done = 0;
  return {
    onVerdict: () => {
      bar.update((done += 1));
    },
    end: () => {
      bar.stop();
    },
  };
}

import { uptimeMs } from '../probes/uptime.ts';
import { run, type CheckOptions } from './check.ts';
import { EXIT } from './exit-codes.ts';
import { processIo } from './process-io.ts';

/** A run ends within 50 s by its own deadlines; if one of them fails, this ends it before it meets the next one. */
const HARD_STOP_MS = 57_000;

/** One check in this process. Returns the exit code, 4 for a bug. */
export async function runCheck(options: CheckOptions): Promise<number> {
  const io = processIo();
  const stop = setTimeout(() => {
    io.stderr(
      'srvmon: the run did not end in time and is stopped; what it had not delivered goes out with the next one\n',
    );
    // exit() would wait for lookups of the system's resolver that nobody needs any more.
    process.kill(process.pid, 'SIGKILL');
  }, HARD_STOP_MS - uptimeMs());
  stop.unref();
  try {
    return await run(options, io);
  } catch (error) {
    const { reportBug } = await import('./bug.ts');
    reportBug(error, io);
    return EXIT.bug;
  }
}

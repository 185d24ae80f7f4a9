import { basename, dirname } from 'node:path';
import { HOUR_MS } from '../core/duration.ts';
import { checkWords } from '../render/check-words.ts';
import { metricsText, type MetricsInput } from '../render/metrics.ts';
import { sweepTemps, writeFileDurably } from '../state/atomic.ts';
import type { Io } from './io.ts';

/** The exporter runs as another user. */
const READABLE_BY_ALL = 0o644;

/**
 * Replaces the file of `metrics_file`, so that a scrape never sees half of it. A failure is one line on stderr: it must not
 * fail the run, and the time stamp in the old file tells that it is old.
 */
export async function writeMetrics(path: string, input: MetricsInput, io: Io): Promise<void> {
  try {
    writeFileDurably(path, metricsText(input), { mode: READABLE_BY_ALL });
    sweepTemps(dirname(path), HOUR_MS, io.now(), basename(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    io.stderr(`srvmon: ${checkWords(input.config.language).noMetrics(path, why)}\n`);
  }
}

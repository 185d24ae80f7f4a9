import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, type CheckOptions } from '../../src/commands/check.ts';
import type { State } from '../../src/core/model.ts';
import { emptyState } from '../../src/core/state.ts';
import { Desk } from '../support/desk.ts';
import { DAY, HOUR, MINUTE, NOW } from '../support/past.ts';

let desk: Desk;
let metricsFile: string;

beforeEach(() => {
  desk = new Desk();
  metricsFile = join(desk.folder, 'collector', 'srvmon.prom');
  mkdirSync(join(desk.folder, 'collector'));
});

afterEach(() => {
  desk.remove();
});

function configure(more = ''): void {
  // Nothing listens on port 1 of the loopback interface.
  desk.writeConfig(`
alerts: { to: [console] }
servers: [{ id: erp, name: ERP, host: 127.0.0.1, checks: ['tcp:1'] }]
${more}`);
}

const check = (options: CheckOptions = {}) => desk.call(run, options);

describe('a check with metrics_file', () => {
  beforeEach(() => {
    configure(`metrics_file: ${metricsFile}`);
  });

  it('writes a file that everybody can read, prints nothing, and leaves nothing beside it', async () => {
    expect(await check()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(statSync(metricsFile).mode & 0o777).toBe(0o644);
    expect(readdirSync(join(desk.folder, 'collector'))).toEqual(['srvmon.prom']);
    const text = readFileSync(metricsFile, 'utf8');
    expect(text).toContain('srvmon_server_state{server="erp",state="suspect"} 1\n');
    expect(text).toContain(`srvmon_last_run_timestamp_seconds ${String(NOW / 1_000)}\n`);
    expect(Number(/^srvmon_run_duration_seconds (.*)$/m.exec(text)?.[1])).toBeGreaterThan(0);
  });

  it('replaces the file of the run before as a whole', async () => {
    writeFileSync(metricsFile, 'x'.repeat(1e6));
    await check();
    expect(readFileSync(metricsFile, 'utf8')).not.toContain('xx');
  });

  it('removes what a killed run left half-written beside it, and nothing else', async () => {
    const leftOver = `${metricsFile}.123.0123456789ab.tmp`;
    const foreign = join(desk.folder, 'collector', 'other.prom.123.0123456789ab.tmp');
    for (const path of [leftOver, foreign]) {
      writeFileSync(path, '');
      utimesSync(path, (NOW - 2 * HOUR) / 1_000, (NOW - 2 * HOUR) / 1_000);
    }
    await check();
    expect([existsSync(leftOver), existsSync(foreign)]).toEqual([false, true]);
  });

  it('goes on with one line on stderr when the file cannot be written', async () => {
    configure(`metrics_file: ${join(desk.folder, 'no-such-folder', 'srvmon.prom')}`);
    const { code, stdout, stderr } = await check();
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(
      /^srvmon: metrics_file \S+ cannot be written \(ENOENT.*the run goes on without it\n$/,
    );
    expect(existsSync(join(desk.stateDir, 'state.json'))).toBe(true);
  });
});

describe('retention', () => {
  const stateOfYesterday = (ageMs: number): State => ({ ...emptyState(), lastRunAt: NOW - ageMs });
  const months = (): string[] => readdirSync(join(desk.stateDir, 'history'));

  beforeEach(async () => {
    configure('keep: 60d');
    desk.writeState(emptyState());
    for (const age of [150 * DAY, 120 * DAY, 30 * DAY]) {
      await desk.writeHistory([{ t: 'watched', from: NOW - age - HOUR, to: NOW - age }]);
    }
  });

  it('removes month files older than keep with the first run of a day', async () => {
    desk.writeState(stateOfYesterday(DAY));
    expect(await check()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(months()).toEqual(['2026-10.jsonl']);
  });

  it('does not look for them in the other runs of that day', async () => {
    desk.writeState(stateOfYesterday(MINUTE));
    await check();
    expect(months()).toHaveLength(3);
  });

  it('that fails is one line on stderr and no failure of the run', async () => {
    desk.writeState(stateOfYesterday(DAY));
    // Only a folder of this name makes the removal fail for root too.
    mkdirSync(join(desk.stateDir, 'history', '2026-01.jsonl'));
    writeFileSync(join(desk.stateDir, 'history', '2026-01.jsonl', 'x'), '');
    const { code, stderr } = await check();
    expect(code).toBe(0);
    expect(stderr).toMatch(/^srvmon: old history is not removed: .*\n$/);
  });
});

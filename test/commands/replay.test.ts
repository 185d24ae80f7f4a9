import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, type ReplayOptions } from '../../src/commands/replay.ts';
import type { HistoryRecord } from '../../src/core/history.ts';
import { emptyState } from '../../src/core/state.ts';
import { Desk } from '../support/desk.ts';
import { DAY, incidentRecord, MINUTE, NOW } from '../support/past.ts';

const YAML = `
alerts: { to: [console] }
servers:
  - { id: erp, name: ERP, host: 192.0.2.1 }
  - { id: mail, name: Mail, host: 192.0.2.2, down_after: 5m }
`;

const MINUTE_NOW = Math.floor(NOW / MINUTE) * MINUTE;

let desk: Desk;

function streak(server: string, daysAgo: number, minutes: number): HistoryRecord {
  const from = MINUTE_NOW - daysAgo * DAY;
  const lastFailureAt = from + minutes * MINUTE;
  return { t: 'streak', server, from, lastFailureAt, to: lastFailureAt + MINUTE, failures: minutes + 1 };
}

beforeEach(async () => {
  desk = new Desk();
  desk.writeConfig(YAML);
  desk.writeState({ ...emptyState(), lastRunAt: MINUTE_NOW, watchedSince: MINUTE_NOW - 40 * DAY });
  await desk.writeHistory([
    incidentRecord('erp', MINUTE_NOW - 2 * DAY, 8 * MINUTE),
    incidentRecord('erp', MINUTE_NOW - 5 * DAY, 40 * MINUTE),
    streak('erp', 3, 2),
    streak('mail', 4, 4),
    streak('mail', 10, 1),
    streak('mail', 35, 4),
  ]);
});

afterEach(() => {
  desk.remove();
});

const replay = (options: ReplayOptions = {}, change = {}) => desk.call(run, options, change);

describe('srvmon replay', () => {
  it('shows how many alerts the last 30 days would have had, for thresholds around', async () => {
    const { code, stdout, stderr } = await replay({ downAfter: '4m' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatchInlineSnapshot(`
      "Replay · Mon 19 Oct 2026 10:20 – Wed 18 Nov 2026 10:20 (Asia/Jakarta, UTC+07:00)
      watched 100 % of the time
      2 outages confirmed in this period. It would have been:

      DOWN AFTER  FAILURES  ALERTS  A DAY  MORE  LESS  SERVERS  MOST
           3m-5m         2       2  0.067     0     0        1  ERP (2)  now
              1m         2       5   0.17    +3     0        2  ERP (3)
              2m         2       4   0.13    +2     0        2  ERP (3)
              3m         2       3    0.1    +1     0        2  ERP (2)
              4m         2       3    0.1    +1     0        2  ERP (2)  asked
              5m         2       2  0.067     0     0        1  ERP (2)
             10m         2       1  0.033     0    -1        1  ERP (1)
             15m         2       1  0.033     0    -1        1  ERP (1)

      now: as configured. ALERTS: outages that would have been told (each one DOWN and
      one UP). MORE and LESS: those that were none then, and those of then that would
      be none.
      Not in it: other values of up_after, and what parents, branches, flapping,
      maintenance, mutes and notify_after hold back or join, which makes fewer
      messages of it.
      "
    `);
  });

  it('says when nothing was watched', async () => {
    desk.writeState(emptyState());
    const { code, stdout } = await replay();
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was watched');
    expect(stdout).not.toContain('ALERTS');
  });

  it('takes another number of failures for every row', async () => {
    const { stdout } = await replay({ downAfter: '1m', minFailures: '4' });
    expect(stdout).toMatch(/^ +1m +4 +3 /m);
    expect(stdout).toMatch(/^ +3m +4 +3 /m);
  });

  it('says nothing about days from less than a day', async () => {
    expect((await replay({ since: '12h' })).stdout).toMatch(/^ +1m +2 +0 +- /m);
  });

  it('takes a period of its own', async () => {
    const { stdout } = await replay({ since: '60d', downAfter: '4m' });
    expect(stdout).toMatch(/^ +4m +2 +4 .*asked$/m);
    expect((await replay({ from: '2026-11-15', downAfter: '1m' })).stdout).toMatch(/^ +1m +2 +2 .*asked$/m);
  });

  it('speaks Indonesian when the configuration does', async () => {
    const indonesian = join(desk.folder, 'id.yaml');
    appendFileSync(indonesian, `language: id\nstate_dir: ${desk.stateDir}\n${YAML}`);
    const { stdout } = await desk.call(run, { config: indonesian });
    expect(stdout).toContain('PERINGATAN');
    expect(stdout).toMatch(/ERP \(2\) +kini$/m);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it.each([
    [{ downAfter: 'soon' }, '--down-after: "soon" is no length of time; write for instance 5m'],
    [{ minFailures: '0' }, '--min-failures: "0" is no number of checks; write for instance 3'],
    [{ since: 'x' }, '--since: "x" is no length of time; write for instance 24h, 7d or 4w'],
  ])('refuses %o', async (options, problem) => {
    expect(await replay(options)).toEqual({ code: 2, stdout: '', stderr: `srvmon replay: ${problem}\n` });
  });

  it('says how many damaged lines it passed over', async () => {
    appendFileSync(join(desk.stateDir, 'history', '2026-11.jsonl'), 'x\n');
    const { code, stderr } = await replay();
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'srvmon: 1 damaged history lines were passed over; see srvmon history check\n',
    });
  });

  it('ends with 3 when the state cannot be read', async () => {
    desk.writeState('{');
    expect(await replay()).toMatchObject({ code: 3, stdout: '' });
  });
});

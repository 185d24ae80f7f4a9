import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasStrace,
  killAt,
  type KillPoint,
  killPoints,
  sample,
  traceTo,
} from '../support/e2e-kill-points.ts';
import { hasFakeClock, type Launch, type Outcome } from '../support/e2e-program.ts';
import { Story } from '../support/e2e-story.ts';
import { needs } from '../support/require.ts';

const ready =
  needs(hasFakeClock, 'libfaketime is not installed') && needs(hasStrace(), 'strace cannot trace here');

/** More points than this are sampled. */
const MOST = 90;

const ALERTS = ['🔴 DOWN: ERP', '🟢 UP: Mail'];
const REPEAT = 'May be a repeat';

describe.skipIf(!ready)('a run that alerts, killed at any point', () => {
  let story: Story;
  let before: string;

  /** A state in which the next run tells that ERP is down and that Mail is up again. */
  beforeAll(async () => {
    story = await Story.open();
    before = join(story.folder, 'before');
    const [erp, mail] = [await story.target(), await story.target()];
    await story.configure({
      servers: [
        { name: 'ERP', host: erp.host, checks: [`tcp:${erp.port}`] },
        { name: 'Mail', host: mail.host, checks: [`tcp:${mail.port}`] },
      ],
    });
    await mail.down();
    await story.quietMinutes(1);
    await erp.down();
    await story.quietMinutes(3);
    await mail.up();
    expect(story.headlines()).toEqual(['3 🔴 DOWN: Mail']);
    await cp(story.stateDir, before, { recursive: true });
  });

  afterAll(async () => {
    await story.close();
  });

  /** Files are handled by one thread, so that a point is the same in each run. */
  function launchUnder(prefix: readonly string[]): Launch {
    const launch = story.launch();
    return { ...launch, prefix, env: { ...launch.env, UV_THREADPOOL_SIZE: '1' } };
  }

  async function startOver(): Promise<void> {
    await rm(story.stateDir, { recursive: true, force: true });
    await cp(before, story.stateDir, { recursive: true });
    story.minute = 4;
    story.told.length = 0;
  }

  async function pointsOfOneRun(): Promise<KillPoint[]> {
    await startOver();
    const trace = join(story.folder, 'trace');
    const { code } = await story.run(launchUnder(traceTo(trace)));
    expect(code).toBe(0);
    expect(story.headlines().sort()).toEqual(ALERTS.map((alert) => `4 ${alert}`));
    return killPoints(trace, story.stateDir);
  }

  async function dieAt(point: KillPoint): Promise<Outcome> {
    await startOver();
    const outcome = await story.run(launchUnder(killAt(point)));
    story.minute += 1;
    return outcome;
  }

  /** What is wrong after a kill and two more runs, in words; and how many repeats there were. */
  async function damageAfter(): Promise<{ wrong: string[]; repeats: number }> {
    const wrong: string[] = [];
    let repeats = 0;
    if ((await readdir(story.stateDir)).some((name) => name.includes('corrupt')))
      wrong.push('state unreadable');
    for (const alert of ALERTS) {
      const [first, ...more] = story.told.map(({ text }) => text).filter((text) => text.startsWith(alert));
      if (first === undefined) wrong.push(`lost: ${alert}`);
      if (more.length > 1) wrong.push(`sent ${1 + more.length} times: ${alert}`);
      if (more.some((text) => !text.includes(REPEAT))) wrong.push(`repeated without saying so: ${alert}`);
      repeats += more.length;
    }
    if (repeats > 1) wrong.push('more than one repeat');
    if (story.told.length - repeats > ALERTS.length) wrong.push(`also told: ${story.headlines().join(', ')}`);
    return { wrong, repeats };
  }

  it('loses no alert, damages no state, and marks what it repeats', async () => {
    const all = await pointsOfOneRun();
    const points = sample(all, MOST);
    const wrong: string[] = [];
    let killed = 0;
    let repeats = 0;
    for (const point of points) {
      const outcome = await dieAt(point);
      if (outcome.code !== 0) killed += 1;
      await story.quietMinutes(2);
      const damage = await damageAfter();
      repeats += damage.repeats;
      wrong.push(...damage.wrong.map((what) => `killed at ${point.call} ${point.n}: ${what}`));
    }
    const lost = wrong.filter((what) => what.includes('lost:')).length;
    const unreadable = wrong.filter((what) => what.includes('unreadable')).length;
    console.log(
      `kill points: ${all.length} in one run, ${points.length} tried, ${killed} times killed. ` +
        `Alerts lost: ${lost}, state files unreadable: ${unreadable}, repeats, all marked as such: ${repeats}`,
    );
    expect(wrong).toEqual([]);
    expect(killed).toBeGreaterThanOrEqual(60);
  }, 900_000);
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cron, mayUseCron } from '../support/e2e-cron.ts';
import { programUnderTest } from '../support/e2e-installations.ts';
import { run } from '../support/e2e-program.ts';
import { CHAT, MINUTE, Story } from '../support/e2e-story.ts';
import { FAKE_TOKEN, type Received } from '../support/fake-bot-api.ts';
import { mayUseNamespaces, ServerLab } from '../support/netns.ts';
import { needs } from '../support/require.ts';

const ready =
  needs(mayUseNamespaces, 'network namespaces need root') &&
  needs(mayUseCron(), 'a crontab needs root and cron');

const ERP = '10.50.0.2';
const BLINKING = '10.50.0.3';
const MAP = 'https://www.google.com/maps/search/?api=1&query=-6.9175,107.6191';

/** Longer than any wait here takes; a machine that is busy makes a run late, not wrong. */
const PATIENCE = 10 * MINUTE;

describe.skipIf(!ready)('a real cron daemon that runs the installed line each minute', () => {
  let lab: ServerLab;
  let story: Story;
  let cron: Cron;

  beforeAll(async () => {
    lab = new ServerLab();
    story = await Story.open({ inside: lab.monitor });
    await story.configure({
      sites: [{ id: 'bandung', name: 'Cabang Bandung', location: '-6.9175, 107.6191' }],
      // down_after is left at its default: three minutes.
      servers: [
        { name: 'Router Bandung', host: '10.50.0.1', site: 'bandung' },
        { name: 'ERP', host: ERP, site: 'bandung' },
        { name: 'Backup', host: BLINKING, site: 'bandung' },
      ],
    });
    const { node, script } = programUnderTest();
    const check = `${node} ${script} check --config ${story.configFile}`;
    cron = new Cron(
      [
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        'MAILTO=""',
        `TELEGRAM_BOT_TOKEN=${FAKE_TOKEN}`,
        `* * * * * ip netns exec ${lab.monitor.name} ${check} >>${mailFile()} 2>&1`,
        '',
      ].join('\n'),
    );
  });

  afterAll(async () => {
    cron.restore();
    await story.close();
    lab.destroy();
  });

  /** What cron would have mailed. */
  const mailFile = (): string => join(story.folder, 'mail');

  /** The minute of the last run that has ended, or null before the first one. */
  async function lastRun(): Promise<number | null> {
    const text = await readFile(join(story.stateDir, 'state.json'), 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as { lastRunAt: number | null }).lastRunAt;
  }

  async function until<T>(what: string, look: () => Promise<T | null> | T | null): Promise<T> {
    for (const begin = performance.now(); performance.now() - begin < PATIENCE; await pause(200)) {
      const seen = await look();
      if (seen !== null) return seen;
    }
    throw new Error(`waited in vain for ${what}`);
  }

  /** Waits for a run that begins after now, and for some seconds after it: cron starts the next one in the next minute. */
  async function nextRun(): Promise<number> {
    const before = await lastRun();
    const minute = await until('a run of cron', async () => {
      const now = await lastRun();
      return now === null || now === before ? null : now;
    });
    await pause(5_000);
    return minute;
  }

  const message = (n: number): Received | null => story.received[n] ?? null;

  it('tells one DOWN after three minutes of silence and one UP with the true length', async () => {
    await nextRun();
    lab.cut(ERP);
    lab.cut(BLINKING);
    const firstFailure = await nextRun();
    lab.restore(BLINKING);
    await nextRun();
    expect(story.received).toEqual([]);

    const down = await until('the DOWN', () => message(0));
    expect(down.at).toBeGreaterThanOrEqual(firstFailure + 3 * MINUTE);
    expect(down.at).toBeLessThan(firstFailure + 4 * MINUTE);
    expect(down.chat_id).toBe(String(CHAT));
    expect(down.text).toMatch(/^🔴 DOWN: ERP · Cabang Bandung\n/);
    expect(down.text).toContain('no answer to ping');
    expect(down.links).toEqual([MAP]);

    await until('the end of the run that told it', async () =>
      (await lastRun()) === firstFailure + 3 * MINUTE ? true : null,
    );
    await pause(2_000);
    lab.restore(ERP);
    const up = await until('the UP', () => message(1));
    expect(up.at).toBeGreaterThanOrEqual(firstFailure + 4 * MINUTE);
    expect(up.text).toMatch(/^🟢 UP: ERP · Cabang Bandung\n/);
    expect(up.text).toContain('Was down 4 min');
    await pause(5_000);

    expect(story.received).toHaveLength(2);
    expect(await readFile(mailFile(), 'utf8')).toBe('');
    const status = await run({
      installation: programUnderTest(),
      args: ['status', '--config', story.configFile, '--max-age', '3m'],
      env: { TELEGRAM_BOT_TOKEN: FAKE_TOKEN },
    });
    expect({ code: status.code, stderr: status.stderr }).toEqual({ code: 0, stderr: '' });
  }, 1_200_000);
});

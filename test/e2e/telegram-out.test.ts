import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasFakeClock } from '../support/e2e-program.ts';
import { Story } from '../support/e2e-story.ts';
import type { TcpTarget } from '../support/e2e-target.ts';
import { needs } from '../support/require.ts';

describe.skipIf(!needs(hasFakeClock, 'libfaketime is not installed'))(
  'Telegram cannot be reached for an hour',
  () => {
    let story: Story;
    let targets: TcpTarget[];

    beforeEach(async () => {
      story = await Story.open();
      targets = [];
    });

    afterEach(async () => {
      await story.close();
    });

    /** Servers with these names, each of its own; `targets` in the same order. */
    async function watch(...names: string[]): Promise<void> {
      while (targets.length < names.length) targets.push(await story.target());
      await story.configure({
        servers: names.map((name, index) => ({
          name,
          host: targets[index]?.host,
          checks: [`tcp:${targets[index]?.port}`],
        })),
      });
    }

    async function take(how: 'down' | 'up', ...indexes: number[]): Promise<void> {
      for (const index of indexes) await targets[index]?.[how]();
    }

    it('tells an outage that began and ended while Telegram was out in one message, and what is still down', async () => {
      await watch('ERP', 'Mail', 'Files');
      await story.quietMinutes(1);
      await story.cutTelegram();
      await take('down', 0);
      await story.quietMinutes(8);
      await take('up', 0);
      await take('down', 1);
      await story.quietMinutes(52);
      await story.restoreTelegram();
      await story.quietMinutes(8);

      expect(story.headlines().map((line) => line.replace(/^\d+ /, ''))).toEqual([
        '🟢 UP: ERP was DOWN',
        '🔴 DOWN: Mail',
      ]);
      const [was, still] = story.told;
      expect(was?.minute).toBeGreaterThanOrEqual(61);
      expect(was?.minute).toBeLessThanOrEqual(66);
      expect(was?.text).toContain('Was down 8 min, 17:01–17:09');
      expect(still?.text).toContain('since 17:09');
      expect(was?.text).not.toContain('May be a repeat');
    });

    it('gathers many outages into one message, after Telegram was out as well', async () => {
      await watch('ERP', 'Mail', 'Files', 'Web', 'Backup');
      await story.quietMinutes(1);
      await story.cutTelegram();
      await take('down', 0, 1, 2, 3);
      await story.quietMinutes(8);
      await take('up', 0, 1);
      await story.quietMinutes(2);
      await story.restoreTelegram();
      await story.quietMinutes(8);

      expect(story.told).toHaveLength(1);
      const [digest] = story.told;
      expect(digest?.text).toMatch(/^🔴 2 DOWN · 🟢 2 UP/);
      for (const name of ['ERP', 'Mail', 'Files', 'Web']) expect(digest?.text).toContain(name);
      expect(digest?.text).toContain('2 of 5 servers down: Files, Web');
    });
  },
);

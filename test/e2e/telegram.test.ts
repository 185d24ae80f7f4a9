import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodesUnderTest } from '../support/e2e-installations.ts';
import { hasFakeClock } from '../support/e2e-program.ts';
import { CHAT, Story } from '../support/e2e-story.ts';
import type { TcpTarget } from '../support/e2e-target.ts';
import { answers } from '../support/fake-bot-api.ts';
import { needs } from '../support/require.ts';

const SUPERGROUP = -1009876543210;
const REPEAT = 'May be a repeat';

describe.skipIf(!needs(hasFakeClock, 'libfaketime is not installed')).each(nodesUnderTest())(
  'alerts and Telegram, on $name',
  ({ withAddon }) => {
    let story: Story;
    let targets: TcpTarget[];

    beforeEach(async () => {
      story = await Story.open({ installation: withAddon });
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

    it('waits for as long as a 429 says, across runs, and asks nothing meanwhile', async () => {
      await watch('ERP');
      await take('down', 0);
      story.api.plan(CHAT, answers.tooMany(150));
      await story.quietMinutes(4);
      expect(story.api.requests).toHaveLength(1);
      await story.quietMinutes(2);
      expect(story.api.requests).toHaveLength(1);
      await story.quietMinutes(2);

      expect(story.headlines()).toEqual(['6 🔴 DOWN: ERP']);
      expect(story.told[0]?.text).toContain('Down since 17:00 (6 min), confirmed 17:03');
      expect(story.told[0]?.text).not.toContain(REPEAT);
    });

    it('skips quietly, exit code 0, while another run is at work, and counts it', async () => {
      await watch('ERP');
      await take('down', 0);
      story.api.plan(CHAT, { kind: 'delay', ms: 8_000 });
      await story.quietMinutes(3);
      const first = story.start();
      while (story.api.requests.length === 0) await pause(20);
      story.minute += 1;
      const second = await story.run();
      expect(second).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
      expect(first.child.exitCode).toBeNull();
      expect(await first.outcome).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
      await story.quietMinutes(1);

      expect(story.api.received.map(({ text }) => text.split('\n', 1)[0])).toEqual(['🔴 DOWN: ERP']);
      expect((await readFile(join(story.stateDir, 'skipped.log'), 'utf8')).trim().split('\n')).toHaveLength(
        1,
      );
    });

    it.each([
      { fate: 'took', taken: true },
      { fate: 'never took', taken: false },
    ])(
      'sends again, as a possible repeat, what Telegram $fate when the run was killed',
      async ({ taken }) => {
        await watch('ERP');
        await take('down', 0);
        story.api.plan(CHAT, { kind: 'hang', taken });
        await story.quietMinutes(3);
        const run = story.start();
        while (story.api.requests.length === 0) await pause(20);
        run.child.kill('SIGKILL');
        await run.outcome;
        story.minute += 1;
        await story.quietMinutes(3);
        await take('up', 0);
        await story.quietMinutes(2);

        expect(story.headlines()).toEqual(['4 🔴 DOWN: ERP', '7 🟢 UP: ERP']);
        expect(story.told[0]?.text).toContain(REPEAT);
        expect(story.told[1]?.text).not.toContain(REPEAT);
        expect(story.api.received).toHaveLength(taken ? 3 : 2);
      },
    );

    it('ends in time, with all it could do done, when Telegram hangs', async () => {
      await watch('ERP');
      await take('down', 0);
      story.api.plan(CHAT, { kind: 'drip', everyMs: 500 });
      await story.quietMinutes(3);
      const begin = performance.now();
      await story.quietMinutes(1);
      expect(performance.now() - begin).toBeLessThan(50_000);
      await story.quietMinutes(3);
      expect(story.told).toHaveLength(1);
      expect(story.told[0]?.text).toContain(REPEAT);
    });

    it('follows a group that became a supergroup, remembers it, and says so once', async () => {
      await watch('ERP');
      await take('down', 0);
      story.api.behave(CHAT, answers.migrated(SUPERGROUP));
      await story.quietMinutes(5);
      await take('up', 0);
      await story.quietMinutes(2);

      const headlines = story.headlines().join('\n');
      expect(headlines).toContain('3 🔴 DOWN: ERP');
      expect(headlines).toContain('5 🟢 UP: ERP');
      expect(story.told.every(({ chat }) => chat === SUPERGROUP)).toBe(true);
      const notices = story.told.filter(({ text }) => text.includes('became a supergroup'));
      expect(notices).toHaveLength(1);
      expect(notices[0]?.text).toContain(`replace id ${CHAT} by ${SUPERGROUP}`);
      // The old id was asked once: after that the new one is known.
      expect(
        story.api.requests.filter(({ parameters }) => Number(parameters['chat_id']) === CHAT),
      ).toHaveLength(1);
    });

    it.each([
      {
        what: 'a chat',
        chat: CHAT,
        answer: answers.kicked,
        reason: '403 Forbidden: bot was kicked from the supergroup chat',
      },
      { what: 'the token', chat: '*', answer: answers.unauthorized, reason: '401 Unauthorized' },
    ])(
      'keeps the alerts while $what is refused, says so once on stderr, and sends them when that is mended',
      async ({ chat, answer, reason }) => {
        await watch('ERP');
        await take('down', 0);
        story.api.behave(chat, answer);
        await story.quietMinutes(3);
        expect(await story.check()).toMatchObject({
          code: 0,
          stdout: '',
          stderr: `srvmon: Telegram refuses chat it: ${reason}; its alerts wait (see srvmon doctor)\n`,
        });
        await story.quietMinutes(7);
        expect(story.told).toEqual([]);
        story.api.behave(chat, null);
        await story.quietMinutes(5);
        expect(story.headlines().filter((line) => line.includes('DOWN: ERP'))).toHaveLength(1);
      },
    );

    it('sends a name of 300 characters with emoji, tags, quotes and a new line as one readable message', async () => {
      const name = `ERP "pusat" <b>tebal & miring</b> 'x'\n📡🏢 ${'é'.repeat(260)}`;
      await watch(name, 'Mail');
      await take('down', 0);
      await story.quietMinutes(4);
      await take('up', 0);
      await story.quietMinutes(1);

      expect(story.told).toHaveLength(2);
      const [down, up] = story.told;
      expect(down?.text).toContain('DOWN: ERP "pusat" <b>tebal & miring</b> \'x\' 📡🏢');
      expect(up?.text).toContain('UP: ERP "pusat" <b>tebal & miring</b>');
      // It was sent with its markup, not a second time as plain text.
      expect(story.api.requests).toHaveLength(2);
    });

    it('keeps an alert for a chat apart from those for another one that cannot be reached', async () => {
      const target = await story.target();
      await story.configure({
        telegram: { chats: { it: CHAT, boss: SUPERGROUP } },
        alerts: { to: ['boss', 'it'] },
        servers: [{ name: 'ERP', host: target.host, checks: [`tcp:${target.port}`] }],
      });
      await target.down();
      story.api.behave(SUPERGROUP, answers.internal);
      await story.quietMinutes(4);
      expect(story.told.map(({ chat }) => chat)).toEqual([CHAT]);
      story.api.behave(SUPERGROUP, null);
      await story.quietMinutes(5);
      expect(story.told.map(({ chat }) => chat)).toEqual([CHAT, SUPERGROUP]);
    });
  },
);

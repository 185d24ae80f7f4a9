import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodesUnderTest } from '../support/e2e-installations.ts';
import { hasFakeClock } from '../support/e2e-program.ts';
import { MINUTE, Story } from '../support/e2e-story.ts';
import type { TcpTarget } from '../support/e2e-target.ts';
import { needs } from '../support/require.ts';

const BANDUNG = { lat: -6.9175, lon: 107.6191 };
const BANDUNG_MAP = 'https://www.google.com/maps/search/?api=1&query=-6.9175,107.6191';

describe.skipIf(!needs(hasFakeClock, 'libfaketime is not installed')).each(nodesUnderTest())(
  'an outage, minute by minute, on $name',
  ({ withAddon }) => {
    let story: Story;

    beforeEach(async () => {
      story = await Story.open({ installation: withAddon });
    });

    afterEach(async () => {
      await story.close();
    });

    /** An ERP in Bandung that can be taken down, and a mail server that stays up. */
    async function erpAndMail(): Promise<TcpTarget> {
      const [erp, mail] = [await story.target(), await story.target()];
      await story.configure({
        sites: [{ id: 'bandung', name: 'Cabang Bandung', location: BANDUNG }],
        servers: [
          { name: 'ERP', host: erp.host, site: 'bandung', checks: [`tcp:${erp.port}`] },
          { name: 'Mail', host: mail.host, checks: [`tcp:${mail.port}`] },
        ],
      });
      return erp;
    }

    it('tells one DOWN after three minutes, with name and map, and one UP with the true length', async () => {
      const erp = await erpAndMail();
      await story.quietMinutes(2);
      await erp.down();
      await story.quietMinutes(3);
      expect(story.told).toEqual([]);
      await story.quietMinutes(5);
      await erp.up();
      await story.quietMinutes(3);

      expect(story.headlines()).toEqual([
        '5 🔴 DOWN: ERP · Cabang Bandung',
        '10 🟢 UP: ERP · Cabang Bandung',
      ]);
      const [down, up] = story.told;
      expect(down?.text).toContain('Down since 17:02 (3 min), confirmed 17:05');
      expect(down?.text).toContain(erp.host);
      expect(down?.text).toContain('1 of 2 servers down: ERP');
      expect(down?.links).toEqual([BANDUNG_MAP]);
      expect(up?.text).toContain('Was down 8 min, 17:02–17:10');
      expect(up?.text).toContain('None of 2 servers is down');
    });

    it('tells nothing of a server that was away for less than three minutes', async () => {
      const erp = await erpAndMail();
      await story.quietMinutes(1);
      for (let n = 0; n < 2; n += 1) {
        await erp.down();
        await story.quietMinutes(3);
        await erp.up();
        await story.quietMinutes(1);
      }
      expect(story.told).toEqual([]);
    });

    it('alerts in the same minute however early or late cron starts it', async () => {
      const erp = await erpAndMail();
      await story.check(0);
      await erp.down();
      // 10:01:40, 10:02:00, 10:03:25, 10:04:00: only 2 min 20 s between the first and the last of them.
      for (const offset of [40_000, 0, 25_000, 0]) await story.check(offset);
      await erp.up();
      await story.check(35_000);

      expect(story.headlines()).toEqual(['4 🔴 DOWN: ERP · Cabang Bandung', '5 🟢 UP: ERP · Cabang Bandung']);
      expect(story.told[1]?.text).toContain('Was down 4 min, 17:01–17:05');
    });

    it('goes on with the outage after a restart in the middle of a run', async () => {
      const [erp, slow] = [await story.target(), await story.target()];
      await story.configure({
        servers: [
          { name: 'ERP', host: erp.host, checks: [`tcp:${erp.port}`] },
          // Accepts and never answers: the run is in the middle of its sweep for a while.
          { name: 'Slow', host: slow.host, timeout: '20s', checks: [`http://${slow.host}:${slow.port}/`] },
        ],
        alerts: { to: ['it'], down_after: '3m', min_failures: 2 },
      });
      await erp.down();
      await slow.down();
      await story.quietMinutes(2);
      await slow.up();
      const run = story.start();
      await slow.connected();
      run.child.kill('SIGKILL');
      expect((await run.outcome).signal).toBe('SIGKILL');
      await slow.down();
      story.minute += 1;
      // Minutes 0 and 1 failed, 2 was lost with the machine, and 3 completes the three minutes of both servers.
      await story.quietMinutes(2);
      await erp.up();
      await story.quietMinutes(1);

      expect(story.headlines()).toEqual(['3 🔴 DOWN: ERP', '3 🔴 DOWN: Slow', '5 🟢 UP: ERP']);
      expect(story.told[2]?.text).toContain('Was down 5 min, 17:00–17:05');
    });

    it('does not count time in which nobody watched towards the three minutes', async () => {
      const erp = await erpAndMail();
      await story.quietMinutes(1);
      await erp.down();
      await story.quietMinutes(2);
      story.minute += 30;
      await story.quietMinutes(3);
      expect(story.told).toEqual([]);
      await story.quietMinutes(1);
      expect(story.headlines()).toEqual(['36 🔴 DOWN: ERP · Cabang Bandung']);
      expect(story.told[0]?.text).toContain('Down since 17:33 (3 min)');
    });

    it('ends an outage that a gap interrupted with one UP, which names what was not watched', async () => {
      const erp = await erpAndMail();
      await erp.down();
      await story.quietMinutes(4);
      story.minute += 60;
      await erp.up();
      await story.quietMinutes(3);

      expect(story.headlines()).toEqual([
        '3 🔴 DOWN: ERP · Cabang Bandung',
        '65 🟢 UP: ERP · Cabang Bandung',
      ]);
      expect(story.told[1]?.text).toMatch(/Was down 1 h 4 min, 17:00–18:04; 1 h( 1 min)? of it not watched/);
    });

    it('keeps the length of an outage during which the clock is set back', async () => {
      const erp = await erpAndMail();
      await erp.down();
      await story.quietMinutes(5);
      story.minute -= 60;
      await story.quietMinutes(2);
      await erp.up();
      await story.quietMinutes(2);

      expect(story.headlines()).toEqual([
        '3 🔴 DOWN: ERP · Cabang Bandung',
        '-53 🟢 UP: ERP · Cabang Bandung',
      ]);
      expect(story.told[1]?.text).toContain('Was down 7 min, 16:00–16:07');
    });

    it('tells the end of an outage whose server was taken out of the configuration', async () => {
      const [erp, mail] = [await story.target(), await story.target()];
      const servers = [
        { name: 'ERP', host: erp.host, checks: [`tcp:${erp.port}`] },
        { name: 'Mail', host: mail.host, checks: [`tcp:${mail.port}`] },
      ];
      await story.configure({ servers });
      await erp.down();
      await story.quietMinutes(4);
      await story.configure({ servers: servers.slice(1) });
      await story.quietMinutes(3);
      expect(story.headlines()).toEqual(['3 🔴 DOWN: ERP', '4 ⚪ ERP is no longer watched']);
    });

    it('closes the report: one outage, with its true times', async () => {
      const erp = await erpAndMail();
      await story.quietMinutes(2);
      await erp.down();
      await story.quietMinutes(8);
      await erp.up();
      await story.quietMinutes(10);
      const args = ['report', '--config', story.configFile, '--since', '1h', '--format', 'json'];
      const { code, stdout, stderr } = await story.run(story.launch(args));
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('2026-11-02T10:02:00.000Z');
      expect(stdout).toContain('2026-11-02T10:10:00.000Z');
      expect(stdout).toContain(String(8 * MINUTE));
    });
  },
);

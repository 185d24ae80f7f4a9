import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayMount, SmallDisk } from '../support/e2e-mounts.ts';
import { nodesUnderTest } from '../support/e2e-installations.ts';
import { hasFakeClock } from '../support/e2e-program.ts';
import { Story } from '../support/e2e-story.ts';
import type { TcpTarget } from '../support/e2e-target.ts';
import { needs } from '../support/require.ts';

const canMount = needs(mayMount(), 'a small disk needs root');

describe.skipIf(!needs(hasFakeClock, 'libfaketime is not installed')).each(nodesUnderTest())(
  'faults of the machine it runs on, on $name',
  ({ withAddon }) => {
    let story: Story;
    let erp: TcpTarget;
    let disk: SmallDisk | null;

    beforeEach(async () => {
      story = await Story.open({ installation: withAddon });
      disk = null;
      erp = await story.target();
      await story.configure(configOf('ERP'));
    });

    afterEach(async () => {
      disk?.unmount();
      await story.close();
    });

    function configOf(name: string): { servers: object[] } {
      return { servers: [{ name, id: 'erp', host: erp.host, checks: [`tcp:${erp.port}`] }] };
    }

    const stateFile = (): string => join(story.stateDir, 'state.json');

    async function setAside(): Promise<string[]> {
      return (await readdir(story.stateDir)).filter((name) => name.startsWith('state.json.corrupt-'));
    }

    it.each([
      { damage: 'cut short', harm: () => truncate(stateFile(), 40) },
      { damage: 'empty', harm: () => truncate(stateFile(), 0) },
      { damage: 'of other content', harm: () => writeFile(stateFile(), '{"version":1,"servers":[]}') },
    ])(
      'goes on from the previous copy when the state file is $damage, and says so once',
      async ({ harm }) => {
        await erp.down();
        await story.quietMinutes(2);
        await harm();
        await story.quietMinutes(3);
        await erp.up();
        await story.quietMinutes(1);

        expect(await setAside()).toHaveLength(1);
        const notices = story.told.filter(({ text }) => text.includes('srvmon needs attention'));
        expect(notices.map(({ minute }) => minute)).toEqual([2]);
        expect(notices[0]?.text).toContain((await setAside())[0]);
        expect(story.headlines().filter((line) => line.includes('ERP'))).toEqual([
          '3 🔴 DOWN: ERP',
          '5 🟢 UP: ERP',
        ]);
      },
    );

    it('starts anew, without an alarm about everything, when both copies of the state are damaged', async () => {
      await story.quietMinutes(3);
      await writeFile(stateFile(), 'not JSON');
      await writeFile(`${stateFile()}.bak`, '');
      await story.quietMinutes(2);
      await erp.down();
      await story.quietMinutes(4);

      expect(story.told.map(({ minute }) => minute)).toEqual([3, 8]);
      expect(story.told[0]?.text).toContain('srvmon needs attention');
      expect(story.headlines()[1]).toBe('8 🔴 DOWN: ERP');
    });

    it('watches on with the last good configuration while the file is broken, says where, and tells the chat once', async () => {
      const good = await readFile(story.configFile, 'utf8');
      await story.quietMinutes(1);
      await story.writeConfig(good.replace('timezone:', 'timezon:'));
      await erp.down();
      for (let n = 0; n < 5; n += 1) {
        const { code, stdout, stderr } = await story.check();
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).toContain(`${story.configFile}:1:1 timezon: `);
      }
      await story.writeConfig(good);
      await story.quietMinutes(2);

      expect(story.headlines().filter((line) => line.includes('DOWN: ERP'))).toEqual(['4 🔴 DOWN: ERP']);
      const notices = story.told.filter(({ text }) => text.includes('srvmon needs attention'));
      expect(notices).toHaveLength(1);
      expect(notices[0]).toMatchObject({ minute: 1 });
      expect(notices[0]?.text).toContain('servers.yaml:1:1');
      expect(story.headlines().filter((line) => line.includes('solved'))).toHaveLength(1);
    });

    it('says what is wrong with a configuration that never was good, with exit code 2', async () => {
      await story.writeConfig(
        'servers:\n  - name: ERP\n    host: "-c 100 x"\n    prot: 1\nalerts: {to: [console]}\n',
      );
      const { code, stdout, stderr } = await story.check();
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`${story.configFile}:3:`);
      expect(stderr).toContain(`${story.configFile}:4:`);
    });

    it('says that the configuration is missing, with exit code 2', async () => {
      await rm(story.configFile);
      const { code, stdout, stderr } = await story.check();
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(story.configFile);
    });

    it.skipIf(!canMount)(
      'still attempts its alerts, with exit code 3 and one clear line, when the disk is full',
      async () => {
        disk = new SmallDisk(story.stateDir, 256);
        await erp.down();
        await story.quietMinutes(3);
        await fill(disk);
        const full = await story.check();
        expect({ code: full.code, stdout: full.stdout }).toEqual({ code: 3, stdout: '' });
        expect(full.stderr).toMatch(/^srvmon: .*state.*\n$/);
        expect(story.headlines()).toContain('3 🔴 DOWN: ERP');

        await rm(join(disk.path, 'filler'));
        await story.quietMinutes(2);
        const downs = story.told.filter(({ text }) => text.includes('DOWN: ERP'));
        // Nothing could be written, so the next run cannot know that it was told.
        expect(downs.length).toBeLessThanOrEqual(2);
        expect(await setAside()).toEqual([]);
      },
    );

    it.skipIf(!canMount)(
      'still attempts its alerts, with exit code 3 and one clear line, when the disk is read-only',
      async () => {
        disk = new SmallDisk(story.stateDir, 256);
        await erp.down();
        await story.quietMinutes(3);
        disk.makeReadOnly();
        const readOnly = await story.check();
        expect({ code: readOnly.code, stdout: readOnly.stdout }).toEqual({ code: 3, stdout: '' });
        expect(readOnly.stderr).toMatch(/^srvmon: .*\n$/);
        expect(story.headlines()).toContain('3 🔴 DOWN: ERP');

        for (let n = 0; n < 6; n += 1) expect((await story.check()).code).toBe(3);
        // What cannot be remembered is told again, but not for long.
        expect(story.told.filter(({ text }) => text.includes('DOWN: ERP')).length).toBeLessThanOrEqual(2);
        expect(story.told.length).toBeLessThanOrEqual(4);
        disk.makeWritable();
        await erp.up();
        await story.quietMinutes(2);
      },
    );

    it('says that its folder cannot be made, with exit code 3', async () => {
      await writeFile(story.stateDir, 'a file stands in the way');
      const { code, stdout, stderr } = await story.check();
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toContain(story.stateDir);
      await rm(story.stateDir);
    });
  },
);

async function fill(disk: SmallDisk): Promise<void> {
  for (const size of [64 * 1024, 4096, 1]) {
    try {
      for (;;) await writeFile(join(disk.path, 'filler'), Buffer.alloc(size), { flag: 'a' });
    } catch {
      continue;
    }
  }
}

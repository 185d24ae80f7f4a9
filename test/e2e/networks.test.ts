import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasFakeClock } from '../support/e2e-program.ts';
import { Story } from '../support/e2e-story.ts';
import { mayUseNamespaces, ServerLab } from '../support/netns.ts';
import { needs } from '../support/require.ts';

const ready =
  needs(hasFakeClock, 'libfaketime is not installed') &&
  needs(mayUseNamespaces, 'network namespaces need root');

describe.skipIf(!ready)('servers and an uplink behind a real cable', () => {
  let lab: ServerLab;
  let story: Story;

  beforeAll(() => {
    lab = new ServerLab();
  });

  afterEach(async () => {
    await story.close();
  });

  afterAll(() => {
    lab.destroy();
  });

  async function openStory(asNobody = false): Promise<void> {
    story = await Story.open({ inside: lab.monitor, asNobody });
    await story.configure({
      uplink: ['10.50.9.1', '10.50.9.2'],
      defaults: { timeout: '0.5s', attempts: 2 },
      servers: [
        { name: 'Router', host: '10.50.0.1' },
        { name: 'ERP', host: '10.50.0.2' },
        { name: 'ERP over IPv6', host: 'fd50::2' },
      ],
    });
  }

  it.each([{ user: 'root' }, { user: 'nobody' }])(
    'tells as $user that a server which no longer answers pings is down, and up again',
    async ({ user }) => {
      await openStory(user === 'nobody');
      await story.quietMinutes(1);
      lab.cut('10.50.0.2');
      await story.quietMinutes(5);
      lab.restore('10.50.0.2');
      await story.quietMinutes(2);

      expect(story.headlines()).toEqual(['4 🔴 DOWN: ERP', '6 🟢 UP: ERP']);
      expect(story.told[0]?.text).toContain('no answer to ping');
      expect(story.told[1]?.text).toContain('Was down 5 min, 17:01–17:06');
    },
  );

  it('calls nothing down while the monitor itself is cut off, and says afterwards when that was', async () => {
    await openStory();
    await story.quietMinutes(2);
    lab.cut('10.50.0.0/17');
    lab.cut('fd50::/65');
    await story.quietMinutes(8);
    expect(story.told).toEqual([]);
    lab.restore('10.50.0.0/17');
    lab.restore('fd50::/65');
    await story.quietMinutes(2);

    expect(story.told).toHaveLength(1);
    expect(story.told[0]?.text).toContain('srvmon was CUT OFF');
    expect(story.told[0]?.text).toContain('17:02–17:10');
  });

  it('still confirms an outage that began before the monitor was cut off, from its true beginning', async () => {
    await openStory();
    await story.quietMinutes(1);
    lab.cut('10.50.0.2');
    await story.quietMinutes(2);
    lab.cut('10.50.0.0/17');
    lab.cut('fd50::/65');
    await story.quietMinutes(5);
    lab.restore('10.50.0.0/17');
    lab.restore('fd50::/65');
    await story.quietMinutes(3);
    lab.restore('10.50.0.2');
    await story.quietMinutes(1);

    const headlines = story.headlines();
    expect(headlines.filter((line) => line.includes('DOWN: ERP'))).toHaveLength(1);
    expect(headlines.filter((line) => line.includes('UP: ERP'))).toEqual(['11 🟢 UP: ERP']);
    expect(headlines.filter((line) => line.includes('CUT OFF'))).toHaveLength(1);
    expect(headlines).toHaveLength(3);
  });
});

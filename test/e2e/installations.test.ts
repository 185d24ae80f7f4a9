import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nodesUnderTest } from '../support/e2e-installations.ts';
import { hasFakeClock } from '../support/e2e-program.ts';
import { Story } from '../support/e2e-story.ts';
import { mayUseNamespaces, ServerLab } from '../support/netns.ts';
import { needs } from '../support/require.ts';

const ready =
  needs(hasFakeClock, 'libfaketime is not installed') &&
  needs(mayUseNamespaces, 'network namespaces need root');

/** Every Node, with and without the net-ping addon, as root and as nobody. */
const ways = nodesUnderTest().flatMap(({ name, withAddon, withoutAddon }) => [
  // Only here is a raw socket of its own demanded, so that an addon that does not load is noticed.
  { name: `${name} with the addon as root`, installation: withAddon, asNobody: false, backend: 'raw' },
  { name: `${name} with the addon as nobody`, installation: withAddon, asNobody: true, backend: 'auto' },
  { name: `${name} without the addon as root`, installation: withoutAddon, asNobody: false, backend: 'auto' },
  {
    name: `${name} without the addon as nobody`,
    installation: withoutAddon,
    asNobody: true,
    backend: 'auto',
  },
]);

describe.skipIf(!ready)('pings on', () => {
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

  it.each(ways)('$name tell one DOWN and one UP', async ({ installation, asNobody, backend }) => {
    story = await Story.open({ inside: lab.monitor, installation, asNobody });
    await story.configure({
      icmp_backend: backend,
      alerts: { to: ['it'], down_after: '2m' },
      defaults: { timeout: '0.5s', attempts: 2 },
      servers: [
        { name: 'Router', host: '10.50.0.1' },
        { name: 'ERP', host: '10.50.0.2' },
        { name: 'ERP over IPv6', host: 'fd50::2' },
      ],
    });
    await story.quietMinutes(1);
    lab.cut('10.50.0.2');
    await story.quietMinutes(3);
    lab.restore('10.50.0.2');
    await story.quietMinutes(1);
    expect(story.headlines()).toEqual(['3 🔴 DOWN: ERP', '4 🟢 UP: ERP']);
  });
});

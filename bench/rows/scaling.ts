import { ServerLab } from '../../test/support/netns.ts';
import type { Row } from '../figure.ts';
import { interleaved, type Usage } from '../measure.ts';
import { Site } from '../program.ts';
import { watch, type Watched } from '../watch.ts';
import { addresses, type Bench, inside } from '../world.ts';

const SIZES = [100, 1_000, 10_000, 50_000];

export interface Sized {
  readonly servers: number;
  readonly usages: readonly Usage[];
  readonly watched: Watched;
}

/** Live ICMP servers, more and more of them; also the numbers behind the sizing table. */
export async function sizes({ program, folder, rounds, short }: Bench): Promise<Sized[]> {
  const lab = new ServerLab();
  try {
    const counts = short ? SIZES.slice(0, 3) : SIZES;
    const sites: [string, Site][] = [];
    for (const count of counts) {
      const targets = addresses(count).map((host) => ({ host }));
      const site = new Site(program, folder(`scaling-${count}`), targets, { prefix: inside(lab.monitor) });
      await site.warmUp();
      sites.push([String(count), site]);
    }
    const commands = Object.fromEntries(
      sites.map(([count, site]) => [count, () => site.exactCheck(Number(count), 0)]),
    );
    const usages = await interleaved(commands, rounds);
    const sized: Sized[] = [];
    for (const [count, site] of sites) {
      const watched = await watch(site.command(['check', '--timings']));
      sized.push({ servers: Number(count), usages: usages[count] ?? [], watched });
    }
    return sized;
  } finally {
    lab.destroy();
  }
}

/** What ten times the servers cost. Where a step is smaller than ten times, its cost is scaled up. */
export function scaling(measured: readonly Sized[]): Row[] {
  return measured.slice(1).flatMap((large, n): Row[] => {
    const small = measured[n];
    if (small === undefined) return [];
    const tenTimes = (10 * small.servers) / large.servers;
    const step = (what: string, unit: 'ms' | 'MB', of: (usage: Usage) => number): Row => ({
      work: `${what} of ${large.servers.toLocaleString('en')} servers${tenTimes === 1 ? '' : `, times ${tenTimes}`}`,
      against: `${small.servers.toLocaleString('en')} servers`,
      unit,
      ours: large.usages.map((usage) => of(usage) * tenTimes),
      theirs: small.usages.map(of),
      target: 11,
    });
    return [step('CPU', 'ms', ({ cpuMs }) => cpuMs), step('peak memory', 'MB', ({ peakMb }) => peakMb)];
  });
}

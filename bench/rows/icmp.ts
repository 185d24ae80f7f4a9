import { NetLab, ServerLab } from '../../test/support/netns.ts';
import { limit, type Row } from '../figure.ts';
import { interleaved } from '../measure.ts';
import { Site } from '../program.ts';
import { addresses, type Bench, cpu, cutAll, fping, inside, peak, perMille, wall } from '../world.ts';

const ONE_TRY = ['defaults: { timeout: 1s, attempts: 1 }'];
const DEAD_PER_MILLE = 65;
const NOBODY = 65_534;

/** Servers behind a router in a namespace, 6.5 % of them silent, against fping on the same list. */
async function behindRouter(
  { program, folder, rounds }: Bench,
  count: number,
): Promise<Record<'ours' | 'fping', Measured>> {
  const lab = new ServerLab();
  try {
    const here = folder(`icmp-${count}`);
    const list = addresses(count);
    const dead = perMille(list, DEAD_PER_MILLE);
    cutAll(lab.servers, dead, here);
    const prefix = inside(lab.monitor);
    const site = new Site(
      program,
      here,
      list.map((host) => ({ host })),
      { prefix, settings: ONE_TRY },
    );
    await site.warmUp();
    return await interleaved(
      { ours: () => site.exactCheck(count - dead.length, dead.length), fping: fping(list, here, prefix) },
      rounds,
    );
  } finally {
    lab.destroy();
  }
}

type Measured = Awaited<ReturnType<Site['check']>>[];

export async function icmp10k(bench: Bench): Promise<Row[]> {
  const { ours, fping } = await behindRouter(bench, 10_000);
  const work = 'check, 10,000 ICMP servers, 6.5 % dead';
  return [
    { work: `${work}: wall`, against: 'fping', unit: 'ms', ours: wall(ours), theirs: wall(fping), target: 1 },
    { work: `${work}: CPU`, against: 'fping', unit: 'ms', ours: cpu(ours), theirs: cpu(fping), target: 3 },
  ];
}

export async function icmp50k(bench: Bench): Promise<Row[]> {
  const { ours, fping } = await behindRouter(bench, 50_000);
  const work = 'check, 50,000 ICMP servers, 6.5 % dead';
  const memory = peak(ours);
  return [
    {
      work: `${work}: wall`,
      against: 'fping',
      unit: 'ms',
      ours: wall(ours),
      theirs: wall(fping),
      target: 0.8,
    },
    {
      work: `${work}: peak memory`,
      against: 'limit',
      unit: 'MB',
      ours: memory,
      theirs: limit(350, memory),
      target: 1,
    },
  ];
}

/** Dead neighbours hold their packets in the socket's send buffer until ARP gives up. */
export async function deadNeighbours({ program, folder, rounds }: Bench): Promise<Row[]> {
  const lab = new NetLab();
  try {
    const monitor = lab.namespace('monitor');
    const servers = lab.namespace('servers');
    lab.link({ at: monitor, addresses: ['10.60.0.1/16'] }, { at: servers, addresses: ['10.60.0.2/16'] });
    servers.ip('route', 'add', 'local', '10.60.100.0/24', 'dev', 'lo');
    const live = Array.from({ length: 100 }, (_, n) => `10.60.100.${n + 1}`);
    const dead = Array.from({ length: 900 }, (_, n) => `10.60.${Math.floor(n / 200)}.${10 + (n % 200)}`);
    // One live server after nine dead ones.
    const list = live.flatMap((address, n) => [...dead.slice(9 * n, 9 * n + 9), address]);
    const here = folder('neighbours');
    const prefix = inside(monitor);
    const site = new Site(
      program,
      here,
      list.map((host) => ({ host })),
      { prefix, settings: ONE_TRY },
    );
    await site.warmUp();
    const forget = (): void => void monitor.ip('neigh', 'flush', 'dev', 'eth0', 'nud', 'all');
    const other = fping(list, here, prefix);
    const { ours, fping: theirs } = await interleaved(
      {
        ours: () => (forget(), site.exactCheck(100, 900)),
        fping: () => (forget(), other()),
      },
      rounds,
    );
    const work = 'check, 900 dead and 100 live hosts on one link: wall';
    return [
      {
        work,
        against: 'fping',
        unit: 'ms',
        ours: wall(ours),
        theirs: wall(theirs),
        target: 1,
        note: 'all 100 up each time',
      },
    ];
  } finally {
    lab.destroy();
  }
}

/** Without any right: one ping(8) process an attempt. */
export async function ordinaryUser({ program, folder, waits }: Bench): Promise<Row[]> {
  const lab = new ServerLab();
  try {
    const here = folder('user');
    const list = addresses(500);
    const dead = perMille(list, 100);
    cutAll(lab.servers, dead, here);
    const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
    const site = new Site(
      program,
      here,
      list.map((host) => ({ host })),
      {
        prefix: [...inside(lab.monitor), ...asNobody],
        settings: ['defaults: { timeout: 1s, attempts: 3 }', 'icmp_backend: ping'],
        uid: NOBODY,
      },
    );
    await site.warmUp();
    const { ours } = await interleaved({ ours: () => site.exactCheck(450, 50) }, waits);
    const work = 'check as an ordinary user (ping), 500 servers, 10 % dead: wall';
    return [
      {
        work,
        against: '3 attempts of 1 s',
        unit: 'ms',
        ours: wall(ours),
        theirs: limit(3_000, ours),
        target: 2,
      },
    ];
  } finally {
    lab.destroy();
  }
}

/** Loopback answers at once: what is left is the program's own cost. */
export async function loopback({ program, folder, rounds, short }: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of short ? [1_000] : [10, 1_000, 10_000]) {
    const here = folder(`loopback-${count}`);
    const list = Array.from({ length: count }, (_, n) => `127.1.${Math.floor(n / 250)}.${1 + (n % 250)}`);
    const site = new Site(
      program,
      here,
      list.map((host) => ({ host })),
      { settings: ONE_TRY },
    );
    await site.warmUp();
    const other = fping(list, here, []);
    const measured = await interleaved({ ours: () => site.exactCheck(count, 0), fping: other }, rounds);
    const work = `check, ${count.toLocaleString('en')} loopback hosts`;
    const { ours, fping: theirs } = measured;
    rows.push({
      work: `${work}: wall`,
      against: 'fping',
      unit: 'ms',
      ours: wall(ours),
      theirs: wall(theirs),
      target: null,
    });
    rows.push({
      work: `${work}: CPU`,
      against: 'fping',
      unit: 'ms',
      ours: cpu(ours),
      theirs: cpu(theirs),
      target: null,
    });
  }
  return rows;
}

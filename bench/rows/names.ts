import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ServerLab } from '../../test/support/netns.ts';
import { limit, type Row } from '../figure.ts';
import { Site } from '../program.ts';
import { addresses, type Bench, inside } from '../world.ts';

const NAMES = 500;
const ADDRESSES = 500;
/** DESIGN: a run as a whole ends inside 50 s. */
const RUN_MS = 50_000;

/** A resolver that swallows every question: 500 servers have names, 500 an address. */
export async function deadResolver({ program, folder, waits }: Bench): Promise<Row[]> {
  const lab = new ServerLab();
  try {
    const here = folder('resolver');
    lab.cut('10.50.200.1');
    const resolvConf = join(here, 'resolv.conf');
    writeFileSync(resolvConf, 'nameserver 10.50.200.1\n');
    const withIt = [
      'unshare',
      '--mount',
      'sh',
      '-c',
      'mount --bind "$0" /etc/resolv.conf && exec "$@"',
      resolvConf,
    ];
    const names = Array.from({ length: NAMES }, (_, n) => `host-${n}.example.test`);
    const targets = [...names, ...addresses(ADDRESSES)].map((host) => ({ host }));
    const site = new Site(program, here, targets, { prefix: [...inside(lab.monitor), ...withIt] });
    await site.warmUp();
    const runs: Told[] = [];
    for (let round = 0; round < waits; round++) runs.push(await tell(site));
    const ends = runs.map(({ endMs }) => endMs);
    const told = runs.map(({ toldMs }) => toldMs);
    return [
      {
        work: 'check, dead resolver, 500 names and 500 addresses: the run ends',
        against: 'its 50 s',
        unit: 'ms',
        ours: ends,
        theirs: limit(RUN_MS, ends),
        target: 1,
      },
      {
        work: 'the same: the last server with an address has its verdict',
        against: '1 s',
        unit: 'ms',
        ours: told,
        theirs: limit(1_000, told),
        target: 1,
      },
    ];
  } finally {
    lab.destroy();
  }
}

interface Told {
  readonly endMs: number;
  /** When the verdict on the last server with an address was there. */
  readonly toldMs: number;
}

async function tell(site: Site): Promise<Told> {
  const { argv, env } = site.command(['check', '--verbose']);
  const [program = '', ...args] = argv;
  const begin = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], ...env },
  });
  const ended = once(child, 'close');
  let told = 0;
  let toldMs = NaN;
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('10.50.')) continue;
    told++;
    toldMs = performance.now() - begin;
  }
  await ended;
  if (told !== ADDRESSES) throw new Error(`${told} of ${ADDRESSES} servers with an address have a verdict`);
  return { endMs: performance.now() - begin, toldMs };
}

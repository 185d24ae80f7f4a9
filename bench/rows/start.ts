import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { Row } from '../figure.ts';
import { interleaved, measure } from '../measure.ts';
import { Program, Site, type Target } from '../program.ts';
import { type Bench, cpu, wall } from '../world.ts';

/** These are short: many rounds cost little and quiet the noise. */
const MANY = 15;

const PING: Target = { host: '127.0.0.1' };

export async function start({ program, folder, rounds }: Bench): Promise<Row[]> {
  const { ours, bare } = await besideNode(program, folder('start'), PING, rounds);
  const work = 'check, 1 server on loopback';
  const against = 'node -e 0';
  return [
    { work: `${work}: CPU`, against, unit: 'ms', ours: cpu(ours), theirs: cpu(bare), target: 1.5 },
    { work: `${work}: wall`, against, unit: 'ms', ours: wall(ours), theirs: wall(bare), target: 1.6 },
  ];
}

/** Node 24 keeps V8's compiled code between runs. `$SRVMON_NODES/24` is what .ci/run installs, the addons included. */
export async function startOnNode24({ folder, rounds }: Bench): Promise<Row[]> {
  const work = 'check on Node 24, compile cache warm, 1 server on loopback: CPU';
  const home = join(process.env['SRVMON_NODES'] ?? '/tmp/nodes', '24');
  const node = join(home, 'node');
  if (!existsSync(node))
    return [{ work, notMeasured: 'Node 24 is not installed ($SRVMON_NODES, see .ci/run)' }];
  const program = new Program(folder('node24-program'), node, join(home, 'node_modules'));
  const listener = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  try {
    const { port } = listener.address() as AddressInfo;
    const ping = await besideNode(program, folder('node24'), PING, rounds);
    const connect = { host: '127.0.0.1', check: `"tcp:${port}"` };
    const tcp = await besideNode(program, folder('node24-tcp'), connect, rounds);
    const row = { against: 'node -e 0 of Node 24', unit: 'ms' } as const;
    return [
      { ...row, work, ours: cpu(ping.ours), theirs: cpu(ping.bare), target: 1.6 },
      {
        ...row,
        work: 'the same with a TCP port (node:net)',
        ours: cpu(tcp.ours),
        theirs: cpu(tcp.bare),
        target: 1.6,
      },
    ];
  } finally {
    listener.close();
  }
}

/** A check of one server, in turn with a Node that does nothing. */
async function besideNode(
  program: Program,
  folder: string,
  target: Target,
  rounds: number,
): Promise<Record<'ours' | 'bare', Awaited<ReturnType<Site['check']>>[]>> {
  const site = new Site(program, folder, [target]);
  // The second one leaves the code of a run with a compiled configuration in V8's cache.
  for (let n = 0; n < 2; n++) await site.warmUp();
  return interleaved(
    { ours: () => site.exactCheck(1, 0), bare: () => measure({ argv: [program.node, '-e', '0'] }) },
    rounds * MANY,
  );
}

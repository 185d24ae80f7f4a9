import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServerLab } from '../../test/support/netns.ts';
import { limit, type Row } from '../figure.ts';
import { interleaved } from '../measure.ts';
import { Site } from '../program.ts';
import { addresses, type Bench, cutAll, inside, perMille, wall } from '../world.ts';

const FIFTH = 200;

/** 2,000 URLs of one server on loopback; every fifth never answers. */
export async function http({ program, folder, waits }: Bench): Promise<Row[]> {
  const server = createServer((request, response) => {
    if (request.url !== '/hang') response.end('ok');
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 });
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const paths = Array.from({ length: 2_000 }, (_, n) => (n % 5 === 0 ? '/hang' : `/${n}`));
    const targets = paths.map((path) => ({ host: '127.0.0.1', check: `"http://127.0.0.1:${port}${path}"` }));
    const settings = ['defaults: { timeout: 2s, attempts: 1 }'];
    const site = new Site(program, folder('http'), targets, { settings });
    await site.warmUp();
    const { ours } = await interleaved({ ours: () => site.exactCheck(1_600, 400) }, waits);
    const work = 'check, 2,000 HTTP servers, 20 % hang: wall';
    return [
      {
        work,
        against: 'timeout of 2 s',
        unit: 'ms',
        ours: wall(ours),
        theirs: limit(2_000, ours),
        target: 2,
      },
    ];
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const LISTENER = `require('net').createServer((s) => s.destroy()).listen({ port: 7000, backlog: 4096 }, () => console.log('up'))`;

/** 5,000 ports; the packets to every fifth go nowhere. */
export async function tcp({ program, folder, waits }: Bench): Promise<Row[]> {
  const lab = new ServerLab();
  try {
    const here = folder('tcp');
    const list = addresses(5_000);
    const dead = perMille(list, FIFTH);
    cutAll(lab.servers, dead, here);
    lab.servers.sysctl('net.core.somaxconn', 4_096);
    const listener = lab.servers.spawn(process.execPath, ['-e', LISTENER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (listener.stdout !== null) await once(listener.stdout, 'data');
    const site = new Site(
      program,
      here,
      list.map((host) => ({ host, check: '"tcp:7000"' })),
      {
        prefix: inside(lab.monitor),
        settings: ['defaults: { timeout: 2s, attempts: 2 }'],
      },
    );
    await site.warmUp();
    const { ours } = await interleaved({ ours: () => site.exactCheck(4_000, 1_000) }, waits);
    const work = 'check, 5,000 TCP ports, 20 % dropped: wall';
    return [
      {
        work,
        against: '2 attempts of 2 s',
        unit: 'ms',
        ours: wall(ours),
        theirs: limit(4_000, ours),
        target: 1.5,
      },
    ];
  } finally {
    lab.destroy();
  }
}

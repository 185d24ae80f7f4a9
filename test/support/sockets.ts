import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A listening server on loopback and its port; `close` also ends its connections. */
export interface Listening {
  readonly port: number;
  /** Connections so far. */
  readonly connections: () => number;
  readonly close: () => void;
}

/** Listens on a free port of `host` (default 127.0.0.1) and gives each connection to `serve`. */
export async function listen(
  serve: (socket: Socket) => void = () => undefined,
  host = '127.0.0.1',
  port = 0,
): Promise<Listening> {
  const open = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    count++;
    open.add(socket);
    socket.on('error', () => undefined).once('close', () => open.delete(socket));
    serve(socket);
  });
  await started(server, host, port);
  return {
    port: portOf(server),
    connections: () => count,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

/** A port of loopback on which nobody listens: one that was just given back. */
export async function refusedPort(): Promise<number> {
  const { port, close } = await listen();
  close();
  return port;
}

/**
 * A port of 127.0.0.1 that drops every new connection, as a firewall does: a process that listens with the shortest
 * queue, never accepts, and whose queue was filled.
 */
export async function startBlackhole(): Promise<Pick<Listening, 'port' | 'close'>> {
  const program = `
    const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, server.address().port + '\\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child: ChildProcess = spawn(process.execPath, ['-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('no pipe');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  const fillers = Array.from({ length: 6 }, () =>
    connect({ port, host: '127.0.0.1' }).on('error', () => undefined),
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    port,
    close: () => {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}

async function started(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

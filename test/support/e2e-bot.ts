import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleProgram } from './bundle.ts';
import { FAKE_TOKEN, type FakeBotApi, type Received, startFakeBotApi } from './fake-bot-api.ts';
import type { Namespace } from './netns.ts';

/** A fake Bot API that took messages: this process's own, or one in a network namespace. */
export interface Bot {
  readonly port: number;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** In this process, on a port that no outgoing connection is given, so that it stays free while Telegram is cut off. */
export async function startBot(): Promise<FakeBotApi> {
  for (let port = 20_000 + (process.pid % 8_000); ; port += 1) {
    if (await isFree(port)) return startFakeBotApi({ port });
  }
}

/** On the loopback interface of a namespace: what it takes comes back through a file. */
export async function startBotIn(namespace: Namespace): Promise<Bot> {
  const folder = mkdtempSync(join(tmpdir(), 'srvmon-bot-'));
  const log = join(folder, 'received.jsonl');
  const program = await bundleProgram(join(import.meta.dirname, 'fake-bot-api-cli.ts'));
  const child = namespace.spawn(process.execPath, [program, log, '0', FAKE_TOKEN], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    port: await portOf(child),
    get received() {
      return readLog(log);
    },
    async close() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the fake Bot API has no output');
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return Number(line);
}

function readLog(path: string): Received[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Received);
  } catch {
    return [];
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Incident, ServerState, State } from '../../src/core/model.ts';
import { emptyState, newServer } from '../../src/core/state.ts';
import { bundleProgram } from '../support/bundle.ts';

export const isRoot = process.getuid?.() === 0;

/** A folder that goes away with the test, and a path in it for the state. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'srvmon-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Compiles `children/NAME.ts` into a file that every user can run. It finds the addons when `parent` is PROJECT_CACHE. */
export async function bundleChild(name: string, parent?: string): Promise<string> {
  const program = await bundleProgram(join(import.meta.dirname, 'children', `${name}.ts`), parent);
  chmodSync(dirname(program), 0o755);
  return program;
}

export function incident(id: string, since: number): Incident {
  return {
    id,
    subject: { id, name: id, host: '192.0.2.1', siteId: null, siteName: null, location: null },
    since,
    confirmedAt: since + 180_000,
    failures: 4,
    cause: { failed: [{ check: 'icmp', code: 'icmp-timeout' }], passed: [] },
    unwatchedMs: 0,
    told: { it: since + 180_000 },
    announced: {},
    covered: {},
    held: {},
  };
}

/** A state with `count` servers, every tenth of them down. */
export function stateWith(count: number, change: Partial<State> = {}): State {
  const since = Date.UTC(2026, 10, 2, 10);
  const servers: Record<string, ServerState> = {};
  for (let n = 0; n < count; n += 1) {
    const down = n % 10 === 9;
    servers[`server-${n}`] = {
      ...newServer(`Server ${n}`, `site-${n % 45}`, since),
      condition: down ? { kind: 'down' } : { kind: 'up', since },
      incident: down ? incident(`server-${n}`, since) : null,
      latency: { hour: since, max: 12.5, b: [60, 40, 61, 15, 70, 5] },
    };
  }
  return { ...emptyState(), lastRunAt: since, watchedSince: since, servers, ...change };
}

/** A started program: its output so far, line by line, and its end. */
export class Program {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  out = '';
  #wake: () => void = () => undefined;

  constructor(command: string, args: readonly string[], options: SpawnOptions = {}) {
    this.process = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stdout?.on('data', (chunk: Buffer) => this.#add(chunk));
    this.process.stderr?.on('data', (chunk: Buffer) => this.#add(chunk));
    this.ended = new Promise((resolve) => {
      this.process.once('close', (code, signal) => {
        resolve({ code, signal });
        this.#wake();
      });
    });
  }

  /** The complete lines that were printed. */
  lines(): string[] {
    return this.out.split('\n').slice(0, -1);
  }

  /** Waits until a complete line fits; rejects when the program ends without one. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.lines().find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (this.process.exitCode !== null || this.process.signalCode !== null)
        throw new Error(`ended: ${this.out}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  #add(chunk: Buffer): void {
    this.out += chunk.toString();
    this.#wake();
  }
}

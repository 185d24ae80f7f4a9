import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../src/commands/io.ts';
import type { HistoryRecord } from '../../src/core/history.ts';
import type { State } from '../../src/core/model.ts';
import { appendHistory } from '../../src/state/history.ts';
import { NOW } from './past.ts';

/** What one call of a command did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a configuration, a state and a history, in which a command can be called at `NOW`. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'srvmon-desk-'));
  readonly stateDir = join(this.folder, 'state');
  readonly config = join(this.folder, 'servers.yaml');

  writeConfig(yaml: string): void {
    writeFileSync(this.config, `timezone: Asia/Jakarta\nlanguage: en\nstate_dir: ${this.stateDir}\n${yaml}`);
  }

  /** Changes the configuration as an editor would. */
  rewrite(change: (text: string) => string): void {
    writeFileSync(this.config, change(readFileSync(this.config, 'utf8')));
  }

  writeState(state: State | string): void {
    mkdirSync(this.stateDir, { recursive: true, mode: 0o700 });
    const text = typeof state === 'string' ? state : JSON.stringify(state);
    writeFileSync(join(this.stateDir, 'state.json'), text, { mode: 0o600 });
  }

  async writeHistory(records: readonly HistoryRecord[]): Promise<void> {
    await appendHistory(this.stateDir, records);
  }

  async call<Options>(
    run: (options: Options & { config: string }, io: Io) => Promise<number>,
    options: Options,
    change: Partial<Io> = {},
  ): Promise<Outcome> {
    let [stdout, stderr] = ['', ''];
    const code = await run(
      { config: this.config, ...options },
      {
        stdout: (text) => (stdout += text),
        stderr: (text) => (stderr += text),
        env: { LANG: 'C.UTF-8' },
        now: () => NOW,
        isTTY: false,
        columns: 80,
        ...change,
      },
    );
    return { code, stdout, stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

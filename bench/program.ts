import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, measure, type Usage } from './measure.ts';

const PROJECT = join(import.meta.dirname, '..');

/** A built program in a folder of its own: the measurements do not mind when `dist` is built anew meanwhile. */
export class Program {
  readonly folder: string;
  readonly node: string;

  /** `modules`: the folder in which that Node finds the addons. */
  constructor(folder: string, node = process.execPath, modules = join(PROJECT, 'node_modules')) {
    this.folder = folder;
    this.node = node;
    mkdirSync(folder, { recursive: true });
    execFileSync(process.execPath, [join(PROJECT, 'scripts/build.mjs'), '--outdir', join(folder, 'dist')]);
    cpSync(join(PROJECT, 'bin'), join(folder, 'bin'), { recursive: true });
    cpSync(join(PROJECT, 'package.json'), join(folder, 'package.json'));
    if (existsSync(modules)) symlinkSync(modules, join(folder, 'node_modules'));
  }

  /** Its command line; `prefix` starts it, such as `ip netns exec NAME`. */
  command(args: readonly string[], prefix: readonly string[] = []): string[] {
    return [...prefix, this.node, join(this.folder, 'bin/srvmon.js'), ...args];
  }
}

export interface Target {
  readonly host: string;
  /** In YAML; default: icmp. */
  readonly check?: string;
}

export interface SiteOptions {
  /** Lines of YAML before the servers. */
  readonly settings?: readonly string[];
  readonly prefix?: readonly string[];
  /** Who owns the state folder; default: root. */
  readonly uid?: number;
}

/** A configuration with its state folder, and the program that checks it. */
export class Site {
  readonly folder: string;
  readonly #program: Program;
  readonly #prefix: readonly string[];

  constructor(program: Program, folder: string, targets: readonly Target[], options: SiteOptions = {}) {
    this.#program = program;
    this.folder = folder;
    this.#prefix = options.prefix ?? [];
    mkdirSync(join(folder, 'state'), { recursive: true, mode: 0o755 });
    chmodSync(join(folder, 'state'), 0o700);
    const { uid } = options;
    if (uid !== undefined) execFileSync('chown', [String(uid), folder, join(folder, 'state')]);
    const lines = [
      'timezone: UTC',
      'language: en',
      `state_dir: ${join(folder, 'state')}`,
      // No alert falls into the minutes of a measurement: each run does the same work.
      'alerts: { to: [console], down_after: 12h }',
      ...(options.settings ?? []),
      'servers:',
      ...targets.map(
        ({ host, check = 'icmp' }, n) => `- { name: s${n}, host: "${host}", checks: [${check}] }`,
      ),
    ];
    writeFileSync(join(folder, 'servers.yaml'), `${lines.join('\n')}\n`);
  }

  get stateDir(): string {
    return join(this.folder, 'state');
  }

  command(args: readonly string[]): Command {
    const all = [...args, '--config', join(this.folder, 'servers.yaml')];
    return { argv: this.#program.command(all, this.#prefix), env: { HOME: this.folder } };
  }

  check(...args: readonly string[]): Promise<Usage> {
    return measure(this.command(['check', ...args]));
  }

  /** The first run: it parses the configuration, and leaves the compiled copy and the state. */
  async warmUp(): Promise<void> {
    await this.check();
  }

  /** How many servers the last run found up and not up. */
  verdicts(): { up: number; others: number } {
    const { servers } = JSON.parse(readFileSync(join(this.stateDir, 'state.json'), 'utf8')) as {
      servers: Record<string, { condition: { kind: string } }>;
    };
    const all = Object.values(servers);
    const up = all.filter(({ condition }) => condition.kind === 'up').length;
    return { up, others: all.length - up };
  }

  /** A check whose result must be right as well: a fast wrong one is worth nothing. */
  async exactCheck(up: number, others: number): Promise<Usage> {
    const usage = await this.check();
    const found = this.verdicts();
    if (found.up !== up || found.others !== others) {
      throw new Error(`wrong: ${found.up} up and ${found.others} not, instead of ${up} and ${others}`);
    }
    return usage;
  }
}

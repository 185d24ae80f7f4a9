import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const FAKETIME = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
].find((path) => existsSync(path));

/** Whether a program can be given another clock here (Debian package libfaketime). */
export const hasFakeClock = FAKETIME !== undefined;

/** A compiled srvmon, and the Node that runs it. */
export interface Installation {
  readonly node: string;
  /** The launcher, `bin/srvmon.js`. */
  readonly script: string;
}

/** The working tree as `npm run build` left it. */
export const WORKING_TREE: Installation = {
  node: process.execPath,
  script: join(import.meta.dirname, '../../bin/srvmon.js'),
};

export interface Outcome {
  /** Null: ended by a signal. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Launch {
  readonly installation: Installation;
  readonly args: readonly string[];
  /** What the program sees of the environment, besides a clock and a PATH like cron's. */
  readonly env?: Readonly<Record<string, string>>;
  /** The wall clock at its start (ms since the Unix epoch), running from there; timers stay real. Omitted: the real one. */
  readonly at?: number;
  /** Programs that start it: `ip netns exec NAME`, `setpriv ...`, `strace ...`. */
  readonly prefix?: readonly string[];
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves when it has ended and its output is complete. */
  readonly outcome: Promise<Outcome>;
}

/** Starts the program with nothing in its environment but what is given, as cron does. */
export function start({ installation, args, env = {}, at, prefix = [] }: Launch): Running {
  // env -i stands behind the prefix: neither strace nor setpriv is to have its clock moved.
  const variables = {
    PATH: '/usr/bin:/bin',
    ...env,
    ...(at === undefined ? {} : fakeClock(at)),
  };
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const [program = '', ...rest] = [
    ...prefix,
    '/usr/bin/env',
    '-i',
    ...assignments,
    installation.node,
    installation.script,
    ...args,
  ];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' });
  return { child, outcome: outcomeOf(child) };
}

/** Runs it to its end. */
export function run(launch: Launch): Promise<Outcome> {
  return start(launch).outcome;
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      removeDeadClocks();
      resolve({ code, signal, ...output });
    });
  });
}

function fakeClock(at: number): Record<string, string> {
  if (FAKETIME === undefined) throw new Error('libfaketime is missing');
  return {
    LD_PRELOAD: FAKETIME,
    FAKETIME: `@${(at / 1000).toFixed(3)}`,
    FAKETIME_FMT: '%s',
    // Time-outs are measured with the monotonic clock, and files keep their true times.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
    // They compare their clock with time stamps of the kernel.
    FAKETIME_SKIP_CMDS: 'ping,fping',
  };
}

/** Killed programs leave libfaketime's shared memory behind, and a later one with the same pid would stumble over it. */
function removeDeadClocks(): void {
  for (const name of readdirSync('/dev/shm')) {
    const pid = /faketime_(?:shm|sem)_(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) rmSync(join('/dev/shm', name), { force: true });
  }
}

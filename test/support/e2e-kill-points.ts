import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether system calls can be traced here, and a program be killed at one of them. */
export function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-f', '-qq', '-o', '/dev/null', '/bin/true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What a run does to its files and to the network. */
const CALLS = [
  ...['openat', 'write', 'pwrite64', 'writev', 'ftruncate', 'fsync', 'fdatasync', 'close'],
  ...['rename', 'link', 'unlink', 'mkdir', 'chmod', 'fchmod', 'connect', 'sendto', 'sendmsg'],
];

/** The n-th call of its kind in a thread: just before it is made, the program is killed. */
export interface KillPoint {
  readonly call: string;
  readonly n: number;
}

/** The prefix that writes the calls of a run to a file. */
export function traceTo(path: string): string[] {
  return ['strace', '-f', '-qq', '-y', '-e', `trace=${CALLS.join(',')}`, '-e', 'signal=none', '-o', path];
}

/** The prefix that ends a run at a point. */
export function killAt({ call, n }: KillPoint): string[] {
  const inject = `inject=${call}:signal=SIGKILL:when=${n}`;
  return ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', inject];
}

/** All points of a traced run at which it touched the folder or the network, in the order of the run. */
export function killPoints(tracePath: string, folder: string): KillPoint[] {
  const made = new Map<string, number>();
  const points = new Map<string, KillPoint>();
  for (const line of readFileSync(tracePath, 'utf8').split('\n')) {
    const [, thread, call] = /^(\d+)\s+(\w+)\(/.exec(line) ?? [];
    if (thread === undefined || call === undefined) continue;
    // strace counts the calls of each thread by themselves.
    const n = (made.get(`${thread} ${call}`) ?? 0) + 1;
    made.set(`${thread} ${call}`, n);
    if (touches(line, folder)) points.set(`${call} ${n}`, { call, n });
  }
  return [...points.values()];
}

function touches(line: string, folder: string): boolean {
  return line.includes(folder) || /<(TCP|socket):/.test(line);
}

/** At most `count` of them, evenly spread. */
export function sample<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / count);
  return Array.from(
    { length: Math.min(count, all.length) },
    (_, index) => all[Math.floor(index * step)],
  ).filter((point) => point !== undefined);
}

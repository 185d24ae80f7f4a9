/**
 * `npm run bench`: measures what srvmon costs, prints the table and writes bench/RESULTS.md.
 *
 *   --short       for CI: fewer rounds, without the longest rows; fails only when a ratio is worse than twice its target
 *   --only NAME   one row (several times for several); nothing is written
 */

import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mayUseNamespaces } from '../test/support/netns.ts';
import { isMet, type Row } from './figure.ts';
import { circumstances, writeResults, writeSizing } from './results.ts';
import { Program } from './program.ts';
import { history } from './rows/history.ts';
import { deadNeighbours, icmp10k, icmp50k, loopback, ordinaryUser } from './rows/icmp.ts';
import { deadResolver } from './rows/names.ts';
import { scaling, type Sized, sizes } from './rows/scaling.ts';
import { http, tcp } from './rows/sockets.ts';
import { start, startOnNode24 } from './rows/start.ts';
import { tableOf } from './table.ts';
import type { Bench } from './world.ts';

const ROUNDS = 7;
const SHORT_ROUNDS = 3;
/** A shared CI machine is noisy: only twice the target is a failure. */
const SLACK = 2;

let measuredSizes: readonly Sized[] = [];

const ROWS: Readonly<Record<string, (bench: Bench) => Promise<Row[]>>> = {
  start,
  'start-node24': startOnNode24,
  loopback,
  'icmp-10k': icmp10k,
  'icmp-50k': icmp50k,
  neighbours: deadNeighbours,
  user: ordinaryUser,
  http,
  tcp,
  resolver: deadResolver,
  scaling: async (bench) => scaling((measuredSizes = await sizes(bench))),
  history,
};
/** They take minutes. */
const NOT_IN_SHORT = ['loopback', 'icmp-50k', 'scaling', 'history'];

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
});
const { short, only } = values;
const unknown = only?.find((name) => !Object.hasOwn(ROWS, name));
if (unknown !== undefined || !mayUseNamespaces) {
  const problem = unknown === undefined ? 'it needs root and iproute2' : `no row ${unknown}`;
  console.error(`npm run bench: ${problem}. Rows: ${Object.keys(ROWS).join(', ')}`);
  process.exit(2);
}
process.exitCode = await bench(
  only ?? Object.keys(ROWS).filter((name) => !short || !NOT_IN_SHORT.includes(name)),
);

/** Returns the exit code. */
async function bench(names: readonly string[]): Promise<number> {
  const temp = mkdtempSync(join(tmpdir(), 'srvmon-bench-'));
  chmodSync(temp, 0o755);
  process.once('exit', () => rmSync(temp, { recursive: true, force: true }));
  const rounds = short ? SHORT_ROUNDS : ROUNDS;
  const folder = (label: string): string => {
    mkdirSync(join(temp, label));
    return join(temp, label);
  };
  const setting: Bench = {
    program: new Program(join(temp, 'program')),
    folder,
    rounds,
    waits: short ? 1 : ROUNDS,
    short,
  };
  const rows: Row[] = [];
  for (const name of names) rows.push(...(await measured(name, setting)));
  const about = circumstances(['npm run bench', ...process.argv.slice(2)].join(' '), rounds);
  console.log(`${tableOf(rows)}\n\n${about}`);
  if (!short && only === undefined) {
    writeResults(rows, about);
    writeSizing(measuredSizes);
  }
  const bad = rows.filter((row) => 'ours' in row && !isMet(row, SLACK));
  for (const { work } of bad) console.error(`worse than ${SLACK} times its target: ${work}`);
  return bad.length > 0 ? 1 : 0;
}

async function measured(name: string, setting: Bench): Promise<Row[]> {
  const begin = performance.now();
  const rows = await ROWS[name]?.(setting);
  console.error(`${name}: ${((performance.now() - begin) / 1_000).toFixed(0)} s`);
  return rows ?? [];
}

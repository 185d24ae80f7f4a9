import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Ended } from '../../src/probes/icmp/process.ts';
import { Shells } from '../../src/probes/icmp/shells.ts';
import { uptimeMs } from '../../src/probes/uptime.ts';
import { shellScripts } from '../support/shell-scripts.ts';

function open(): Shells {
  const shells = new Shells();
  onTestFinished(() => shells.close());
  return shells;
}

/** A program of this text in a folder of its own. */
function program(text: string): string {
  return join(shellScripts({ program: text }), 'program');
}

function run(shells: Shells, words: readonly string[], timeoutMs = 10_000): Promise<Ended> {
  return shells.run(words, timeoutMs, uptimeMs() + 20_000);
}

function output(ended: Ended): string {
  return ended.kind === 'not-started' ? ended.code : ended.stdout;
}

it('tells output, complaints and exit code apart', async () => {
  const both = program('echo out; echo err >&2; exit 2');
  expect(await run(open(), [both])).toEqual({ kind: 'exited', code: 2, stdout: 'out\n', stderr: 'err\n' });
});

it('expands nothing in the words, and gives no input to what it runs', async () => {
  const told = program('for word; do echo "$word"; done; cat');
  const words = ['*', '$HOME', '~', ';', '$(id)', '`id`', '>file', "'a'", '&'];
  expect(output(await run(open(), [told, ...words]))).toBe(`${words.join('\n')}\n`);
});

it('uses one shell for programs that follow each other, and more for those at once', async () => {
  const shells = open();
  const parent = program('sleep 0.1; echo $PPID');
  const first = output(await run(shells, [parent]));
  expect(output(await run(shells, [parent]))).toBe(first);
  const together = await Promise.all([1, 2, 3].map(() => run(shells, [parent])));
  expect(new Set(together.map(output)).size).toBe(3);
});

it('does without a shell that somebody killed while it was idle', async () => {
  const shells = open();
  const parent = program('echo $PPID');
  const first = Number(output(await run(shells, [parent])));
  process.kill(first, 'SIGKILL');
  await setTimeout(200);
  const second = await run(shells, [parent]);
  expect(second.kind).toBe('exited');
  expect(Number(output(second))).not.toBe(first);
});

it('mixes up none of 100 at once', async () => {
  const shells = open();
  const echo = program('echo "$1"; echo "no $1" >&2; exit "$1"');
  const numbers = Array.from({ length: 100 }, (_, n) => n);
  const ended = await Promise.all(numbers.map((n) => run(shells, [echo, String(n)])));
  expect(ended).toEqual(
    numbers.map((code) => ({ kind: 'exited', code, stdout: `${code}\n`, stderr: `no ${code}\n` })),
  );
});

it('says what the shell says of a program that is not there', async () => {
  const ended = await run(open(), ['/nonexistent/ping', '127.0.0.1']);
  expect(ended).toMatchObject({ kind: 'exited', code: 127, stdout: '' });
  expect(ended).toHaveProperty('stderr', expect.stringContaining('/nonexistent/ping'));
});

it('kills what hangs, after its time or at the deadline, and goes on in another shell', async () => {
  const shells = open();
  const hangs = program('sleep 1; touch "$0.done"');
  const late = await run(shells, [hangs], 100);
  const atDeadline = await shells.run([hangs], 60_000, uptimeMs() + 100);
  expect([late.kind, atDeadline.kind]).toEqual(['killed', 'killed']);
  expect(await run(shells, [program('exit 3')])).toMatchObject({ kind: 'exited', code: 3 });
  await setTimeout(1_200);
  expect(existsSync(`${hangs}.done`)).toBe(false);
});

it('calls a program killed that somebody else killed, and one whose shell is gone', async () => {
  const shells = open();
  expect((await run(shells, [program('kill -9 $$')])).kind).toBe('killed');
  expect((await run(shells, [program('kill -9 $PPID')])).kind).toBe('killed');
  expect((await run(shells, [program('exit 0')])).kind).toBe('exited');
});

/** With their process ids. */
function shellsOfThisProcess(): string[] {
  const args = ['-o', 'pid=,comm=', '--ppid', String(process.pid)];
  const children = execFileSync('ps', args, { encoding: 'utf8' });
  return children.split('\n').filter((line) => line.endsWith(' sh'));
}

const KILLED = { kind: 'killed', stdout: '', stderr: '' };

it('starts nothing after the deadline or once it is closed', async () => {
  const before = shellsOfThisProcess();
  const shells = open();
  const echo = program('echo ran');
  expect(await shells.run([echo], 1_000, uptimeMs() - 1)).toEqual(KILLED);
  const waiting = run(shells, [echo]);
  shells.close();
  expect(await waiting).toEqual(KILLED);
  expect(await run(shells, [echo])).toEqual(KILLED);
  expect(shellsOfThisProcess().filter((shell) => !before.includes(shell))).toEqual([]);
});

it('keeps a shell that is free at the deadline for a later program', async () => {
  const shells = open();
  const parent = program('echo $PPID');
  const first = output(await run(shells, [parent]));
  expect(await shells.run([parent], 1_000, uptimeMs() - 1)).toEqual(KILLED);
  expect(output(await run(shells, [parent]))).toBe(first);
});

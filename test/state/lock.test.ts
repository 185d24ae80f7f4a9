import { closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { acquireLock, readLockHolder, waitForLock, type Lock } from '../../src/state/lock.ts';
import { holdByAddon, holdByFlock } from '../../src/state/lock-methods.ts';
import { processIdentity } from '../../src/state/process-identity.ts';
import { PROJECT_CACHE } from '../support/bundle.ts';
import { needs } from '../support/require.ts';
import { bundleChild, Program, tempFolder } from './fixture.ts';

let holder = '';
let contender = '';
beforeAll(async () => {
  holder = await bundleChild('holder', PROJECT_CACHE);
  contender = await bundleChild('contender', PROJECT_CACHE);
});

async function take(folder: string): Promise<Lock> {
  const lock = await acquireLock(folder);
  if ('heldBy' in lock) throw new Error('held by another');
  return lock;
}

async function startHolder(folder: string, ...args: string[]): Promise<Program> {
  const program = new Program(process.execPath, [holder, folder, ...args]);
  await program.line(/^held$/);
  return program;
}

describe('the lock', () => {
  it('is held until it is released', async () => {
    const folder = tempFolder();
    const lock = await take(folder);
    expect(await acquireLock(folder)).toHaveProperty('heldBy');
    lock.release();
    lock.release();
    (await take(folder)).release();
  });

  it('tells who holds it and since when', async () => {
    const folder = tempFolder();
    const before = Date.now();
    const program = await startHolder(folder);
    const refused = await acquireLock(folder);
    if (!('heldBy' in refused)) throw new Error('not held');
    expect(refused.heldBy.pid).toBe(program.process.pid);
    expect(refused.heldBy.since).toBeGreaterThanOrEqual(before);
    expect(await readLockHolder(folder)).toEqual(refused.heldBy);
    await program.kill();
    expect(await readLockHolder(folder)).toBeNull();
  });

  it('is told free by its note when nobody ever took it, and after the release', async () => {
    const folder = tempFolder();
    expect(await readLockHolder(folder)).toBeNull();
    (await take(folder)).release();
    expect(await readLockHolder(folder)).toBeNull();
  });

  it('does not take a later process with the same pid for the holder', async () => {
    const folder = tempFolder();
    writeFileSync(
      join(folder, 'lock'),
      JSON.stringify({ pid: process.pid, since: 1, identity: 'another start' }),
    );
    expect(await readLockHolder(folder)).toBeNull();
  });

  it('is free at once when its holder is killed with SIGKILL', async () => {
    const folder = tempFolder();
    const program = await startHolder(folder);
    expect(await acquireLock(folder)).toHaveProperty('heldBy');
    await program.kill();
    (await take(folder)).release();
  });

  it('is free when its holder was killed while a program that it started lives on', async () => {
    const folder = tempFolder();
    const program = new Program(process.execPath, [holder, folder, 'child']);
    const child = Number((await program.line(/^child \d+$/)).slice('child '.length));
    await program.line(/^held$/);
    program.process.kill('SIGKILL');
    await new Promise((resolve) => program.process.once('exit', resolve));
    expect(await processIdentity(child)).not.toBeNull();
    const lock = await acquireLock(folder);
    process.kill(child);
    expect(lock).toHaveProperty('release');
  });

  it('leaves its file, 0600', async () => {
    const folder = tempFolder();
    (await take(folder)).release();
    const path = join(folder, 'lock');
    expect(existsSync(path)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  it('is waited for by commands that change the state', async () => {
    const folder = tempFolder();
    const lock = await take(folder);
    setTimeout(() => lock.release(), 300);
    const begin = performance.now();
    const waited = await waitForLock(folder, { timeoutMs: 10_000 });
    expect(waited).toHaveProperty('release');
    expect(performance.now() - begin).toBeGreaterThanOrEqual(290);
  });

  it('is given up after the time-out', async () => {
    const folder = tempFolder();
    const program = await startHolder(folder);
    expect(await waitForLock(folder, { timeoutMs: 300 })).toHaveProperty('heldBy');
    await program.kill();
  });
});

const hasFlock = needs(existsSync('/usr/bin/flock') || existsSync('/bin/flock'), 'flock(1) is missing');
const hasAddon = needs((await import('fs-ext').catch(() => null)) !== null, 'the addon fs-ext is missing');

describe.each([
  ['flock(1)', holdByFlock, hasFlock],
  ['the addon', holdByAddon, hasAddon],
])('%s', (_name, hold, isThere) => {
  it.runIf(isThere)('on a descriptor that cannot be locked is an error, not a free lock', async () => {
    await expect(hold(1_000, '/path/of/the/lock')).rejects.toThrow('"/path/of/the/lock" cannot be taken');
  });
});

it.runIf(hasFlock && hasAddon)('is the same for flock(1) and the addon', async () => {
  const path = join(tempFolder(), 'lock');
  for (const [first, second] of [
    [holdByFlock, holdByAddon],
    [holdByAddon, holdByFlock],
  ] as const) {
    const one = openSync(path, 'a');
    const two = openSync(path, 'a');
    expect(await first(one, path)).toHaveProperty('release');
    expect(await second(two, path)).toBe('held-by-other');
    closeSync(one);
    expect(await second(two, path)).toHaveProperty('release');
    closeSync(two);
  }
});

describe('many contenders', () => {
  const onLinux = needs(process.platform === 'linux', 'abstract sockets are of Linux');
  const METHODS = [
    'lock',
    ...(hasAddon ? ['addon'] : []),
    ...(hasFlock ? ['flock'] : []),
    ...(onLinux ? ['socket'] : []),
    'pid-file',
  ];

  it.each(METHODS)('never hold the lock together (%s)', { timeout: 60_000 }, async (method) => {
    const folder = tempFolder();
    const programs = Array.from(
      { length: 6 },
      () => new Program(process.execPath, [contender, folder, method, '2000']),
    );
    const outs = await Promise.all(programs.map((program) => program.ended.then(() => program.out.trim())));
    const entered = outs.map((out) => Number(/^entered (\d+) together 0$/.exec(out)?.[1]));
    console.log(`${method}: ${entered.join(' ')} times inside, never two`);
    expect(outs.join('\n')).toMatch(/^(entered \d+ together 0\n?)+$/);
    expect(entered.reduce((a, b) => a + b)).toBeGreaterThan(2);
  });

  it.each(METHODS)('take over from holders that are killed (%s)', { timeout: 60_000 }, async (method) => {
    const folder = tempFolder();
    for (let round = 0; round < 5; round += 1) {
      const doomed = Array.from(
        { length: 3 },
        () => new Program(process.execPath, [contender, folder, method, '60000']),
      );
      await sleep(250 + Math.random() * 100);
      await Promise.all(doomed.map((program) => program.kill()));
      expect(doomed.map((program) => program.out).join('')).toBe('');
    }
    const last = new Program(process.execPath, [contender, folder, method, '1500']);
    await last.ended;
    expect(last.out).toMatch(/^entered [1-9]\d* together 0\n$/);
  });
});

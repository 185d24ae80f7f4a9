/**
 * The lock for systems with neither flock(1) nor abstract sockets: numbered files `lock.pid.N`, of which the highest tells
 * the holder. Who finds it dead or released makes number N + 1, which only one can; a file is never taken over, so two
 * processes that both find a dead holder cannot both win.
 */

import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from './errors.ts';
import type { Attempt } from './lock-methods.ts';
import { processIdentity } from './process-identity.ts';

const NAME = /^lock\.pid\.(\d+)$/;
const RELEASED = 'released';

/** Takes the lock in `folder`; it is free again when this process has ended, however it ended. */
export async function holdByPidFile(folder: string): Promise<Attempt> {
  const before = highest(folder);
  if (before > 0 && (await isHeld(join(folder, nameOf(before))))) return 'held-by-other';
  const mine = before + 1;
  const path = join(folder, nameOf(mine));
  const me = `${process.pid} ${(await processIdentity(process.pid)) ?? ''}`;
  if (!createWhole(path, me)) return 'held-by-other';
  if (highest(folder) !== mine) {
    // Others came and went since we looked: our number was free only because the holder had cleaned it up.
    rmSync(path, { force: true });
    return 'held-by-other';
  }
  removeBelow(folder, mine - 1);
  return { release: () => replace(path, RELEASED) };
}

const nameOf = (number: number): string => `lock.pid.${number}`;

function numbers(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = NAME.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function highest(folder: string): number {
  return Math.max(0, ...numbers(folder));
}

async function isHeld(path: string): Promise<boolean> {
  const text = readIfThere(path);
  // Gone since we listed it: others have taken the lock after that holder.
  if (text === null) return true;
  const split = text.indexOf(' ');
  if (text === RELEASED || split < 0) return false;
  return (await processIdentity(Number(text.slice(0, split)))) === text.slice(split + 1);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Made by link(2), so that the file is never seen empty. False: it exists. */
function createWhole(path: string, text: string): boolean {
  const temp = writeTemp(path, text);
  try {
    linkSync(temp, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temp, { force: true });
  }
}

function replace(path: string, text: string): void {
  renameSync(writeTemp(path, text), path);
}

function writeTemp(path: string, text: string): string {
  const temp = `${path}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  writeFileSync(temp, text, { flag: 'wx', mode: 0o600 });
  return temp;
}

/** The one below stays: whoever still believes it to be the highest then finds our number taken. */
function removeBelow(folder: string, number: number): void {
  for (const old of numbers(folder)) {
    if (old < number) rmSync(join(folder, nameOf(old)), { force: true });
  }
}

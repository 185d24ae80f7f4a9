// Takes and releases a lock for a while. Whoever holds it signs the file `inside`: to find the signature of another live
// process there means that two hold the lock. Prints how often it got in, and how often it was not alone.
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock } from '../../../src/state/lock.ts';
import { holdByAddon, holdByFlock, holdBySocket, type Attempt } from '../../../src/state/lock-methods.ts';
import { holdByPidFile } from '../../../src/state/pid-file.ts';

const [stateDir = '', method = '', milliseconds = '0'] = process.argv.slice(2);
const inside = join(stateDir, 'inside');

const HOLD: Record<string, (fd: number) => Promise<Attempt>> = {
  // As a check takes it, by the best of the ways below.
  lock: async () => {
    const lock = await acquireLock(stateDir);
    return 'release' in lock ? lock : 'held-by-other';
  },
  addon: (fd) => holdByAddon(fd, stateDir),
  flock: (fd) => holdByFlock(fd, stateDir),
  socket: (fd) => holdBySocket(fd, stateDir),
  'pid-file': () => holdByPidFile(stateDir),
};

async function take(): Promise<(() => void) | null> {
  const fd = openSync(join(stateDir, 'lock'), 'a');
  const attempt = await HOLD[method]?.(fd);
  if (typeof attempt === 'object')
    return () => {
      attempt.release();
      closeSync(fd);
    };
  closeSync(fd);
  if (attempt === 'held-by-other') return null;
  throw new Error(`${method} is not available`);
}

function otherInside(): boolean {
  try {
    const pid = Number(readFileSync(inside, 'utf8'));
    // Who was killed while signing has left an empty file, and 0 would be the own process group.
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

let entered = 0;
let together = 0;
const end = Date.now() + Number(milliseconds);
while (Date.now() < end) {
  const release = await take();
  if (release === null) {
    await sleep(1);
    continue;
  }
  entered += 1;
  if (otherInside()) together += 1;
  writeFileSync(inside, String(process.pid));
  await sleep(entered % 3);
  if (readFileSync(inside, 'utf8') !== String(process.pid)) together += 1;
  rmSync(inside, { force: true });
  release();
}
console.log(`entered ${entered} together ${together}`);

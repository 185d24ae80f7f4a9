// Takes and releases a lock for a while. Whoever holds it signs the file `inside`: to find the signature of another live
// process there means that two hold the lock. Prints how often it got in, and how often it was not alone.
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock } from '../../../src/state/lock.ts';
import { holdBySocket } from '../../../src/state/lock-methods.ts';
import { holdByPidFile } from '../../../src/state/pid-file.ts';

const [stateDir = '', method = '', milliseconds = '0'] = process.argv.slice(2);
const inside = join(stateDir, 'inside');

async function take(): Promise<(() => void) | null> {
  if (method === 'flock') {
    const lock = await acquireLock(stateDir);
    return 'release' in lock ? () => lock.release() : null;
  }
  if (method === 'pid-file') {
    const hold = holdByPidFile(stateDir);
    return typeof hold === 'object' ? () => hold.release() : null;
  }
  const fd = openSync(join(stateDir, 'lock'), 'a');
  const hold = await holdBySocket(fd, stateDir);
  closeSync(fd);
  return typeof hold === 'object' ? () => hold.release() : null;
}

function otherInside(): boolean {
  try {
    process.kill(Number(readFileSync(inside, 'utf8')), 0);
    return true;
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

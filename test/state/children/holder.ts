// Takes the lock, prints `held`, and stays; with `child` it starts a program that outlives it and prints its pid.
import { spawn } from 'node:child_process';
import { acquireLock } from '../../../src/state/lock.ts';

const [stateDir = '', withChild] = process.argv.slice(2);
const lock = await acquireLock(stateDir);
if ('heldBy' in lock) {
  console.log('refused');
} else {
  if (withChild === 'child') {
    const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
    console.log(`child ${String(child.pid)}`);
  }
  console.log('held');
  setInterval(() => undefined, 1_000);
}

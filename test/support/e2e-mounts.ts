import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A small file system of its own in a folder (root only), for the tests of full and read-only disks. */
export class SmallDisk {
  readonly path: string;

  constructor(path: string, kilobytes: number) {
    this.path = path;
    mkdirSync(path, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=700`, 'tmpfs', path]);
  }

  makeReadOnly(): void {
    execFileSync('mount', ['-o', 'remount,ro', this.path]);
  }

  makeWritable(): void {
    execFileSync('mount', ['-o', 'remount,rw', this.path]);
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.path]);
  }
}

/** Whether this process may mount: root, and not in a container that forbids it. */
export function mayMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

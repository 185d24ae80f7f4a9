import { resolve } from 'node:path';

/** The program as it was started: what cron has to start as well. */
export interface Installation {
  /** Absolute path of Node. */
  readonly node: string;
  /** Absolute path of srvmon's launcher, which may be a symbolic link in a folder of PATH. */
  readonly script: string;
}

/** The installation that runs now. */
export function thisInstallation(): Installation {
  return { node: process.execPath, script: resolve(process.argv[1] ?? '') };
}

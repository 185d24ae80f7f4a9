import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyFreshClone, PROJECT } from './fresh-copy.ts';

/** What the addons need at run time. */
const ADDON = ['net-ping', 'raw-socket', 'fs-ext'];

/**
 * Packs the project as it is now and unpacks it into a folder that every user may read, once with the net-ping addon of
 * each Node and once without: the end-to-end tests run what a user would install. Runs once before all of them.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'srvmon-unpacked-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'home'));
  const tarball = pack(folder);
  unpack(tarball, join(folder, 'without-addon'), null);
  unpack(tarball, join(folder, 'with-addon'), join(PROJECT, 'node_modules'));
  const nodes = process.env['SRVMON_NODES'];
  for (const major of nodes !== undefined && existsSync(nodes) ? readdirSync(nodes) : []) {
    unpack(tarball, join(folder, `with-addon-${major}`), join(nodes ?? '', major, 'node_modules'));
  }
  process.env['SRVMON_UNPACKED'] = folder;
  process.env['SRVMON_TARBALL'] = tarball;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** In a copy, because packing builds, and other tests may be using what was built. */
function pack(folder: string): string {
  const copy = join(folder, 'copy');
  copyFreshClone(copy);
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const name = readdirSync(folder).find((each) => each.endsWith('.tgz'));
  if (name === undefined) throw new Error('npm pack made no tarball');
  return join(folder, name);
}

function unpack(tarball: string, to: string, addonFrom: string | null): void {
  mkdirSync(to);
  execFileSync('tar', ['-xzf', tarball, '-C', to, '--strip-components=1']);
  for (const name of addonFrom === null ? [] : ADDON) {
    const from = join(addonFrom ?? '', name);
    if (existsSync(from)) cpSync(from, join(to, 'node_modules', name), { recursive: true });
  }
  execFileSync('chmod', ['-R', 'a+rX', to]);
}

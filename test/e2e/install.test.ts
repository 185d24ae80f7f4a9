import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Programs that `npm install` needs, without anything that could compile. */
const NO_COMPILER = ['sh', 'node', 'env'];

describe('the packed program, installed for all users of a machine', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'srvmon-install-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function tarball(): string {
    const path = process.env['SRVMON_TARBALL'];
    if (path === undefined) throw new Error('run these tests with npm run test:e2e');
    return path;
  }

  /** A PATH on which there is a shell and Node, but neither compiler nor make nor Python. */
  function pathWithoutCompiler(): string {
    const bin = join(folder, 'bin-without-compiler');
    mkdirSync(bin);
    for (const name of NO_COMPILER) {
      const path = execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
      symlinkSync(path, join(bin, name));
    }
    return bin;
  }

  it.each([
    { way: 'as it is', flags: [], compiler: true },
    { way: 'with --omit=optional', flags: ['--omit=optional'], compiler: true },
    { way: 'without a compiler', flags: [], compiler: false },
  ])('installs $way, and checks', ({ way, flags, compiler }) => {
    const prefix = join(folder, way.replaceAll(' ', '-'));
    const npm = execFileSync('/bin/sh', ['-c', 'readlink -f "$(command -v npm)"'], {
      encoding: 'utf8',
    }).trim();
    const path = compiler ? (process.env['PATH'] ?? '') : pathWithoutCompiler();
    const env = { ...process.env, PATH: path };
    const args = [npm, 'install', '--global', '--prefix', prefix, ...flags, tarball()];
    const install = spawnSync(process.execPath, args, { env, encoding: 'utf8', cwd: folder });
    expect(install.status, install.stderr).toBe(0);

    const srvmon = join(prefix, 'bin/srvmon');
    const version = spawnSync(srvmon, ['--version'], { encoding: 'utf8' });
    expect(version.stderr).toBe('');
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);

    const installed = join(prefix, 'lib/node_modules/srvmon');
    const addon = existsSync(join(installed, 'node_modules/net-ping'));
    if (!compiler) expect(addon).toBe(false);
    const config = join(installed, 'examples/quickstart.yaml');
    const check = spawnSync(srvmon, ['check', '--config', config], { encoding: 'utf8', cwd: '/' });
    expect({ code: check.status, stderr: check.stderr }).toEqual({ code: 0, stderr: '' });
    expect(check.stdout).toContain('DOWN: ERP');
    console.log(`installed ${way}: net-ping is ${addon ? 'there' : 'absent'}`);
  });
});

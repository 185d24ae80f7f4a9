import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyFreshClone, PROJECT } from './support/fresh-copy.ts';
import { readmeCommands } from './support/readme.ts';

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

describe('the package', () => {
  let folder: string;
  let packed: Packed;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'srvmon-package-'));
    const copy = join(folder, 'copy');
    copyFreshClone(copy);
    symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
    const args = ['pack', '--json', '--loglevel=error', '--pack-destination', folder];
    const output = execFileSync('npm', args, {
      cwd: copy,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [first] = JSON.parse(output.slice(output.indexOf('['))) as Packed[];
    if (first === undefined) throw new Error('npm pack made no package');
    packed = first;
  }, 120_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds the program, its examples, its texts, and nothing else', () => {
    const folders = new Set(
      packed.files.map(({ path }) => (path.includes('/') ? path.split('/', 1)[0] : path)),
    );
    const known = ['bin', 'config', 'dist', 'docs', 'examples', 'man'];
    const texts = ['CHANGELOG.md', 'LICENSE', 'README.md', 'README.id.md', 'crontab.example', 'package.json'];
    expect([...folders].filter((name) => name !== undefined && ![...known, ...texts].includes(name))).toEqual(
      [],
    );
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toContain('dist/package.json');
    expect(paths).not.toContain('Dockerfile');
    expect(paths.filter((path) => /\.tsx?$|\.test\.|\.map$|\.state\//.test(path))).toEqual([]);
    console.log(
      `package: ${paths.length} files, ${kB(packed.size)} packed, ${kB(packed.unpackedSize)} unpacked`,
    );
  });

  it('depends on nothing but the optional addons', () => {
    const text = readFileSync(join(PROJECT, 'package.json'), 'utf8');
    const { dependencies, optionalDependencies } = JSON.parse(text) as Record<string, object | undefined>;
    expect(dependencies).toBeUndefined();
    expect(Object.keys(optionalDependencies ?? {})).toEqual(['fs-ext', 'net-ping', 'raw-socket']);
  });

  it('is tested by the command that the README gives', () => {
    const [first, second] = readmeCommands();
    expect(first).toBe(
      'npm ci && npm run build && node bin/srvmon.js check --config examples/quickstart.yaml',
    );
    expect(second).toBe('npm ci && npm test');
  });

  it('has a lock file that works with any registry', () => {
    const lock = readFileSync(join(PROJECT, 'package-lock.json'), 'utf8');
    expect(lock).not.toContain('"resolved"');
  });
});

function kB(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sweepTemps, writeFileDurably } from '../../src/state/atomic.ts';
import { needs } from '../support/require.ts';
import { bundleChild, isRoot, tempFolder } from './fixture.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a durable write', () => {
  it('makes a new file 0600 whatever the umask', async () => {
    const path = join(tempFolder(), 'a');
    const before = process.umask(0);
    try {
      writeFileDurably(path, 'text');
    } finally {
      process.umask(before);
    }
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(modeOf(path)).toBe(0o600);
  });

  it('gives the wanted rights, past the umask', async () => {
    const path = join(tempFolder(), 'page.html');
    const before = process.umask(0o077);
    try {
      writeFileDurably(path, 'text', { mode: 0o644 });
    } finally {
      process.umask(before);
    }
    expect(modeOf(path)).toBe(0o644);
  });

  it('keeps the rights of the file that it replaces', async () => {
    const path = join(tempFolder(), 'servers.yaml');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    writeFileDurably(path, 'new');
    expect(modeOf(path)).toBe(0o640);
  });

  it.skipIf(!needs(isRoot, 'only root may give files away'))(
    'keeps the owner of the file that it replaces',
    async () => {
      const path = join(tempFolder(), 'servers.yaml');
      writeFileSync(path, 'old');
      chownSync(path, 65_534, 65_534);
      writeFileDurably(path, 'new');
      expect(statSync(path)).toMatchObject({ uid: 65_534, gid: 65_534 });
    },
  );

  it('keeps a symlink and replaces its target', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real', 'file'), 'old');
    symlinkSync('real/file', join(folder, 'link'));
    writeFileDurably(join(folder, 'link'), 'new');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real', 'file'), 'utf8')).toBe('new');
  });

  it('makes the missing target of a symlink', async () => {
    const folder = tempFolder();
    symlinkSync('missing', join(folder, 'link'));
    writeFileDurably(join(folder, 'link'), 'new');
    expect(readFileSync(join(folder, 'missing'), 'utf8')).toBe('new');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  });

  it('keeps the content so far as the previous copy', async () => {
    const folder = tempFolder();
    const [path, keepPrevious] = [join(folder, 'a'), join(folder, 'a.bak')];
    for (const text of ['1', '2', '3']) writeFileDurably(path, text, { keepPrevious });
    expect([readFileSync(path, 'utf8'), readFileSync(keepPrevious, 'utf8')]).toEqual(['3', '2']);
    expect(readdirSync(folder).sort()).toEqual(['a', 'a.bak']);
  });

  it('leaves no temporary file when the copy is already the same file, as after a kill between the renames', async () => {
    const folder = tempFolder();
    const [path, keepPrevious] = [join(folder, 'a'), join(folder, 'a.bak')];
    writeFileDurably(path, '1');
    linkSync(path, keepPrevious);
    writeFileDurably(path, '2', { keepPrevious });
    expect([readFileSync(path, 'utf8'), readFileSync(keepPrevious, 'utf8')]).toEqual(['2', '1']);
    expect(readdirSync(folder).sort()).toEqual(['a', 'a.bak']);
  });

  it('leaves the old file and no temporary one when it fails', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a', 'inside'), 'x');
    expect(() => writeFileDurably(join(folder, 'a'), 'new')).toThrow(/EISDIR/);
    expect(readdirSync(folder)).toEqual(['a']);
  });
});

describe('the sweep of temporary files', () => {
  it('removes those of killed writers after an hour and nothing else', async () => {
    const folder = tempFolder();
    const names = [
      'state.json.77.0123456789ab.tmp',
      'page.html.78.0123456789ab.tmp',
      'notes.tmp',
      'state.json',
    ];
    for (const name of names) writeFileSync(join(folder, name), '');
    writeFileSync(join(folder, 'state.json.79.0123456789ab.tmp'), 'fresh');
    const twoHoursAgo = Date.now() / 1_000 - 7_200;
    for (const name of names) utimesSync(join(folder, name), twoHoursAgo, twoHoursAgo);
    sweepTemps(folder, 3_600_000, Date.now(), 'state.json');
    expect(existsSync(join(folder, names[0] ?? ''))).toBe(false);
    expect(readdirSync(folder)).toHaveLength(4);
    sweepTemps(folder, 3_600_000, Date.now());
    expect(readdirSync(folder).sort()).toEqual(['notes.tmp', 'state.json', 'state.json.79.0123456789ab.tmp']);
  });
});

describe('the order on disk', () => {
  let program = '';
  beforeAll(async () => {
    program = await bundleChild('write-once');
  });
  const hasStrace = spawnSync('strace', ['-V']).status === 0;

  it.skipIf(!needs(hasStrace, 'strace is missing'))(
    'is: the temporary file is flushed, the copy is kept, the file is replaced, the folder is flushed',
    () => {
      const stateDir = join(tempFolder(), 'state');
      spawnSync(process.execPath, [program, stateDir]);
      const trace = `${stateDir}.trace`;
      const calls = 'trace=/^(pwrite64|write|fsync|fdatasync|rename|renameat|renameat2|link|linkat)$';
      spawnSync('strace', ['-f', '-y', '-o', trace, '-e', calls, process.execPath, program, stateDir]);
      expect(stepsIn(readFileSync(trace, 'utf8'), stateDir)).toEqual([
        'write TEMP',
        'fsync TEMP',
        'link state.json BAKTEMP',
        'rename BAKTEMP state.json.bak',
        'rename TEMP state.json',
        'fsync .',
      ]);
    },
  );
});

/** The calls about files in the folder, one line each, in the order in which they began. */
function stepsIn(trace: string, stateDir: string): string[] {
  const steps = trace.split('\n').flatMap((line) => {
    const call = /^\d+ +(\w+)\(/
      .exec(line)?.[1]
      ?.replace(/^(pwrite64)$/, 'write')
      .replace(/(at2?)$/, '');
    const paths = [...line.matchAll(/[<"]([^<>"]*)[>"]/g)].map((match) => match[1] ?? '');
    const inside = paths.filter((path) => path.startsWith(stateDir)).map((path) => shortName(path, stateDir));
    return call === undefined || inside.length === 0 ? [] : [[call, ...inside].join(' ')];
  });
  return steps.filter((step, index) => step !== steps[index - 1]);
}

function shortName(path: string, stateDir: string): string {
  const name = path.slice(stateDir.length + 1) || '.';
  return name.replace(/^state\.json\.bak\..*\.tmp$/, 'BAKTEMP').replace(/^state\.json\..*\.tmp$/, 'TEMP');
}

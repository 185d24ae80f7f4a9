import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { emptyState } from '../../src/core/state.ts';
import { appendHistory } from '../../src/state/history.ts';
import { acquireLock } from '../../src/state/lock.ts';
import { openStore, readStateReadonly } from '../../src/state/store.ts';
import { needs } from '../support/require.ts';
import { bundleChild, isRoot, stateWith, tempFolder } from './fixture.ts';

const NOBODY = 65_534;
const asRoot = needs(isRoot, 'needs root to mount a file system or to become another user');

let program = '';
beforeAll(async () => {
  program = await bundleChild('write-once');
});

/** A small file system of its own that goes away with the test. */
function mountSmall(options: string): string {
  const folder = tempFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `${options},mode=700`, 'none', folder]);
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}

function runAsNobody(stateDir: string): string {
  const result = spawnSync(process.execPath, [program, stateDir], {
    uid: NOBODY,
    gid: NOBODY,
    encoding: 'utf8',
  });
  return result.stdout + result.stderr;
}

describe.skipIf(!asRoot)('on a full disk', () => {
  it('a write fails, the old state stays whole and no temporary file is left', async () => {
    const folder = mountSmall('size=64k');
    const store = await openStore(folder);
    await store.read();
    await store.write(stateWith(1));
    await expect(store.write(stateWith(1_000))).rejects.toMatchObject({ name: 'StateError', code: 'full' });
    expect((await store.read()).state).toEqual(stateWith(1));
    expect(readdirSync(folder)).toEqual(['state.json']);
    await store.write(stateWith(2));
    expect((await store.read()).state).toEqual(stateWith(2));
  });

  it('the lock is still taken', async () => {
    const folder = mountSmall('size=16k');
    writeFileSync(join(folder, 'lock'), '');
    expect(() => writeFileSync(join(folder, 'filler'), Buffer.alloc(1_000_000))).toThrow('ENOSPC');
    expect(await acquireLock(folder)).toHaveProperty('release');
  });

  it('a lock that cannot be made is an error that says so', async () => {
    const folder = mountSmall('nr_inodes=1');
    await expect(acquireLock(folder)).rejects.toMatchObject({ name: 'StateError', code: 'full' });
  });

  it('history is taken back whole, so that no half line is left', async () => {
    const folder = mountSmall('size=32k');
    await appendHistory(folder, [{ t: 'watched', from: 0, to: 1 }]);
    const file = join(folder, 'history', '1970-01.jsonl');
    const before = readFileSync(file, 'utf8');
    const many = Array.from({ length: 2_000 }, (_, n) => ({ t: 'watched' as const, from: n, to: n + 1 }));
    await expect(appendHistory(folder, many)).rejects.toMatchObject({ name: 'StateError', code: 'full' });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('under a limit on file sizes', () => {
  it('a write fails and the old state stays whole', () => {
    const folder = join(tempFolder(), 'state');
    const run = (records: number): string =>
      execFileSync(
        'sh',
        ['-c', 'ulimit -f 16; exec "$0" "$@"', process.execPath, program, folder, String(records)],
        {
          encoding: 'utf8',
        },
      );
    expect(run(1)).toBe('written\n');
    const before = readFileSync(join(folder, 'state.json'), 'utf8');
    expect(run(5_000)).toContain('full: no space left');
    expect(readFileSync(join(folder, 'state.json'), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });
});

describe.skipIf(!asRoot)('on a read-only file system', () => {
  it('opening fails, and what is there can still be shown', async () => {
    const folder = mountSmall('size=1m');
    const store = await openStore(folder);
    await store.read();
    await store.write(stateWith(2));
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'read-only' });
    await expect(acquireLock(folder)).rejects.toMatchObject({ code: 'read-only' });
    expect(await readStateReadonly(folder)).toMatchObject({ kind: 'ok', state: stateWith(2) });
  });
});

describe.skipIf(!asRoot)('as another user', () => {
  it('the folder of its owner is refused, with the owner and what to do', () => {
    const folder = join(tempFolder(), 'state');
    mkdirSync(folder, { mode: 0o777 });
    chmodSync(join(folder, '..'), 0o755);
    chmodSync(folder, 0o777);
    const said = runAsNobody(folder);
    expect(said).toContain('other-user: the state folder');
    expect(said).toContain("sudo -u '#0' srvmon");
    expect(readdirSync(folder)).toEqual([]);
  });

  it('root too is refused in the folder of a user', async () => {
    const folder = join(tempFolder(), 'state');
    mkdirSync(folder);
    chownSync(folder, NOBODY, NOBODY);
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'other-user' });
    await expect(acquireLock(folder)).rejects.toMatchObject({ code: 'other-user' });
  });

  it('a folder that may not be made is an error that says so', () => {
    const parent = tempFolder();
    chmodSync(parent, 0o755);
    expect(runAsNobody(join(parent, 'state'))).toContain('no-permission: no permission for');
  });

  it('an own folder without the right to write is an error that says so', () => {
    const parent = tempFolder();
    chmodSync(parent, 0o755);
    const folder = join(parent, 'state');
    mkdirSync(folder, { mode: 0o500 });
    chownSync(folder, NOBODY, NOBODY);
    expect(runAsNobody(folder)).toContain('no-permission: no permission for');
  });

  it('an own folder works', () => {
    const parent = tempFolder();
    chownSync(parent, NOBODY, NOBODY);
    expect(runAsNobody(join(parent, 'state'))).toBe('written\n');
  });

  it('a state that may not be read is an error and is not set aside', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'state.json'), '{}', { mode: 0o600 });
    chownSync(folder, NOBODY, NOBODY);
    expect(runAsNobody(folder)).toContain('no-permission: no permission for');
    expect(readdirSync(folder)).toEqual(['state.json']);
  });
});

describe('a state folder that is no folder', () => {
  it.each([['file'], ['file/below']])('(%s) is an error that says so', async (name) => {
    const parent = tempFolder();
    writeFileSync(join(parent, 'file'), '');
    await expect(openStore(join(parent, name))).rejects.toMatchObject({
      name: 'StateError',
      code: 'not-a-folder',
    });
  });

  it('that vanishes while a run is on makes the write fail', async () => {
    const folder = join(tempFolder(), 'state');
    const store = await openStore(folder);
    await store.read();
    rmSync(folder, { recursive: true });
    await expect(store.write(emptyState())).rejects.toMatchObject({ name: 'StateError', code: 'io' });
  });
});

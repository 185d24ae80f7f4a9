import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyState } from '../../src/core/state.ts';
import type { State } from '../../src/core/model.ts';
import { jsonPieces } from '../../src/state/json.ts';
import { openStore, readStateReadonly } from '../../src/state/store.ts';
import { stateWith, tempFolder } from './fixture.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('the store', () => {
  it('gives an empty state before the first write', async () => {
    const store = await openStore(tempFolder());
    expect(await store.read()).toEqual({ state: emptyState(), problem: null });
  });

  it('gives back what was written, in another process as in this one', async () => {
    const folder = tempFolder();
    const store = await openStore(folder);
    await store.read();
    await store.write(stateWith(20));
    expect(await store.read()).toEqual({ state: stateWith(20), problem: null });
    const another = await openStore(folder);
    expect(await another.read()).toEqual({ state: stateWith(20), problem: null });
  });

  it('makes the folder 0700 and the files 0600', async () => {
    const folder = join(tempFolder(), 'a', 'b');
    const store = await openStore(folder);
    await store.read();
    await store.write(emptyState());
    await store.write(stateWith(1));
    expect(modeOf(folder)).toBe(0o700);
    expect(modeOf(join(folder, 'state.json'))).toBe(0o600);
    expect(modeOf(join(folder, 'state.json.bak'))).toBe(0o600);
  });

  it('leaves the rights of a folder alone that exists', async () => {
    const folder = join(tempFolder(), 'shared');
    mkdirSync(folder, { mode: 0o755 });
    await openStore(folder);
    expect(modeOf(folder)).toBe(0o755);
  });

  it('writes compact JSON, also when tests run', async () => {
    const folder = tempFolder();
    const store = await openStore(folder);
    await store.read();
    await store.write(stateWith(2));
    expect(readFileSync(join(folder, 'state.json'), 'utf8')).toBe(JSON.stringify(stateWith(2)));
  });

  it.each([0, 1, 255, 256, 257, 512])(
    'writes %i servers in pieces that make up one JSON document',
    (count) => {
      const ids = ['__proto__', 'a"b', '\u2028', ...Array.from({ length: 600 }, (_, n) => `s${n}`)];
      const [one] = Object.values(stateWith(1).servers);
      const servers = Object.fromEntries(ids.slice(0, count).map((id) => [id, one]));
      const state = { ...stateWith(1), servers } as State;
      expect([...jsonPieces(state)].join('')).toBe(JSON.stringify(state));
    },
  );

  it('keeps the state before the last write as a copy', async () => {
    const folder = tempFolder();
    const store = await openStore(folder);
    await store.read();
    for (const serial of [1, 2, 3]) await store.write({ ...emptyState(), serial });
    expect(JSON.parse(readFileSync(join(folder, 'state.json.bak'), 'utf8'))).toMatchObject({ serial: 2 });
  });

  it('refuses to write before it has read', async () => {
    const store = await openStore(tempFolder());
    await expect(store.write(emptyState())).rejects.toThrow('before it was read');
  });

  it('keeps names with any characters', async () => {
    const folder = tempFolder();
    const store = await openStore(folder);
    await store.read();
    const state = stateWith(1);
    const server = state.servers['server-0'];
    if (server === undefined) throw new Error('no server');
    const names = ['<b>&"\n\u2028', '😀'.repeat(150), '\ud800 alone', '__proto__'];
    const servers = Object.fromEntries(names.map((name) => [name, { ...server, name }]));
    await store.write({ ...state, servers });
    expect((await store.read()).state.servers).toEqual(servers);
  });

  it('removes the temporary files that killed runs left more than an hour ago', async () => {
    const folder = tempFolder();
    const old = join(folder, 'state.json.1.0123456789ab.tmp');
    writeFileSync(old, 'half');
    utimesSync(old, 1_000, 1_000);
    const young = join(folder, 'state.json.2.0123456789ab.tmp');
    writeFileSync(young, 'half');
    await openStore(folder);
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  });

  it('carries 50,000 servers', { timeout: 60_000 }, async () => {
    const folder = tempFolder();
    const store = await openStore(folder);
    await store.read();
    const state = stateWith(50_000);
    const begin = performance.now();
    await store.write(state);
    const written = performance.now();
    const { problem } = await store.read();
    const read = performance.now();
    expect(problem).toBeNull();
    const megabytes = statSync(join(folder, 'state.json')).size / 1e6;
    console.log(
      `50,000 servers, ${megabytes.toFixed(1)} MB: written in ${(written - begin).toFixed(0)} ms, read in ${(read - written).toFixed(0)} ms`,
    );
  });
});

describe('reading without rights to change', () => {
  it('tells that there is no state yet', async () => {
    const folder = tempFolder();
    expect(await readStateReadonly(folder)).toEqual({ kind: 'missing' });
    expect(await readStateReadonly(join(folder, 'not-there'))).toEqual({ kind: 'missing' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives the state', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'state.json'), JSON.stringify(stateWith(3)));
    expect(await readStateReadonly(folder)).toEqual({ kind: 'ok', state: stateWith(3), previous: false });
  });

  it('gives the previous copy of a damaged state and changes no file', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'state.json'), '{"version":1,');
    writeFileSync(join(folder, 'state.json.bak'), JSON.stringify(stateWith(3)));
    expect(await readStateReadonly(folder)).toEqual({ kind: 'ok', state: stateWith(3), previous: true });
    expect(readdirSync(folder).sort()).toEqual(['state.json', 'state.json.bak']);
  });

  it('tells that nothing is readable', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'state.json'), '');
    expect(await readStateReadonly(folder)).toEqual({ kind: 'damaged' });
  });

  it('brings an older state to the present version', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'state.json'), '{"servers":{}}');
    expect(await readStateReadonly(folder)).toMatchObject({ kind: 'ok', state: emptyState() });
  });

  it('refuses the state of a newer version', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'state.json'), '{"version":7}');
    await expect(readStateReadonly(folder)).rejects.toMatchObject({ code: 'newer-version' });
  });
});

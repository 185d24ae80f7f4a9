import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { State } from '../../src/core/model.ts';
import { emptyState } from '../../src/core/state.ts';
import { openStore } from '../../src/state/store.ts';
import { stateWith, tempFolder } from './fixture.ts';

const NOW = Date.parse('2026-11-23T22:34:28.123Z');
const GOOD = JSON.stringify(stateWith(3));

const broken = (
  change: (state: { [key: string]: unknown; servers: Record<string, object> }) => void,
): string => {
  const state = JSON.parse(GOOD) as { servers: Record<string, object> };
  change(state);
  return JSON.stringify(state);
};

const DAMAGED: readonly (readonly [string, string | Buffer])[] = [
  ['empty', ''],
  ['truncated', GOOD.slice(0, GOOD.length / 2)],
  ['filled with zeros', Buffer.alloc(GOOD.length)],
  ['marked with a byte order mark', `\uFEFF${GOOD}`],
  ['not UTF-8', Buffer.from(GOOD.replace('Server 1', 'Server \u00ff'), 'latin1')],
  ['a list', '[]'],
  ['a number', '5'],
  ['null', 'null'],
  ['an empty object', '{}'],
  ['of version 0.5', '{"version":0.5}'],
  ['of version "1"', '{"version":"1"}'],
  ['of version -1', '{"version":-1}'],
  ['without servers', broken((state) => delete (state as Record<string, unknown>)['servers'])],
  ['with a list of servers', broken((state) => (state.servers = [] as unknown as Record<string, object>))],
  ['with null for a server', broken((state) => (state.servers['server-1'] = null as unknown as object))],
  [
    'with an unknown condition',
    broken((state) => Object.assign(state.servers['server-1'] ?? {}, { condition: { kind: 'asleep' } })),
  ],
  [
    'with a condition named like a method',
    broken((state) => Object.assign(state.servers['server-1'] ?? {}, { condition: { kind: 'toString' } })),
  ],
  [
    'with a server that is down without an incident',
    broken((state) => Object.assign(state.servers['server-1'] ?? {}, { condition: { kind: 'down' } })),
  ],
  ['with an outbox that is no list', broken((state) => (state['outbox'] = {}))],
];

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = tempFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** One run that meets a damaged state. */
async function setAside(folder: string, content: string, now: number): Promise<void> {
  writeFileSync(join(folder, 'state.json'), content);
  const store = await openStore(folder, now);
  const { state } = await store.read();
  await store.write(state);
}

describe('a damaged state', () => {
  it.each(DAMAGED)('that is %s is set aside and the previous copy takes over', async (_, content) => {
    const folder = folderWith({ 'state.json': content, 'state.json.bak': GOOD });
    const store = await openStore(folder, NOW);
    const setAside = join(folder, 'state.json.corrupt-2026-11-23T22-34-28.123Z');
    const read = await store.read();
    expect(read).toEqual({ state: stateWith(3), problem: { setAside, recovered: true } });
    await store.write(read.state);
    expect(readFileSync(setAside)).toEqual(Buffer.from(content));
  });

  it('without a previous copy gives an empty state', async () => {
    const folder = folderWith({ 'state.json': '{"version":1' });
    const { state, problem } = await (await openStore(folder, NOW)).read();
    expect(state).toEqual(emptyState());
    expect(problem?.recovered).toBe(false);
  });

  it('with a damaged previous copy gives an empty state', async () => {
    const folder = folderWith({ 'state.json': '', 'state.json.bak': '[]' });
    const { state, problem } = await (await openStore(folder, NOW)).read();
    expect(state).toEqual(emptyState());
    expect(problem?.recovered).toBe(false);
  });

  it('is told once: after the next write all is well', async () => {
    const folder = folderWith({ 'state.json': 'x', 'state.json.bak': GOOD });
    const store = await openStore(folder, NOW);
    const { state } = await store.read();
    await store.write(state);
    expect(await (await openStore(folder, NOW)).read()).toEqual({ state, problem: null });
  });

  it('is left where it is until there is a good one: a run that ends before its first write loses nothing', async () => {
    const folder = folderWith({ 'state.json': 'x', 'state.json.bak': GOOD });
    await (await openStore(folder, NOW)).read();
    const next = await (await openStore(folder, NOW + 60_000)).read();
    expect(next.state).toEqual(stateWith(3));
    expect(next.problem).toMatchObject({ recovered: true });
  });

  it('does not replace the previous copy by the damaged file', async () => {
    const folder = folderWith({ 'state.json': 'x', 'state.json.bak': GOOD });
    const store = await openStore(folder, NOW);
    const { state } = await store.read();
    await store.write(state);
    expect(readFileSync(join(folder, 'state.json.bak'), 'utf8')).toBe(GOOD);
  });

  it('marks what the previous copy holds unsent as maybe sent', async () => {
    const item: State['outbox'][number] = {
      id: '1',
      chat: 'it',
      at: NOW,
      event: { kind: 'test', subject: null },
      maybeSent: false,
    };
    const previous = JSON.stringify({ ...emptyState(), outbox: [item] });
    const folder = folderWith({ 'state.json': '', 'state.json.bak': previous });
    const { state } = await (await openStore(folder, NOW)).read();
    expect(state.outbox).toEqual([{ ...item, maybeSent: true }]);
  });

  it('gets a name of its own when there are two in one moment', async () => {
    const folder = folderWith({});
    for (const content of ['a', 'b']) await setAside(folder, content, NOW);
    const kept = readdirSync(folder)
      .filter((name) => name.includes('corrupt'))
      .sort();
    expect(kept.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['a', 'b']);
  });

  it('does not pile up: the ten newest are kept', async () => {
    const folder = folderWith({});
    for (let minute = 0; minute < 15; minute += 1)
      await setAside(folder, `damaged ${minute}`, NOW + minute * 60_000);
    await openStore(folder, NOW);
    const kept = readdirSync(folder)
      .filter((name) => name.includes('corrupt'))
      .sort();
    expect(kept).toHaveLength(10);
    expect(readFileSync(join(folder, kept.at(-1) ?? ''), 'utf8')).toBe('damaged 14');
  });
});

describe('a state of a newer version', () => {
  it.each([
    ['state file', { 'state.json': '{"version":99}', 'state.json.bak': GOOD }],
    ['previous copy', { 'state.json': '', 'state.json.bak': '{"version":99}' }],
  ])('in the %s is an error and nothing is changed', async (_, files) => {
    const folder = folderWith(files);
    const store = await openStore(folder, NOW);
    await expect(store.read()).rejects.toMatchObject({ name: 'StateError', code: 'newer-version' });
    await expect(store.write(emptyState())).rejects.toThrow();
    expect(readdirSync(folder).sort()).toEqual(['state.json', 'state.json.bak']);
    expect(readFileSync(join(folder, 'state.json'), 'utf8')).toBe(files['state.json']);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/state/lock.ts';
import { openStore, readStateReadonly } from '../../src/state/store.ts';
import { bundleChild, Program, tempFolder } from './fixture.ts';

const KILLS = 80;

let writer = '';
let counter = '';
beforeAll(async () => {
  writer = await bundleChild('writer');
  counter = await bundleChild('counter');
});

async function serialIn(folder: string): Promise<number> {
  const read = await readStateReadonly(folder);
  if (read.kind !== 'ok' || read.previous) throw new Error(`unreadable: ${read.kind}`);
  return read.state.serial;
}

describe('a writer killed with SIGKILL', () => {
  it(`leaves a readable state, its copy and a free lock, ${KILLS} times`, { timeout: 180_000 }, async () => {
    const folder = join(tempFolder(), 'state');
    for (let kill = 0; kill < KILLS; kill += 1) {
      const program = new Program(process.execPath, [writer, folder]);
      await program.line(/^\d+$/);
      await sleep(Math.random() * 15);
      await program.kill();
      // Whatever was said to be durable is there; at most the write that was under way is there as well.
      const acknowledged = Number(program.lines().at(-1));
      const serial = await serialIn(folder);
      expect([acknowledged, acknowledged + 1]).toContain(serial);
      // The very first write has nothing to keep a copy of.
      if (serial > 1) {
        const copy = readFileSync(join(folder, 'state.json.bak'), 'utf8');
        expect(() => JSON.parse(copy) as unknown).not.toThrow();
      }
      const lock = await acquireLock(folder);
      if ('heldBy' in lock) throw new Error('the lock outlived its holder');
      lock.release();
    }
    const leftOver = readdirSync(folder).filter((name) => name.endsWith('.tmp'));
    console.log(`${KILLS} kills: 0 unreadable states, ${leftOver.length} temporary files left over`);
    await openStore(folder, Date.now() + 3_700_000);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('two writers', () => {
  it(
    'that take turns by the lock lose nothing, and a reader never sees half a state',
    { timeout: 120_000 },
    async () => {
      const folder = join(tempFolder(), 'state');
      const first = new Program(process.execPath, [counter, folder, '1']);
      expect(await first.ended).toMatchObject({ code: 0 });
      const programs = [1, 2].map(() => new Program(process.execPath, [counter, folder, '40']));
      let running = true;
      const ended = Promise.all(programs.map((program) => program.ended)).finally(() => (running = false));
      while (running) {
        await serialIn(folder);
        await sleep(1);
      }
      expect((await ended).map(({ code }) => code)).toEqual([0, 0]);
      expect(await serialIn(folder)).toBe(81);
    },
  );

  it('that forget the lock still never leave half a state', { timeout: 60_000 }, async () => {
    const folder = join(tempFolder(), 'state');
    const programs = [1, 2].map(() => new Program(process.execPath, [writer, folder, '150', 'unlocked']));
    await programs[0]?.line(/^\d+$/);
    let running = true;
    const ended = Promise.all(programs.map((program) => program.ended)).finally(() => (running = false));
    while (running) {
      await serialIn(folder);
      await sleep(1);
    }
    expect(programs.map((program) => program.out).join('')).not.toContain('Error');
    expect((await ended).map(({ code }) => code)).toEqual([0, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/core/config.ts';
import { newChat } from '../../src/core/state.ts';
import { FAIL, makeChat, makeConfig, makeServer, makeSite, MIN, OK, T0, World } from '../support/world.ts';

const CHATS = [makeChat('it'), makeChat('other')];
const one = (change: Parameters<typeof makeServer>[1] = {}): Config =>
  makeConfig([makeServer('a', change)], { chats: CHATS });

/** Server `a` has been down since minute 0 and was told at minute 3; then the configuration is edited. */
function downFor(minutes: number, config = one()): World {
  const world = new World(config);
  world.minutes(0, minutes, { a: FAIL });
  return world;
}

describe('an edit of the configuration while a server is down', () => {
  it.each<[edit: string, config: Config, whileDown: string[], atTheEnd: string[]]>([
    ['another name, the same id', one({ name: 'New name' }), [], ['it up a']],
    ['another address', one({ host: '192.0.2.99' }), [], ['it up a']],
    ['another chat', one({ to: ['other'] }), ['6 other down a'], ['it up a', 'other up a']],
    ['one chat more', one({ to: ['it', 'other'] }), ['6 other down a'], ['it up a', 'other up a']],
    ['a longer down_after', one({ downAfterMs: 60 * MIN }), [], ['it up a']],
    ['more min_failures', one({ minFailures: 50 }), [], ['it up a']],
    [
      'another site',
      makeConfig([makeServer('a', { siteId: 's' })], { chats: CHATS, sites: [makeSite('s')] }),
      [],
      ['it up a'],
    ],
    [
      'a parent that is up',
      makeConfig([makeServer('a', { parentId: 'b' }), makeServer('b')], { chats: CHATS }),
      [],
      ['it up a'],
    ],
    [
      'flapping detection switched on',
      makeConfig([makeServer('a')], {
        chats: CHATS,
        alerts: { flapping: { changes: 4, windowMs: 60 * MIN } },
      }),
      [],
      ['it up a'],
    ],
    [
      'announcements switched on',
      one({ announceTo: ['other'] }),
      ['6 other announce-down a'],
      ['it up a', 'other announce-up a'],
    ],
  ])('%s: nothing is lost, doubled or left hanging', (_edit, config, whileDown, atTheEnd) => {
    const world = downFor(5);
    world.config = config;
    expect(world.minutes(6, 10, { a: FAIL, b: OK })).toEqual(whileDown);
    expect(world.minutes(11, 11, { a: OK, b: OK })).toEqual(atTheEnd.map((told) => `11 ${told}`));
    expect(world.minutes(12, 30, { a: OK, b: OK })).toEqual([]);
  });

  it('tells the new name when it is over', () => {
    const world = downFor(5);
    world.config = one({ name: 'New name' });
    world.sweep(6, { a: FAIL });
    expect(world.sweep(7, { a: OK })[0]?.event).toMatchObject({ kind: 'up', subject: { name: 'New name' } });
  });

  it('a window that is added silences nothing that is owed', () => {
    const world = downFor(5);
    world.maintenance = new Map([['a', { since: T0 + 6 * MIN, until: T0 + 60 * MIN, note: null }]]);
    expect(world.minutes(6, 9, { a: FAIL })).toEqual([]);
    expect(world.minutes(10, 10, { a: OK })).toEqual(['10 it up a']);
  });

  it('a chat that is removed is told nothing more, and the others are', () => {
    const world = downFor(5, one({ to: ['it', 'other'] }));
    world.config = makeConfig([makeServer('a')], { chats: [makeChat('it')] });
    expect(world.minutes(6, 9, { a: FAIL })).toEqual([]);
    expect(world.minutes(10, 10, { a: OK })).toEqual(['10 it up a']);
  });

  it('a server that is renamed by its id is closed under the old one and judged anew under the new one', () => {
    const world = downFor(5);
    world.config = makeConfig([makeServer('b')], { chats: CHATS });
    expect(world.minutes(6, 8, { b: FAIL })).toEqual(['6 it up a']);
    expect(world.minutes(9, 12, { b: FAIL })).toEqual(['9 it down b']);
  });

  it('a server that is taken out and put back is judged anew', () => {
    const world = downFor(5);
    world.config = makeConfig([makeServer('z')], { chats: CHATS });
    expect(world.minutes(6, 6, { z: OK })).toEqual(['6 it up a']);
    world.config = makeConfig([makeServer('a'), makeServer('z')], { chats: CHATS });
    expect(world.minutes(7, 12, { a: FAIL, z: OK })).toEqual(['10 it down a']);
  });

  it('forgets the certificates and the chats that left, and keeps where a chat of today moved to', () => {
    const world = new World(makeConfig([makeServer('a'), makeServer('ab')], { chats: CHATS }));
    const soon = (serverId: string) => ({
      serverId,
      check: 'https',
      fingerprint: 'f',
      notAfter: T0,
      warnBeforeMs: 1,
    });
    world.sweep(0, { a: OK, ab: OK }, { certificates: [soon('a'), soon('ab')] });
    const moved = { ...newChat(), migrated: { from: -1, to: -1001 } };
    world.state = { ...world.state, chats: { it: moved, other: moved } };
    world.config = makeConfig([makeServer('a')], { chats: [makeChat('it')] });
    expect(world.sweep(1, { a: OK }, { certificates: [soon('a')] })).toEqual([]);
    expect(Object.keys(world.state.certificates)).toEqual(['["a","https"]']);
    expect(world.state.chats).toEqual({ it: moved });
  });

  it('a lower down_after confirms a streak that is already long enough', () => {
    const world = new World(one({ downAfterMs: 60 * MIN }));
    world.minutes(0, 9, { a: FAIL });
    world.config = one();
    const [down] = world.sweep(10, { a: FAIL });
    expect(down?.event).toMatchObject({ kind: 'down', since: T0 });
  });

  it('site outages whose rule is switched off still end', () => {
    const ids = ['a', 'b', 'c'];
    const servers = ids.map((id) => makeServer(id, { siteId: 's' }));
    const all = (verdict: typeof OK): Record<string, typeof OK> =>
      Object.fromEntries(ids.map((id) => [id, verdict]));
    const world = new World(
      makeConfig(servers, { sites: [makeSite('s')], alerts: { siteOutage: { share: 0.6, min: 3 } } }),
    );
    expect(world.minutes(0, 5, all(FAIL))).toEqual(['3 it site-down s 3/3']);
    world.config = makeConfig(servers, { sites: [makeSite('s')] });
    const told = [...world.minutes(6, 9, all(FAIL)), ...world.minutes(10, 12, all(OK))];
    expect(told.filter((line) => line.includes('site-up'))).toHaveLength(1);
    expect(told.filter((line) => line.includes(' down '))).toEqual([]);
  });
});

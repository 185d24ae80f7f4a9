import { describe, expect, it } from 'vitest';
import type { Silence } from '../../src/core/model.ts';
import {
  describeItem,
  FAIL,
  makeChat,
  makeConfig,
  makeServer,
  makeSite,
  MIN,
  OK,
  T0,
  UNKNOWN,
  World,
} from '../support/world.ts';

const HOUR = 60 * MIN;

function mute(scope: string, change: Partial<Silence> = {}): Silence {
  return { kind: 'mute', scope, by: 'root', note: null, at: T0, until: T0 + 60 * MIN, told: true, ...change };
}

describe('parents', () => {
  const family = (): World =>
    new World(
      makeConfig([
        makeServer('router'),
        makeServer('erp', { parentId: 'router' }),
        makeServer('web', { parentId: 'router' }),
      ]),
    );

  it('tells the parent alone, and names what is behind it', () => {
    const world = family();
    expect(world.minutes(0, 9, { router: FAIL, erp: FAIL, web: FAIL })).toEqual([
      '3 it down router (Server erp, Server web)',
    ]);
  });

  it('tells one message when all come back together', () => {
    const world = family();
    world.minutes(0, 9, { router: FAIL, erp: FAIL, web: FAIL });
    expect(world.minutes(10, 20, { router: OK, erp: OK, web: OK })).toEqual([
      '10 it up router (Server erp, Server web)',
    ]);
  });

  it('tells a child that does not come back with its parent, from its own first failure', () => {
    const world = family();
    world.minutes(0, 9, { router: FAIL, erp: FAIL, web: FAIL });
    expect(world.minutes(10, 10, { router: OK, erp: FAIL, web: OK })).toEqual([
      '10 it up router (Server web)',
    ]);
    const [down] = world.sweep(11, { router: OK, erp: FAIL, web: OK });
    expect(down?.event).toMatchObject({ kind: 'down', subject: { id: 'erp' }, since: T0 });
    expect(world.minutes(12, 12, { router: OK, erp: OK, web: OK })).toEqual(['12 it up erp']);
  });

  it('waits while the parent is only suspect', () => {
    const world = family();
    world.minutes(0, 2, { router: OK, erp: FAIL, web: OK });
    expect(world.minutes(3, 3, { router: FAIL, erp: FAIL, web: OK })).toEqual([]);
    expect(world.minutes(4, 5, { router: OK, erp: FAIL, web: OK })).toEqual(['5 it down erp']);
  });

  it('tells a child whose parent answers', () => {
    const world = family();
    expect(world.minutes(0, 5, { router: OK, erp: FAIL, web: OK })).toEqual(['3 it down erp']);
  });

  it('takes the answer that a parent gave in the sweep of the first failure', () => {
    const world = family();
    world.minutes(0, 0, { router: OK, erp: FAIL, web: OK });
    expect(world.minutes(1, 3, { router: UNKNOWN, erp: FAIL, web: OK })).toEqual(['3 it down erp']);
  });

  it('explains along a chain', () => {
    const world = new World(
      makeConfig([
        makeServer('core'),
        makeServer('router', { parentId: 'core' }),
        makeServer('erp', { parentId: 'router' }),
      ]),
    );
    expect(world.minutes(0, 9, { core: FAIL, router: FAIL, erp: FAIL })).toEqual([
      '3 it down core (Server erp, Server router)',
    ]);
    expect(world.minutes(10, 10, { core: OK, router: OK, erp: OK })).toEqual([
      '10 it up core (Server erp, Server router)',
    ]);
  });

  it('lets a muted parent explain its children', () => {
    const world = family();
    world.state = { ...world.state, silences: [mute('server:router')] };
    expect(world.minutes(0, 9, { router: FAIL, erp: FAIL, web: FAIL })).toEqual([]);
  });

  it('lets a parent under maintenance explain its children', () => {
    const world = family();
    world.maintenance = new Map([['router', { since: T0, until: T0 + HOUR, note: null }]]);
    expect(world.minutes(0, 9, { router: FAIL, erp: FAIL, web: FAIL })).toEqual([]);
  });

  it('does not hide a child for ever behind a parent that cannot be probed', () => {
    const world = family();
    expect(world.minutes(0, 20, { router: UNKNOWN, erp: FAIL, web: OK })).toEqual(['12 it down erp']);
  });

  it('nor behind one that failed once and cannot be probed since', () => {
    const world = family();
    world.sweep(0, { router: FAIL, erp: FAIL, web: OK });
    expect(world.minutes(1, 30, { router: UNKNOWN, erp: FAIL, web: OK })).toEqual(['12 it down erp']);
  });

  it('nor behind one that misses every second check and never goes down itself', () => {
    const world = family();
    const told: string[] = [];
    for (let minute = 0; minute < 60; minute += 1)
      told.push(
        ...world.minutes(minute, minute, { router: minute % 2 === 0 ? FAIL : OK, erp: FAIL, web: OK }),
      );
    expect(told).toEqual(['13 it down erp']);
  });

  it('looks above a parent that cannot be probed', () => {
    const world = new World(
      makeConfig([
        makeServer('core'),
        makeServer('router', { parentId: 'core' }),
        makeServer('erp', { parentId: 'router' }),
      ]),
    );
    expect(world.minutes(0, 30, { core: FAIL, router: UNKNOWN, erp: FAIL })).toEqual([
      '3 it down core (Server erp)',
    ]);
    expect(world.minutes(31, 50, { core: OK, router: UNKNOWN, erp: FAIL })).toEqual([
      '31 it up core',
      '32 it down erp',
    ]);
  });

  it('does not tell a child of a suspect parent where an outage needs no time at all', () => {
    const world = new World(
      makeConfig([
        makeServer('router', { minFailures: 5 }),
        makeServer('erp', { parentId: 'router', downAfterMs: 0, minFailures: 1 }),
      ]),
    );
    expect(world.minutes(0, 3, { router: FAIL, erp: FAIL })).toEqual([]);
  });
});

describe('a branch that goes down as one', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const all = (verdict: typeof OK): Record<string, typeof OK> =>
    Object.fromEntries(ids.map((id) => [id, verdict]));
  const branch = (): World =>
    new World(
      makeConfig(
        ids.map((id) => makeServer(id, { siteId: 's' })),
        {
          sites: [makeSite('s')],
          alerts: { siteOutage: { share: 0.6, min: 3 } },
        },
      ),
    );

  it('is told in one message, and its end in one', () => {
    const world = branch();
    expect(world.minutes(0, 9, all(FAIL))).toEqual(['3 it site-down s 5/5']);
    expect(world.minutes(10, 20, all(OK))).toEqual(['10 it site-up s stragglers 0']);
  });

  it('waits one sweep for those that failed one sweep later', () => {
    const world = branch();
    world.sweep(0, { ...all(OK), a: FAIL, b: FAIL });
    expect(world.minutes(1, 9, all(FAIL))).toEqual(['4 it site-down s 5/5']);
  });

  it('does not wait longer than that', () => {
    const world = branch();
    world.minutes(0, 2, { ...all(OK), a: FAIL });
    expect(world.minutes(3, 3, all(FAIL))).toEqual(['3 it down a']);
  });

  it('names the stragglers, and tells the end of each', () => {
    const world = branch();
    world.minutes(0, 9, all(FAIL));
    expect(world.minutes(10, 10, { ...all(OK), e: FAIL })).toEqual(['10 it site-up s stragglers 1']);
    expect(world.minutes(11, 12, all(OK))).toEqual(['11 it up e']);
  });

  it('is on record as told for each of its servers', () => {
    const world = branch();
    world.minutes(0, 9, all(FAIL));
    world.sweep(10, all(OK));
    expect(world.state.pendingHistory).toContainEqual(
      expect.objectContaining({ t: 'incident', server: 'c', told: { it: T0 + 3 * MIN } }),
    );
  });

  it('grows by those that go down later, and has one end', () => {
    const world = branch();
    world.sweep(0, { ...all(OK), a: FAIL, b: FAIL, c: FAIL });
    expect(world.minutes(1, 9, all(FAIL))).toEqual(['3 it site-down s 3/5', '4 it site-down s 5/5']);
    expect(Object.values(world.state.siteOutages)).toMatchObject([{ since: T0, members: ids }]);
    expect(world.minutes(10, 12, all(OK))).toEqual(['10 it site-up s stragglers 0']);
  });

  it('does not call a server back that failed again', () => {
    const world = branch();
    world.minutes(0, 3, all(FAIL));
    world.minutes(4, 4, { ...all(FAIL), a: OK });
    expect(world.minutes(5, 8, all(FAIL))).toEqual(['8 it down a']);
    expect(world.minutes(9, 9, { ...all(OK), a: FAIL })).toEqual(['9 it site-up s stragglers 1']);
    expect(world.minutes(10, 12, all(OK))).toEqual(['10 it up a']);
  });

  it('counts and names nobody who is muted or under maintenance', () => {
    const world = branch();
    world.state = { ...world.state, silences: [mute('server:a')] };
    world.maintenance = new Map([['b', { since: T0, until: T0 + HOUR, note: null }]]);
    const three = { ...all(FAIL), d: OK, e: OK };
    expect(world.minutes(0, 5, three)).toEqual(['3 it down c']);
    expect(world.sweep(6, { ...three, d: FAIL })).toEqual([]);
    const [told] = world.minutes(7, 9, all(FAIL)).slice(-1);
    expect(told).toBe('9 it down d');
  });

  it('says of a server that leaves the configuration that it is not watched any more', () => {
    const world = branch();
    world.minutes(0, 3, all(FAIL));
    const { servers } = world.config;
    world.config = { ...world.config, servers: servers.filter(({ id }) => id !== 'a') };
    expect(world.minutes(4, 4, all(FAIL))).toEqual(['4 it up a']);
    world.config = makeConfig([makeServer('z')]);
    expect(world.minutes(5, 6, { z: OK })).toEqual(['5 it up b', '5 it up c', '5 it up d', '5 it up e']);
    expect(world.state.siteOutages).toEqual({});
  });

  it('lets a gateway that explains the rest alert in its own minute', () => {
    for (const lag of [0, 1]) {
      const servers = ids.map((id) => makeServer(id, { siteId: 's', parentId: id === 'a' ? null : 'a' }));
      const alerts = { siteOutage: { share: 0.6, min: 3 } };
      const world = new World(makeConfig(servers, { sites: [makeSite('s', { gateway: 'a' })], alerts }));
      const told = [
        ...world.minutes(0, lag - 1, { ...all(OK), a: FAIL }),
        ...world.minutes(lag, 9, all(FAIL)),
      ];
      expect(told).toEqual(['3 it down a (Server b, Server c, Server d, Server e)']);
    }
  });

  it('takes a share of the servers as whole numbers, whatever binary fractions make of it', () => {
    const many = Array.from({ length: 25 }, (_, index) => `m${String(index)}`);
    const verdicts = Object.fromEntries(many.map((id, index) => [id, index < 14 ? FAIL : OK]));
    const world = new World(
      makeConfig(
        many.map((id) => makeServer(id, { siteId: 's' })),
        { sites: [makeSite('s')], alerts: { siteOutage: { share: 0.56, min: 3 } } },
      ),
    );
    expect(world.minutes(0, 5, verdicts)).toEqual(['3 it site-down s 14/25']);
  });

  it('tells two servers one by one', () => {
    const world = branch();
    expect(world.minutes(0, 9, { ...all(OK), a: FAIL, b: FAIL })).toEqual(['3 it down a', '3 it down b']);
  });
});

describe('flapping', () => {
  const flappy = (): World => {
    const world = new World(
      makeConfig([makeServer('a', { downAfterMs: 0, minFailures: 1 })], {
        alerts: { flapping: { changes: 4, windowMs: HOUR } },
      }),
    );
    return world;
  };

  it('says once that a server is unstable, is silent then, and sums up after an hour of quiet', () => {
    const world = flappy();
    const told: string[] = [];
    for (let minute = 0; minute < 20; minute += 1)
      told.push(...world.minutes(minute, minute, { a: minute % 2 === 0 ? FAIL : OK }));
    expect(told).toEqual(['0 it down a', '1 it up a', '2 it down a', '3 it up a', '4 it unstable a']);
    expect(world.minutes(20, 100, { a: OK })).toEqual(['79 it unstable-over a']);
  });

  it('sums up every outage of the unstable time, those before it was told too', () => {
    const world = flappy();
    for (let minute = 0; minute < 8; minute += 1) world.sweep(minute, { a: minute % 2 === 0 ? FAIL : OK });
    world.minutes(8, 66, { a: OK });
    const [over] = world.sweep(67, { a: OK });
    expect(over?.event).toMatchObject({
      kind: 'unstable-over',
      since: T0,
      changes: 8,
      downMs: 4 * MIN,
      down: false,
    });
  });

  it('owes an UP when the server is down at the end', () => {
    const world = flappy();
    for (let minute = 0; minute < 5; minute += 1) world.sweep(minute, { a: minute % 2 === 0 ? FAIL : OK });
    expect(world.minutes(5, 70, { a: FAIL })).toEqual(['64 it unstable-over a']);
    expect(world.minutes(71, 75, { a: OK })).toEqual(['71 it up a']);
  });
});

describe('an unstable server, its parent and the rest of the rules', () => {
  const RULE = { changes: 4, windowMs: HOUR };
  const unstable = (ids = ['a'], alerts = {}): World =>
    new World(
      makeConfig(
        ids.map((id, index) =>
          makeServer(id, { downAfterMs: 0, minFailures: 1, parentId: index === 0 ? null : 'a' }),
        ),
        { alerts: { flapping: RULE, ...alerts } },
      ),
    );
  const shake = (world: World, minutes: number, ids = ['a']): string[] =>
    Array.from({ length: minutes }, (_, minute) =>
      world.minutes(minute, minute, Object.fromEntries(ids.map((id) => [id, minute % 2 === 0 ? FAIL : OK]))),
    ).flat();

  it('does not call a server unstable whose changes its parent explains', () => {
    const ids = ['a', 'b', 'c'];
    const told = shake(unstable(ids), 12, ids);
    expect(told.filter((line) => line.includes('unstable'))).toEqual(['4 it unstable a']);
  });

  it('sums up with a DOWN only when the window is over', () => {
    const world = unstable();
    shake(world, 5);
    world.maintenance = new Map([['a', { since: T0, until: T0 + 100 * MIN, note: null }]]);
    expect(world.minutes(5, 99, { a: FAIL })).toEqual([]);
    world.maintenance = new Map();
    expect(world.minutes(100, 101, { a: FAIL })).toEqual(['100 it unstable-over a']);
    expect(world.minutes(102, 102, { a: OK })).toEqual(['102 it up a']);
  });

  it('sums up when it is over inside a mute, since that end is owed', () => {
    const world = unstable();
    shake(world, 6);
    world.state = { ...world.state, silences: [mute('all', { until: T0 + 2 * HOUR })] };
    expect(world.minutes(6, 70, { a: OK })).toEqual(['65 it unstable-over a']);
  });

  it('never sums up more down time than the time that it names', () => {
    const world = new World(makeConfig([makeServer('a')], { alerts: { flapping: RULE } }));
    for (let round = 0; round < 3; round += 1) {
      world.minutes(round * 10, round * 10 + 8, { a: FAIL });
      world.sweep(round * 10 + 9, { a: OK });
    }
    world.minutes(30, 32, { a: FAIL });
    const items = Array.from({ length: 100 }, (_, n) => world.sweep(33 + n, { a: FAIL })).flat();
    const over = items.find(({ event }) => event.kind === 'unstable-over')?.event;
    expect(over).toMatchObject({ since: T0, endedAt: T0 + 93 * MIN, downMs: (3 * 9 + 63) * MIN, down: true });
  });

  it('is summed up when the rule is switched off, also by the sweep in which it changes', () => {
    const world = unstable();
    shake(world, 5);
    world.config = { ...world.config, alerts: { ...world.config.alerts, flapping: null } };
    expect(world.minutes(5, 8, { a: OK })).toEqual(['5 it unstable-over a']);
  });
});

describe('an outage that nobody watched to its end', () => {
  it('is never shorter than the part of it that nobody watched', () => {
    const world = new World(makeConfig([makeServer('a', { upAfter: 2 })]));
    world.minutes(0, 5, { a: FAIL });
    world.sweep(6, { a: OK });
    world.minutes(7, 20, { a: UNKNOWN });
    const [up] = world.sweep(21, { a: OK });
    expect(up?.event).toMatchObject({ kind: 'up', endedAt: T0 + 6 * MIN, unwatchedMs: 0 });
  });
});

describe('a certificate that ends soon', () => {
  it('is told after the mute or window, not inside it', () => {
    const world = new World(makeConfig([makeServer('a')]));
    const certificates = [
      { serverId: 'a', check: 'https', fingerprint: 'f', notAfter: T0 + HOUR, warnBeforeMs: 24 * HOUR },
    ];
    world.state = { ...world.state, silences: [mute('all', { until: T0 + 3 * MIN })] };
    expect(world.minutes(0, 5, { a: OK }, { certificates })).toEqual(['3 it certificate a']);
  });
});

describe('a reminder that waits in the outbox', () => {
  function waiting(): World {
    const world = new World(
      makeConfig([makeServer('a'), makeServer('b')], { alerts: { remindEveryMs: [HOUR] } }),
    );
    world.minutes(0, 62, { a: FAIL, b: FAIL });
    const outbox = world.sweep(63, { a: FAIL, b: FAIL });
    expect(outbox.map(describeItem)).toEqual(['it reminder a,b']);
    world.state = { ...world.state, outbox };
    return world;
  }

  it('forgets what is up again', () => {
    expect(waiting().minutes(64, 64, { a: OK, b: FAIL })).toEqual(['64 it reminder b', '64 it up a']);
  });

  it('is dropped when nothing of it is down any more', () => {
    expect(waiting().minutes(64, 64, { a: OK, b: OK })).toEqual(['64 it up a', '64 it up b']);
  });

  it('is dropped inside a mute', () => {
    const world = waiting();
    world.state = { ...world.state, silences: [mute('all', { until: T0 + 2 * HOUR })] };
    expect(world.minutes(64, 64, { a: FAIL, b: FAIL })).toEqual([]);
  });
});

describe('maintenance, mute and acknowledgement', () => {
  const single = (alerts = {}): World => new World(makeConfig([makeServer('a')], { alerts }));

  it('judges at once what still fails when its window ends, from its true first failure', () => {
    const world = single();
    world.maintenance = new Map([['a', { since: T0, until: T0 + 10 * MIN, note: 'UPS' }]]);
    expect(world.minutes(0, 9, { a: FAIL })).toEqual([]);
    expect(world.state.servers['a']?.incident?.held['it']).toEqual({
      reason: 'maintenance',
      until: T0 + 10 * MIN,
      detail: 'UPS',
    });
    world.maintenance = new Map();
    expect(world.sweep(10, { a: FAIL })[0]?.event).toMatchObject({ kind: 'down', since: T0 });
    expect(world.state.pendingHistory).toContainEqual({
      t: 'maintenance',
      server: 'a',
      from: T0,
      to: T0 + 10 * MIN,
    });
  });

  it('sends the UP that is owed inside a window', () => {
    const world = single();
    world.minutes(0, 3, { a: FAIL });
    world.maintenance = new Map([['a', { since: T0 + 4 * MIN, until: T0 + HOUR, note: null }]]);
    expect(world.minutes(4, 6, { a: OK })).toEqual(['4 it up a']);
  });

  it('keeps silent about a muted server, and tells it when the mute ends', () => {
    const world = single();
    world.state = { ...world.state, silences: [mute('server:a', { until: T0 + 20 * MIN })] };
    expect(world.minutes(0, 25, { a: FAIL })).toEqual(['20 it down a']);
    expect(world.state.silences).toEqual([]);
  });

  it('says nothing at all about an outage that began and ended inside a mute', () => {
    const world = single();
    world.state = { ...world.state, silences: [mute('all')] };
    expect(world.minutes(0, 20, { a: FAIL })).toEqual([]);
    expect(world.minutes(21, 70, { a: OK })).toEqual([]);
  });

  it('tells the chat who muted what', () => {
    const world = single();
    world.state = { ...world.state, silences: [mute('server:a', { told: false })] };
    expect(world.minutes(0, 5, { a: OK })).toEqual(['0 it mute Server a']);
  });

  it('tells every chat that hears nothing any more who muted everything', () => {
    const chats = [makeChat('it'), makeChat('boss'), makeChat('idle')];
    const world = new World(makeConfig([makeServer('a', { to: ['boss'] })], { chats }));
    world.state = { ...world.state, silences: [mute('all', { told: false })] };
    expect(world.minutes(0, 5, { a: OK })).toEqual(['0 it mute all', '0 boss mute all']);
  });

  it('keeps the end of a mute that was asked for after the clock was set back', () => {
    const world = single();
    world.minutes(0, 60, { a: OK });
    const asked = { at: T0 + 10 * MIN, until: T0 + 130 * MIN };
    world.state = {
      ...world.state,
      silences: [mute('server:a', { ...asked, told: false }), mute('all', { at: T0, until: T0 + 90 * MIN })],
    };
    world.sweep(11, { a: OK });
    expect(world.state.silences.map(({ until }) => ((until ?? 0) - T0) / MIN)).toEqual([130, 40]);
  });

  it('reminds of what is still down in one digest, until it is acknowledged', () => {
    const world = new World(
      makeConfig([makeServer('a'), makeServer('b')], { alerts: { remindEveryMs: [HOUR] } }),
    );
    expect(world.minutes(0, 130, { a: FAIL, b: FAIL })).toEqual([
      '3 it down a',
      '3 it down b',
      '63 it reminder a,b',
      '123 it reminder a,b',
    ]);
    world.state = { ...world.state, silences: [mute('server:a', { kind: 'ack', until: null })] };
    expect(world.minutes(131, 190, { a: FAIL, b: FAIL })).toEqual(['183 it reminder b']);
    expect(world.minutes(191, 191, { a: OK, b: FAIL })).toEqual(['191 it up a']);
    expect(world.state.silences).toEqual([]);
  });

  it('lets the pauses between reminders grow', () => {
    const world = single({ remindEveryMs: [HOUR, 2 * HOUR] });
    expect(world.minutes(0, 330, { a: FAIL })).toEqual([
      '3 it down a',
      '63 it reminder a',
      '183 it reminder a',
      '303 it reminder a',
    ]);
  });

  it('does not escalate what is acknowledged', () => {
    const chats = [makeChat('it'), makeChat('boss', { notifyAfterMs: 15 * MIN })];
    const world = new World(makeConfig([makeServer('a', { to: ['it', 'boss'] })], { chats }));
    world.minutes(0, 5, { a: FAIL });
    world.state = { ...world.state, silences: [mute('server:a', { kind: 'ack', until: null })] };
    expect(world.minutes(6, 40, { a: FAIL })).toEqual([]);
    expect(world.minutes(41, 42, { a: OK })).toEqual(['41 it up a']);
  });
});

describe('announcements to users', () => {
  it('are sent at confirmation and at the end, also when a parent explains the outage to IT', () => {
    const chats = [makeChat('it'), makeChat('users')];
    const world = new World(
      makeConfig([makeServer('router'), makeServer('erp', { parentId: 'router', announceTo: ['users'] })], {
        chats,
      }),
    );
    expect(world.minutes(0, 9, { router: FAIL, erp: FAIL })).toEqual([
      '3 it down router (Server erp)',
      '3 users announce-down erp',
    ]);
    expect(world.minutes(10, 12, { router: OK, erp: OK })).toEqual([
      '10 it up router (Server erp)',
      '10 users announce-up erp',
    ]);
  });

  it('wait for announce_after, and are left out when the outage was shorter', () => {
    const chats = [makeChat('it'), makeChat('users')];
    const server = makeServer('erp', { announceTo: ['users'], announceAfterMs: 10 * MIN });
    const world = new World(makeConfig([server], { chats }));
    expect(world.minutes(0, 9, { erp: FAIL })).toEqual(['3 it down erp']);
    expect(world.minutes(10, 11, { erp: OK })).toEqual(['10 it up erp']);
  });

  it('keep for each chat why it was not told yet', () => {
    const chats = [makeChat('it'), makeChat('users')];
    const server = makeServer('erp', { announceTo: ['users'], announceAfterMs: 10 * MIN });
    const world = new World(makeConfig([server], { chats }));
    const reason = (): unknown => world.state.servers['erp']?.incident?.unannounced;
    world.minutes(0, 3, { erp: FAIL });
    expect(reason()).toEqual({ users: { reason: 'notify-after', until: T0 + 13 * MIN } });
    world.state = { ...world.state, silences: [mute('server:erp', { until: T0 + 20 * MIN })] };
    world.minutes(4, 15, { erp: FAIL });
    expect(reason()).toMatchObject({ users: { reason: 'mute', until: T0 + 20 * MIN } });
    expect(world.minutes(16, 20, { erp: FAIL })).toEqual(['20 users announce-down erp']);
    expect(reason()).toEqual({});
  });
});

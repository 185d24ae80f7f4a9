import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Server } from '../../src/core/config.ts';
import { decide } from '../../src/core/decide.ts';
import type { OutboxItem } from '../../src/core/events.ts';
import type { Silence, State } from '../../src/core/model.ts';
import type { Sweep, Verdict } from '../../src/core/probing.ts';
import { emptyState } from '../../src/core/state.ts';
import {
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

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const CHATS = ['it', 'boss'];

/** A parent is always an earlier server, so that no topology has a loop. */
const topology = fc
  .tuple(
    fc.array(fc.option(fc.nat(IDS.length - 1)), { minLength: IDS.length, maxLength: IDS.length }),
    fc.array(fc.constantFrom(null, 's', 't'), { minLength: IDS.length, maxLength: IDS.length }),
    fc.array(fc.subarray(CHATS, { minLength: 1 }), { minLength: IDS.length, maxLength: IDS.length }),
    fc.record({
      down: fc.nat(4),
      failures: fc.integer({ min: 1, max: 3 }),
      up: fc.integer({ min: 1, max: 2 }),
    }),
    fc.record({ flapping: fc.boolean(), sites: fc.boolean(), remind: fc.boolean(), late: fc.nat(6) }),
  )
  .map(([parents, sites, to, rules, alerts]) => {
    const servers: Server[] = IDS.map((id, index) => {
      const parent = parents[index];
      return makeServer(id, {
        parentId: parent === null || parent === undefined || parent >= index ? null : (IDS[parent] ?? null),
        siteId: sites[index] ?? null,
        to: (to[index] ?? ['it']) as [string, ...string[]],
        downAfterMs: rules.down * MIN,
        minFailures: rules.failures,
        upAfter: rules.up,
      });
    });
    return makeConfig(servers, {
      chats: [makeChat('it'), makeChat('boss', { notifyAfterMs: alerts.late * MIN })],
      sites: [makeSite('s'), makeSite('t')],
      alerts: {
        flapping: alerts.flapping ? { changes: 4, windowMs: 20 * MIN } : null,
        siteOutage: alerts.sites ? { share: 0.6, min: 2 } : null,
        remindEveryMs: alerts.remind ? [10 * MIN] : [],
      },
    });
  });

/** Verdicts come in runs, as real outages do: a change of mind now and then, not a coin toss each minute. */
const story = fc.array(
  fc.record({
    length: fc.integer({ min: 1, max: 6 }),
    gap: fc.constantFrom(0, 0, 0, 0, 1, 30),
    blind: fc.constantFrom(false, false, false, false, true),
    jitter: fc.nat(59_999),
    verdicts: fc.array(fc.constantFrom<Verdict>(OK, OK, FAIL, FAIL, UNKNOWN), {
      minLength: IDS.length,
      maxLength: IDS.length,
    }),
    mute: fc.option(fc.constantFrom('all', 'server:a', 'site:s', 'server:c')),
    window: fc.constantFrom<string | null>(null, null, null, 'b', 'c'),
  }),
  { minLength: 5, maxLength: 40 },
);

interface Told {
  readonly minute: number;
  /** Index of the state that this sweep left. */
  readonly sweep: number;
  readonly item: OutboxItem;
}

interface Run {
  readonly told: Told[];
  readonly states: State[];
  readonly sweeps: { sweep: Sweep; window: string | null }[];
}

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

function play(config: ReturnType<typeof makeConfig>, chapters: Story, order = IDS, jitter = true): Run {
  const run: Run = { told: [], states: [], sweeps: [] };
  let state = emptyState();
  let minute = 0;
  const ordered = {
    ...config,
    servers: order.flatMap((id) => config.servers.filter((server) => server.id === id)),
  };
  for (const chapter of chapters) {
    minute += chapter.gap;
    if (chapter.mute !== null) {
      const until = T0 + (minute + 5) * MIN;
      const silence: Silence = {
        kind: 'mute',
        scope: chapter.mute,
        by: 'root',
        note: null,
        at: T0,
        until,
        told: true,
      };
      state = { ...state, silences: [...state.silences, silence] };
    }
    for (let each = 0; each < chapter.length; each += 1) {
      const at = T0 + minute * MIN + (jitter ? chapter.jitter : 0);
      const verdicts = new Map(order.map((id) => [id, chapter.verdicts[IDS.indexOf(id)] ?? OK]));
      const sweep: Sweep = {
        at,
        blind: chapter.blind,
        verdicts,
        certificates: [],
        troubles: [],
        addresses: {},
      };
      const open = { since: at, until: at + MIN, note: null };
      const maintenance = new Map(chapter.window === null ? [] : [[chapter.window, open]]);
      const decision = decide(state, sweep, { config: ordered, maintenance }, at);
      run.told.push(...decision.state.outbox.map((item) => ({ minute, item, sweep: run.states.length })));
      state = JSON.parse(JSON.stringify({ ...decision.state, outbox: [] })) as State;
      run.states.push(state);
      run.sweeps.push({ sweep, window: chapter.window });
      minute += 1;
    }
  }
  return run;
}

/** In how many histories each law is tried; one history has about 80 sweeps of 6 servers. */
const RUNS = { numRuns: 400 };

/** The outages that a site outage tells to a chat. */
function coveredBy(state: State | undefined, chat: string, outageId: string): string[] {
  const incidents = Object.values(state?.servers ?? {}).flatMap(({ incident }) => incident ?? []);
  return incidents.filter(({ covered }) => covered[chat] === outageId).map(({ id }) => id);
}

describe('whatever happens', () => {
  it('DOWN and UP alternate for each server in each chat, and each told DOWN gets exactly one UP', () => {
    fc.assert(
      fc.property(topology, story, (config, chapters) => {
        const { told, states } = play(config, chapters);
        const open = new Set<string>();
        for (const { item, sweep } of told) {
          for (const [what, key] of marks(item)) {
            if (what === 'down' && item.event.kind === 'site-down' && open.has(key)) {
              // The same outage of the site, told again because more outages came to belong to it.
              const { outageId } = item.event;
              const before = coveredBy(states[sweep - 1], item.chat, outageId);
              const isNew = (id: string): boolean => !before.includes(id);
              expect(coveredBy(states[sweep], item.chat, outageId).some(isNew)).toBe(true);
            } else if (what === 'down') expect(open.has(key), `second DOWN of ${key}`).toBe(false);
            if (what === 'up') expect(open.has(key), `UP without DOWN of ${key}`).toBe(true);
            if (what === 'up') open.delete(key);
            else open.add(key);
          }
        }
        expect([...open].sort()).toEqual(stillOwed(states.at(-1) ?? emptyState()).sort());
      }),
      RUNS,
    );
  });

  it('tells DOWN and UP in just the minutes that a plain count gives', () => {
    const sweeps = fc.array(
      fc.record({
        after: fc.constantFrom(1, 1, 1, 1, 1, 2, 3, 40),
        blind: fc.constantFrom(false, false, false, false, true),
        verdict: fc.constantFrom<Verdict>(OK, FAIL, FAIL, FAIL, UNKNOWN),
      }),
      { maxLength: 60 },
    );
    const rules = fc.record({
      downAfterMs: fc.nat(5).map((minutes) => minutes * MIN),
      minFailures: fc.integer({ min: 1, max: 4 }),
      upAfter: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(sweeps, rules, (steps, rule) => {
        const world = new World(makeConfig([makeServer('a', rule)]));
        let minute = 0;
        const seen: Seen[] = [];
        const told: string[] = [];
        for (const { after, blind, verdict } of steps) {
          minute += after;
          const found = blind || verdict.kind === 'unknown' ? null : verdict.kind === 'ok';
          seen.push({ minute, ok: found, afterGap: seen.length > 0 && after > 2 });
          const lines = world.minutes(minute, minute, { a: verdict }, { blind });
          told.push(...lines.filter((line) => / (down|up) a$/.test(line)));
        }
        expect(told).toEqual(plainCount(seen, rule));
      }),
      RUNS,
    );
  });

  it('says nothing in a blind sweep, save once that it has been blind for long', () => {
    fc.assert(
      fc.property(topology, story, (config, chapters) => {
        const { told, sweeps, states } = play(config, chapters);
        const blind = new Set(
          sweeps.flatMap(({ sweep }, index) => (sweep.blind ? [states[index]?.lastRunAt] : [])),
        );
        for (const { item } of told) {
          if (blind.has(item.at))
            expect(item.event).toMatchObject({ kind: 'trouble', trouble: { kind: 'uplink-silent' } });
        }
      }),
      RUNS,
    );
  });

  it('says nothing inside a mute or a window but what is owed', () => {
    fc.assert(
      fc.property(topology, story, (config, chapters) => {
        const { told, sweeps, states } = play(config, chapters);
        const windows = new Map(sweeps.map(({ window }, index) => [states[index]?.lastRunAt, window]));
        const stateAt = new Map(states.map((state) => [state.lastRunAt, state]));
        for (const { item } of told) {
          if (item.event.kind !== 'down' && item.event.kind !== 'unstable') continue;
          const { id, siteId } = item.event.subject;
          const muted = (stateAt.get(item.at)?.silences ?? []).map(({ scope }) => scope);
          expect(id).not.toBe(windows.get(item.at));
          for (const scope of ['all', `server:${id}`, `site:${String(siteId)}`])
            expect(muted).not.toContain(scope);
        }
      }),
      RUNS,
    );
  });

  it('never tells a child while its parent has failed since', () => {
    fc.assert(
      fc.property(topology, story, (config, chapters) => {
        const { told, states, sweeps } = play(config, chapters);
        const indexAt = new Map(states.map(({ lastRunAt }, index) => [lastRunAt, index]));
        for (const { item } of told) {
          if (item.event.kind !== 'down') continue;
          const { subject } = item.event;
          const parentId = config.servers.find((server) => server.id === subject.id)?.parentId ?? null;
          if (parentId === null) continue;
          const index = indexAt.get(item.at) ?? -1;
          // Suspected once, and since then nobody could look: that must not hide a child for ever.
          const isStale = sweeps[index]?.sweep.verdicts.get(parentId)?.kind === 'unknown';
          const kind = states[index]?.servers[parentId]?.condition.kind;
          expect(isStale ? ['up', 'unknown', 'suspect'] : ['up', 'unknown']).toContain(kind);
        }
      }),
      RUNS,
    );
  });

  it('goes on from a saved state as if it had never stopped', () => {
    fc.assert(
      fc.property(topology, story, fc.nat(), (config, chapters, pick) => {
        const { told, states, sweeps } = play(config, chapters);
        const from = pick % states.length;
        let state = states[from] ?? emptyState();
        const silences = states.map((each) => each.silences);
        const again: OutboxItem[] = [];
        for (let index = from + 1; index < sweeps.length; index += 1) {
          const { sweep, window } = sweeps[index] ?? { sweep: undefined, window: null };
          if (sweep === undefined) continue;
          // A mute set from outside between two sweeps is part of the story, not of the decision.
          const added = (silences[index] ?? []).filter(
            (silence) => !state.silences.some((known) => same(known, silence)),
          );
          state = { ...state, silences: [...state.silences, ...added] };
          const maintenance = new Map(
            window === null ? [] : [[window, { since: sweep.at, until: sweep.at + MIN, note: null }]],
          );
          const decision = decide(state, sweep, { config, maintenance }, sweep.at);
          again.push(...decision.state.outbox);
          state = { ...decision.state, outbox: [] };
        }
        const saved = states[from]?.lastRunAt ?? 0;
        const unbroken = told.filter(({ item }) => item.at > saved).map(({ item }) => item);
        expect(again).toEqual(unbroken);
      }),
      RUNS,
    );

    function same(a: Silence, b: Silence): boolean {
      return a.scope === b.scope && a.until === b.until;
    }
  });

  it('tells the same in the same minutes whatever the jitter of cron', () => {
    fc.assert(
      fc.property(topology, story, (config, chapters) => {
        expect(play(config, chapters).told).toEqual(play(config, chapters, IDS, false).told);
      }),
      RUNS,
    );
  });

  it('tells the same whatever the order of the servers in the file', () => {
    const sorted = (run: Run): string[] =>
      run.told
        .map(({ minute, item }) => JSON.stringify({ minute, chat: item.chat, event: canonical(item) }))
        .sort();
    fc.assert(
      fc.property(
        topology,
        story,
        fc.shuffledSubarray(IDS, { minLength: IDS.length }),
        (config, chapters, order) => {
          expect(sorted(play(config, chapters, order))).toEqual(sorted(play(config, chapters)));
        },
      ),
      RUNS,
    );
  });

  it('never gives a length that is negative, whatever the clock does', () => {
    fc.assert(
      fc.property(
        topology,
        fc.array(fc.tuple(fc.integer({ min: -200, max: 200 }), fc.constantFrom(OK, FAIL)), { maxLength: 60 }),
        (config, steps) => {
          let state = emptyState();
          let at = T0;
          for (const [minutes, verdict] of steps) {
            at += minutes * MIN;
            const sweep: Sweep = {
              at,
              blind: false,
              verdicts: new Map(IDS.map((id) => [id, verdict])),
              certificates: [],
              troubles: [],
              addresses: {},
            };
            const decision = decide(state, sweep, { config, maintenance: new Map() }, at);
            for (const { event } of decision.state.outbox) {
              if (event.kind === 'up') expect(event.endedAt).toBeGreaterThanOrEqual(event.since);
              if (event.kind === 'down') expect(event.confirmedAt).toBeGreaterThanOrEqual(event.since);
            }
            for (const record of decision.state.pendingHistory) {
              if (record.t === 'watched') expect(record.to).toBeGreaterThanOrEqual(record.from);
            }
            state = { ...decision.state, outbox: [], pendingHistory: [] };
          }
        },
      ),
      RUNS,
    );
  });
});

/** One sweep as one server met it. `ok` null: nothing is known. `afterGap`: nobody watched just before. */
interface Seen {
  readonly minute: number;
  readonly ok: boolean | null;
  readonly afterGap: boolean;
}

/** What is to be told of one server, counted back from each sweep instead of carried on from one to the next. */
function plainCount(
  seen: readonly Seen[],
  rule: { downAfterMs: number; minFailures: number; upAfter: number },
): string[] {
  const told: string[] = [];
  let down = false;
  seen.forEach((last, index) => {
    if (last.ok !== down || last.afterGap) return;
    const streak = streakUpTo(seen, index);
    const same = streak.filter(({ ok }) => ok === last.ok);
    const since = same[0]?.minute ?? last.minute;
    const unknown = streak
      .map(({ ok, minute }, n) =>
        ok === null && minute > since ? minute - (streak[n - 1]?.minute ?? minute) : 0,
      )
      .reduce((sum, minutes) => sum + minutes, 0);
    const changes = down
      ? same.length >= rule.upAfter
      : same.length >= rule.minFailures && (last.minute - since - unknown) * MIN >= rule.downAfterMs;
    if (!changes) return;
    down = !down;
    told.push(`${last.minute} it ${down ? 'down' : 'up'} a`);
  });
  return told;
}

/** The sweeps up to this one, back to the last that saw the opposite or that followed a gap. */
function streakUpTo(seen: readonly Seen[], index: number): readonly Seen[] {
  const opposite = seen[index]?.ok !== true;
  let from = index;
  while (from > 0 && seen[from]?.afterGap === false && seen[from - 1]?.ok !== opposite) from -= 1;
  return seen.slice(from, index + 1);
}

/**
 * The DOWNs and UPs that an item tells to its chat. `owed`: it says that a server is down, as the straggler of a site
 * or at the end of its instability, so its UP is owed from then on.
 */
function marks({ chat, event }: OutboxItem): [what: 'down' | 'up' | 'owed', key: string][] {
  if (event.kind === 'down' || event.kind === 'up') return [[event.kind, `${chat} ${event.subject.id}`]];
  if (event.kind === 'site-down') return [['down', `${chat} ${event.outageId}`]];
  if (event.kind === 'site-up') {
    const stragglers = event.stragglers.map((name) => `${chat} ${name.replace('Server ', '')}`);
    return [['up', `${chat} ${event.outageId}`], ...stragglers.map((key): ['owed', string] => ['owed', key])];
  }
  return event.kind === 'unstable-over' && event.down ? [['owed', `${chat} ${event.subject.id}`]] : [];
}

/** What the last state still owes: the open outages that were told. */
function stillOwed(state: State): string[] {
  const sites = Object.values(state.siteOutages).map(({ chat, id }) => `${chat} ${id}`);
  const servers = Object.entries(state.servers).flatMap(([id, { incident }]) =>
    Object.keys(incident?.told ?? {}).map((chat) => `${chat} ${id}`),
  );
  return [...sites, ...servers];
}

function canonical({ event }: OutboxItem): unknown {
  if (event.kind === 'site-down') return { ...event, servers: [...event.servers].sort() };
  if (event.kind === 'site-up') return { ...event, stragglers: [...event.stragglers].sort() };
  if (event.kind === 'reminder')
    return { ...event, servers: [...event.servers].map((each) => each.subject.id).sort() };
  return event;
}

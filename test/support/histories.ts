import fc from 'fast-check';
import type { Config, Server } from '../../src/core/config.ts';
import { decide } from '../../src/core/decide.ts';
import type { OutboxItem } from '../../src/core/events.ts';
import type { State } from '../../src/core/model.ts';
import type { Verdict } from '../../src/core/probing.ts';
import { addSilence } from '../../src/core/silences.ts';
import { emptyState } from '../../src/core/state.ts';
import {
  FAIL,
  makeChat,
  makeConfig,
  makeServer,
  makeSite,
  makeSweep,
  MIN,
  OK,
  T0,
  UNKNOWN,
} from './world.ts';

export const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** What somebody does between two sweeps: with the commands, or in the configuration. */
type Action =
  | { readonly do: 'mute'; readonly scope: string; readonly minutes: number }
  | { readonly do: 'ack'; readonly id: string; readonly minutes: number | null }
  | { readonly do: 'window'; readonly id: string; readonly minutes: number }
  | { readonly do: 'remove' | 'restore'; readonly id: string }
  | { readonly do: 'edit'; readonly id: string; readonly change: Partial<Server> }
  | { readonly do: 'rules'; readonly alerts: Partial<Config['alerts']> };

export interface Chapter {
  readonly length: number;
  /** Minutes without a run before it. */
  readonly gap: number;
  readonly blind: boolean;
  readonly verdicts: readonly Verdict[];
  /** One verdict for all servers of a site, whatever is said above. */
  readonly site: { readonly id: string; readonly verdict: Verdict } | null;
  /** A server that changes with each sweep. */
  readonly shaking: string | null;
  /** False: Telegram cannot be reached. */
  readonly delivered: boolean;
  readonly action: Action | null;
}

export interface History {
  readonly config: Config;
  readonly chapters: readonly Chapter[];
}

const id = fc.constantFrom(...IDS);
const to = fc.constantFrom<Server['to']>(['it'], ['boss'], ['it', 'boss']);
const thresholds = fc.record({
  downAfterMs: fc.nat(4).map((minutes) => minutes * MIN),
  minFailures: fc.integer({ min: 1, max: 3 }),
  upAfter: fc.integer({ min: 1, max: 2 }),
});
const announced = fc.record({
  announceTo: fc.constantFrom<Server['announceTo']>([], [], ['users'], ['users', 'public']),
  announceAfterMs: fc.nat(3).map((minutes) => minutes * MIN),
});
const rules = fc.record({
  flapping: fc.constantFrom(null, { changes: 2, windowMs: 10 * MIN }, { changes: 4, windowMs: 20 * MIN }),
  siteOutage: fc.constantFrom(null, { share: 0.6, min: 2 }, { share: 0.6, min: 3 }),
  remindEveryMs: fc.constantFrom<number[]>([], [10 * MIN], [5 * MIN, 15 * MIN]),
});

/** A parent is always an earlier server, so that no topology has a loop. */
const serverNumbered = (index: number): fc.Arbitrary<Server> =>
  fc
    .record({
      parent: fc.option(fc.nat(IDS.length - 1), { freq: 2 }),
      siteId: fc.constantFrom(null, 's', 's', 's', 't'),
      to,
      announced,
    })
    .map(({ parent, announced, ...rest }) => ({
      ...makeServer(IDS[index] ?? '', { ...rest, ...announced }),
      parentId: parent === null || parent >= index ? null : (IDS[parent] ?? null),
    }));

const config = fc
  .tuple(fc.tuple(...IDS.map((_, index) => serverNumbered(index))), thresholds, rules, fc.nat(6))
  .map(([servers, same, alerts, late]) =>
    makeConfig(
      servers.map((server) => ({ ...server, ...same })),
      {
        chats: [
          makeChat('it'),
          makeChat('boss', { notifyAfterMs: late * MIN }),
          makeChat('users'),
          makeChat('public'),
        ],
        sites: [makeSite('s'), makeSite('t')],
        alerts,
      },
    ),
  );

const minutes = fc.integer({ min: 1, max: 12 });
const action = fc.oneof(
  fc.record({
    do: fc.constant('mute' as const),
    scope: fc.constantFrom('all', 'site:s', 'server:a', 'server:c'),
    minutes,
  }),
  fc.record({ do: fc.constant('ack' as const), id, minutes: fc.option(minutes) }),
  fc.record({ do: fc.constant('window' as const), id, minutes }),
  fc.record({ do: fc.constantFrom('remove' as const, 'restore' as const), id }),
  fc
    .tuple(
      id,
      fc.oneof(
        to.map((to) => ({ to })),
        thresholds,
        announced,
        fc.constant(null),
      ),
    )
    .map(([id, change]) => ({ do: 'edit' as const, id, change: change ?? { name: `Renamed ${id}` } })),
  rules.map((alerts) => ({ do: 'rules' as const, alerts })),
);

/** Verdicts come in runs, as real outages do: a change of mind now and then, not a coin toss each minute. */
const chapter: fc.Arbitrary<Chapter> = fc.record({
  length: fc.integer({ min: 1, max: 6 }),
  gap: fc.constantFrom(0, 0, 0, 0, 0, 1, 30),
  blind: fc.constantFrom(false, false, false, false, false, true),
  verdicts: fc.array(fc.constantFrom(OK, OK, FAIL, FAIL, UNKNOWN), {
    minLength: IDS.length,
    maxLength: IDS.length,
  }),
  site: fc.option(fc.record({ id: fc.constantFrom('s', 't'), verdict: fc.constantFrom(OK, FAIL) })),
  shaking: fc.option(id, { freq: 2 }),
  delivered: fc.boolean(),
  action: fc.option(action, { freq: 3 }),
});

export const history: fc.Arbitrary<History> = fc.record({
  config,
  chapters: fc.array(chapter, { minLength: 5, maxLength: 25 }),
});

/** One sweep of a history, and what came of it. */
export interface Moment {
  readonly at: number;
  readonly config: Config;
  /** Servers in a window or mute, found without the code under test. */
  readonly quiet: ReadonlySet<string>;
  readonly state: State;
  /** What this sweep added to the outbox. */
  readonly told: readonly OutboxItem[];
}

/** Longer than every window, mute, `notify_after` and flapping window of a history. */
const TAIL = 40;

/** Plays a history, then `TAIL` minutes in which every server answers as `end`. `order`: of the servers in the file. */
export function play({ config, chapters }: History, end: Verdict, order: readonly string[] = IDS): Moment[] {
  const player = new Player(config, order);
  for (const each of chapters) player.chapter(each);
  const rest = { gap: 0, blind: false, site: null, shaking: null, delivered: true, action: null };
  player.chapter({ ...rest, length: TAIL, verdicts: IDS.map(() => end) });
  return player.moments;
}

class Player {
  readonly moments: Moment[] = [];
  #state = emptyState();
  #at = T0;
  #all: readonly Server[];
  readonly #removed = new Set<string>();
  /** Scope of a mute, or `window:ID` -> its end. */
  readonly #quietUntil = new Map<string, number>();

  constructor(
    private config: Config,
    order: readonly string[],
  ) {
    this.#all = order.flatMap((id) => config.servers.filter((server) => server.id === id));
  }

  chapter(chapter: Chapter): void {
    this.#at += chapter.gap * MIN;
    if (chapter.action !== null) this.#act(chapter.action);
    for (let each = 0; each < chapter.length; each += 1) {
      this.#sweep(chapter, each % 2 === 0 ? FAIL : OK);
      this.#at += MIN;
    }
  }

  #sweep(chapter: Chapter, shaken: Verdict): void {
    const at = this.#at;
    const kept = this.#all.filter(({ id }) => !this.#removed.has(id));
    const servers = kept.map((server) => ({
      ...server,
      parentId: server.parentId !== null && this.#removed.has(server.parentId) ? null : server.parentId,
    }));
    const config = { ...this.config, servers };
    const verdicts = Object.fromEntries(
      servers.map((server) => [server.id, verdictOf(server, chapter, shaken)]),
    );
    const windows = servers.filter(({ id }) => this.#isQuiet(`window:${id}`));
    const maintenance = new Map(windows.map(({ id }) => [id, { since: at, until: at + MIN, note: null }]));
    const known = new Set(this.#state.outbox.map((item) => item.id));
    const { state } = decide(
      this.#state,
      makeSweep(at, verdicts, { blind: chapter.blind }),
      { config, maintenance },
      at,
    );
    const quiet = servers.filter(({ id, siteId }) =>
      ['all', `server:${id}`, `site:${String(siteId)}`, `window:${id}`].some((key) => this.#isQuiet(key)),
    );
    const told = state.outbox.filter((item) => !known.has(item.id));
    this.moments.push({ at, config, state, told, quiet: new Set(quiet.map((server) => server.id)) });
    const outbox = chapter.delivered ? [] : state.outbox;
    this.#state = JSON.parse(JSON.stringify({ ...state, outbox, pendingHistory: [] })) as State;
  }

  #isQuiet(key: string): boolean {
    return (this.#quietUntil.get(key) ?? 0) > this.#at;
  }

  #act(action: Action): void {
    switch (action.do) {
      case 'mute':
        this.#quietUntil.set(action.scope, this.#at + action.minutes * MIN);
        return this.#silence('mute', action.scope, action.minutes);
      case 'ack':
        return this.#silence('ack', `server:${action.id}`, action.minutes);
      case 'window':
        this.#quietUntil.set(`window:${action.id}`, this.#at + action.minutes * MIN);
        return;
      case 'remove':
        this.#removed.add(action.id);
        return;
      case 'restore':
        this.#removed.delete(action.id);
        return;
      case 'edit':
        this.#all = this.#all.map((each) => (each.id === action.id ? { ...each, ...action.change } : each));
        return;
      case 'rules':
        this.config = { ...this.config, alerts: { ...this.config.alerts, ...action.alerts } };
    }
  }

  #silence(kind: 'mute' | 'ack', scope: string, minutes: number | null): void {
    const until = minutes === null ? null : this.#at + minutes * MIN;
    const silence = { kind, scope, by: 'operator', note: null, at: this.#at, until, told: false };
    this.#state = addSilence(this.#state, silence);
  }
}

function verdictOf({ id, siteId }: Server, chapter: Chapter, shaken: Verdict): Verdict {
  if (chapter.shaking === id) return shaken;
  if (chapter.site !== null && chapter.site.id === siteId) return chapter.site.verdict;
  return chapter.verdicts[IDS.indexOf(id)] ?? OK;
}

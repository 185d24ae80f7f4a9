/**
 * How many outages other thresholds would have made of the failures on record. A stretch of failed checks is told as an
 * outage when it lasts `downAfterMs` and has `minFailures` failed checks, so its length and count decide for any
 * thresholds. Lengths are milliseconds.
 */

import type { HistoryRecord } from './history.ts';
import { recordKey } from './history.ts';
import { meter, normalise, subtract, type Meter, type Span } from './intervals.ts';
import type { State } from './model.ts';
import { RecordBook, type IncidentFact } from './records.ts';

/** Failed checks of one server without a good one in between. */
export interface Stretch {
  readonly server: string;
  readonly since: number;
  /** From the first to the last failed check, without the time in which nothing was known. */
  readonly failingMs: number;
  readonly failures: number;
  /** It became an outage under the thresholds of its time. */
  readonly wasOutage: boolean;
}

export interface Thresholds {
  readonly downAfterMs: number;
  readonly minFailures: number;
}

/** What one choice of thresholds comes to. */
export interface Replayed {
  /** Outages, each of which is one DOWN and one UP. */
  readonly outages: number;
  /** Outages that were none under the thresholds of their time. */
  readonly added: number;
  /** Outages of their time that would be none. */
  readonly dropped: number;
  /** Outages by server id, the most first. */
  readonly byServer: readonly (readonly [id: string, outages: number])[];
}

/** Counts the outages. `thresholdsOf` null: the server is judged as it was in its time. */
export function replay(
  stretches: readonly Stretch[],
  thresholdsOf: (server: string) => Thresholds | null,
): Replayed {
  const counts = { outages: 0, added: 0, dropped: 0 };
  const byServer = new Map<string, number>();
  for (const stretch of stretches) {
    if (isOutage(stretch, thresholdsOf(stretch.server))) {
      counts.outages += 1;
      if (!stretch.wasOutage) counts.added += 1;
      byServer.set(stretch.server, (byServer.get(stretch.server) ?? 0) + 1);
    } else if (stretch.wasOutage) counts.dropped += 1;
  }
  return { ...counts, byServer: [...byServer].sort(([, a], [, b]) => b - a) };
}

function isOutage({ failingMs, failures, wasOutage }: Stretch, thresholds: Thresholds | null): boolean {
  if (thresholds === null) return wasOutage;
  return failingMs >= thresholds.downAfterMs && failures >= thresholds.minFailures;
}

/** Collects the stretches that begin in a period, from history records (also repeated ones) and the state. */
export class ReplayBook {
  readonly #period: Span;
  readonly #book: RecordBook;
  readonly #streaks = new Map<string, HistoryRecord & { t: 'streak' }>();
  #intervalMs = 0;
  #until = 0;

  constructor(period: Span) {
    this.#period = period;
    // What began in the period is followed to its end.
    this.#book = new RecordBook({ from: period.from, to: Infinity });
  }

  add(record: HistoryRecord): void {
    if (record.t === 'streak') this.#streaks.set(recordKey(record), record);
    else if (record.t !== 'latency') this.#book.add(record);
  }

  /** `intervalMs`: how long a verdict holds. */
  addState(state: State, intervalMs: number): void {
    this.#intervalMs = intervalMs;
    for (const record of state.pendingHistory) this.add(record);
    // Until the next sweep is due the last one speaks, so the present moment does not matter.
    const until = (state.lastRunAt ?? 0) + intervalMs;
    this.#book.addState({ ...state, pendingHistory: [] }, intervalMs, until);
    for (const [server, { condition }] of Object.entries(state.servers)) {
      if (condition.kind !== 'suspect') continue;
      const { since, lastFailureAt, failures } = condition;
      this.add({ t: 'streak', server, from: since, lastFailureAt, to: until, failures });
    }
    this.#until = until;
  }

  /** Time of the period in which the monitor itself watched. */
  watchedMs(): number {
    return meter(normalise(this.#book.watched))(this.#period.from, this.#period.to);
  }

  stretches(): Stretch[] {
    const watched = normalise(this.#book.watched);
    const whole = meter(watched);
    const own = new Map<string, Meter>();
    for (const [id, { unwatched }] of this.#book.servers)
      if (unwatched.length > 0) own.set(id, meter(subtract(watched, normalise(unwatched))));
    const seen = (server: string, from: number, to: number): number => (own.get(server) ?? whole)(from, to);
    const incidents = [...this.#book.servers].flatMap(([server, records]) =>
      [...records.incidents.values()].map((incident) => this.#outage(server, incident, seen)),
    );
    const streaks = [...this.#streaks.values()].map(({ server, from, lastFailureAt, failures }): Stretch => {
      return {
        server,
        since: from,
        failures,
        failingMs: seen(server, from, lastFailureAt),
        wasOutage: false,
      };
    });
    const { from, to } = this.#period;
    return [...incidents, ...streaks].filter(({ since }) => since >= from && since < to);
  }

  /** The last failed check was one interval before the first good one, or before nothing was known any more. */
  #outage(
    server: string,
    { since, endedAt, failures }: IncidentFact,
    seen: (server: string, from: number, to: number) => number,
  ): Stretch {
    const failingMs = Math.max(0, seen(server, since, endedAt ?? this.#until) - this.#intervalMs);
    return { server, since, failures, failingMs, wasOutage: true };
  }
}

import { followClockBack, momentOf } from './clock.ts';
import { Draft, type Policy, type Transition } from './draft.ts';
import { DAY_MS } from './duration.ts';
import { noteChanges, tellFlapping } from './flapping.ts';
import { collectLatencies, judgeAll } from './judge.ts';
import { followMaintenance } from './maintenance-state.ts';
import type { State } from './model.ts';
import { followSilences, tellCertificates } from './notices.ts';
import type { Sweep } from './probing.ts';
import { recordOf } from './record.ts';
import { remind } from './reminders.ts';
import { endSiteOutages } from './site-outage.ts';
import { boundOutbox } from './stories.ts';
import { announceDown, tellDown, tellUp } from './telling.ts';
import { followTroubles } from './troubles.ts';

export interface Decision {
  readonly state: State;
  /** The outages that were confirmed or ended by this sweep, told or not. */
  readonly transitions: readonly Transition[];
}

/** An address that was good so long ago is not remembered any more. */
const ADDRESS_KEPT_MS = 30 * DAY_MS;

/**
 * Judges a whole sweep at once: the next state, with everything that is to be told in its outbox and every record in
 * `pendingHistory`. Pure: the same state, sweep and policy give the same decision. `now` is the start of the run.
 */
export function decide(before: State, sweep: Sweep, policy: Policy, now: number): Decision {
  const { intervalMs } = policy.config;
  const state = followClockBack(before, now, intervalMs);
  const draft = new Draft(state, policy, momentOf(state.lastRunAt, now, intervalMs));

  collectLatencies(draft);
  const watching = followWatching(draft, sweep.blind);
  judgeAll(draft, sweep);
  noteChanges(draft);
  followMaintenance(draft);
  const silences = followSilences(draft);
  const troubles = followTroubles(draft, sweep);
  tellUp(draft);
  let { certificates } = state;
  if (!sweep.blind) {
    endSiteOutages(draft);
    tellDown(draft);
    tellFlapping(draft);
    announceDown(draft);
    remind(draft);
    certificates = tellCertificates(draft, sweep);
  }
  return {
    state: {
      ...state,
      ...watching,
      lastRunAt: draft.minute,
      servers: recordOf(draft.servers),
      siteOutages: Object.fromEntries(draft.siteOutages),
      chats: Object.fromEntries(draft.chats),
      silences,
      troubles,
      certificates,
      addresses: rememberAddresses(state, sweep, draft.minute),
      outbox: boundOutbox(draft.outbox),
      pendingHistory: [...state.pendingHistory, ...draft.records],
      serial: draft.serial,
    },
    transitions: draft.transitions,
  };
}

/** Follows the stretch in which the monitor watches: it ends at a gap and while the monitor itself is cut off. */
function followWatching(draft: Draft, blind: boolean): Pick<State, 'watchedSince' | 'blindSince'> {
  const { before, minute, moment, config } = draft;
  const isGap = moment.continuity === 'gap';
  let { watchedSince } = before;
  if (watchedSince !== null && before.lastRunAt !== null && (isGap || blind)) {
    // The last verdicts hold for one interval, or up to the next sweep when that came in time.
    const to = isGap ? before.lastRunAt + config.intervalMs : minute;
    draft.records.push({ t: 'watched', from: watchedSince, to });
    watchedSince = null;
  }
  if (blind) return { watchedSince: null, blindSince: before.blindSince ?? minute };
  if (before.blindSince !== null) {
    draft.tell(config.alerts.noticesTo, { kind: 'blind-over', from: before.blindSince, to: minute });
  }
  return { watchedSince: watchedSince ?? minute, blindSince: null };
}

function rememberAddresses(state: State, sweep: Sweep, minute: number): State['addresses'] {
  const kept = Object.entries(state.addresses).filter(([, { at }]) => minute - at < ADDRESS_KEPT_MS);
  const fresh = Object.entries(sweep.addresses).map(
    ([host, address]) => [host, { address, at: minute }] as const,
  );
  return Object.fromEntries([...kept, ...fresh]);
}

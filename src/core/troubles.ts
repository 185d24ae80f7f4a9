import { CONSOLE, type Draft } from './draft.ts';
import { MINUTE_MS } from './duration.ts';
import type { OpenTrouble } from './model.ts';
import type { Sweep, Trouble } from './probing.ts';

/** A trouble of the probes counts as over when it has not been seen for so long: told again and again it would be noise. */
const PROBE_CALM_MS = 10 * MINUTE_MS;

/** A trouble of the probes is told when so many sweeps in a row saw it. */
const PROBE_SWEEPS = 2;

/** After so long without any answer from `uplink` the monitor says that it judges nothing, in case it can be heard. */
const BLIND_NOTICE_MS = 15 * MINUTE_MS;

/** Follows the monitor's own troubles: each is told once, and its end once. */
export function followTroubles(draft: Draft, sweep: Sweep): Record<string, OpenTrouble> {
  const seen = new Map(
    [...sweep.troubles, ...ownTroubles(draft, sweep)].map((trouble) => [trouble.key, trouble]),
  );
  const open: Record<string, OpenTrouble> = {};
  for (const [key, trouble] of seen) open[key] = meet(draft, draft.before.troubles[key] ?? null, trouble);
  for (const [key, trouble] of Object.entries(draft.before.troubles)) {
    if (seen.has(key)) continue;
    // A blind sweep says nothing about the probes.
    if (
      draft.minute - trouble.lastSeenAt < calmMs(trouble.trouble) ||
      (sweep.blind && isProbing(trouble.trouble))
    ) {
      open[key] = { ...trouble, sweeps: 0 };
    } else if (trouble.told) {
      end(draft, trouble);
    }
  }
  return open;
}

function ownTroubles(draft: Draft, sweep: Sweep): Trouble[] {
  const { config, minute, before } = draft;
  const refused = [...draft.chats].flatMap(([chat, state]): Trouble[] =>
    state.refused === null || !draft.exists(chat)
      ? []
      : [{ kind: 'chat-failing', key: `chat-failing:${chat}`, chat, reason: state.refused.reason }],
  );
  const longBlind = sweep.blind && minute - (before.blindSince ?? minute) >= BLIND_NOTICE_MS;
  const silent: Trouble[] = longBlind
    ? [{ kind: 'uplink-silent', key: 'uplink-silent', hosts: config.uplink }]
    : [];
  return [...refused, ...silent];
}

function meet(draft: Draft, known: OpenTrouble | null, trouble: Trouble): OpenTrouble {
  const since = known?.since ?? draft.minute;
  const sweeps = (known?.sweeps ?? 0) + 1;
  const due = known?.told !== true && (sweeps >= PROBE_SWEEPS || !isProbing(trouble));
  if (due) draft.tell(audience(draft, trouble), { kind: 'trouble', trouble, since });
  return { since, lastSeenAt: draft.minute, sweeps, told: due || known?.told === true, trouble };
}

function end(draft: Draft, { trouble, since }: OpenTrouble): void {
  // That a file was set aside is an event without an end, and `blind-over` tells the end of a blind time.
  if (trouble.kind === 'state-reset' || trouble.kind === 'uplink-silent') return;
  draft.tell(audience(draft, trouble), { kind: 'trouble-over', trouble, since, endedAt: draft.minute });
}

/** The chats for notices; about a chat that cannot be reached all the others, when no other chat is for notices. */
function audience(draft: Draft, trouble: Trouble): readonly string[] {
  const { noticesTo } = draft.config.alerts;
  if (trouble.kind !== 'chat-failing') return noticesTo;
  const others = noticesTo.filter((chat) => chat !== trouble.chat && draft.chats.get(chat)?.refused == null);
  if (others.length > 0) return others;
  return [...draft.chatByName.keys(), CONSOLE].filter(
    (chat) => chat !== trouble.chat && draft.chats.get(chat)?.refused == null && isUsed(draft, chat),
  );
}

function isUsed(draft: Draft, chat: string): boolean {
  return draft.config.servers.some((server) => server.to.includes(chat));
}

function isProbing(trouble: Trouble): boolean {
  return trouble.kind === 'probe-broken' || trouble.kind === 'resolver-failing';
}

function calmMs(trouble: Trouble): number {
  return isProbing(trouble) ? PROBE_CALM_MS : 0;
}

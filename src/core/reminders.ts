import type { Draft } from './draft.ts';
import type { Subject } from './events.ts';
import { quietReason, silenceOf } from './quiet.ts';
import { newChat } from './state.ts';

interface StillDown {
  readonly subject: Subject;
  readonly since: number;
  readonly toldAt: number;
  readonly acknowledged: boolean;
}

/**
 * One digest a chat of what it was told and what is still down, longest first, every `remind_every`. Given as a list
 * (`[6h, 12h, 24h]`) the pauses grow, and the last one repeats. A chat to which nothing is owed starts anew.
 */
export function remind(draft: Draft): void {
  const pauses = draft.config.alerts.remindEveryMs;
  if (pauses.length === 0) return;
  for (const [chat, down] of stillDownByChat(draft)) {
    const open = down.filter((each) => !each.acknowledged).sort((a, b) => a.since - b.since);
    if (open.length > 0) remindChat(draft, chat, pauses, open, down.length - open.length);
  }
}

function remindChat(
  draft: Draft,
  chat: string,
  pauses: readonly number[],
  open: readonly StillDown[],
  acknowledged: number,
): void {
  const { remindedAt, reminders } = draft.chats.get(chat) ?? newChat();
  const pause = pauses[Math.min(reminders, pauses.length - 1)] ?? Infinity;
  const last = Math.max(remindedAt ?? 0, Math.min(...open.map((each) => each.toldAt)));
  if (draft.minute - last < pause) return;
  const servers = open.map(({ subject, since }) => ({ subject, since }));
  draft.tell([chat], { kind: 'reminder', servers, acknowledged });
  draft.updateChat(chat, { remindedAt: draft.minute, reminders: reminders + 1 });
}

function stillDownByChat(draft: Draft): Map<string, StillDown[]> {
  const byChat = new Map<string, StillDown[]>();
  for (const server of draft.config.servers) {
    const state = draft.servers.get(server.id);
    const incident = state?.incident ?? null;
    if (state === undefined || incident === null || quietReason(draft, server) !== null) continue;
    const acknowledged = silenceOf(draft, server, 'ack') !== null;
    for (const [chat, toldAt] of toldTimes(draft, incident.told, incident.covered)) {
      const each = { subject: incident.subject, since: incident.since, toldAt, acknowledged };
      byChat.set(chat, [...(byChat.get(chat) ?? []), each]);
    }
  }
  for (const [chat, { remindedAt }] of draft.chats) {
    if (remindedAt !== null && !byChat.has(chat)) draft.updateChat(chat, { remindedAt: null, reminders: 0 });
  }
  return byChat;
}

function toldTimes(
  draft: Draft,
  told: Readonly<Record<string, number>>,
  covered: Readonly<Record<string, string>>,
): [string, number][] {
  const bySite = Object.entries(covered).map(([chat, outage]): [string, number] => [
    chat,
    draft.siteOutages.get(outage)?.confirmedAt ?? draft.minute,
  ]);
  return [...Object.entries(told), ...bySite];
}

import type { Draft } from './draft.ts';
import type { AlertEvent, Subject } from './events.ts';
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
  const byChat = stillDownByChat(draft);
  followWaiting(draft, byChat);
  if (pauses.length === 0) return;
  for (const [chat, down] of byChat) {
    const open = openOnes(down);
    if (open.length > 0) remindChat(draft, chat, pauses, open, down.length - open.length);
  }
}

/** The longest outage first, without those that somebody is taking care of. */
function openOnes(down: readonly StillDown[]): StillDown[] {
  return down.filter((each) => !each.acknowledged).sort((a, b) => a.since - b.since);
}

/** A reminder that waits (for the chat's hours, for the network) must say what is down when it is sent, or nothing. */
function followWaiting(draft: Draft, byChat: ReadonlyMap<string, readonly StillDown[]>): void {
  draft.rewriteOutbox((item) => {
    if (item.event.kind !== 'reminder') return item;
    const down = byChat.get(item.chat) ?? [];
    const open = openOnes(down);
    return open.length === 0 ? null : { ...item, event: reminderOf(open, down.length - open.length) };
  });
}

function reminderOf(open: readonly StillDown[], acknowledged: number): AlertEvent {
  const servers = open.map(({ subject, since }) => ({ subject, since }));
  return { kind: 'reminder', servers, acknowledged };
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
  draft.tell([chat], reminderOf(open, acknowledged));
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

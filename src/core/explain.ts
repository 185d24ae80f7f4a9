import type { Chat, Config, Server } from './config.ts';
import type { ActiveWindow } from './draft.ts';
import type { HistoryRecord } from './history.ts';
import type { Condition, HeldBack, Incident, ServerState, Silence, State } from './model.ts';

type IncidentRecord = Extract<HistoryRecord, { t: 'incident' }>;

/** What became, or becomes, of an outage in one chat, as the decision wrote it. */
export type ChatAnswer =
  | { readonly kind: 'told'; readonly at: number; readonly waiting: boolean }
  | { readonly kind: 'covered' }
  | { readonly kind: 'held'; readonly held: HeldBack }
  /** Nothing is open: so long after its confirmation an outage is told. */
  | { readonly kind: 'would'; readonly afterMs: number };

export interface Explanation {
  readonly server: Server;
  readonly siteName: string | null;
  readonly state: ServerState | null;
  readonly lastRunAt: number | null;
  readonly parent: { readonly name: string; readonly condition: Condition['kind'] } | null;
  readonly window: ActiveWindow | null;
  readonly silences: readonly Silence[];
  readonly chats: readonly { readonly name: string; readonly answer: ChatAnswer }[];
  /** The chats whose users are told in plain words. */
  readonly announcements: readonly { readonly name: string; readonly answer: ChatAnswer }[];
  /** Newest first. */
  readonly past: readonly IncidentRecord[];
}

const PAST_SHOWN = 5;

/** Gathers what is known about one server. It reads what `decide` wrote, and decides nothing again. */
export function explain(
  server: Server,
  config: Config,
  state: State,
  records: readonly HistoryRecord[],
  window: ActiveWindow | null,
): Explanation {
  const own = state.servers[server.id] ?? null;
  const parent = config.servers.find(({ id }) => id === server.parentId);
  const scopes = ['all', `server:${server.id}`, `site:${String(server.siteId)}`];
  const past = [...records, ...state.pendingHistory]
    .filter((record): record is IncidentRecord => record.t === 'incident' && record.server === server.id)
    .sort((a, b) => b.endedAt - a.endedAt)
    .slice(0, PAST_SHOWN);
  return {
    server,
    siteName: config.sites.find(({ id }) => id === server.siteId)?.name ?? null,
    state: own,
    lastRunAt: state.lastRunAt,
    parent:
      parent === undefined
        ? null
        : { name: parent.name, condition: state.servers[parent.id]?.condition.kind ?? 'unknown' },
    window,
    silences: state.silences.filter(({ scope }) => scopes.includes(scope)),
    chats: chatsOf(server, own).map((name) => ({
      name,
      answer: answerOf(name, own, state, chatNamed(config, name)),
    })),
    announcements: announcedChats(server, own).map((name) => ({
      name,
      answer: announcementOf(name, server, own, state),
    })),
    past,
  };
}

/** The chats of the server, and those that were told about its outage before the configuration changed. */
function chatsOf(server: Server, state: ServerState | null): string[] {
  return [...new Set([...server.to, ...Object.keys(state?.incident?.told ?? {})])];
}

function announcedChats(server: Server, state: ServerState | null): string[] {
  return [...new Set([...server.announceTo, ...Object.keys(state?.incident?.announced ?? {})])];
}

function chatNamed(config: Config, name: string): Chat | null {
  return config.telegram?.chats.find((chat) => chat.name === name) ?? null;
}

function answerOf(name: string, own: ServerState | null, state: State, chat: Chat | null): ChatAnswer {
  const incident = own?.incident ?? null;
  const told = incident?.told[name];
  if (incident !== null && told !== undefined)
    return { kind: 'told', at: told, waiting: waits(state, name, 'down', incident) };
  if (incident?.covered[name] !== undefined) return { kind: 'covered' };
  const held = incident?.held[name];
  return held === undefined ? { kind: 'would', afterMs: chat?.notifyAfterMs ?? 0 } : { kind: 'held', held };
}

function announcementOf(name: string, server: Server, own: ServerState | null, state: State): ChatAnswer {
  const incident = own?.incident ?? null;
  const told = incident?.announced[name];
  if (incident !== null && told !== undefined)
    return { kind: 'told', at: told, waiting: waits(state, name, 'announce-down', incident) };
  const held = incident?.unannounced?.[name];
  return held === undefined ? { kind: 'would', afterMs: server.announceAfterMs } : { kind: 'held', held };
}

function waits(state: State, name: string, kind: 'down' | 'announce-down', { id }: Incident): boolean {
  return state.outbox.some(
    ({ chat, event }) => chat === name && event.kind === kind && event.incidentId === id,
  );
}

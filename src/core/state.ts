import { STATE_VERSION, type ChatState, type ServerState, type State } from './model.ts';

/** The state before the first run. */
export function emptyState(): State {
  return {
    version: STATE_VERSION,
    lastRunAt: null,
    watchedSince: null,
    blindSince: null,
    servers: {},
    siteOutages: {},
    silences: [],
    troubles: {},
    certificates: {},
    addresses: {},
    outbox: [],
    chats: {},
    pendingHistory: [],
    serial: 0,
  };
}

/** A server that was never probed. */
export function newServer(name: string, siteId: string | null, addedAt: number): ServerState {
  return {
    condition: { kind: 'unknown' },
    incident: null,
    addedAt,
    lastVerdictAt: null,
    latencyMs: null,
    unknownSince: null,
    unknownReason: null,
    lastOkAt: null,
    changes: [],
    flapping: null,
    latency: null,
    name,
    siteId,
    maintenance: null,
  };
}

/** A chat to which nothing was sent yet. */
export function newChat(): ChatState {
  return {
    migrated: null,
    notBefore: 0,
    failures: 0,
    refused: null,
    lastSentAt: null,
    remindedAt: null,
    reminders: 0,
  };
}

import { emptyState } from '../core/state.ts';
import { STATE_VERSION } from '../core/model.ts';
import { withLatencyLists } from './old-latency.ts';
import { isObject } from './shape.ts';

type Document = Readonly<Record<string, unknown>>;

/** What makes a document of version N into one of version N + 1, by N. */
const STEPS: Readonly<Record<number, (document: Document) => Document>> = {
  // Before there were version numbers, fields could be missing: each gets the value of a first run.
  0: (document) => ({ ...emptyState(), ...document, version: 1 }),
  // Latencies were counted in objects with buckets for keys. The hours that are not in the history yet are left behind.
  1: (document) => ({
    ...document,
    version: 2,
    servers: isObject(document['servers'])
      ? Object.fromEntries(
          Object.entries(document['servers']).map(([id, server]) => [id, withoutLatency(server)]),
        )
      : null,
    pendingHistory: Array.isArray(document['pendingHistory'])
      ? document['pendingHistory'].filter((record) => !isObject(record) || record['t'] !== 'latency')
      : null,
  }),
  // The hours of latency that wait for the history were objects by server id.
  2: (document) => ({
    ...document,
    version: 3,
    pendingHistory: Array.isArray(document['pendingHistory'])
      ? document['pendingHistory'].map(withLatencyLists)
      : null,
  }),
};

function withoutLatency(server: unknown): unknown {
  return isObject(server) ? { ...server, latency: null } : server;
}

export type Migrated =
  | { readonly kind: 'current'; readonly document: Document }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'not-a-state' };

/** Brings a parsed state file to the present version, step by step. Its inner shape is not judged here. */
export function migrate(value: unknown): Migrated {
  if (!isObject(value)) return { kind: 'not-a-state' };
  const version = versionOf(value);
  if (version === null) return { kind: 'not-a-state' };
  if (version > STATE_VERSION) return { kind: 'newer', version };
  let document: Document = value;
  for (let from = version; from < STATE_VERSION; from += 1) {
    const step = STEPS[from];
    if (step === undefined) return { kind: 'not-a-state' };
    document = step(document);
  }
  return { kind: 'current', document };
}

function versionOf(document: Document): number | null {
  const version = document['version'];
  if (version === undefined) return isObject(document['servers']) ? 0 : null;
  return typeof version === 'number' && Number.isInteger(version) && version > 0 ? version : null;
}

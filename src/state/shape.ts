/**
 * The shape of a state file, checked after each read with plain functions: it is read each minute, also with 50,000
 * servers, where a schema library would cost more than the parsing. Checked is what the program would stumble over;
 * texts and numbers inside events are not.
 */

import type { OutboxItem } from '../core/events.ts';
import type {
  Change,
  ChatState,
  Condition,
  Flapping,
  Incident,
  LatencySketch,
  OpenTrouble,
  ServerState,
  Silence,
  SiteOutage,
  State,
} from '../core/model.ts';

type Test = (value: unknown) => boolean;
/** A test for every field, so that a field that the model gains cannot be forgotten here. */
type Shape<T> = Readonly<Record<keyof T, Test>>;

/** A JSON object: no list, no null. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber: Test = (value) => typeof value === 'number' && Number.isFinite(value);
const isText: Test = (value) => typeof value === 'string';
const isBoolean: Test = (value) => typeof value === 'boolean';
const isId: Test = (value) => isText(value) || isNumber(value);

const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const orMissing =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const either =
  (...texts: readonly string[]): Test =>
  (value) =>
    texts.includes(value as string);

function mapOf(test: Test): Test {
  return (value) => {
    if (!isObject(value)) return false;
    for (const key in value) if (!test(value[key])) return false;
    return true;
  };
}

function has<T>(shape: Shape<T>): Test {
  return (value) => {
    if (!isObject(value)) return false;
    for (const key in shape) if (!shape[key](value[key])) return false;
    return true;
  };
}

const isCause = has({ failed: listOf(isObject), passed: listOf(isText) });

const CONDITIONS: Readonly<Record<Condition['kind'], Test>> = {
  unknown: isObject,
  up: has({ since: isNumber }),
  suspect: has({
    since: isNumber,
    failures: isNumber,
    heldMs: isNumber,
    lastFailureAt: isNumber,
    cause: isCause,
  }),
  down: isObject,
  recovering: has({ since: isNumber, oks: isNumber }),
};

const isCondition: Test = (value) => {
  if (!isObject(value)) return false;
  const kind = value['kind'];
  return typeof kind === 'string' && Object.hasOwn(CONDITIONS, kind) && CONDITIONS[kind as 'up'](value);
};

const isSubject = has<Incident['subject']>({
  id: isText,
  name: isText,
  host: isText,
  siteId: orNull(isText),
  siteName: orNull(isText),
  location: orNull(has({ lat: isNumber, lon: isNumber })),
});

const isIncident = has<Incident>({
  id: isText,
  subject: isSubject,
  since: isNumber,
  confirmedAt: isNumber,
  failures: isNumber,
  cause: isCause,
  unwatchedMs: isNumber,
  told: mapOf(isNumber),
  announced: mapOf(isNumber),
  covered: mapOf(isText),
  held: mapOf(has({ reason: isText })),
  unannounced: orMissing(mapOf(has({ reason: isText }))),
});

const hasServerFields = has<ServerState>({
  condition: isCondition,
  incident: orNull(isIncident),
  addedAt: isNumber,
  lastVerdictAt: orNull(isNumber),
  latencyMs: orNull(isNumber),
  unknownSince: orNull(isNumber),
  unknownReason: orNull(isText),
  lastOkAt: orNull(isNumber),
  changes: listOf(has<Change>({ at: isNumber, downMs: isNumber })),
  flapping: orNull(
    has<Flapping>({
      since: isNumber,
      lastChangeAt: isNumber,
      changes: isNumber,
      downMs: isNumber,
      told: mapOf(isNumber),
    }),
  ),
  latency: orNull(has<LatencySketch>({ hour: isNumber, max: isNumber, b: listOf(isNumber) })),
  name: isText,
  siteId: orNull(isText),
  maintenance: orNull(has({ since: isNumber, until: isNumber, note: orNull(isText) })),
});

/** An incident stands beside a condition that has one, and only there. */
const isServer: Test = (value) => {
  if (!hasServerFields(value)) return false;
  const { condition, incident } = value as ServerState;
  return (condition.kind === 'down' || condition.kind === 'recovering') === (incident !== null);
};

const hasStateFields = has<State>({
  version: isNumber,
  lastRunAt: orNull(isNumber),
  watchedSince: orNull(isNumber),
  blindSince: orNull(isNumber),
  servers: mapOf(isServer),
  siteOutages: mapOf(
    has<SiteOutage>({
      id: isText,
      siteId: isText,
      chat: isText,
      since: isNumber,
      confirmedAt: isNumber,
      members: listOf(isText),
    }),
  ),
  silences: listOf(
    has<Silence>({
      kind: either('mute', 'ack'),
      scope: isText,
      by: isText,
      note: orNull(isText),
      at: isNumber,
      until: orNull(isNumber),
      told: isBoolean,
    }),
  ),
  troubles: mapOf(
    has<OpenTrouble>({
      since: isNumber,
      lastSeenAt: isNumber,
      sweeps: isNumber,
      told: isBoolean,
      trouble: has({ kind: isText, key: isText }),
    }),
  ),
  certificates: mapOf(has({ fingerprint: isText, toldAt: isNumber })),
  addresses: mapOf(has({ address: isText, at: isNumber })),
  outbox: listOf(
    has<OutboxItem>({
      id: isText,
      chat: isText,
      at: isNumber,
      event: has({ kind: isText }),
      maybeSent: isBoolean,
    }),
  ),
  chats: mapOf(
    has<ChatState>({
      migrated: orNull(has({ from: isId, to: isNumber })),
      notBefore: isNumber,
      failures: isNumber,
      refused: orNull(has({ reason: isText, since: isNumber })),
      lastSentAt: orNull(isNumber),
      remindedAt: orNull(isNumber),
      reminders: isNumber,
    }),
  ),
  pendingHistory: listOf(has({ t: isText })),
  serial: isNumber,
});

/** True when the document can be used as a state of the present version. */
export function isState(document: unknown): document is State {
  return hasStateFields(document);
}

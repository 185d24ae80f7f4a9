import type { Config } from '../../core/config.ts';
import { MINUTE_MS } from '../../core/duration.ts';
import type { Finding } from '../../core/findings.ts';
import type { State } from '../../core/model.ts';
import { emptyState } from '../../core/state.ts';
import { statusOf } from '../../core/status.ts';
import { StateError } from '../../state/errors.ts';
import { inspectStateFolder, type FolderSeen } from '../../state/inspect.ts';
import { readLockHolder } from '../../state/lock.ts';
import { readStateReadonly } from '../../state/store.ts';

/** With less than this the next state (5,000 servers: 0.3 MB, and a copy) may not fit. */
const FULL_BYTES = 5 * 1024 ** 2;
const LOW_BYTES = 100 * 1024 ** 2;

/** A run ends within a minute; one that holds the lock for so long is stuck. */
const STUCK_MS = 5 * MINUTE_MS;

/** A message that has waited for so long is stuck, unless its chat is closed. */
const WAITING_MS = 10 * MINUTE_MS;

export interface StateSeen {
  /** Null: none yet, or it cannot be read. */
  readonly state: State | null;
  readonly findings: readonly Finding[];
}

/** The state folder, its rights and its disk, and the state in it. Changes nothing. */
export async function examineState({ stateDir, language }: Config): Promise<StateSeen> {
  const folder = await inspectStateFolder(stateDir);
  if (folder.kind === 'missing') return { state: null, findings: [{ code: 'state-new', folder: stateDir }] };
  if (folder.kind === 'unusable') {
    const { error, owner } = folder;
    return {
      state: null,
      findings: [{ code: 'state-unusable', reason: error.sentence(language), folder: stateDir, owner }],
    };
  }
  const findings = folderFindings(stateDir, folder);
  try {
    const stored = await readStateReadonly(stateDir);
    if (stored.kind === 'ok') return { state: stored.state, findings };
    if (stored.kind === 'missing') return { state: null, findings };
    return { state: null, findings: [{ code: 'state-damaged', reason: stateDir }, ...findings] };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return {
      state: null,
      findings: [{ code: 'state-damaged', reason: error.sentence(language) }, ...findings],
    };
  }
}

function folderFindings(folder: string, seen: FolderSeen & { kind: 'usable' }): Finding[] {
  const { freeBytes, freeInodes, mode } = seen;
  const findings: Finding[] = [];
  if (freeBytes < FULL_BYTES || freeInodes === 0) findings.push({ code: 'disk-full', folder, freeBytes });
  else if (freeBytes < LOW_BYTES) findings.push({ code: 'disk-low', folder, freeBytes });
  if ((mode & 0o077) !== 0) findings.push({ code: 'state-open', folder, mode: mode.toString(8) });
  return findings.length > 0 ? findings : [{ code: 'state-fine', folder, freeBytes }];
}

/** Whether a run is at work, or stuck. */
export async function examineLock({ stateDir }: Config, now: number): Promise<Finding[]> {
  const holder = await readLockHolder(stateDir);
  if (holder?.pid == null) return [{ code: 'lock-free' }];
  const forMs = holder.since === null ? 0 : now - holder.since;
  return [
    forMs > STUCK_MS
      ? { code: 'lock-stuck', pid: holder.pid, forMs }
      : { code: 'lock-held', pid: holder.pid },
  ];
}

/** When the last check ran. */
export function examineRun(config: Config, state: State | null, now: number): Finding[] {
  const { ageMs, stale } = statusOf(config, state ?? emptyState(), now, null, NO_SKIPS);
  if (ageMs === null) return [{ code: 'run-never' }];
  return [{ code: stale ? 'run-stale' : 'run-fresh', ageMs }];
}

const NO_SKIPS = { count: 0, lastAt: null };

/** What does not get through to its chat. */
export function examineDelivery(config: Config, state: State | null, now: number): Finding[] {
  if (state === null) return [];
  const { chats } = statusOf(config, state, now, null, NO_SKIPS);
  const closed = new Set(
    (config.telegram?.chats ?? [])
      .filter(({ hours, outsideHours }) => hours !== null && outsideHours === 'wait')
      .map(({ name }) => name),
  );
  const findings = chats.flatMap(({ chat, waiting, oldestAt, failures, refused }): Finding[] => {
    if (refused !== null) return [{ code: 'delivery-refused', chat, ...refused }];
    const since = oldestAt ?? now;
    const isStuck = now - since > WAITING_MS && (failures > 0 || !closed.has(chat));
    return isStuck ? [{ code: 'delivery-stuck', chat, waiting, since }] : [];
  });
  return findings.length > 0 ? findings : [{ code: 'delivery-fine' }];
}

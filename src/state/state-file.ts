/** What stands in a state file: read and judged, without changing anything. */

import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { State } from '../core/model.ts';
import { errnoOf, StateError, toStateError } from './errors.ts';
import { migrate } from './migrate.ts';
import { isState } from './shape.ts';

export type StateFile =
  | { readonly kind: 'good'; readonly state: State }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged' };

/** Rejects with StateError when the file may not be read, or was written by a newer version. */
export async function readStateFile(path: string): Promise<StateFile> {
  const bytes = await readBytes(path);
  if (bytes === null) return { kind: 'missing' };
  const migrated = migrate(parse(bytes));
  if (migrated.kind === 'newer') {
    throw new StateError('newer-version', path, `state version ${migrated.version}`);
  }
  if (migrated.kind === 'not-a-state' || !isState(migrated.document)) return { kind: 'damaged' };
  return { kind: 'good', state: migrated.document };
}

async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw toStateError(error, path);
  }
}

function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** What stands in a state file: read and judged, without changing anything. */

import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { State } from '../core/model.ts';
import { errnoOf, StateError, toStateError } from './errors.ts';
import { migrate } from './migrate.ts';
import { isState } from './shape.ts';

export type StateFile =
  | { readonly kind: 'good'; readonly state: State }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged' };

/** Throws StateError when the file may not be read, or was written by a newer version. */
export function readStateFile(path: string): StateFile {
  const bytes = readBytes(path);
  if (bytes === null) return { kind: 'missing' };
  const migrated = migrate(parse(bytes));
  if (migrated.kind === 'newer') {
    throw new StateError('newer-version', path, String(migrated.version));
  }
  if (migrated.kind === 'not-a-state' || !isState(migrated.document)) return { kind: 'damaged' };
  return { kind: 'good', state: migrated.document };
}

function readBytes(path: string): Buffer | null {
  try {
    return readFileSync(path);
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

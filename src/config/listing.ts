import { readdirSync, type Dirent } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * A folder whose names decide what an `include` pattern matches. Matching a pattern needs a library; noticing that the
 * match may have changed does not: while the names in these folders are the same, so is every match.
 */
export interface Listing {
  readonly folder: string;
  /** How many levels of folders the pattern reaches into; 1: only this folder. */
  readonly depth: number;
  /** Whether the pattern names hidden files. */
  readonly hidden: boolean;
}

/** More names than this are not listed every minute. */
const MOST_NAMES = 10_000;
/** `**` has no depth of its own; deeper folders than this hold no configuration. */
const DEEPEST = 8;
const MAGIC = /[*?[\]{}()!+@\\]/;

/** The folder that an include pattern (relative to `base`) looks into. */
export function listingOf(pattern: string, base: string): Listing {
  const segments = pattern.split('/');
  const first = segments.findIndex((segment) => MAGIC.test(segment));
  const hidden = segments.some((segment) => segment.startsWith('.') && segment !== '.' && segment !== '..');
  if (first === -1) return { folder: dirname(resolve(base, pattern)), depth: 1, hidden: true };
  // Braces and groups may hold a slash, so the segments say little about the depth there.
  const open = /\*\*|[({]/.test(pattern);
  const folder = resolve(base, segments.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '.'));
  return { folder, depth: open ? DEEPEST : segments.length - first, hidden };
}

/**
 * Names and kinds of all entries of the folders, one text. `except`: the state folder, whose files change each minute.
 * Null: too many to be listed each minute.
 */
export function listNames(listings: readonly Listing[], except: string): string | null {
  const names: string[] = [];
  for (const listing of listings) {
    names.push(`\n${listing.folder}`);
    if (!walk(listing.folder, listing, except, names)) return null;
  }
  return names.join('\n');
}

function walk(
  folder: string,
  { depth, hidden }: Omit<Listing, 'folder'>,
  except: string,
  names: string[],
): boolean {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (path === except || (!hidden && entry.name.startsWith('.'))) continue;
    names.push(`${entry.isDirectory() ? 'folder' : 'file'} ${path}`);
    if (names.length > MOST_NAMES) return false;
    // A link may lead to a folder; reading a file as a folder gives no entries.
    const enters = depth > 1 && (entry.isDirectory() || entry.isSymbolicLink());
    if (enters && !walk(path, { depth: depth - 1, hidden }, except, names)) return false;
  }
  return true;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

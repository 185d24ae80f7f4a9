import { plainFile, type ListName } from './edit.ts';
import type { EntryData } from './edit-render.ts';
import { textOf } from './entry.ts';
import { idOf } from './shape.ts';
import { parseSource } from './source.ts';

/** A server or site as it is written, and where. */
export interface Listed {
  /** Absolute path. */
  readonly file: string;
  /** Place in the file's list. */
  readonly index: number;
  /** Line of its first key, from 1. */
  readonly line: number;
  readonly id: string;
  readonly idGiven: boolean;
  readonly name: string;
  /** Its keys as they are written: `${...}` not replaced, no defaults. */
  readonly entry: EntryData;
}

/** What the files of a configuration list. Files that cannot be parsed are left out. */
export interface Inventory {
  /** Text by absolute path, the main file first. */
  readonly texts: ReadonlyMap<string, string>;
  readonly sites: readonly Listed[];
  readonly servers: readonly Listed[];
}

export function inventoryOf(texts: ReadonlyMap<string, string>, env: NodeJS.ProcessEnv): Inventory {
  const files = [...texts];
  return {
    texts,
    sites: files.flatMap(([file, text]) => listOf(file, text, 'sites', env)),
    servers: files.flatMap(([file, text]) => listOf(file, text, 'servers', env)),
  };
}

/** The file that a new entry goes to: that of the last one that `isAlike`, else of the last, else the main file. */
export function fileForNew(
  { texts }: Inventory,
  list: readonly Listed[],
  isAlike: (listed: Listed) => boolean,
): string {
  const [main = ''] = texts.keys();
  return (list.findLast(isAlike) ?? list.at(-1))?.file ?? main;
}

/**
 * Name of the copy that is kept beside a file: `servers.yaml.bak`, hidden where an `include` pattern such as `servers.d/*`
 * would take it for one more file.
 */
export function backupName(name: string, patterns: readonly string[]): string {
  const isSafe = patterns.every((pattern) => /\.(?!bak$)\w+$/.test(pattern));
  return isSafe ? `${name}.bak` : `.${name}.bak`;
}

function listOf(file: string, text: string, list: ListName, env: NodeJS.ProcessEnv): Listed[] {
  const source = parseSource(file, text, env, new Set());
  const written = itemsOf(plainFile(text), list);
  if (Array.isArray(source) || written.length === 0) return [];
  const items = itemsOf(source.data, list);
  return written.map((entry, index) => {
    const item = items[index] ?? {};
    const { id, idGiven } = idOf(item);
    const name = textOf(item['name']) ?? textOf(item['id']) ?? textOf(item['host']) ?? id;
    const { line } = source.locate([list, index], 'value');
    return { file, index, line, id, idGiven, name, entry };
  });
}

function itemsOf(data: unknown, list: ListName): EntryData[] {
  if (typeof data !== 'object' || data === null) return [];
  const items = (data as Partial<Record<string, unknown>>)[list];
  if (!Array.isArray(items)) return [];
  return items.map((item: unknown) => {
    return typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as EntryData) : {};
  });
}

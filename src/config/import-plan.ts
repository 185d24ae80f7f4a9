import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../core/config.ts';
import type { ListEdit } from './edit.ts';
import type { EntryData } from './edit-render.ts';
import type { EntryChange } from './edit-value.ts';
import { textOf } from './entry.ts';
import type { BrokenRow, ImportRow } from './import-csv.ts';
import { changesOf, entryOfRow, serverOfRow, twinOf, type RowEntry, type RowFault } from './import-row.ts';
import { fileForNew, type Inventory, type Listed } from './inventory.ts';
import { slug } from './names.ts';
import type { Problem } from './problem.ts';

/** What becomes of a row. */
export type RowFate = { readonly line: number } & (
  | { readonly kind: 'new'; readonly id: string; readonly entry: EntryData }
  | { readonly kind: 'changed'; readonly id: string; readonly listed: Listed; readonly change: EntryChange }
  | { readonly kind: 'same'; readonly id: string }
  /** Said before: in another line of the file, or by a server of the configuration under another name. */
  | { readonly kind: 'doubled'; readonly as: { readonly line: number } | { readonly id: string } }
  | { readonly kind: 'wrong'; readonly fault: RowFault }
);

export interface ImportOptions {
  /** Make the sites that are named but not there. */
  readonly addSites: boolean;
}

/** What would become of each row, in the order of the file. */
export function planImport(
  rows: readonly ImportRow[],
  broken: readonly BrokenRow[],
  inventory: Inventory,
  config: Config | null,
  options: ImportOptions,
): RowFate[] {
  const results = rows.map(entryOfRow);
  const faults = results.flatMap((result): RowFate[] => {
    return result.ok ? [] : [{ line: result.line, kind: 'wrong', fault: result.fault }];
  });
  const unread = broken.map(({ line, code }): RowFate => ({ line, kind: 'wrong', fault: { code } }));
  const entries = results.flatMap((result) => (result.ok ? [result.entry] : []));
  const looked = entries.map((entry) => withIds(entry, entries, inventory, options));
  const first = new Map<string, RowEntry>();
  const fates = looked.map((entry) => {
    const earlier = first.get(entry.id);
    if (earlier === undefined) first.set(entry.id, entry);
    return earlier === undefined ? fateOf(entry, inventory, config) : fateOfSecond(entry, earlier);
  });
  return [...faults, ...unread, ...twinsOut(fates)].sort((a, b) => a.line - b.line);
}

function fateOf(entry: RowEntry, inventory: Inventory, config: Config | null): RowFate {
  const { line, id, values } = entry;
  const listed = serverOfRow(entry, inventory);
  const server = config?.servers.find((each) => each.id === listed?.id);
  if (listed === undefined || server === undefined) {
    const twin = twinOf(entry, config);
    return twin === undefined
      ? { line, kind: 'new', id, entry: values }
      : { line, kind: 'doubled', as: { id: twin.id } };
  }
  const change = changesOf({ ...entry, id: listed.id }, listed, server);
  if (Object.keys(change).length === 0) return { line, kind: 'same', id: listed.id };
  return { line, kind: 'changed', id: listed.id, listed, change };
}

function fateOfSecond({ line, id, values }: RowEntry, earlier: RowEntry): RowFate {
  if (isDeepStrictEqual(values, earlier.values)) return { line, kind: 'doubled', as: { line: earlier.line } };
  return { line, kind: 'wrong', fault: { code: 'id-twice', line: earlier.line, id } };
}

/** Of new rows with one host and the same checks only the first stays. */
function twinsOut(fates: readonly RowFate[]): RowFate[] {
  const first = new Map<string, number>();
  return fates.map((fate) => {
    if (fate.kind !== 'new' || fate.entry['host'] === undefined) return fate;
    const key = JSON.stringify([fate.entry['host'], fate.entry['checks'] ?? ['icmp']]);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, fate.line);
    return earlier === undefined ? fate : { line: fate.line, kind: 'doubled', as: { line: earlier } };
  });
}

/** Sites and parents by their ids. What is not there stays as it is: the configuration's rules say what is wrong. */
function withIds(
  entry: RowEntry,
  all: readonly RowEntry[],
  inventory: Inventory,
  { addSites }: ImportOptions,
): RowEntry {
  const { site, parent } = entry.values;
  const parents = [
    ...inventory.servers,
    ...all.map(({ id, values }) => ({ id, name: textOf(values['name']) ?? id })),
  ];
  return {
    ...entry,
    values: {
      ...entry.values,
      ...(typeof site === 'string'
        ? { site: findId(site, inventory.sites) ?? (addSites ? slug(site) : site) }
        : {}),
      ...(typeof parent === 'string' ? { parent: findId(parent, parents) ?? parent } : {}),
    },
  };
}

function findId(
  text: string,
  known: readonly { readonly id: string; readonly name: string }[],
): string | null {
  const wanted = text.toLowerCase();
  const found =
    known.find(({ id }) => id === text) ??
    known.find(({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted);
  return found?.id ?? null;
}

/** What is to be written, and which row each written server comes from. */
export interface ImportEdits {
  readonly edits: ReadonlyMap<string, readonly ListEdit[]>;
  /** Line of the imported file, by `file` and place in its list. */
  readonly lineOf: (problem: Problem) => number | null;
  readonly newSites: readonly EntryData[];
}

/** The edits for the rows that are new or changed. */
export function importEdits(
  fates: readonly RowFate[],
  rows: readonly ImportRow[],
  inventory: Inventory,
  options: ImportOptions,
): ImportEdits {
  const added = fates.filter((fate) => fate.kind === 'new');
  const changed = fates.filter((fate) => fate.kind === 'changed');
  const newSites = options.addSites ? sitesOf([...added, ...changed], rows, inventory) : [];
  const target = fileForNew(inventory, inventory.servers, () => false);
  const places = new Map<string, number>();
  const edits = new Map<string, ListEdit[]>();
  const listsOf = (file: string): ListEdit[] => {
    const lists = edits.get(file) ?? [];
    edits.set(file, lists);
    return lists;
  };
  if (newSites.length > 0) {
    listsOf(fileForNew(inventory, inventory.sites, () => false)).push({ list: 'sites', add: newSites });
  }
  for (const file of new Set([
    ...changed.map(({ listed }) => listed.file),
    ...(added.length > 0 ? [target] : []),
  ])) {
    const here = changed.filter(({ listed }) => listed.file === file);
    for (const { listed, line } of here) places.set(placeKey(file, listed.index), line);
    const add = file === target ? added.map(({ entry }) => entry) : [];
    listsOf(file).push({
      list: 'servers',
      change: new Map(here.map(({ listed, change }) => [listed.index, change])),
      add,
    });
  }
  const base = inventory.servers.filter(({ file }) => file === target).length;
  for (const [index, { line }] of added.entries()) places.set(placeKey(target, base + index), line);
  const lineOf = ({ file, path }: Problem): number | null => {
    const index = /^servers\[(\d+)\]/.exec(path)?.[1];
    return index === undefined ? null : (places.get(placeKey(file, Number(index))) ?? null);
  };
  return { edits, lineOf, newSites };
}

function placeKey(file: string, index: number): string {
  return `${index} ${file}`;
}

/** The sites that the rows name and that are not there, called as the file calls them. */
function sitesOf(
  fates: readonly (RowFate & { kind: 'new' | 'changed' })[],
  rows: readonly ImportRow[],
  inventory: Inventory,
): EntryData[] {
  const names = new Map(rows.map(({ line, cells }) => [line, cells.site ?? '']));
  const sites = new Map<string, EntryData>();
  for (const fate of fates) {
    const id = fate.kind === 'new' ? fate.entry['site'] : fate.change['site'];
    if (typeof id !== 'string' || inventory.sites.some((site) => site.id === id) || sites.has(id)) continue;
    const name = names.get(fate.line) ?? id;
    sites.set(id, name === id ? { id } : { id, name });
  }
  return [...sites.values()];
}

import type { Language } from '../core/config.ts';
import { checksFor } from '../config/entry.ts';
import type { Data, EntryData } from '../config/edit-render.ts';
import type { EntryChange } from '../config/edit-value.ts';
import type { Inventory, Listed } from '../config/inventory.ts';
import { parseLocation } from '../config/location.ts';
import type { EditWords } from '../render/edit-words.ts';

/** Flags that set keys of a server or a site. An empty text takes a key out. */
export interface EntryFlags {
  readonly name?: string;
  readonly id?: string;
  readonly host?: string;
  readonly site?: string;
  readonly location?: string;
  readonly check?: readonly string[];
  readonly timeout?: string;
  readonly attempts?: string;
  readonly parent?: string;
  readonly gateway?: string;
  readonly downAfter?: string;
  readonly minFailures?: string;
  readonly upAfter?: string;
  readonly to?: readonly string[];
  readonly announceTo?: readonly string[];
  readonly tag?: readonly string[];
  readonly unset?: readonly string[];
}

/** The configuration that the flags change. */
export interface Editing {
  readonly inventory: Inventory;
  readonly words: EditWords;
  readonly language: Language;
}

export type FlagsResult =
  { readonly ok: true; readonly change: EntryChange } | { readonly ok: false; readonly problem: string };

/** Keys in the order in which they are written. */
const SERVER_KEYS = [
  'name', 'id', 'host', 'site', 'location', 'checks', 'timeout', 'attempts', 'parent',
  'down_after', 'min_failures', 'up_after', 'to', 'announce_to', 'announce_after', 'tags', 'maintenance',
]; // prettier-ignore

/**
 * The change that flags ask for. Sites, parents and gateways may be given by name; `old`: the entry as it is written, of
 * which checks in their long form are kept.
 */
export function changeOf(
  flags: EntryFlags,
  { inventory, words, language }: Editing,
  old: EntryData = {},
): FlagsResult {
  const location = flags.location === undefined ? null : parseLocation(flags.location);
  if (location?.ok === false) {
    return {
      ok: false,
      problem: `--location ${flags.location ?? ''}: ${location.message[language]}\n  -> ${location.mend[language]}`,
    };
  }
  const strange = (flags.unset ?? []).find((key) => !SERVER_KEYS.includes(key) && key !== 'gateway');
  if (strange !== undefined) {
    return { ok: false, problem: words.unknownKey(strange, [...SERVER_KEYS, 'gateway'].join(', ')) };
  }
  const values: Readonly<Record<string, Data | undefined>> = {
    name: flags.name,
    id: flags.id,
    host: flags.host,
    site: idOf(flags.site, inventory.sites),
    location: location?.ok === true ? { ...location.location } : undefined,
    checks: flags.check === undefined ? undefined : checksFor(partsOf(flags.check, /\s+/), old),
    timeout: flags.timeout,
    attempts: numberOf(flags.attempts),
    parent: idOf(flags.parent, inventory.servers),
    gateway: idOf(flags.gateway, inventory.servers),
    down_after: flags.downAfter,
    min_failures: numberOf(flags.minFailures),
    up_after: numberOf(flags.upAfter),
    to: flags.to && partsOf(flags.to, /[\s,]+/),
    announce_to: flags.announceTo && partsOf(flags.announceTo, /[\s,]+/),
    tags: flags.tag && partsOf(flags.tag, /,/),
  };
  const unset = (flags.unset ?? []).map((key): [string, null] => [key, null]);
  const set = Object.entries(values).flatMap(([key, value]): [string, Data | null][] => {
    return value === undefined ? [] : [[key, isEmpty(value) ? null : value]];
  });
  return { ok: true, change: Object.fromEntries([...unset, ...set]) };
}

/** An entry of its own: what a change sets. */
export function entryOf(change: EntryChange): EntryData {
  return Object.fromEntries(
    Object.entries(change).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );
}

/** The id of what is called so; the text itself when nothing is, so that the rules of the configuration say what is wrong. */
export function idOf(text: string | undefined, known: readonly Listed[]): string | undefined {
  if (text === undefined || known.some(({ id }) => id === text)) return text;
  const wanted = text.toLowerCase();
  const found = known.find(({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted);
  return found?.id ?? text;
}

/** Several values may stand in one flag. */
function partsOf(values: readonly string[], separator: RegExp): string[] {
  const parts = values.flatMap((value) => value.split(separator)).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** What is no number is left as text, for the schema to refuse. */
function numberOf(text: string | undefined): string | number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : text;
}

function isEmpty(value: Data): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

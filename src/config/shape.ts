import type { z } from 'zod';
import { complaintsOf, mustBeMapping, type Complaint } from './complaints.ts';
import { keyFinder, EXTENSION_KEY } from './json-schema.ts';
import { slug } from './names.ts';
import { quote, type KeyPath } from './problem.ts';
import { head as headSchema, server, site, type Head, type ServerInput, type SiteInput } from './schema.ts';
import type { Source } from './source.ts';

/** First pass: each part of the files against the schema. What is wrong is left out, so that the rest is still looked at. */

export interface Located extends Complaint {
  readonly source: Source;
}

/** A server or site where it stands in its file. */
export interface Entry<T> {
  readonly source: Source;
  readonly path: KeyPath;
  /** Given, or made of its name; empty: none can be made. */
  readonly id: string;
  readonly idGiven: boolean;
  /** Null when the schema refused it. */
  readonly value: T | null;
}

export interface Shape {
  readonly main: Source;
  readonly head: Head;
  /** Names of the chats, also of those that the schema refused. */
  readonly chatNames: ReadonlySet<string>;
  /** True when the schema refused something at the path or below it: then a default stands there. */
  readonly isBroken: (path: KeyPath) => boolean;
  readonly sites: readonly Entry<SiteInput>[];
  readonly servers: readonly Entry<ServerInput>[];
}

const LIST_KEYS: ReadonlySet<string> = new Set(['sites', 'servers']);

type Mapping = Readonly<Record<string, unknown>>;
type Report = (source: Source, complaints: readonly Complaint[]) => void;

export function shapeOf(main: Source, included: readonly Source[], report: Report): Shape {
  const find = keyFinder();
  const top = topOf(main, report);
  const rest = Object.fromEntries(Object.entries(top).filter(([key]) => !LIST_KEYS.has(key)));
  const head = parseHead(rest, find);
  report(main, head.complaints);
  const entries = new Entries(find, report);
  entries.take(main, top);
  for (const source of included) entries.take(source, listsOnly(source, topOf(source, report), report));
  const chats = (rest['telegram'] as { chats?: unknown } | undefined)?.chats;
  return {
    main,
    head: head.value,
    chatNames: new Set(isMapping(chats) ? Object.keys(chats) : []),
    isBroken: (path) => head.complaints.some((each) => path.every((key, index) => each.path[index] === key)),
    sites: entries.sites,
    servers: entries.servers,
  };
}

/** The top level of a file without its `x-` keys and without keys that have no value yet. */
function topOf(source: Source, report: Report): Mapping {
  if (source.data === null || source.data === undefined) return {};
  if (!isMapping(source.data)) {
    const message = mustBeMapping(source.data);
    const mend = { en: 'begin with a line such as servers:', id: 'mulai dengan baris seperti servers:' };
    report(source, [{ path: [], part: 'value', code: 'type', message, mend }]);
    return {};
  }
  const kept = Object.entries(source.data).filter(
    ([key, value]) => value !== null && !EXTENSION_KEY.test(key),
  );
  return Object.fromEntries(kept);
}

function listsOnly(source: Source, top: Mapping, report: Report): Mapping {
  for (const key of Object.keys(top)) {
    if (LIST_KEYS.has(key)) continue;
    const message = {
      en: `an included file holds only servers and sites, not ${quote(key)}`,
      id: `berkas yang di-include hanya boleh berisi servers dan sites, bukan ${quote(key)}`,
    };
    const mend = { en: 'move it to the main file', id: 'pindahkan ke berkas utama' };
    report(source, [{ path: [key], part: 'key', code: 'include-key', message, mend }]);
  }
  return top;
}

function parseHead(
  data: Mapping,
  find: (path: KeyPath) => string[],
): { value: Head; complaints: Complaint[] } {
  const first = headSchema.safeParse(data);
  if (first.success) return { value: first.data, complaints: [] };
  const complaints = unique(complaintsOf(first.error.issues, data, find));
  // The smallest parts are left out first; where that makes a mapping incomplete, all of it.
  const trimmed = complaints.reduce((rest, { path }) => without(rest, path), data);
  const second = headSchema.safeParse(trimmed);
  if (second.success) return { value: second.data, complaints };
  const tops = second.error.issues.map((issue) => issue.path.slice(0, 1) as KeyPath);
  return { value: headSchema.parse(tops.reduce(without, trimmed)), complaints };
}

/** A copy without what stands at the path; of a list nothing stays when one of its items is refused. */
function without(data: Mapping, path: KeyPath): Mapping {
  const [key, next] = path;
  if (key === undefined) return {};
  const { [key]: value, ...rest } = data;
  if (typeof next !== 'string' || !isMapping(value)) return rest;
  return { ...rest, [key]: without(value, path.slice(1)) };
}

class Entries {
  readonly sites: Entry<SiteInput>[] = [];
  readonly servers: Entry<ServerInput>[] = [];
  readonly #find: (path: KeyPath) => string[];
  readonly #report: Report;

  constructor(find: (path: KeyPath) => string[], report: Report) {
    this.#find = find;
    this.#report = report;
  }

  take(source: Source, top: Mapping): void {
    this.#takeList(source, 'sites', top['sites'], site, this.sites);
    this.#takeList(source, 'servers', top['servers'], server, this.servers);
  }

  #takeList<T>(source: Source, key: string, list: unknown, schema: z.ZodType<T>, into: Entry<T>[]): void {
    if (list === undefined) return;
    if (!Array.isArray(list)) {
      const message = {
        en: `must be a list, got ${quote(list)}`,
        id: `harus berupa daftar, bukan ${quote(list, 'id')}`,
      };
      const mend = { en: 'begin each entry with "- "', id: 'awali setiap entri dengan "- "' };
      this.#report(source, [{ path: [key], part: 'value', code: 'type', message, mend }]);
      return;
    }
    for (const [index, item] of list.entries()) {
      const path = [key, index];
      const parsed = schema.safeParse(item);
      into.push({ source, path, ...idOf(item), value: parsed.success ? parsed.data : null });
      if (!parsed.success) this.#report(source, this.#complain(parsed.error.issues, path, item));
    }
  }

  #complain(issues: readonly z.core.$ZodIssue[], path: KeyPath, item: unknown): Complaint[] {
    const complaints = complaintsOf(issues, item, (inner) => this.#find([...path, ...inner]));
    return unique(complaints.map((each) => ({ ...each, path: [...path, ...each.path] })));
  }
}

/** Read from the raw item, so that references to an entry that the schema refused are not called wrong as well. */
export function idOf(item: unknown): { id: string; idGiven: boolean } {
  const { id, name, host } = isMapping(item) ? item : {};
  if (isWord(id)) return { id: String(id), idGiven: true };
  const base = isWord(name) ? name : isWord(host) ? host : '';
  return { id: slug(String(base)), idGiven: false };
}

function isWord(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unique(complaints: readonly Complaint[]): Complaint[] {
  const seen = new Map(complaints.map((each) => [`${JSON.stringify(each.path)} ${each.message.en}`, each]));
  return [...seen.values()];
}

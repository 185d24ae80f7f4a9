/** Which servers a report or a list is about, from what the user typed. */

import { closest, distance } from 'fastest-levenshtein';
import type { Language } from './config.ts';

/** Within one kind any of the values fits, and all kinds that were given must fit. Empty: everything. */
export interface Selection {
  readonly sites: readonly string[];
  readonly servers: readonly string[];
  readonly tags: readonly string[];
}

export const EVERYTHING: Selection = { sites: [], servers: [], tags: [] };

export interface SelectionProblem {
  readonly kind: 'site' | 'server' | 'tag';
  readonly value: string;
  /** What was probably meant, when something is close. */
  readonly suggestion: string | null;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Finds ids by id or by name (case does not matter for names); the first that is unknown is the problem. */
export function resolveNames(
  kind: SelectionProblem['kind'],
  values: readonly string[],
  known: readonly Named[],
): { readonly ids: readonly string[] } | { readonly problem: SelectionProblem } {
  const ids: string[] = [];
  for (const value of values) {
    const wanted = value.toLowerCase();
    const match =
      known.find((one) => one.id === value) ??
      known.find((one) => one.id.toLowerCase() === wanted || one.name.toLowerCase() === wanted);
    if (match === undefined) return { problem: { kind, value, suggestion: nearest(value, known) } };
    ids.push(match.id);
  }
  return { ids };
}

function nearest(value: string, known: readonly Named[]): string | null {
  if (known.length === 0) return null;
  const words = known.flatMap((one) => [one.id, one.name]);
  const part = words.find((word) => word.toLowerCase().includes(value.toLowerCase()));
  if (part !== undefined && value !== '') return part;
  const best = closest(value, words);
  return distance(value.toLowerCase(), best.toLowerCase()) <= Math.max(2, value.length / 3) ? best : null;
}

/** The problem in one sentence, and what to type instead. */
export function selectionProblemText(
  { kind, value, suggestion }: SelectionProblem,
  known: readonly Named[],
  language: Language,
): string {
  const { nothing, meant, noneAtAll, thereAre, inAll } = TEXTS[language];
  const start = `--${kind}: ${nothing(kind, JSON.stringify(value))}`;
  if (suggestion !== null) return `${start}; ${meant(JSON.stringify(suggestion))}`;
  if (known.length === 0) return `${start}; ${noneAtAll(kind)}`;
  const few = known.slice(0, 8).map((one) => one.id);
  const more = known.length > few.length ? `, ... (${inAll(known.length)})` : '';
  return `${start}; ${thereAre} ${few.join(', ')}${more}`;
}

const KINDS_ID = { site: 'lokasi', server: 'server', tag: 'tag' } as const;

const TEXTS = {
  en: {
    nothing: (kind: SelectionProblem['kind'], value: string) => `no ${kind} ${value}`,
    meant: (suggestion: string) => `did you mean ${suggestion}?`,
    noneAtAll: (kind: SelectionProblem['kind']) => `the configuration names no ${kind}`,
    thereAre: 'there are',
    inAll: (count: number) => `${String(count)} in all`,
  },
  id: {
    nothing: (kind: SelectionProblem['kind'], value: string) => `tidak ada ${KINDS_ID[kind]} ${value}`,
    meant: (suggestion: string) => `maksud Anda ${suggestion}?`,
    noneAtAll: (kind: SelectionProblem['kind']) => `tidak ada ${KINDS_ID[kind]} di konfigurasi`,
    thereAre: 'yang ada:',
    inAll: (count: number) => `semuanya ${String(count)}`,
  },
};

/** Whether a server is selected. */
export function isSelected(
  selection: Selection,
  server: { readonly id: string; readonly siteId: string | null; readonly tags: readonly string[] },
): boolean {
  const { sites, servers, tags } = selection;
  return (
    (sites.length === 0 || (server.siteId !== null && sites.includes(server.siteId))) &&
    (servers.length === 0 || servers.includes(server.id)) &&
    (tags.length === 0 || server.tags.some((tag) => tags.includes(tag)))
  );
}

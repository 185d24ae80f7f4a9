import type { Data, EntryData } from './edit-render.ts';
import { isList } from './edit-render.ts';

/** `icmp`, `tcp:443` or the URL of a check as it is written, short or long; null: none of these. */
export function checkLabel(check: Data): string | null {
  if (typeof check === 'string') return check;
  if (typeof check !== 'object' || isList(check)) return null;
  if (typeof check['http'] === 'string') return check['http'];
  if (check['tcp'] !== undefined) return `tcp:${portOf(check['tcp'])}`;
  return 'icmp' in check ? 'icmp' : null;
}

function portOf(tcp: Data): string {
  return textOf(typeof tcp === 'object' && !isList(tcp) ? tcp['port'] : tcp) ?? '';
}

/** A text, or a number as its digits; null for anything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** Checks by their labels. One that the entry has already in its long form keeps it. */
export function checksFor(labels: readonly string[], entry: EntryData): readonly Data[] {
  const written = entry['checks'];
  const known = written !== undefined && isList(written) ? written : [];
  return labels.map((label) => known.find((check) => checkLabel(check) === label) ?? label);
}

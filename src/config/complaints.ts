import type { z } from 'zod';
import { quote, type Bilingual, type KeyPath } from './problem.ts';
import { closest, didYouMean, unsay } from './sentences.ts';

/** Something wrong at a place in the data; the file's lines are looked up later. */
export interface Complaint {
  readonly path: KeyPath;
  /** Whether the key or its value is pointed at. */
  readonly part: 'key' | 'value';
  readonly code: string;
  readonly message: Bilingual;
  readonly mend: Bilingual;
}

type Issue = z.core.$ZodIssue;

/** Makes complaints of what zod found in `data`. `known`: the keys that may stand at a place (for "did you mean"). */
export function complaintsOf(
  issues: readonly Issue[],
  data: unknown,
  known: (path: KeyPath) => string[],
): Complaint[] {
  return issues.flatMap((issue) => complaintsOfIssue(issue, [], data, known));
}

function complaintsOfIssue(
  issue: Issue,
  base: KeyPath,
  data: unknown,
  known: (path: KeyPath) => string[],
): Complaint[] {
  const path = [...base, ...(issue.path as KeyPath)];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, known(path)));
  const value = valueAt(data, path);
  const branch = issue.code === 'invalid_union' ? meantBranch(issue.errors, value) : null;
  if (branch !== null) return branch.flatMap((inner) => complaintsOfIssue(inner, path, data, known));
  if (value === undefined && issue.code !== 'custom') return [missing(path)];
  const wantsMapping =
    issue.code === 'invalid_type' && (issue.expected === 'object' || issue.expected === 'record');
  if (wantsMapping) return [noMapping(path, value)];
  return [{ path, part: partOf(issue), code: codeOf(issue), ...sentenceOf(issue, value) }];
}

/**
 * Of the forms that a value may have, the one that was meant: of the right type, and of the mappings the one that shares
 * most keys with it. Null when that is none or several: then the union's own sentence says more.
 */
function meantBranch(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | null {
  const keys =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value).length : null;
  const ranked = branches
    .filter((issues) => !issues.some((issue) => isOtherForm(issue, value)))
    .map((issues) => ({
      issues,
      strange: strangeKeys(issues),
      score: strangeKeys(issues) + missingKeys(issues, value),
    }))
    .filter(({ strange }) => keys === null || strange < keys)
    .sort((a, b) => a.score - b.score);
  const [best, second] = ranked;
  return best !== undefined && best.score !== second?.score ? best.issues : null;
}

/** True when the value is not of this form at all. */
function isOtherForm(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return meantBranch(issue.errors, value) === null;
  return ['invalid_type', 'invalid_value', 'invalid_format'].includes(issue.code);
}

function strangeKeys(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    return issue.code === 'unrecognized_keys' && issue.path.length === 0 ? sum + issue.keys.length : sum;
  }, 0);
}

function missingKeys(issues: readonly Issue[], value: unknown): number {
  return issues.filter(
    (issue) => issue.path.length === 1 && valueAt(value, issue.path as KeyPath) === undefined,
  ).length;
}

/** The schema's own sentence, or for what it leaves to zod a plain one. */
function sentenceOf(issue: Issue, value: unknown): { message: Bilingual; mend: Bilingual } {
  const said = unsay(issue.message);
  if (said !== null) return said;
  const mend = { en: 'see docs/configuration.md', id: 'lihat docs/configuration.md' };
  if (issue.code === 'too_small')
    return { message: { en: 'must not be empty', id: 'tidak boleh kosong' }, mend };
  const wanted =
    issue.code === 'invalid_type'
      ? { en: `must be a ${issue.expected}`, id: `harus bertipe ${issue.expected}` }
      : { en: 'is not valid', id: 'tidak sah' };
  const message = {
    en: `${wanted.en}, got ${quote(value)}`,
    id: `${wanted.id}, bukan ${quote(value, 'id')}`,
  };
  return { message, mend };
}

function unknownKey(path: KeyPath, key: string, known: readonly string[]): Complaint {
  const near = closest(key, known);
  const mend =
    near === null
      ? { en: `the keys here are ${known.join(', ')}`, id: `kunci di sini: ${known.join(', ')}` }
      : didYouMean(near);
  return {
    path: [...path, key],
    part: 'key',
    code: 'key-unknown',
    message: { en: `there is no key ${quote(key)} here`, id: `tidak ada kunci ${quote(key)} di sini` },
    mend,
  };
}

function missing(path: KeyPath): Complaint {
  const key = String(path.at(-1) ?? '');
  const message = { en: 'is missing', id: 'belum ada' };
  const mend = { en: `add ${key}: here`, id: `tambahkan ${key}: di sini` };
  return { path, part: 'value', code: 'key-missing', message, mend };
}

function noMapping(path: KeyPath, value: unknown): Complaint {
  const mend = {
    en: 'write key: value lines, indented below it',
    id: 'tulis baris-baris kunci: nilai, menjorok di bawahnya',
  };
  return { path, part: 'value', code: 'type', message: mustBeMapping(value), mend };
}

export function mustBeMapping(value: unknown): Bilingual {
  return {
    en: `must be a mapping of keys and values, got ${quote(value)}`,
    id: `harus berupa mapping kunci dan nilai, bukan ${quote(value, 'id')}`,
  };
}

function partOf(issue: Issue): 'key' | 'value' {
  return issue.code === 'custom' && issue.params?.['at'] === 'key' ? 'key' : 'value';
}

function codeOf(issue: Issue): string {
  if (issue.code === 'custom') return String(issue.params?.['code'] ?? 'value');
  return issue.code === 'invalid_type' || issue.code === 'invalid_union' ? 'type' : 'value';
}

export function valueAt(data: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string | number, unknown>)[key];
  }, data);
}

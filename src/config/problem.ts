import { isAbsolute, relative } from 'node:path';
import type { Language } from '../core/config.ts';
import { maskTokens } from './token.ts';

/** One text in each language. Which is shown is known when the main file was read. */
export type Bilingual = Readonly<Record<Language, string>>;

/** A text that needs no translation: a command, what a library said. */
export function same(text: string): Bilingual {
  return { en: text, id: text };
}

/** Something wrong in the configuration. Its texts are in the language of the configuration. */
export interface Problem {
  /** Absolute path of the file. */
  readonly file: string;
  /** From 1; null: the file as a whole. */
  readonly line: number | null;
  readonly column: number | null;
  /** Where in the data, e.g. `servers[3].checks[0].tcp`; empty: the file as a whole. */
  readonly path: string;
  /** Name of the rule, stable across versions. */
  readonly code: string;
  /** What is wrong. */
  readonly message: string;
  /** How to mend it. */
  readonly mend: string;
}

export type KeyPath = readonly (string | number)[];

/** `servers[3].checks[0].tcp`; keys that are no plain words are quoted: `chats["IT Bandung"]`. */
export function formatPath(path: KeyPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/**
 * Two lines: `servers.yaml:12:5 servers[3].checks[0].tcp: port must be 1..65535, got 70000`, and below it how to mend
 * it. With `cwd` the file is named relative to it when it lies below.
 */
export function formatProblem(problem: Problem, cwd?: string): string {
  return `${formatComplaint(problem, cwd)}\n  -> ${problem.mend}`;
}

/** The first line of `formatProblem`: where and what, for places that have room for one line. */
export function formatComplaint(problem: Problem, cwd?: string): string {
  const { line, column, path, message } = problem;
  const position = line === null ? '' : `:${line}:${column ?? 1}`;
  return `${displayFile(problem.file, cwd)}${position}${path === '' ? '' : ` ${path}`}: ${message}`;
}

function displayFile(file: string, cwd: string | undefined): string {
  if (cwd === undefined) return file;
  const below = relative(cwd, file);
  return below === '' || below.startsWith('..') || isAbsolute(below) ? file : below;
}

const QUOTED_LENGTH = 60;

const KINDS = {
  en: { nothing: 'nothing', empty: 'an empty value', list: 'a list', mapping: 'a mapping' },
  id: { nothing: 'tanpa nilai', empty: 'nilai kosong', list: 'daftar', mapping: 'mapping' },
} as const;

/** A value as it may stand in a message: one line, cut when long, never a whole mapping. */
export function quote(value: unknown, language: Language = 'en'): string {
  const kinds = KINDS[language];
  if (value === undefined) return kinds.nothing;
  if (value === null) return kinds.empty;
  if (Array.isArray(value)) return kinds.list;
  if (typeof value === 'object') return kinds.mapping;
  if (typeof value !== 'string') return JSON.stringify(value);
  // A token that is cut would no longer be recognised as one.
  const characters = [...maskTokens(value)];
  const cut =
    characters.length <= QUOTED_LENGTH
      ? characters.join('')
      : `${characters.slice(0, QUOTED_LENGTH).join('')}...`;
  // Control characters would garble the terminal that shows the message.
  return JSON.stringify(cut).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

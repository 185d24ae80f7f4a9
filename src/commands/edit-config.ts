import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Config, Language } from '../core/config.ts';
import { editText, plainFile, type ListEdit } from '../config/edit.ts';
import { backupName, inventoryOf, type Inventory } from '../config/inventory.ts';
import { languageOfText } from '../config/language.ts';
import { loadWithIngredients, type LoadResult } from '../config/load.ts';
import { formatProblem, type Problem } from '../config/problem.ts';
import { maskTokens } from '../config/token.ts';
import { diffText } from '../render/diff.ts';
import { editWords, type EditWords } from '../render/edit-words.ts';
import { writeFileDurably } from '../state/atomic.ts';
import { configPath } from './config-path.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { placeholderEnv } from './read-config.ts';

/** A configuration that is about to be edited. */
export interface Opened {
  readonly path: string;
  readonly inventory: Inventory;
  /** Null while the configuration has problems: they may be what the edit mends. */
  readonly config: Config | null;
  readonly problems: readonly Problem[];
  readonly language: Language;
  readonly words: EditWords;
  /** With something in place of the variables that cron has and this shell has not (the bot token). */
  readonly env: NodeJS.ProcessEnv;
  readonly patterns: readonly string[];
}

/** Edits by absolute path of the file. */
export type FileEdits = ReadonlyMap<string, readonly ListEdit[]>;

/** Reads the configuration to edit it. Null after its problems were printed: a file is missing or is no YAML. */
export async function openConfig(flag: string | undefined, io: Io): Promise<Opened | null> {
  const path = configPath(flag, io.env);
  const first = await loadWithIngredients(path, { env: io.env });
  const { result, ingredients } = first.result.ok
    ? first
    : await loadWithIngredients(path, { env: placeholderEnv(io.env) });
  // A variable that only the edit uses must have a value.
  const names = new Set(ingredients.envNames);
  const env = placeholderEnv(io.env, (name) => names.has(name));
  const problems = result.ok ? [] : result.problems;
  if (ingredients.texts.size === 0 || problems.some(({ code }) => UNREADABLE.test(code))) {
    printProblems(problems, io);
    return null;
  }
  const main = plainFile([...ingredients.texts.values()][0] ?? '') as Partial<Record<string, unknown>> | null;
  const language = languageOfText([...ingredients.texts.values()][0] ?? '');
  return {
    path,
    inventory: inventoryOf(ingredients.texts, env),
    config: result.ok ? result.config : null,
    problems,
    language,
    words: editWords(language),
    env,
    patterns: [main?.['include'] ?? []].flat().map(String),
  };
}

const UNREADABLE = /^(file|yaml)-/;

export type Prepared =
  | { readonly ok: true; readonly texts: ReadonlyMap<string, string>; readonly result: LoadResult }
  /** This file cannot be edited in place. */
  | { readonly ok: false; readonly file: string };

/** The changed files, and what they would be as a configuration. Nothing is written. */
export async function prepare({ inventory, path, env }: Opened, edits: FileEdits): Promise<Prepared> {
  const texts = new Map<string, string>();
  for (const [file, list] of edits) {
    const before = inventory.texts.get(file) ?? '';
    const after = editText(before, list);
    if (after === null) return { ok: false, file };
    if (after !== before) texts.set(file, after);
  }
  const { result } = await loadWithIngredients(path, { env, texts });
  return { ok: true, texts, result };
}

export interface SaveOptions {
  readonly dryRun?: boolean;
}

/**
 * Edits the files: shows the lines that change, and writes them durably with a copy of what was there before. Nothing is
 * written when `validate` would refuse the result. Returns the exit code: 0, or 2 when nothing could be done.
 */
export async function saveEdits(
  opened: Opened,
  edits: FileEdits,
  options: SaveOptions,
  io: Io,
): Promise<number> {
  const { words } = opened;
  const prepared = await prepare(opened, edits);
  if (!prepared.ok) {
    io.stderr(`srvmon: ${words.notInPlace(shortName(prepared.file))}\n`);
    return EXIT.usage;
  }
  if (prepared.texts.size === 0) {
    io.stdout(`${words.same}\n`);
    return EXIT.done;
  }
  const isOnlyShown = options.dryRun === true || !prepared.result.ok;
  showChanges(opened, prepared.texts, isOnlyShown, io);
  if (!prepared.result.ok) {
    io.stderr(`srvmon: ${words.refused}\n`);
    printProblems(prepared.result.problems, io);
    return EXIT.usage;
  }
  if (options.dryRun === true) {
    io.stdout(`${words.dryRun}\n`);
    return EXIT.done;
  }
  return writeTexts(opened, prepared.texts, io);
}

function showChanges(
  { inventory, words }: Opened,
  texts: ReadonlyMap<string, string>,
  isOnlyShown: boolean,
  io: Io,
): void {
  for (const [file, text] of texts) {
    const name = shortName(file);
    io.stdout(`${isOnlyShown ? words.changing(name) : words.changed(name)}\n`);
    io.stdout(maskTokens(diffText(inventory.texts.get(file) ?? '', text)));
  }
}

/** Writes files that `prepare` has checked. Returns the exit code. */
export async function writeTexts(
  opened: Opened,
  texts: ReadonlyMap<string, string>,
  io: Io,
): Promise<number> {
  const { inventory, words, patterns } = opened;
  const done: string[] = [];
  for (const [file, text] of texts) {
    const problem = await writeText(file, text, inventory.texts.get(file) ?? '', patterns, words);
    if (problem !== null) {
      io.stderr(`srvmon: ${problem}\n`);
      if (done.length > 0) io.stderr(`srvmon: ${words.partly(done.join(', '))}\n`);
      return EXIT.usage;
    }
    done.push(shortName(file));
    io.stdout(`${words.written(shortName(file), backupName(basename(file), patterns))}\n`);
  }
  return EXIT.done;
}

/** Returns why it was not written; null: it was. */
async function writeText(
  file: string,
  text: string,
  before: string,
  patterns: readonly string[],
  words: EditWords,
): Promise<string | null> {
  try {
    if (readFileSync(file, 'utf8') !== before) return words.raced(shortName(file));
    writeFileDurably(file, text, {
      keepPrevious: join(dirname(file), backupName(basename(file), patterns)),
    });
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return words.cannotWrite(shortName(file), code ?? message);
  }
}

export function printProblems(problems: readonly Problem[], io: Io): void {
  for (const problem of problems) io.stderr(`${formatProblem(problem, process.cwd())}\n`);
}

/** Relative to the working folder when the file lies below it. */
export function shortName(file: string): string {
  const below = relative(process.cwd(), file);
  return below.startsWith('..') ? file : below;
}

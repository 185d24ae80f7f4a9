import { resolve } from 'node:path';
import type { Config, Language } from '../core/config.ts';
import { includedFiles } from './include.ts';
import { languageOfText } from './language.ts';
import { listingOf, type Listing } from './listing.ts';
import { normalise } from './normalise.ts';
import { formatPath, type Bilingual, type KeyPath, type Problem } from './problem.ts';
import { isFolder, readFault, readText, type SourceFault } from './read.ts';
import { REFERENCE_RULES, RULES } from './rules.ts';
import { tokenOf, type TokenFound } from './rules-token.ts';
import { shapeOf, type Located, type Shape } from './shape.ts';
import { parseSource, type Source } from './source.ts';
import type { Surroundings } from './state-dir.ts';
import { findToken, maskTokens, type TokenOrigin } from './token.ts';

export type LoadResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface LoadOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Folder at which a relative `path` starts. Default: that of the process. */
  readonly cwd?: string;
  /** By absolute path: what a file would hold, instead of what it holds. For edits that are not written yet. */
  readonly texts?: ReadonlyMap<string, string>;
}

/** What a result was made of, for the compiled copy. */
export interface Ingredients {
  /** Text by absolute path, as it was parsed, the main file first. */
  readonly texts: ReadonlyMap<string, string>;
  readonly envNames: readonly string[];
  readonly listings: readonly Listing[];
  /** Null: there is no token, or it cannot be found again. */
  readonly tokenOrigin: TokenOrigin | null;
}

/** Reads a configuration with all its included files. Everything that is wrong is returned at once; it never throws. */
export async function loadConfig(path: string, options: LoadOptions): Promise<LoadResult> {
  return (await loadWithIngredients(path, options)).result;
}

/** As `loadConfig`, and tells what the result depends on. */
export async function loadWithIngredients(
  path: string,
  { env, cwd = process.cwd(), texts = new Map() }: LoadOptions,
): Promise<{ result: LoadResult; ingredients: Ingredients }> {
  const loading = new Loading(resolve(cwd, path), env, texts);
  const result = await loading.run();
  return { result, ingredients: loading.ingredients() };
}

/** It was found by a pattern, so it is a link. */
const LOST_FILE: Bilingual = {
  en: 'make the link point to a file, or take it out',
  id: 'arahkan link ini ke sebuah berkas, atau hapus',
};

class Loading {
  readonly #mainFile: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #replaced: ReadonlyMap<string, string>;
  readonly #texts = new Map<string, string>();
  readonly #envNames = new Set<string>();
  readonly #problems: Problem[] = [];
  #listings: Listing[] = [];
  #tokenOrigin: TokenOrigin | null = null;
  #language: Language = 'en';
  /** Texts that must not be shown, whatever a complaint quotes. */
  readonly #secrets = new Set<string>();

  constructor(mainFile: string, env: NodeJS.ProcessEnv, replaced: ReadonlyMap<string, string>) {
    this.#mainFile = mainFile;
    this.#env = env;
    this.#replaced = replaced;
  }

  ingredients(): Ingredients {
    const envNames = [...this.#envNames].sort();
    return { texts: this.#texts, envNames, listings: this.#listings, tokenOrigin: this.#tokenOrigin };
  }

  async run(): Promise<LoadResult> {
    const main = this.#read(this.#mainFile);
    if (main === null) return { ok: false, problems: this.#sorted() };
    this.#hideToken(main);
    this.#takeLanguage(main);
    const { sources, complete } = await this.#include(main);
    const shape = shapeOf(main, sources, (source, complaints) => {
      for (const complaint of complaints) this.#add({ ...complaint, source });
    });
    for (const rule of complete ? [...RULES, ...REFERENCE_RULES] : RULES) {
      for (const located of rule(shape)) this.#add(located);
    }
    const found = tokenOf(shape, this.#surroundings());
    for (const located of found.problems) this.#add(located);
    if (this.#problems.length > 0) return { ok: false, problems: this.#sorted() };
    return this.#done(shape, found);
  }

  #done(shape: Shape, found: TokenFound): LoadResult {
    this.#tokenOrigin = found.origin;
    const config = normalise(shape, [...this.#texts.keys()], found.token, this.#surroundings());
    return { ok: true, config, warnings: found.warnings.map((located) => this.#problemOf(located)) };
  }

  #surroundings(): Surroundings {
    return { env: this.#env, mainFile: this.#mainFile, uid: process.geteuid?.() };
  }

  /** A file's content; null after a problem was noted. */
  #read(file: string): Source | null {
    const text = this.#replaced.get(file) ?? readText(file);
    if (typeof text !== 'string') {
      const isLost = file !== this.#mainFile && text.code === 'file-missing';
      this.#addFaults(file, [isLost ? { ...text, mend: LOST_FILE } : text]);
      return null;
    }
    this.#texts.set(file, text);
    if (file === this.#mainFile) this.#language = languageOfText(text);
    const secret = findToken(text);
    if (secret !== null) this.#secrets.add(secret);
    const source = parseSource(file, text, this.#env, this.#envNames);
    if (!Array.isArray(source)) return source;
    this.#addFaults(file, source);
    return null;
  }

  async #include(main: Source): Promise<{ sources: Source[]; complete: boolean }> {
    const sources: Source[] = [];
    let complete = true;
    for (const { pattern, path } of includePatterns(main)) {
      const { files, unread } = await includedFiles(pattern, this.#mainFile);
      this.#listings.push(listingOf(pattern, resolve(this.#mainFile, '..')));
      for (const [folder, error] of unread) this.#addFaults(folder, [readFault(folder, error)]);
      if (files.length === 0 && unread.size === 0) this.#addEmptyInclude(main, path, pattern);
      if (files.length === 0 || unread.size > 0) complete = false;
      for (const file of files) {
        // Two patterns may match one file.
        if (this.#texts.has(file)) continue;
        const source = this.#read(file);
        if (source === null) complete = false;
        else sources.push(source);
      }
    }
    return { sources, complete };
  }

  #addEmptyInclude(source: Source, path: KeyPath, pattern: string): void {
    const said = isFolder(resolve(this.#mainFile, '..', pattern))
      ? {
          message: {
            en: `${JSON.stringify(pattern)} is a folder`,
            id: `${JSON.stringify(pattern)} adalah folder`,
          },
          mend: {
            en: `write ${pattern.replace(/\/*$/, '/*.yaml')} for the files in it`,
            id: `tulis ${pattern.replace(/\/*$/, '/*.yaml')} untuk berkas di dalamnya`,
          },
        }
      : {
          message: {
            en: `no file matches ${JSON.stringify(pattern)}`,
            id: `tidak ada berkas yang cocok dengan ${JSON.stringify(pattern)}`,
          },
          mend: {
            en: 'check the pattern; it is relative to the folder of this file',
            id: 'periksa polanya; polanya relatif terhadap folder berkas ini',
          },
        };
    this.#add({ source, path, part: 'value', code: 'include-none', ...said });
  }

  /** Of a file in an unusual YAML style. */
  #takeLanguage(main: Source): void {
    const given = (main.data as { language?: unknown } | null)?.language;
    if (given === 'id' || given === 'en') this.#language = given;
  }

  #hideToken(main: Source): void {
    const telegram = (main.data as { telegram?: { token?: unknown } } | null)?.telegram;
    const token = telegram?.token;
    if (typeof token === 'string' && token.length >= 6) this.#secrets.add(token);
  }

  #add(located: Located): void {
    this.#problems.push(this.#problemOf(located));
  }

  #addFaults(file: string, faults: readonly SourceFault[]): void {
    for (const { place, path, code, message, mend } of faults) {
      const at = { file, line: place?.line ?? null, column: place?.column ?? null, path: formatPath(path) };
      this.#problems.push({ ...at, code, message: this.#shown(message), mend: this.#shown(mend) });
    }
  }

  #problemOf({ source, path, part, code, message, mend }: Located): Problem {
    const { line, column } = source.locate(path, part);
    const at = { file: source.file, line, column, path: this.#masked(formatPath(path)) };
    return { ...at, code, message: this.#shown(message), mend: this.#shown(mend) };
  }

  #shown(text: Bilingual): string {
    return this.#masked(text[this.#language]);
  }

  #masked(text: string): string {
    return [...this.#secrets].reduce(
      (masked, secret) => masked.replaceAll(secret, '<secret>'),
      maskTokens(text),
    );
  }

  /** By file in the order in which they were read, then by position. */
  #sorted(): Problem[] {
    const order = new Map([...this.#texts.keys()].map((file, index) => [file, index]));
    const rank = (problem: Problem): number => order.get(problem.file) ?? order.size;
    return this.#problems.sort((a, b) => {
      return rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
    });
  }
}

/** The patterns of `include`, before the schema has looked at it: what is no text, or empty, is left for the schema. */
function includePatterns(main: Source): { pattern: string; path: KeyPath }[] {
  const include = (main.data as { include?: unknown } | null)?.include;
  const given: [unknown, KeyPath][] = Array.isArray(include)
    ? include.map((pattern: unknown, index) => [pattern, ['include', index]])
    : [[include, ['include']]];
  return given.flatMap(([pattern, path]) => {
    return typeof pattern === 'string' && pattern.trim() !== '' ? [{ pattern, path }] : [];
  });
}

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Secret, type Config, type TelegramConfig } from '../core/config.ts';
import { fingerprint } from './fingerprint.ts';
import { listNames, type Listing } from './listing.ts';
import type { Ingredients } from './load.ts';
import type { Problem } from './problem.ts';
import { isPacked, pack, type PackedServers, unpack } from './packed.ts';
import { readText } from './read.ts';
import { stateDirOfText, type Surroundings } from './state-dir.ts';
import { findToken, readToken, type TokenOrigin } from './token.ts';

/**
 * The compiled copy of the configuration, `config.json` in the state folder: the finished `Config`, so that a check on
 * unchanged files parses no YAML and loads neither zod nor yaml (10,000 servers: 0.7 s). It is also the last good
 * configuration, used while the files are broken. The token is not in it, only where it is kept.
 *
 * It is fresh when a hash over everything it was made of is the same: the contents of all files, the names in the
 * folders that `include` looks into, the environment variables used, and the program's version.
 */

export type CheckConfig =
  | {
      readonly config: Config;
      /** `last-good`: the files are broken, `problems` says how. */
      readonly source: 'compiled' | 'parsed' | 'last-good';
      readonly problems: readonly Problem[];
    }
  | { readonly config: null; readonly problems: readonly Problem[] };

export interface CheckOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The program's version: another one may understand the files in another way. */
  readonly version: string;
  /** Folder at which a relative path starts. Default: that of the process. */
  readonly cwd?: string;
}

/** Raised when `Config` changes in a way that makes older copies unusable, even as the last good one. */
const FORMAT = 2;

interface Compiled {
  readonly format: typeof FORMAT;
  readonly mainFile: string;
  readonly hash: string;
  readonly files: readonly string[];
  readonly listings: readonly Listing[];
  readonly envNames: readonly string[];
  readonly tokenOrigin: TokenOrigin | null;
  readonly config: Omit<Config, 'telegram' | 'servers'> & {
    readonly telegram: Omit<TelegramConfig, 'token'> | null;
    readonly servers: PackedServers;
  };
}

/**
 * The configuration for a check: the compiled copy while it is fresh, else from the files, else the last good one. A
 * copy that is damaged or cannot be written is done without. Never throws.
 */
export async function loadForCheck(path: string, { env, version, cwd }: CheckOptions): Promise<CheckConfig> {
  const mainFile = resolve(cwd ?? process.cwd(), path);
  const surroundings: Surroundings = { env, mainFile, uid: process.geteuid?.() };
  const read = readText(mainFile);
  const mainText = typeof read === 'string' ? read : '';
  const stateDir = stateDirOfText(mainText, surroundings);
  const compiled = readCompiled(stateDir, mainFile);
  if (compiled !== null) {
    const config = freshConfig(compiled, mainText, stateDir, { env, version });
    if (config !== null) return { config, source: 'compiled', problems: [] };
  }
  const { loadWithIngredients } = await import('./load.ts');
  const { result, ingredients } = await loadWithIngredients(mainFile, { env });
  if (result.ok) {
    writeCompiled(result.config, ingredients, stateDir, { env, version });
    return { config: result.config, source: 'parsed', problems: [] };
  }
  if (compiled === null) return { config: null, problems: result.problems };
  return { config: lastGood(compiled, mainText, env), source: 'last-good', problems: result.problems };
}

function compiledPath(stateDir: string): string {
  return join(stateDir, 'config.json');
}

function readCompiled(stateDir: string, mainFile: string): Compiled | null {
  try {
    const compiled = JSON.parse(readFileSync(compiledPath(stateDir), 'utf8')) as Partial<Compiled> | null;
    return isCompiled(compiled) && compiled.mainFile === mainFile ? compiled : null;
  } catch {
    return null;
  }
}

function isCompiled(compiled: Partial<Compiled> | null): compiled is Compiled {
  if (compiled?.format !== FORMAT || compiled.tokenOrigin === undefined) return false;
  if (!isPacked(compiled.config?.servers)) return false;
  return [compiled.files, compiled.listings, compiled.envNames].every(Array.isArray);
}

/** The configuration of a compiled copy; null when anything that it was made of has changed, or the token is gone. */
function freshConfig(
  compiled: Compiled,
  mainText: string,
  stateDir: string,
  { env, version }: CheckOptions,
): Config | null {
  const texts = new Map<string, string>();
  for (const file of compiled.files) {
    const text = file === compiled.mainFile ? mainText : readText(file);
    if (typeof text !== 'string') return null;
    texts.set(file, text);
  }
  const { listings, envNames, tokenOrigin } = compiled;
  if (hashOf({ texts, listings, envNames, tokenOrigin }, stateDir, { env, version }) !== compiled.hash)
    return null;
  if (tokenOrigin === null) return withToken(compiled, null);
  const token = readToken(tokenOrigin, mainText, env);
  return token === null ? null : withToken(compiled, token);
}

/**
 * The last good configuration while the files are broken. A token inside the broken file is found by its shape. Where
 * the token is gone (its variable is not set any more) monitoring goes on, and alerts wait in the outbox.
 */
function lastGood(compiled: Compiled, mainText: string, env: NodeJS.ProcessEnv): Config {
  const { tokenOrigin } = compiled;
  const token =
    tokenOrigin?.from === 'inline'
      ? findToken(mainText)
      : tokenOrigin && readToken(tokenOrigin, mainText, env);
  return withToken(compiled, token ?? '');
}

function withToken({ config }: Compiled, token: string | null): Config {
  const telegram = config.telegram === null ? null : { ...config.telegram, token: new Secret(token ?? '') };
  return { ...config, telegram, servers: unpack(config.servers) };
}

/** Null when the folders hold too many names to be compared each minute. */
function hashOf(
  { texts, listings, envNames, tokenOrigin }: Ingredients,
  stateDir: string,
  { env, version }: CheckOptions,
): string | null {
  const names = listNames(listings, stateDir);
  if (names === null) return null;
  // A configuration without `timezone` takes the machine's, and `~/` is the home folder.
  const variables = ['TZ', 'HOME', ...envNames].map((name) => `${name}=${env[name] ?? ''}`);
  return fingerprint([
    String(FORMAT),
    version,
    stateDir,
    names,
    JSON.stringify(tokenOrigin),
    ...variables,
    ...[...texts].flat(),
  ]);
}

/** Keeps the configuration for the next runs. Whatever fails here only makes them slower. */
function writeCompiled(
  config: Config,
  ingredients: Ingredients,
  stateDir: string,
  options: CheckOptions,
): void {
  const { texts, listings, envNames, tokenOrigin } = ingredients;
  // An unusual YAML style hides `state_dir` from the regular expression: the copy would not be found again.
  if (config.stateDir !== stateDir || (config.telegram !== null && tokenOrigin === null)) return;
  const hash = hashOf(ingredients, stateDir, options);
  const mainFile = config.files[0];
  if (hash === null || mainFile === undefined) return;
  const telegram = config.telegram === null ? null : withoutToken(config.telegram);
  const compiled: Compiled = {
    format: FORMAT,
    mainFile,
    hash,
    files: [...texts.keys()],
    listings,
    envNames,
    tokenOrigin,
    config: { ...config, telegram, servers: pack(config.servers) },
  };
  replaceFile(stateDir, JSON.stringify(compiled));
}

function withoutToken({ apiBase, proxy, chats }: TelegramConfig): Omit<TelegramConfig, 'token'> {
  return { apiBase, proxy, chats };
}

/** By rename, so that a run beside this one never reads half a copy. Losing it in a power cut does no harm: no fsync. */
function replaceFile(stateDir: string, content: string): void {
  const path = compiledPath(stateDir);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    makeFolder(stateDir);
    writeFileSync(temporary, content, { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    removeQuietly(temporary);
  }
}

/** Node's own `recursive` never ends where a folder cannot be made although its parent is there, such as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Not even its folder is there.
  }
}

import { readFileSync, statSync } from 'node:fs';
import { substitute } from './substitute.ts';

/**
 * Where the bot token comes from. The compiled copy of the configuration holds this instead of the token.
 * `inline`: the characters [start, end) of the main file's text.
 */
export type TokenOrigin =
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'inline'; readonly start: number; readonly end: number };

/** A token as BotFather gives it: the bot's number, a colon and at least 30 characters (35 today). */
const TOKEN_SHAPE = /\d{5,}:[\w-]{30,}/;
const TOKEN_FILE_BYTES = 4096;

/** True when the text can stand in the Bot API's URL; the shape itself is left for Telegram to judge. */
export function isTokenText(text: string): boolean {
  return /^[\w:-]+$/.test(text);
}

/** A token found in any text by its shape; null: none. */
export function findToken(text: string): string | null {
  return TOKEN_SHAPE.exec(text)?.[0] ?? null;
}

/** Hides everything in a text that looks like a token. */
export function maskTokens(text: string): string {
  return text.replace(new RegExp(TOKEN_SHAPE, 'g'), '<secret>');
}

/** Why a file gives no token. */
export class TokenFileError extends Error {
  override readonly name = 'TokenFileError';
  readonly fault: 'special' | 'long' | 'empty' | 'more';

  constructor(fault: TokenFileError['fault'], message: string) {
    super(message);
    this.fault = fault;
  }
}

/** The token file's first word. Throws the file system's error, or a TokenFileError. */
export function readTokenFile(path: string): string {
  const stats = statSync(path);
  if (!stats.isFile()) throw new TokenFileError('special', 'it is not a regular file');
  if (stats.size > TOKEN_FILE_BYTES) throw new TokenFileError('long', 'it is too long to be a token');
  const text = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim();
  if (text === '') throw new TokenFileError('empty', 'it is empty');
  if (!isTokenText(text)) throw new TokenFileError('more', 'it holds more than a token');
  return text;
}

/** Reads the token from where it is kept. `mainText`: the text of the main file. Null: it is not there any more. */
export function readToken(origin: TokenOrigin, mainText: string, env: NodeJS.ProcessEnv): string | null {
  switch (origin.from) {
    case 'env':
      return env[origin.name] ?? null;
    case 'file':
      return attempt(() => readTokenFile(origin.path));
    case 'inline':
      return inlineToken(mainText.slice(origin.start, origin.end), env);
  }
}

/** A token from the characters of its YAML scalar, plain or quoted. */
export function inlineToken(scalar: string, env: NodeJS.ProcessEnv): string | null {
  const { text, missing } = substitute(scalar.replace(/^(["'])([^]*)\1$/, '$2'), env);
  return missing.length === 0 && isTokenText(text) ? text : null;
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

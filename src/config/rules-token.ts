import { statSync } from 'node:fs';
import { isScalar } from 'yaml';
import { Secret } from '../core/config.ts';
import { nodeAt } from './position.ts';
import { same, type Bilingual } from './problem.ts';
import { errorText, NO_FILE, NOT_ALLOWED } from './read.ts';
import { CONSOLE } from './resolve.ts';
import type { Located, Shape } from './shape.ts';
import { resolvePath, type Surroundings } from './state-dir.ts';
import { inlineToken, readTokenFile, TokenFileError, type TokenOrigin } from './token.ts';

export interface TokenFound {
  readonly token: Secret | null;
  /** Null when it cannot be found again without parsing (then no compiled copy is kept). */
  readonly origin: TokenOrigin | null;
  readonly problems: readonly Located[];
  readonly warnings: readonly Located[];
}

/** Finds the bot token, in `token` or in `token_file`. Missing is an error only when somebody is told by Telegram. */
export function tokenOf(shape: Shape, surroundings: Surroundings): TokenFound {
  const { token, token_file } = shape.head.telegram ?? {};
  if (token !== undefined && token_file !== undefined) {
    return failed(
      shape,
      'token_file',
      'token-both',
      { en: 'token and token_file are both set', id: 'token dan token_file sama-sama diisi' },
      { en: 'keep one of them', id: 'sisakan salah satu' },
    );
  }
  if (token !== undefined) return inline(shape, token, surroundings.env);
  if (token_file !== undefined) return fromFile(shape, resolvePath(token_file, surroundings));
  const refused = shape.isBroken(['telegram', 'token']) || shape.isBroken(['telegram', 'token_file']);
  if (refused || !usesTelegram(shape)) return { token: null, origin: null, problems: [], warnings: [] };
  return failed(
    shape,
    null,
    'token-none',
    { en: 'there are chats but no bot token', id: 'ada chat tetapi tidak ada token bot' },
    {
      en: 'add token: ${TELEGRAM_BOT_TOKEN} or token_file: /etc/srvmon/token',
      id: 'tambahkan token: ${TELEGRAM_BOT_TOKEN} atau token_file: /etc/srvmon/token',
    },
  );
}

function usesTelegram({ head, sites, servers, chatNames }: Shape): boolean {
  const { to, notices_to = [] } = head.alerts;
  const entries = [...sites, ...servers].map(({ value }) => value);
  const named = [
    ...to,
    ...notices_to,
    ...entries.flatMap((value) => [...(value?.to ?? []), ...(value?.announce_to ?? [])]),
  ];
  return named.some((name) => name !== CONSOLE && chatNames.has(name));
}

function inline(shape: Shape, token: string, env: NodeJS.ProcessEnv): TokenFound {
  const { main } = shape;
  const node = nodeAt(main.document.contents, ['telegram', 'token'], main.targets);
  const [start, end] = isScalar(node) && node.range ? node.range : [0, 0];
  const written = main.text.slice(start, end);
  const name = /^(["']?)\$\{(\w+)\}\1$/.exec(written)?.[2];
  if (name !== undefined)
    return { token: new Secret(token), origin: { from: 'env', name }, problems: [], warnings: [] };
  // Inside a merge or with escapes in it the token is not found again by its characters.
  const findable = inlineToken(written, env) === token;
  const origin: TokenOrigin | null = findable ? { from: 'inline', start, end } : null;
  const exposed = written.includes('${') ? [] : exposure(shape, ['telegram', 'token'], main.file);
  return { token: new Secret(token), origin, problems: [], warnings: exposed };
}

function fromFile(shape: Shape, path: string): TokenFound {
  try {
    const token = new Secret(readTokenFile(path));
    const warnings = exposure(shape, ['telegram', 'token_file'], path);
    return { token, origin: { from: 'file', path }, problems: [], warnings };
  } catch (error) {
    const reason = tokenFileReason(error);
    return failed(
      shape,
      'token_file',
      'token-file',
      {
        en: `the token cannot be read from ${path}: ${reason.en}`,
        id: `token tidak bisa dibaca dari ${path}: ${reason.id}`,
      },
      {
        en: 'put the token alone into that file and let the user of the cron job read it',
        id: 'isi berkas itu dengan token saja, dan beri izin baca kepada user cron job',
      },
    );
  }
}

function tokenFileReason(error: unknown): Bilingual {
  if (error instanceof TokenFileError) return TOKEN_FILE_FAULTS[error.fault];
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return NO_FILE;
    case 'EACCES':
    case 'EPERM':
      return NOT_ALLOWED;
    case undefined:
    default:
      return same(errorText(error));
  }
}

const TOKEN_FILE_FAULTS: Readonly<Record<TokenFileError['fault'], Bilingual>> = {
  special: { en: 'it is not a regular file', id: 'bukan berkas biasa' },
  long: { en: 'it is too long to be a token', id: 'terlalu panjang untuk sebuah token' },
  empty: { en: 'it is empty', id: 'berkasnya kosong' },
  more: { en: 'it holds more than a token', id: 'isinya lebih dari sebuah token' },
};

/** A warning when every user of the machine may read the file that holds the token. */
function exposure(shape: Shape, path: readonly string[], file: string): Located[] {
  const OTHERS_READ = 0o004;
  if ((statSync(file).mode & OTHERS_READ) === 0) return [];
  return [
    at(
      shape,
      path,
      'token-exposed',
      {
        en: `every user of this machine can read the bot token in ${file}`,
        id: `semua user di mesin ini bisa membaca token bot di ${file}`,
      },
      same(`chmod o-r ${shellWord(file)}`),
    ),
  ];
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function failed(
  shape: Shape,
  key: string | null,
  code: string,
  message: Bilingual,
  mend: Bilingual,
): TokenFound {
  const problem = at(shape, key === null ? ['telegram'] : ['telegram', key], code, message, mend);
  return { token: null, origin: null, problems: [problem], warnings: [] };
}

function at(
  { main }: Shape,
  path: readonly string[],
  code: string,
  message: Bilingual,
  mend: Bilingual,
): Located {
  return { source: main, path, part: 'key', code, message, mend };
}

import type { Language } from '../core/config.ts';

/** Why the state cannot be read or written. Every command answers it with exit code 3. */
export type StateErrorCode =
  | 'not-a-folder'
  | 'no-permission'
  | 'read-only'
  | 'full'
  | 'other-user'
  | 'newer-version'
  | 'damaged'
  | 'lock-failed'
  | 'io';

export class StateError extends Error {
  override readonly name = 'StateError';
  readonly code: StateErrorCode;
  /** The file or folder that it is about. */
  readonly path: string;
  readonly #detail: string;

  /** `detail`: what the operating system said, or the fact that the sentence needs (an owner, a version). */
  constructor(code: StateErrorCode, path: string, detail: string, options?: ErrorOptions) {
    super(SENTENCES.en[code](JSON.stringify(path), detail), options);
    this.code = code;
    this.path = path;
    this.#detail = detail;
  }

  /** What went wrong and how to mend it. `message` is the same in English. */
  sentence(language: Language): string {
    return SENTENCES[language][this.code](JSON.stringify(this.path), this.#detail);
  }
}

type Sentence = (here: string, detail: string) => string;

const SENTENCES: Readonly<Record<Language, Readonly<Record<StateErrorCode, Sentence>>>> = {
  en: {
    'not-a-folder': (here, detail) =>
      `the state folder ${here} is not a folder (${detail}): move the file away, or set state_dir to another path`,
    'no-permission': (here, detail) =>
      `no permission for ${here} (${detail}): run srvmon as the user who owns it, or give it to this user with chown`,
    'read-only': (here, detail) =>
      `${here} is on a read-only file system (${detail}): mount it writable, or set state_dir to another path`,
    full: (here, detail) =>
      `no space left for ${here} (${detail}): free some space or inodes, or raise the quota`,
    'other-user': (here, owner) =>
      `the state folder ${here} belongs to user id ${owner}, srvmon runs as user id ${currentUser()}: ` +
      `run it as the owner (sudo -u '#${owner}' srvmon ...), or set state_dir to a folder of this user`,
    'newer-version': (here, version) =>
      `${here} was written by a newer srvmon (state version ${version}): install that version again; nothing was changed`,
    damaged: (here) => `${here} is damaged, and so is its previous copy; the next check sets it aside`,
    'lock-failed': (here, detail) => `the lock ${here} cannot be taken (${detail})`,
    io: (here, detail) => `${here} cannot be read or written (${detail})`,
  },
  id: {
    'not-a-folder': (here, detail) =>
      `folder status ${here} bukan folder (${detail}): pindahkan berkas itu, atau arahkan state_dir ke path lain`,
    'no-permission': (here, detail) =>
      `tidak ada izin untuk ${here} (${detail}): jalankan srvmon sebagai user pemiliknya, atau serahkan ke user ini dengan chown`,
    'read-only': (here, detail) =>
      `${here} ada di file system read-only (${detail}): mount agar bisa ditulis, atau arahkan state_dir ke path lain`,
    full: (here, detail) =>
      `tidak ada ruang lagi untuk ${here} (${detail}): kosongkan ruang disk atau inode, atau perbesar kuota`,
    'other-user': (here, owner) =>
      `folder status ${here} milik user id ${owner}, sedangkan srvmon berjalan sebagai user id ${currentUser()}: ` +
      `jalankan sebagai pemiliknya (sudo -u '#${owner}' srvmon ...), atau arahkan state_dir ke folder milik user ini`,
    'newer-version': (here, version) =>
      `${here} ditulis oleh srvmon yang lebih baru (versi status ${version}): pasang lagi versi itu; tidak ada yang diubah`,
    damaged: (here) =>
      `${here} rusak, begitu juga salinan sebelumnya; pemeriksaan berikutnya akan menyisihkannya`,
    'lock-failed': (here, detail) => `kunci (lock) ${here} tidak bisa diambil (${detail})`,
    io: (here, detail) => `${here} tidak bisa dibaca atau ditulis (${detail})`,
  },
};

function currentUser(): string {
  return String(process.getuid?.() ?? 'unknown');
}

/** The code of an operating system error (`ENOENT` ...), or null when it is something else. */
export function errnoOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

const CODE_OF_ERRNO: Readonly<Record<string, StateErrorCode>> = {
  ENOTDIR: 'not-a-folder',
  EEXIST: 'not-a-folder',
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EROFS: 'read-only',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
};

/** An error of the operating system as a StateError about `path`; a StateError stays itself. */
export function toStateError(error: unknown, path: string): StateError {
  if (error instanceof StateError) return error;
  const errno = errnoOf(error);
  const detail = error instanceof Error ? error.message : String(error);
  return new StateError(CODE_OF_ERRNO[errno ?? ''] ?? 'io', path, errno ?? detail, { cause: error });
}

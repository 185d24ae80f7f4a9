/** Why the state cannot be read or written. Every command answers it with exit code 3. */
export type StateErrorCode =
  | 'not-a-folder'
  | 'no-permission'
  | 'read-only'
  | 'full'
  | 'other-user'
  | 'newer-version'
  | 'lock-failed'
  | 'io';

export class StateError extends Error {
  override readonly name = 'StateError';
  readonly code: StateErrorCode;
  /** The file or folder that it is about. */
  readonly path: string;

  /** `detail`: what the operating system said, or the fact that the sentence needs (an owner, a version). */
  constructor(code: StateErrorCode, path: string, detail: string, options?: ErrorOptions) {
    super(sentence(code, path, detail), options);
    this.code = code;
    this.path = path;
  }
}

function sentence(code: StateErrorCode, path: string, detail: string): string {
  const here = JSON.stringify(path);
  switch (code) {
    case 'not-a-folder':
      return `the state folder ${here} is not a folder (${detail}): move the file away, or set state_dir to another path`;
    case 'no-permission':
      return `no permission for ${here} (${detail}): run srvmon as the user who owns it, or give it to this user with chown`;
    case 'read-only':
      return `${here} is on a read-only file system (${detail}): mount it writable, or set state_dir to another path`;
    case 'full':
      return `no space left for ${here} (${detail}): free some space or inodes, or raise the quota`;
    case 'other-user':
      return (
        `the state folder ${here} belongs to user id ${detail}, srvmon runs as user id ${currentUser()}: ` +
        `run it as the owner (sudo -u '#${detail}' srvmon ...), or set state_dir to a folder of this user`
      );
    case 'newer-version':
      return `${here} was written by a newer srvmon (${detail}): install that version again; nothing was changed`;
    case 'lock-failed':
      return `the lock ${here} cannot be taken (${detail})`;
    case 'io':
      return `${here} cannot be read or written (${detail})`;
  }
}

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

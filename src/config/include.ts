import { lstat, readdir, realpath, stat, type Dirent, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { glob, type FileSystemAdapter } from 'tinyglobby';

export interface Included {
  /** Sorted by name; without the main file itself, which a pattern such as `*.yaml` matches too. */
  readonly files: string[];
  /** Folders that the pattern reaches into and that could not be read, with the system's error. */
  readonly unread: ReadonlyMap<string, NodeJS.ErrnoException>;
}

/** The files that a pattern (relative to the main file) matches. A link into nowhere is among them. */
export async function includedFiles(pattern: string, mainFile: string): Promise<Included> {
  const unread = new Map<string, NodeJS.ErrnoException>();
  // Without expandDirectories the name of a folder would match all that is in it.
  const options = { cwd: dirname(mainFile), absolute: true, onlyFiles: true, expandDirectories: false };
  const files = await glob([pattern], { ...options, fs: leavingNothingOut(unread) });
  return { files: files.filter((file) => file !== mainFile).sort(), unread };
}

type Done<T> = (error: NodeJS.ErrnoException | null, found?: T) => void;

/**
 * The library passes over folders and links that it cannot read. Their servers would vanish from the list without a
 * word, so such folders are noted, and such links given as files: reading them says what is wrong.
 */
function leavingNothingOut(unread: Map<string, NodeJS.ErrnoException>): FileSystemAdapter {
  const list = (path: string, options: { withFileTypes: true }, done: Done<Dirent[]>): void =>
    readdir(path, options, (error, entries) => {
      if (error && error.code !== 'ENOENT' && error.code !== 'ENOTDIR') unread.set(resolve(path), error);
      done(error, entries);
    });
  const follow = (path: string, done: Done<string>): void =>
    realpath(path, (error, found) => done(null, error ? path : found));
  const look = (path: string, done: Done<Stats>): void =>
    stat(path, (error, stats) => (error ? lstat(path, done) : done(null, stats)));
  return {
    readdir: list as unknown as typeof readdir,
    realpath: follow as unknown as typeof realpath,
    stat: look as unknown as typeof stat,
  };
}

import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { substitute } from './substitute.ts';

/** What paths depend on, apart from the text of the configuration. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Absolute path of the main configuration file. */
  readonly mainFile: string;
  /** Effective user id; undefined where the system has none. */
  readonly uid: number | undefined;
}

/** A path of the configuration: `~/` is the home folder, and a relative one starts at the configuration file. */
export function resolvePath(path: string, { env, mainFile }: Surroundings): string {
  const home = env['HOME'] ?? homedir();
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : resolve(dirname(mainFile), path);
}

/**
 * Where the state is kept when `state_dir` is not set: /var/lib/srvmon for root, else $XDG_STATE_HOME/srvmon, else
 * ~/.local/state/srvmon (XDG Base Directory Specification 0.8: a relative $XDG_STATE_HOME is ignored).
 */
export function defaultStateDir({ env, uid }: Surroundings): string {
  if (uid === 0) return '/var/lib/srvmon';
  const xdg = env['XDG_STATE_HOME'];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'srvmon');
  return join(env['HOME'] ?? homedir(), '.local/state/srvmon');
}

/** A top-level `state_dir:` on a line of its own: double-quoted, single-quoted or plain. */
const STATE_DIR_LINE =
  /^(?:\uFEFF)?state_dir:[ \t]+(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#'"][^\n]*?))[ \t]*(?:[ \t]#[^\n]*)?\r?$/m;

/** The same where the whole file is one `{ ... }`, as in the JSON that other programs write. */
const STATE_DIR_IN_BRACES =
  /[{,]\s*["']?state_dir["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#'",{}[\]][^\n,{}]*?))\s*[,}]/;

/**
 * The state folder as the raw text of the configuration gives it, without parsing YAML: so it is found cheaply, and also
 * when the file is broken. `load.ts` finds the same one for every file that is not written in an unusual YAML style.
 */
export function stateDirOfText(text: string, surroundings: Surroundings): string {
  const match = (/^\uFEFF?\s*\{/.test(text) ? STATE_DIR_IN_BRACES : STATE_DIR_LINE).exec(text);
  const raw = match?.[1] ?? match?.[2] ?? match?.[3];
  if (raw === undefined) return defaultStateDir(surroundings);
  const { text: path, missing } = substitute(raw, surroundings.env);
  return missing.length === 0 ? resolvePath(path, surroundings) : defaultStateDir(surroundings);
}

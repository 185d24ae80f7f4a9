import { loadForCheck } from '../config/cache.ts';
import { formatProblem } from '../config/problem.ts';
import type { Problem } from '../config/problem.ts';
import type { Config } from '../core/config.ts';
import { VERSION } from '../version.ts';
import { configPath } from './config-path.ts';
import type { Io } from './io.ts';

/** Problems that may only mean that this shell has not got what cron's environment has: the bot token. */
const ABSENT_HERE: ReadonlySet<string> = new Set(['variable-missing', 'token-file']);

/** Stands for variables that are not set; no path or host is called so. */
const PLACEHOLDER = 'srvmon-variable-not-set';

/**
 * The configuration for commands that only show something and never send: they also work in a shell without the bot
 * token. Problems are printed; null when there is no usable configuration.
 */
export async function readConfig(flag: string | undefined, io: Io): Promise<Config | null> {
  const path = configPath(flag, io.env);
  const { config, problems } = await loadForCheck(path, { env: io.env, version: VERSION });
  const onlyAbsent = problems.every((problem) => ABSENT_HERE.has(problem.code));
  if (config !== null && onlyAbsent) return config;
  if (config === null && onlyAbsent) {
    const found = await withPlaceholders(path, problems, io);
    if (found !== null) return found;
  }
  for (const problem of problems) io.stderr(`${formatProblem(problem)}\n`);
  return config;
}

async function withPlaceholders(path: string, problems: readonly Problem[], io: Io): Promise<Config | null> {
  if (!problems.every((problem) => problem.code === 'variable-missing')) return null;
  const env = placeholderEnv(io.env);
  const { loadConfig } = await import('../config/load.ts');
  const result = await loadConfig(path, { env });
  return result.ok && !result.config.stateDir.includes(PLACEHOLDER) ? result.config : null;
}

/** The environment, with something in place of each variable that is not set, or of each that `isMeant`. */
export function placeholderEnv(
  env: NodeJS.ProcessEnv,
  isMeant: (name: string) => boolean = () => true,
): NodeJS.ProcessEnv {
  return new Proxy(env, {
    get: (target, name: string) =>
      (target[name] ?? '') === '' && isMeant(name) ? PLACEHOLDER : target[name],
  });
}

import { loadConfig } from '../config/load.ts';
import { formatProblem } from '../config/problem.ts';
import { planOf } from '../core/plan.ts';
import { screenOf } from '../render/screen.ts';
import { planText } from '../render/validate.ts';
import { validateWords } from '../render/validate-words.ts';
import { configPath } from './config-path.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { languageFor } from './language.ts';

export interface ValidateOptions {
  readonly config?: string;
}

/**
 * Checks the configuration: its problems and warnings to stderr, the plan that it makes to stdout. Returns the exit
 * code: 0, or 2 when there are problems.
 */
export async function run(options: ValidateOptions, io: Io): Promise<number> {
  const cwd = process.cwd();
  const result = await loadConfig(configPath(options.config, io.env), { env: io.env, cwd });
  if (!result.ok) {
    for (const problem of result.problems) io.stderr(`${formatProblem(problem, cwd)}\n`);
    const words = validateWords(languageFor(options.config, io));
    io.stderr(`${words.problems(result.problems.length)}\n`);
    return EXIT.usage;
  }
  const words = validateWords(result.config.language);
  for (const warning of result.warnings) io.stderr(`${words.warning}: ${formatProblem(warning, cwd)}\n`);
  const now = io.now();
  io.stdout(planText(planOf(result.config, now), screenOf(io, result.config), now));
  return EXIT.done;
}

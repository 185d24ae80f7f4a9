import type { Config, Language } from '../../core/config.ts';
import type { Finding } from '../../core/findings.ts';
import { languageOfText } from '../../config/language.ts';
import { loadWithIngredients } from '../../config/load.ts';
import { formatComplaint, type Problem } from '../../config/problem.ts';

export interface ConfigSeen {
  /** Null: it has problems. */
  readonly config: Config | null;
  readonly language: Language;
  readonly findings: readonly Finding[];
  /** The variables of the environment that it is made of. */
  readonly variables: readonly string[];
  /** Whether it names a time zone, or takes the machine's. */
  readonly namesZone: boolean;
}

/**
 * Reads the configuration as a check would. A variable that this shell has not got may stand in the crontab (`fromCrontab`),
 * where the check finds it.
 */
export async function examineConfig(
  path: string,
  env: NodeJS.ProcessEnv,
  fromCrontab: Readonly<Record<string, string>>,
): Promise<ConfigSeen> {
  const here = await loadWithIngredients(path, { env });
  const { envNames: variables, texts } = here.ingredients;
  const facts = { variables, namesZone: /^timezone:/m.test(texts.get(path) ?? '') };
  const borrowed = variables.filter((name) => (env[name] ?? '') === '' && (fromCrontab[name] ?? '') !== '');
  const { result } =
    here.result.ok || borrowed.length === 0
      ? here
      : await loadWithIngredients(path, { env: { ...fromCrontab, ...env } });
  if (!result.ok)
    return {
      config: null,
      language: languageOfText(texts.get(path) ?? ''),
      findings: result.problems.map(problemFinding),
      ...facts,
    };
  const { config, warnings } = result;
  const findings: Finding[] = warnings.map((warning) => ({
    ...problemFinding(warning),
    code: 'config-warning',
  }));
  if (borrowed.length > 0) findings.push({ code: 'config-variables', names: borrowed });
  if (warnings.length === 0)
    findings.push({ code: 'config-fine', file: path, servers: config.servers.length });
  return { config, language: config.language, findings, ...facts };
}

function problemFinding(problem: Problem): Finding & { code: 'config-problem' } {
  return { code: 'config-problem', problem: formatComplaint(problem), mend: problem.mend };
}

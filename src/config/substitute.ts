/** `$${` (a literal `${`), or `${NAME}`. */
const REFERENCE = /\$\$\{|\$\{([^{}]*)\}/g;

export interface Substituted {
  readonly text: string;
  /** Names of all variables in it. */
  readonly names: readonly string[];
  /** Those that have no value, or an empty one. */
  readonly missing: readonly string[];
}

/** Puts values of the environment in place of `${NAME}`. `$${NAME}` stays as the text `${NAME}`. */
export function substitute(text: string, env: NodeJS.ProcessEnv): Substituted {
  const names: string[] = [];
  const missing: string[] = [];
  const replaced = text.replace(REFERENCE, (reference, name: string | undefined) => {
    if (name === undefined) return '${';
    names.push(name);
    const value = env[name];
    if (value !== undefined && value !== '') return value;
    missing.push(name);
    return reference;
  });
  return { text: replaced, names, missing };
}

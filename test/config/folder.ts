import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadConfig, type LoadResult } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import type { Config } from '../../src/core/config.ts';

/** In the shape of a real one, so that the filters recognise it. */
export const TOKEN = '123456789:AAabcdefghijklmnopqrstuvwxyz0123456';

/** A folder that goes away with the test, holding these files. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'srvmon-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeIn(folder, name, content);
  return folder;
}

export function writeIn(folder: string, name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** Loads `servers.yaml` of such a folder. */
export async function load(
  yaml: string | Buffer,
  env: NodeJS.ProcessEnv = {},
  others: Readonly<Record<string, string>> = {},
): Promise<LoadResult & { folder: string }> {
  const folder = folderWith({ 'servers.yaml': yaml, ...others });
  return { ...(await loadConfig('servers.yaml', { env, cwd: folder })), folder };
}

/** The configuration of a text that must be fine. */
export async function configOf(
  yaml: string,
  env: NodeJS.ProcessEnv = {},
  others: Readonly<Record<string, string>> = {},
): Promise<Config> {
  const result = await load(yaml, env, others);
  if (!result.ok) throw new Error(result.problems.map((problem) => formatProblem(problem)).join('\n'));
  return result.config;
}

/** The complaints about a text, formatted with paths relative to its folder. */
export async function problemsOf(
  yaml: string | Buffer,
  env: NodeJS.ProcessEnv = {},
  others: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  return problemsIn(folderWith({ 'servers.yaml': yaml, ...others }), env);
}

/** The complaints about the `servers.yaml` of a folder. */
export async function problemsIn(folder: string, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const result = await loadConfig('servers.yaml', { env, cwd: folder });
  return result.ok ? [] : result.problems.map((problem) => formatProblem(problem, folder));
}

export const CONSOLE = 'alerts: { to: [console] }\n';
export const ONE_SERVER = 'servers: [{ name: ERP, host: 192.0.2.10 }]\n';

/** Does the work without root's rights, also where the tests run as root. */
export async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  const NOBODY = 65_534;
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

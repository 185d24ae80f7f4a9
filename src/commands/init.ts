import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Config, Language } from '../core/config.ts';
import { shellWord } from '../core/crontab.ts';
import { loadConfig } from '../config/load.ts';
import { formatProblem } from '../config/problem.ts';
import { configTemplate } from '../config/template.ts';
import { sweep } from '../probes/index.ts';
import { initWords, type InitWords } from '../render/init-words.ts';
import { verdictLine } from '../render/progress.ts';
import { writeFileDurably } from '../state/atomic.ts';
import { configPath } from './config-path.ts';
import { run as runCrontab } from './crontab.ts';
import { EXIT } from './exit-codes.ts';
import { AnswerFault, collectAnswers, type Answers } from './init/answers.ts';
import { newConfigPath, type InitOptions } from './init/options.ts';
import { Interrupted, terminalPrompts, type Prompts } from './init/prompts.ts';
import { thisInstallation, type Installation } from './installation.ts';
import type { Io } from './io.ts';
import { run as runTestAlert } from './test-alert.ts';

export interface InitMeans {
  readonly installation: Installation;
  /** Null: there is no terminal. */
  readonly prompts: (() => Promise<Prompts>) | null;
}

const PROBE_MS = 15_000;

/**
 * From nothing to a first alert: asks for bot, chats and servers, probes once, writes configuration and token, sends a test.
 * Returns the exit code: 0; 1 when it was interrupted or the test alert did not get through; 2 for wrong or missing answers,
 * and for files that exist.
 */
export async function run(options: InitOptions, io: Io, means: InitMeans = thisTerminal()): Promise<number> {
  let words = initWords(languageOf(options, io));
  try {
    if (options.yes !== true && means.prompts === null) return complain(io, words.needsTerminal);
    const prompts = options.yes === true ? null : await (means.prompts as () => Promise<Prompts>)();
    const language = await chooseLanguage(options, io, prompts);
    words = initWords(language);
    return await setUp({ options, io, means, prompts, language, words });
  } catch (error) {
    if (error instanceof AnswerFault) return complain(io, error.message);
    if (!(error instanceof Interrupted)) throw error;
    io.stdout(`${words.interrupted} ${words.nothingChanged}\n`);
    return EXIT.down;
  }
}

function thisTerminal(): InitMeans {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  return { installation: thisInstallation(), prompts: isTerminal ? terminalPrompts : null };
}

/** The flag, else what the locale of the shell suggests. */
function languageOf({ language }: InitOptions, { env }: Io): Language {
  const locale = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return (language ?? (locale.startsWith('id') ? 'id' : 'en')) === 'id' ? 'id' : 'en';
}

async function chooseLanguage(options: InitOptions, io: Io, prompts: Prompts | null): Promise<Language> {
  if (options.language !== undefined && !['id', 'en'].includes(options.language))
    throw new AnswerFault(`--language ${options.language}: id, en`);
  const preset = languageOf(options, io);
  if (options.language !== undefined || prompts === null) return preset;
  const choices = [
    { name: 'Bahasa Indonesia', value: 'id' as const },
    { name: 'English', value: 'en' as const },
  ];
  return prompts.choose('Bahasa / Language', choices, preset);
}

interface Setup {
  readonly options: InitOptions;
  readonly io: Io;
  readonly means: InitMeans;
  readonly prompts: Prompts | null;
  readonly language: Language;
  readonly words: InitWords;
}

async function setUp(setup: Setup): Promise<number> {
  const { options, io, prompts, language, words } = setup;
  const path = newConfigPath(options, io);
  // With --token-file the token stays where it is.
  const tokenPath =
    options.tokenFile === undefined ? join(dirname(path), 'token') : resolve(options.tokenFile);
  const mine = options.tokenFile === undefined ? [path, tokenPath] : [path];
  if (!(await mayWrite(mine, setup))) return EXIT.down;
  const answers = await collectAnswers(options, language, words, prompts, io);
  const config = await loadDraft(answers, io);
  if (config === null) return EXIT.usage;
  await probeOnce(config, words, io);
  if (prompts !== null && !(await prompts.confirm(words.write(path), true))) {
    io.stdout(`${words.nothingChanged}\n`);
    return EXIT.down;
  }
  const text = configTemplate({ ...answers, tokenLine: `token_file: ${JSON.stringify(tokenPath)}` });
  const files: [string, string, number][] = [
    // A proxy may hold a password.
    [path, text, options.proxy === undefined ? 0o644 : 0o600],
  ];
  if (options.tokenFile === undefined) files.unshift([tokenPath, `${answers.token}\n`, 0o600]);
  if (!(await writeFiles(files, setup))) return EXIT.usage;
  return finish(path, setup);
}

/** Files that exist are replaced only when the user says so; with --yes never. */
async function mayWrite(paths: readonly string[], { prompts, words, io }: Setup): Promise<boolean> {
  for (const path of paths.filter((each) => existsSync(each))) {
    if (prompts === null) throw new AnswerFault(words.exists(path));
    if (await prompts.confirm(words.overwrite(path), false)) continue;
    io.stdout(`${words.nothingChanged}\n`);
    return false;
  }
  return true;
}

const DRAFT_TOKEN = 'SRVMON_INIT_TOKEN';

/** The configuration as it will be, read by the same code as every other; its problems are told, and it is null then. */
async function loadDraft(answers: Answers, io: Io): Promise<Config | null> {
  const folder = mkdtempSync(join(tmpdir(), 'srvmon-init-'));
  try {
    const draft = join(folder, 'servers.yaml');
    writeFileSync(draft, configTemplate({ ...answers, tokenLine: `token: \${${DRAFT_TOKEN}}` }));
    const result = await loadConfig(draft, { env: { ...io.env, [DRAFT_TOKEN]: answers.token } });
    if (result.ok) return result.config;
    for (const problem of result.problems) io.stderr(`${formatProblem(problem, folder)}\n`);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function probeOnce(config: Config, words: InitWords, io: Io): Promise<void> {
  io.stdout(`${words.probing(config.servers.length)}\n`);
  await sweep({
    config,
    at: io.now(),
    budgetMs: PROBE_MS,
    remembered: {},
    onVerdict: (server, verdict) => io.stdout(`  ${verdictLine(server, verdict, config.language)}\n`),
  });
}

async function writeFiles(
  files: readonly (readonly [string, string, number])[],
  { words, io }: Setup,
): Promise<boolean> {
  for (const [path, text, mode] of files) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileDurably(path, text, { mode, keepPrevious: `${path}.bak` });
      io.stdout(`${words.wrote(path)}\n`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      io.stderr(`srvmon init: ${path} ${words.cannotWrite(reason)}\n`);
      return false;
    }
  }
  return true;
}

/** The test alert, and the crontab. */
async function finish(path: string, { options, io, means, prompts, words }: Setup): Promise<number> {
  let exitCode: number = EXIT.done;
  // What other commands need to be told, to find this configuration.
  const flag = configPath(undefined, io.env) === path ? '' : ` --config ${shellWord(path)}`;
  if (options.testAlert !== false) {
    io.stdout(`${words.testAlert}\n`);
    exitCode = await runTestAlert({ config: path }, io);
    if (exitCode !== EXIT.done) io.stdout(`${words.testFailed}\n`);
  }
  const wanted = options.installCrontab ?? (prompts !== null && (await prompts.confirm(words.crontab, true)));
  if (wanted) {
    const question = { possible: false, ask: () => Promise.resolve(false) };
    const crontab = await runCrontab({ config: path, install: true, yes: true }, io, {
      installation: means.installation,
      question,
    });
    exitCode = exitCode === EXIT.done ? crontab : exitCode;
  } else {
    io.stdout(`${words.cronLine(flag)}\n`);
  }
  io.stdout(`${words.done(flag)}\n`);
  return exitCode;
}

function complain(io: Io, text: string): number {
  for (const line of text.split('\n')) io.stderr(`srvmon init: ${line}\n`);
  return EXIT.usage;
}

import { userInfo } from 'node:os';
import type { Config } from '../core/config.ts';
import { cronLine, handWrittenLines, withCheck, withoutCheck, type CheckCall } from '../core/crontab.ts';
import { scheduleOf } from '../core/schedule.ts';
import { systemdUnits } from '../core/systemd-units.ts';
import { loadForCheck } from '../config/cache.ts';
import { readCrontab, writeCrontab } from '../machine/user-crontab.ts';
import { changeLines, crontabWords, type CrontabWords } from '../render/crontab-words.ts';
import { VERSION } from '../version.ts';
import { configPath } from './config-path.ts';
import { EXIT } from './exit-codes.ts';
import { thisInstallation, type Installation } from './installation.ts';
import type { Io } from './io.ts';
import { terminalQuestion, type Question } from './question.ts';
import { readConfig } from './read-config.ts';

export interface CrontabOptions {
  readonly config?: string;
  readonly install?: boolean;
  readonly remove?: boolean;
  readonly systemd?: boolean;
  readonly yes?: boolean;
}

export interface CrontabMeans {
  readonly installation: Installation;
  readonly question: Question;
}

/**
 * Prints the line that runs the check of this installation, or puts it into the user's crontab, or takes it out again.
 * Returns the exit code: 0; 1 when the crontab could not be changed; 2 for the configuration, and when nobody can be asked.
 */
export async function run(options: CrontabOptions, io: Io, means?: CrontabMeans): Promise<number> {
  const { installation, question } = means ?? {
    installation: thisInstallation(),
    question: terminalQuestion(),
  };
  const path = configPath(options.config, io.env);
  if (options.remove === true) {
    const { config } = await loadForCheck(path, { env: io.env, version: VERSION });
    const words = crontabWords(config?.language ?? 'en');
    return change({ edit: (text) => withoutCheck(text, path), words, verb: 'remove', options, question, io });
  }
  const config = await readConfig(options.config, io);
  if (config === null) return EXIT.usage;
  const words = crontabWords(config.language);
  const call = { ...installation, config: path };
  const schedule = scheduleOf(config.intervalMs);
  const problem = schedule === null ? words.noSchedule : lineBreakIn(call, words);
  if (schedule === null || problem !== null) return complain(io, EXIT.usage, problem ?? '');
  const variables = await variablesOf(path, io);
  if (variables.length > 0) io.stderr(`srvmon: ${words.variables(variables)}\n`);
  if (options.systemd === true) {
    io.stdout(units(call, schedule.systemd, config, variables));
    return EXIT.done;
  }
  if (options.install !== true) {
    io.stdout(`${cronLine(call, schedule.cron)}\n`);
    return EXIT.done;
  }
  const edit = (text: string): string => withCheck(text, call, schedule.cron);
  return change({ edit, words, verb: 'install', options, question, io, avoid: path });
}

interface Change {
  readonly edit: (crontab: string) => string;
  readonly words: CrontabWords;
  readonly verb: 'install' | 'remove';
  readonly options: CrontabOptions;
  readonly question: Question;
  readonly io: Io;
  /** Refuse where a line written by hand runs the check of this configuration. */
  readonly avoid?: string;
}

/** Shows the change, asks, writes. */
async function change({ edit, words, verb, options, question, io, avoid }: Change): Promise<number> {
  const now = readCrontab(io.env);
  if (now.kind === 'no-program') return complain(io, EXIT.down, words.noProgram);
  if (now.kind === 'failed') return complain(io, EXIT.down, words.failed(now.reason));
  const [byHand] = avoid === undefined ? [] : handWrittenLines(now.text, avoid);
  if (byHand !== undefined) return complain(io, EXIT.usage, words.byHand(byHand));
  const wanted = edit(now.text);
  if (wanted === now.text) {
    io.stdout(`${verb === 'install' ? words.nothingToDo : words.notThere}\n`);
    return EXIT.done;
  }
  show(now.text, wanted, words, io);
  if (options.yes !== true) {
    if (!question.possible) return complain(io, EXIT.usage, words.nobodyToAsk);
    if (!(await question.ask(words[verb]))) {
      io.stdout(`${words.declined}\n`);
      return EXIT.down;
    }
  }
  const problem = writeCrontab(wanted, io.env);
  if (problem !== null) return complain(io, EXIT.down, words.failed(problem));
  io.stdout(`${verb === 'install' ? words.installed : words.removed}\n`);
  return EXIT.done;
}

function show(before: string, after: string, words: CrontabWords, io: Io): void {
  const changed = changeLines(before, after);
  const removed = changed.filter((line) => line.startsWith('-')).length;
  const others = before.split('\n').filter((line) => line !== '').length - removed;
  const kept = others > 0 ? [words.kept(others)] : [];
  io.stdout([words.change, ...changed, ...kept].map((line) => `${line}\n`).join(''));
}

function units(call: CheckCall, calendar: string, config: Config, variables: readonly string[]): string {
  const { service, timer } = systemdUnits({
    call,
    calendar,
    user: userInfo().username,
    stateDir: config.stateDir,
    needsEnvironment: variables.length > 0,
  });
  return (
    `# /etc/systemd/system/srvmon.service\n${service}\n` +
    `# /etc/systemd/system/srvmon.timer\n${timer}\n` +
    `# systemctl daemon-reload && systemctl enable --now srvmon.timer\n`
  );
}

/** The variables of the environment that the configuration is made of. */
async function variablesOf(path: string, io: Io): Promise<readonly string[]> {
  const { loadWithIngredients } = await import('../config/load.ts');
  return (await loadWithIngredients(path, { env: io.env })).ingredients.envNames;
}

function lineBreakIn(call: CheckCall, words: CrontabWords): string | null {
  const path = Object.values(call).find((each: string) => /[\n\r]/.test(each)) as string | undefined;
  return path === undefined ? null : words.notAPath(JSON.stringify(path));
}

function complain(io: Io, exitCode: number, text: string): number {
  io.stderr(`srvmon crontab: ${text}\n`);
  return exitCode;
}

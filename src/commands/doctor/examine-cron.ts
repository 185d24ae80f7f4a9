import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { checkLines, environmentOf, programsOf, shellWord } from '../../core/crontab.ts';
import type { Finding } from '../../core/findings.ts';
import { runAsCron } from '../../machine/as-cron.ts';
import type { JobFile } from '../../machine/job-files.ts';
import type { CrontabRead } from '../../machine/user-crontab.ts';
import type { DoctorMeans } from './means.ts';

export interface CronQuestion {
  /** Absolute path of the configuration. */
  readonly path: string;
  readonly crontab: CrontabRead;
  /** A check ran lately, whoever started it. */
  readonly runsLately: boolean;
  readonly means: DoctorMeans;
}

/** The programs that read crontabs, by the name that they have in /proc. */
const DAEMONS = ['cron', 'crond', 'cronie', 'fcron', 'bcron-sched', 'anacron'];

/** Whether a cron daemon runs, and whether it, or a timer, has been told to run the check. */
export function examineCron(question: CronQuestion): Finding[] {
  const { path, crontab, means } = question;
  const own = crontab.kind === 'read' ? checkLines(crontab.text, path) : [];
  const others = own.length > 0 ? [] : jobsOf(question);
  const [other] = others;
  if (other?.kind === 'systemd') return [{ code: 'line-found', place: other.path }];
  return [daemon(means), ...lines(question, own, other ?? null)];
}

function daemon(means: DoctorMeans): Finding {
  const running = means.programs();
  if (running === null) return { code: 'cron-unknown' };
  const program = DAEMONS.find((name) => running.has(name));
  return program === undefined ? { code: 'cron-stopped' } : { code: 'cron-running', program };
}

function lines(question: CronQuestion, own: readonly string[], other: JobFile | null): Finding[] {
  const { path, crontab, runsLately } = question;
  const command = `srvmon crontab --install --config ${shellWord(path)}`;
  const [line] = own;
  if (line !== undefined) {
    const program = programsOf(line).find((each) => !existsSync(each));
    if (program !== undefined) return [{ code: 'line-broken', place: 'crontab', program, command }];
    return own.length > 1
      ? [{ code: 'line-twice', count: own.length }]
      : [{ code: 'line-found', place: 'crontab' }];
  }
  if (other !== null) return [{ code: 'line-found', place: other.path }];
  if (crontab.kind === 'failed') return [{ code: 'crontab-unreadable', reason: crontab.reason }];
  return [{ code: runsLately ? 'line-unseen' : 'line-missing', command }];
}

/** Files other than the user's own crontab that run the check. */
function jobsOf({ path, means }: CronQuestion): JobFile[] {
  const isOwn = (file: string): boolean => file.startsWith('/var/spool/') && basename(file) === means.user;
  return means.jobFiles().filter(({ path: file, kind, text }) => {
    if (kind === 'systemd') return /^ExecStart=.*srvmon\S*\s+check\b/m.test(text);
    return !isOwn(file) && checkLines(text, path).length > 0;
  });
}

/** Whether srvmon starts and reads its configuration with nothing but what cron gives it. */
export async function examineEnvironment(
  { path, crontab, means }: CronQuestion,
  names: readonly string[],
): Promise<Finding[]> {
  const variables = crontab.kind === 'read' ? environmentOf(crontab.text) : {};
  const { node, script } = means.installation;
  const { exitCode, stderr } = await runAsCron(node, [script, 'validate', '--config', path], variables);
  if (exitCode === 0) return [{ code: 'environment-fine' }];
  const given = new Set([...Object.keys(variables), 'HOME', 'LOGNAME', 'PATH', 'SHELL']);
  const missing = names.filter((name) => !given.has(name));
  if (missing.length > 0) return [{ code: 'environment-variable', names: missing }];
  const output = stderr.split('\n').find((line) => line.trim() !== '') ?? '';
  return [{ code: 'environment-fails', exitCode, output }];
}

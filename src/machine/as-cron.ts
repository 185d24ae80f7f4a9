import { spawn } from 'node:child_process';
import { userInfo } from 'node:os';

const TIMEOUT_MS = 20_000;

export interface CronRun {
  /** -1: it did not start or did not end in time. */
  readonly exitCode: number;
  readonly stderr: string;
}

/**
 * Runs a program with the environment that Debian's cron gives to a job (measured: HOME, LOGNAME, PATH, SHELL and nothing of
 * any shell), in the home folder where there is one, without a terminal. `variables`: those that the crontab sets itself.
 */
export async function runAsCron(
  program: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<CronRun> {
  const { homedir, username } = userInfo();
  const env = { HOME: homedir, LOGNAME: username, PATH: '/usr/bin:/bin', SHELL: '/bin/sh', ...variables };
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: TIMEOUT_MS,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', (error) => resolve({ exitCode: -1, stderr: error.message }));
    child.once('close', (code) => resolve({ exitCode: code ?? -1, stderr }));
  });
}

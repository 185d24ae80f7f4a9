import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';

/** Whether a crontab can be installed and run here: root, with Debian's cron. */
export function mayUseCron(): boolean {
  return process.getuid?.() === 0 && spawnSync('crontab', ['-V']).error === undefined && hasProgram('cron');
}

/** The first line of a test's crontab: one that a killed test left behind is not brought back. */
const MARK = '# of a test of srvmon';

/** A crontab of root's that the machine's cron daemon runs, or one of the test's own where there is none. */
export class Cron {
  readonly #before: string | null;
  #daemon: ChildProcess | null = null;
  readonly #atExit = (): void => this.restore();

  /** Installs the crontab; `restore()` brings back the one that was there. */
  constructor(crontab: string) {
    const listed = spawnSync('crontab', ['-u', 'root', '-l'], { encoding: 'utf8' });
    const ours = listed.status !== 0 || listed.stdout.startsWith(MARK);
    this.#before = ours ? null : listed.stdout;
    process.once('exit', this.#atExit);
    install(`${MARK}\n${crontab}`);
    if (spawnSync('pgrep', ['-x', 'cron']).status !== 0) {
      // It ends with this process, however that ends.
      this.#daemon = spawn('setpriv', ['--pdeathsig', 'TERM', 'cron', '-f'], { stdio: 'ignore' });
    }
  }

  restore(): void {
    process.removeListener('exit', this.#atExit);
    if (this.#before === null) execFileSync('crontab', ['-u', 'root', '-r']);
    else install(this.#before);
    this.#daemon?.kill();
    this.#daemon = null;
  }
}

function install(crontab: string): void {
  execFileSync('crontab', ['-u', 'root', '-'], { input: crontab });
}

function hasProgram(name: string): boolean {
  return spawnSync('/bin/sh', ['-c', `command -v ${name}`]).status === 0;
}

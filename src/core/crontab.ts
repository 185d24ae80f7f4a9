/** The text of a crontab: the line that runs the check, and how it is put in, found and taken out. */

/** What one line runs; all paths are absolute. */
export interface CheckCall {
  readonly node: string;
  readonly script: string;
  readonly config: string;
}

const MARK = '# srvmon check, put here by "srvmon crontab --install": ';

/** The job line, without a line break. `schedule`: the five time fields. */
export function cronLine(call: CheckCall, schedule: string): string {
  const words = [call.node, call.script, 'check', '--config', call.config];
  return `${schedule}  ${words.map((word) => forCron(shellWord(word))).join(' ')}`;
}

/** One word of sh(1). */
export function shellWord(text: string): string {
  return /^[\w@+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Cron ends the command at a bare `%`. It takes the backslash before one away, also between quotes, and a backslash of the
 * word itself must not stand directly before that one (do_command.c of Vixie cron).
 */
function forCron(word: string): string {
  return word.replace(/(\\?)%/g, (_, backslash: string) => (backslash === '' ? '\\%' : "\\''\\%"));
}

/** The crontab with the line in it, once. Every other line stays as it is, byte for byte. */
export function withCheck(crontab: string, call: CheckCall, schedule: string): string {
  const mark = MARK + call.config;
  const line = cronLine(call, schedule);
  const lines = crontab.split('\n');
  const at = lines.indexOf(mark);
  if (at >= 0) {
    const rest = withoutCheck(lines.slice(at + 1 + ownedBelow(lines, at)).join('\n'), call.config);
    return [...lines.slice(0, at), mark, line, rest].join('\n');
  }
  // Cron ignores a last line that has no line break.
  const whole = crontab === '' || crontab.endsWith('\n') ? crontab : `${crontab}\n`;
  return `${whole}${mark}\n${line}\n`;
}

/** The crontab without what `withCheck` put there for this configuration. */
export function withoutCheck(crontab: string, config: string): string {
  const lines = crontab.split('\n');
  const at = lines.indexOf(MARK + config);
  if (at < 0) return crontab;
  const after = lines.slice(at + 1 + ownedBelow(lines, at));
  return withoutCheck([...lines.slice(0, at), ...after].join('\n'), config);
}

/** Our line below the mark, also where somebody has switched it off with a `#`. */
function ownedBelow(lines: readonly string[], mark: number): 0 | 1 {
  return lines[mark + 1]?.includes(' check --config ') === true ? 1 : 0;
}

/** Active lines that run the check of this configuration, ours and hand-written ones. */
export function checkLines(crontab: string, config: string): string[] {
  return crontab.split('\n').filter((line) => runsCheck(line, config));
}

/** Those that `withoutCheck` would leave. */
export function handWrittenLines(crontab: string, config: string): string[] {
  return checkLines(withoutCheck(crontab, config), config);
}

function runsCheck(line: string, config: string): boolean {
  if (/^\s*#/.test(line) || !/srvmon\S*\s+check\b/.test(line)) return false;
  const namesAnother = /(--config|\s-c|SRVMON_CONFIG)[\s=]/.test(line);
  return !namesAnother || line.replaceAll('\\%', '%').includes(config);
}

/** The words before `check` that are absolute paths: the programs that a job line needs. */
export function programsOf(line: string): string[] {
  const command = line.replace(/\scheck\b.*$/, '').replaceAll('\\%', '%');
  const words = command.matchAll(/'([^']*)'|(\S+)/g);
  return [...words].map((word) => word[1] ?? word[2] ?? '').filter((word) => word.startsWith('/'));
}

/** The variables that a crontab sets, in the form of crontab(5): `NAME = value`, quotes around either taken away. */
export function environmentOf(crontab: string): Record<string, string> {
  const found = crontab.matchAll(/^[ \t]*(?:"(\w+)"|'(\w+)'|(\w+))[ \t]*=[ \t]*(.*?)[ \t]*$/gm);
  return Object.fromEntries(
    [...found].map(([, double, single, bare, value = '']) => [
      double ?? single ?? bare ?? '',
      value.replace(/^(["'])(.*)\1$/, '$2'),
    ]),
  );
}

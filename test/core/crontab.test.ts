import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkLines,
  cronLine,
  environmentOf,
  handWrittenLines,
  programsOf,
  withCheck,
  withoutCheck,
} from '../../src/core/crontab.ts';
import { scheduleOf } from '../../src/core/schedule.ts';
import { MIN } from '../support/world.ts';

const CALL = {
  node: '/usr/bin/node',
  script: '/usr/local/bin/srvmon',
  config: '/etc/srvmon/servers.yaml',
};
const MINUTELY = '* * * * *';
const LINE = '* * * * *  /usr/bin/node /usr/local/bin/srvmon check --config /etc/srvmon/servers.yaml';
const MARK = '# srvmon check, put here by "srvmon crontab --install": /etc/srvmon/servers.yaml';

/** What cron hands to the shell: do_command.c of Vixie cron 3.0 and ISC cron 4.1. */
function commandOf(line: string): string {
  const command = line.replace(/^(\S+\s+){5}/, '');
  let [read, escaped] = ['', false];
  for (const sign of command) {
    if (escaped && sign === '%') read = read.slice(0, -1);
    if (!escaped && sign === '%') break;
    escaped = !escaped && sign === '\\';
    read += sign;
  }
  return read;
}

const path = fc
  .array(fc.constantFrom('a', ' ', '%', '\\', "'", '"', '$', '`', '/', '&', '*', 'é'), { maxLength: 12 })
  .map((signs) => `/${signs.join('')}`);

/** Crontabs of other people: jobs, variables, comments, blank lines, with and without a last line break. */
const foreign = fc
  .array(
    fc.constantFrom(
      'MAILTO=root',
      '# daily',
      '',
      '0 7 * * 1 /usr/bin/backup',
      '\t@reboot x\r',
      '# srvmon check',
    ),
    { maxLength: 8 },
  )
  .chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`));

describe('the crontab line', () => {
  it('holds absolute paths only', () => {
    expect(cronLine(CALL, MINUTELY)).toBe(LINE);
  });

  it('reaches the program as it was meant, through cron and the shell, whatever the paths hold', () => {
    fc.assert(
      fc.property(path, path, path, (node, script, config) => {
        const command = commandOf(cronLine({ node, script, config }, MINUTELY));
        const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
        expect(printed.split('\n')).toEqual([node, script, 'check', '--config', config, '']);
      }),
      { numRuns: 60 },
    );
  });
});

describe('putting the line into a crontab', () => {
  it('adds it at the end, below a comment that says whose it is', () => {
    expect(withCheck('MAILTO=root\n', CALL, MINUTELY)).toBe(`MAILTO=root\n${MARK}\n${LINE}\n`);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const once = withCheck(text, CALL, MINUTELY);
        expect(withCheck(once, CALL, MINUTELY)).toBe(once);
      }),
    );
  });

  it('leaves every other line as it was, and taking it out gives the old crontab back', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
        expect(withoutCheck(withCheck(text, CALL, MINUTELY), CALL.config)).toBe(whole);
      }),
    );
  });

  it('puts a changed line where the old one stands, also where that was switched off', () => {
    const old = `a\n${MARK}\n#${LINE}\nb\n`;
    expect(withCheck(old, CALL, '*/5 * * * *')).toBe(`a\n${MARK}\n${cronLine(CALL, '*/5 * * * *')}\nb\n`);
  });

  it('leaves the line of another configuration alone', () => {
    const other = withCheck('', { ...CALL, config: '/etc/other.yaml' }, MINUTELY);
    const both = withCheck(other, CALL, MINUTELY);
    expect(both.startsWith(other)).toBe(true);
    expect(withoutCheck(both, CALL.config)).toBe(other);
  });

  it('takes out all of its lines, should there be several', () => {
    const twice = `${MARK}\n${LINE}\nx\n${MARK}\n${LINE}\n`;
    expect(withoutCheck(twice, CALL.config)).toBe('x\n');
    expect(withCheck(twice, CALL, MINUTELY)).toBe(`${MARK}\n${LINE}\nx\n`);
  });
});

describe('finding the check in a crontab', () => {
  it('sees its own line and hand-written ones, of this configuration and of the default one', () => {
    const byHand = '*/1 * * * * cd / && srvmon check -c /etc/srvmon/servers.yaml >/dev/null';
    const byDefault = '* * * * * node /opt/srvmon/bin/srvmon.js check';
    const text = `${MARK}\n${LINE}\n#${LINE}\n${byHand}\n${byDefault}\n* * * * * srvmon check --config /x.yaml\n`;
    expect(checkLines(text, CALL.config)).toEqual([LINE, byHand, byDefault]);
    expect(handWrittenLines(text, CALL.config)).toEqual([byHand, byDefault]);
  });

  it('finds its line again when the path of the configuration holds a percent sign', () => {
    const call = { ...CALL, config: '/etc/100%/servers.yaml' };
    expect(checkLines(withCheck('', call, MINUTELY), call.config)).toHaveLength(1);
  });

  it('names the programs that a line needs', () => {
    expect(programsOf(LINE)).toEqual(['/usr/bin/node', '/usr/local/bin/srvmon']);
    expect(programsOf(cronLine({ ...CALL, node: '/a b%/node' }, MINUTELY))).toEqual([
      '/a b%/node',
      '/usr/local/bin/srvmon',
    ]);
  });

  it('reads the variables that a crontab sets', () => {
    expect(environmentOf('MAILTO = ""\nTOKEN="1:a b"\n  X=y \n* * * * * A=1 srvmon check\n# N=1\n')).toEqual({
      MAILTO: '',
      TOKEN: '1:a b',
      X: 'y',
    });
  });
});

describe('the schedule', () => {
  it.each([
    [1, '* * * * *', 'minutely'],
    [5, '*/5 * * * *', '*-*-* *:0/5:00'],
    [60, '0 * * * *', 'hourly'],
    [120, '0 */2 * * *', '*-*-* 0/2:00:00'],
    [1440, '0 0 * * *', 'daily'],
  ])('runs each %i minutes', (minutes, cron, systemd) => {
    expect(scheduleOf(minutes * MIN)).toEqual({ cron, systemd });
  });

  it.each([1.5, 7, 90, 1200])(
    'has nothing for %d minutes, which do not divide an hour or a day',
    (minutes) => {
      expect(scheduleOf(minutes * MIN)).toBeNull();
    },
  );
});

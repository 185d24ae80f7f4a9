import type { CheckCall } from './crontab.ts';

export interface UnitFacts {
  readonly call: CheckCall;
  /** `OnCalendar=` */
  readonly calendar: string;
  /** The user under whom it runs. */
  readonly user: string;
  readonly stateDir: string;
  /** Whether the configuration needs variables of the environment. */
  readonly needsEnvironment: boolean;
}

/** A service and the timer that starts it, as the texts of their files. */
export function systemdUnits(facts: UnitFacts): { readonly service: string; readonly timer: string } {
  return { service: service(facts), timer: timer(facts) };
}

function service({ call, user, stateDir, needsEnvironment }: UnitFacts): string {
  const command = [call.node, call.script, 'check', '--config', call.config].map(unitWord).join(' ');
  return lines(
    '[Unit]',
    'Description=srvmon check',
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    'Type=oneshot',
    ...(user === 'root' ? [] : [`User=${user}`, 'AmbientCapabilities=CAP_NET_RAW']),
    ...(stateDir === '/var/lib/srvmon' ? ['StateDirectory=srvmon', 'StateDirectoryMode=0700'] : []),
    ...(needsEnvironment ? ['EnvironmentFile=/etc/srvmon/environment'] : []),
    'TimeoutStartSec=55',
    `ExecStart=${command}`,
  );
}

function timer({ calendar }: UnitFacts): string {
  return lines(
    '[Unit]',
    'Description=Runs srvmon check',
    '',
    '[Timer]',
    `OnCalendar=${calendar}`,
    '# The default is a whole minute.',
    'AccuracySec=1s',
    '',
    '[Install]',
    'WantedBy=timers.target',
  );
}

/** A word of a command line in a unit: `%` and `$` have meanings of their own there (systemd.service(5)). */
function unitWord(text: string): string {
  const escaped = text.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w@+=:,./%$-]+$/.test(escaped)
    ? escaped
    : `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The configuration file: the `--config` flag, else `$SRVMON_CONFIG`, else the first that exists of
 * `$XDG_CONFIG_HOME/srvmon/servers.yaml` (`~/.config/...`) and `/etc/srvmon/servers.yaml`, else the last of these.
 */
export function configPath(flag: string | undefined, env: NodeJS.ProcessEnv): string {
  const given = flag ?? env['SRVMON_CONFIG'];
  if (given !== undefined && given !== '') return resolve(given);
  const own = env['XDG_CONFIG_HOME'] ?? (env['HOME'] === undefined ? null : join(env['HOME'], '.config'));
  const system = '/etc/srvmon/servers.yaml';
  const personal = own === null ? null : join(own, 'srvmon', 'servers.yaml');
  return personal !== null && existsSync(personal) ? personal : system;
}

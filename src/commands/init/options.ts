import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from '../../config/names.ts';
import type { FirstChat } from '../../config/template.ts';
import { readTokenFile } from '../../config/token.ts';
import { configPath } from '../config-path.ts';
import type { Io } from '../io.ts';

export interface InitOptions {
  readonly config?: string;
  readonly language?: string;
  readonly tokenFile?: string;
  readonly chat?: readonly string[];
  readonly timezone?: string;
  readonly server?: readonly string[];
  readonly servers?: string;
  readonly location?: string;
  readonly site?: string;
  readonly stateDir?: string;
  readonly apiBase?: string;
  readonly proxy?: string;
  /** False: `--no-test-alert`. */
  readonly testAlert?: boolean;
  readonly installCrontab?: boolean;
  readonly yes?: boolean;
}

/** Where the configuration is written: as for every command, but an ordinary user gets one of their own. */
export function newConfigPath(options: InitOptions, io: Io): string {
  const path = configPath(options.config, io.env);
  const isDefault = options.config === undefined && (io.env['SRVMON_CONFIG'] ?? '') === '';
  if (!isDefault || process.getuid?.() === 0 || path !== '/etc/srvmon/servers.yaml') return path;
  const own =
    io.env['XDG_CONFIG_HOME'] ?? (io.env['HOME'] === undefined ? null : join(io.env['HOME'], '.config'));
  return own === null ? path : join(own, 'srvmon', 'servers.yaml');
}

/** The token that was given without a question: in a file, or in the environment. Throws where the file holds none. */
export function givenToken({ tokenFile }: InitOptions, io: Io): string | null {
  if (tokenFile !== undefined) return readTokenFile(tokenFile);
  const fromEnv = io.env['TELEGRAM_BOT_TOKEN'] ?? '';
  return fromEnv === '' ? null : fromEnv;
}

/** `NAME=NUMBER` or `NAME=NUMBER:TOPIC`; null: it is neither. */
export function chatOf(text: string): FirstChat | null {
  const match = /^(?:([^=]+)=)?(-?\d+|@\w+)(?::(\d+))?$/.exec(text.trim());
  if (match === null) return null;
  const [, name = 'it', id = '', thread] = match;
  return {
    name: slug(name) || 'it',
    id: id.startsWith('@') ? id : Number(id),
    thread: thread === undefined ? null : Number(thread),
  };
}

/** The text of `--servers` (a file) and `--server` (lines); null: neither was given. */
export function givenServers({ server, servers }: InitOptions): string | null {
  if (servers !== undefined) return readFileSync(servers, 'utf8');
  return server === undefined ? null : server.join('\n');
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A file that may start the check. */
export interface JobFile {
  readonly path: string;
  readonly kind: 'crontab' | 'systemd';
  readonly text: string;
}

/** Where jobs of the whole machine are kept, and (readable by root only) those of every user. */
export const JOB_PLACES: readonly { readonly path: string; readonly kind: JobFile['kind'] }[] = [
  { path: '/etc/crontab', kind: 'crontab' },
  { path: '/etc/cron.d', kind: 'crontab' },
  { path: '/var/spool/cron/crontabs', kind: 'crontab' },
  { path: '/var/spool/cron', kind: 'crontab' },
  { path: '/etc/crontabs', kind: 'crontab' },
  { path: '/etc/systemd/system', kind: 'systemd' },
];

/** What can be read of the files in these places; folders are not gone into. */
export function readJobFiles(places = JOB_PLACES): JobFile[] {
  return places.flatMap(({ path, kind }) =>
    filesAt(path)
      .filter((file) => kind === 'crontab' || file.endsWith('.service'))
      .flatMap((file) => readOne(file, kind)),
  );
}

function filesAt(path: string): string[] {
  try {
    return statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
  } catch {
    return [];
  }
}

function readOne(path: string, kind: JobFile['kind']): JobFile[] {
  try {
    return [{ path, kind, text: readFileSync(path, 'utf8') }];
  } catch {
    return [];
  }
}

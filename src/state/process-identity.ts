import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one with the same pid: on Linux the boot and the clock tick of its start
 * (proc(5), /proc/PID/stat field 22), elsewhere the start time that ps(1) prints. Null: there is no such process.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  const boot = readText('/proc/sys/kernel/random/boot_id');
  return boot === null ? identityByPs(pid) : identityByProc(pid, boot.trim());
}

function identityByProc(pid: number, boot: string): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The program's name stands in brackets and may itself hold spaces and brackets; field 3 follows the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return `${boot} ${fields[19] ?? ''}`;
}

async function identityByPs(pid: number): Promise<string | null> {
  const { spawnSync } = await import('node:child_process');
  const env = { LC_ALL: 'C', TZ: 'UTC' };
  const { stdout } = spawnSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { env, encoding: 'utf8' });
  const started = (stdout ?? '').trim();
  return started === '' ? null : started;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

import { existsSync } from 'node:fs';
import { codeOf } from './error-code.ts';
import { isIP } from './ip.ts';

const GETENT = ['/usr/bin/getent', '/bin/getent'];
/** Exit code of getent: one or more keys were not found (getent(1)). */
const KEY_NOT_FOUND = 2;

/** resolv.conf(5): without it, glibc asks each server for 5 s, twice. */
const GETENT_ENV = { LC_ALL: 'C', RES_OPTIONS: 'timeout:1 attempts:2' };

export type SystemAnswer =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'no-answer'; readonly detail: string };

export type SystemLookup = (
  name: string,
  options: { timeoutMs: number; signal: AbortSignal },
) => Promise<SystemAnswer>;

/**
 * Asks the system as every other program does: nsswitch.conf, search domains, mDNS, LDAP. It runs as a child process,
 * because a getaddrinfo of our own cannot be stopped: it occupies one of the few threads for 10 s, and the end of the
 * process waits for that thread. A child is killed. Only systems without getent get the thread.
 *
 * `absent` also stands for a name service that fails at once: getent does not tell these apart.
 */
export const askSystem: SystemLookup = async (name, options) => {
  // A name that looks like an option is none that can be resolved.
  if (name.startsWith('-')) return { kind: 'absent' };
  const getent = GETENT.find((path) => existsSync(path));
  return getent === undefined ? askThread(name) : askGetent(getent, name, options);
};

async function askGetent(
  path: string,
  name: string,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
) {
  const { execFile } = await import('node:child_process');
  return new Promise<SystemAnswer>((resolve) => {
    const options = { timeout: timeoutMs, killSignal: 'SIGKILL', signal, env: GETENT_ENV } as const;
    execFile(path, ['ahosts', name], options, (error, stdout) => {
      if (!error) resolve({ kind: 'addresses', addresses: readAhosts(stdout) });
      else if (error.code === KEY_NOT_FOUND) resolve({ kind: 'absent' });
      else resolve({ kind: 'no-answer', detail: error.killed ? 'timeout' : String(error.code ?? 'getent') });
    });
  });
}

/** Lines of `getent ahosts`: an address, a socket type, perhaps the name; every address comes once a socket type. */
function readAhosts(text: string): string[] {
  const addresses = text.split('\n').map((line) => line.split(/\s/, 1)[0] ?? '');
  return [...new Set(addresses)].filter((address) => isIP(address) !== 0);
}

async function askThread(name: string): Promise<SystemAnswer> {
  const { lookup } = await import('node:dns/promises');
  try {
    const found = await lookup(name, { all: true });
    return { kind: 'addresses', addresses: found.map(({ address }) => address) };
  } catch (error) {
    const code = codeOf(error) ?? String(error);
    return code === 'ENOTFOUND' ? { kind: 'absent' } : { kind: 'no-answer', detail: code };
  }
}

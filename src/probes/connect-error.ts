import type { CheckResult } from '../core/probing.ts';
import { codeOf } from './error-code.ts';
import { isIPv6 } from './ip.ts';

/** What the error code of a connection says. Codes of connect(2); ICMP errors arrive as such codes, too. */
const MEANING: Readonly<Record<string, CheckResult>> = {
  ECONNREFUSED: { kind: 'failed', code: 'tcp-refused' },
  ECONNRESET: { kind: 'failed', code: 'tcp-reset' },
  ECONNABORTED: { kind: 'failed', code: 'tcp-reset' },
  EPIPE: { kind: 'failed', code: 'tcp-reset' },
  ETIMEDOUT: { kind: 'failed', code: 'tcp-timeout' },
  EHOSTUNREACH: { kind: 'failed', code: 'tcp-unreachable' },
  EHOSTDOWN: { kind: 'failed', code: 'tcp-unreachable' },
  ENOPROTOOPT: { kind: 'failed', code: 'tcp-unreachable' },
  ...trouble('file-handles', ['EMFILE', 'ENFILE']),
  ...trouble('local-network', [
    ...['EADDRNOTAVAIL', 'EADDRINUSE', 'ENOBUFS', 'ENOMEM', 'EPERM', 'EACCES', 'ENETUNREACH', 'ENETDOWN'],
    ...['EAFNOSUPPORT', 'EINVAL'],
  ]),
};

/** Gives the result that a failed connection stands for, or null when the error is no network error at all. */
export function readConnectError(error: unknown): CheckResult | null {
  return MEANING[codeOf(error) ?? ''] ?? null;
}

/** As `readConnectError`, for the connection to one address; an unexplained error is a bug of ours. */
export async function explainConnect(error: Error, address: string): Promise<CheckResult> {
  const result = readConnectError(error) ?? { kind: 'unknown', code: 'internal', detail: error.message };
  // The kernel gives the same code when a router far away has lost the network behind it. That is an outage.
  if (codeOf(error) === 'ENETUNREACH' && (await hasRoute(address)))
    return { kind: 'failed', code: 'tcp-unreachable' };
  return result;
}

/** Whether this machine itself knows a way: connecting a datagram socket looks up the route and sends nothing. */
async function hasRoute(address: string): Promise<boolean> {
  const { createSocket } = await import('node:dgram');
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const end = (found: boolean): void => {
      socket.close();
      resolve(found);
    };
    socket.once('error', () => end(false));
    // Without a callback: given one, it would get the error as well, and no event would come.
    socket.once('connect', () => end(true));
    socket.connect(9, address);
  });
}

function trouble(
  code: 'file-handles' | 'local-network',
  errors: readonly string[],
): Record<string, CheckResult> {
  return Object.fromEntries(errors.map((error) => [error, { kind: 'unknown', code, detail: error }]));
}

import type { CheckResult } from '../core/probing.ts';
import { readConnectError } from './connect-error.ts';
import { codeOf } from './error-code.ts';
import type { Trace } from './http-agent.ts';

/** Codes of follow-redirects: more hops than allowed; a place that is no URL, or one of another scheme. */
const TOO_MANY = 'ERR_FR_TOO_MANY_REDIRECTS';
const NO_PLACE = 'ERR_FR_REDIRECTION_FAILURE';

/** Why an exchange failed, from what our own sockets noted and, where they noted nothing, from axios's error. */
export function explainHttp(error: unknown, trace: Trace, aborted: boolean): CheckResult {
  // First, because hanging up makes errors of its own.
  if (aborted) return timedOut(trace.stage);
  if (trace.failure) return trace.failure;
  const network = readConnectError(error);
  if (network) return network;
  const code = codeOf(error);
  if (code === null) throw error;
  if (code === TOO_MANY) return { kind: 'failed', code: 'http-redirects' };
  if (code === NO_PLACE) return { kind: 'failed', code: 'http-redirect-target' };
  return { kind: 'failed', code: 'http-protocol', detail: code };
}

/** Where the deadline met it. A name service that is slow (after a redirect) is not the server's failure. */
function timedOut(stage: Trace['stage']): CheckResult {
  switch (stage) {
    case 'name':
      return { kind: 'unknown', code: 'resolver', detail: 'timeout' };
    case 'connect':
      return { kind: 'failed', code: 'tcp-timeout' };
    case 'tls':
    case 'headers':
    case 'body':
      return { kind: 'failed', code: 'http-timeout', detail: stage };
  }
}

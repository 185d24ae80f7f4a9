import type { Readable } from 'node:stream';
import { Axios, type AxiosResponse } from 'axios';
import type { HttpCheck } from '../core/config.ts';
import type { CheckResult } from '../core/probing.ts';
import { tryEach } from './attempts.ts';
import { agentsFor, type Trace } from './http-agent.ts';
import { explainHttp } from './http-error.ts';
import { judgeResponse, readBody } from './http-response.ts';
import { type Certificate, type ProbeRun, withAddresses } from './run.ts';
import { uptimeMs } from './uptime.ts';

/**
 * Makes the request and judges status and body. The latency runs from the connection's begin to the body's end.
 *
 * The check's time-out is one deadline over connection, TLS, headers, body and all redirects with their lookups. The
 * lookup of the first host comes before it: it is shared by all checks of the run, has its own limit, and a slow name
 * service is not the server's fault.
 */
export async function probeHttp(check: HttpCheck, serverId: string, run: ProbeRun): Promise<CheckResult> {
  const certificates: Certificate[] = [];
  const result = await withAddresses(run, new URL(check.url).hostname, (addresses) =>
    tryEach(run, { ...check, sockets: addresses.length }, (ms) => exchange(check, run, ms, certificates)),
  );
  // Of those met on the way through redirects, the one that ends first.
  const [first] = certificates.sort((one, other) => one.notAfter - other.notAfter);
  const { warnBeforeMs } = check.tls;
  if (first && warnBeforeMs !== null) {
    run.certificates.push({ serverId, check: check.label, ...first, warnBeforeMs });
  }
  return result;
}

/**
 * Without axios's defaults, all of which it copies for each request. (Measured: 7 % less of the time that 2,000 requests take.)
 */
const bare = new Axios({
  adapter: 'http',
  responseType: 'stream',
  // The environment of cron or of a shell must not decide which way a probe takes.
  proxy: false,
  validateStatus: () => true,
  transformRequest: [(data: unknown) => data],
});

async function exchange(
  check: HttpCheck,
  run: ProbeRun,
  ms: number,
  certificates: Certificate[],
): Promise<CheckResult> {
  const abort = new AbortController();
  const trace: Trace = { stage: 'name', failure: null, certificates };
  const began = uptimeMs();
  // As in a TCP connect: an answer that waits unread is taken before the time is called up.
  const timer = setTimeout(() => setImmediate(() => abort.abort()), ms);
  const agents = agentsFor({
    run,
    verify: check.tls.verify,
    deadline: began + ms,
    signal: abort.signal,
    trace,
  });
  try {
    const response: AxiosResponse<Readable> = await bare.request({
      url: check.url,
      method: check.method,
      headers: { 'User-Agent': 'srvmon', Accept: '*/*', ...check.headers },
      // As bytes: axios rewrites strings that look like JSON.
      data: check.body === null ? undefined : Buffer.from(check.body),
      maxRedirects: check.maxRedirects,
      httpAgent: agents.http,
      httpsAgent: agents.https,
      signal: abort.signal,
    });
    trace.stage = 'body';
    const body = await readBody(response.data);
    return judgeResponse(check.expect, response.status, body, uptimeMs() - began);
  } catch (error) {
    return explainHttp(error, trace, abort.signal.aborted);
  } finally {
    clearTimeout(timer);
    // Closes whatever is still open: a body that was only read in part, a connection that came too late.
    abort.abort();
  }
}

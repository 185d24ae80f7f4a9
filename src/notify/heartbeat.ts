import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** A monitor of the monitor must never delay a run: what has not answered by then is given up. */
const HEARTBEAT_MS = 3_000;

/** healthchecks.io keeps 10,000 bytes of a body; a few lines are enough. */
const MAX_BODY = 2_000;

export type Beat =
  | { readonly kind: 'start' }
  | { readonly kind: 'success' }
  /** `exitCode` null: the run itself was in order, but what it is for was not done. */
  | { readonly kind: 'fail'; readonly exitCode: number | null; readonly body: string };

/** Sends one beat. Never throws; returns what went wrong, or null. */
export type SendBeat = (beat: Beat) => Promise<string | null>;

/**
 * The way to tell a dead man's switch that a run began, is complete, or failed, once its library is loaded.
 * Two conventions are known: healthchecks.io (`URL`, `URL/start`, `URL/<exit code>` or `URL/fail` with a body, see
 * https://healthchecks.io/docs/signaling_failures/) and the push monitors of Uptime Kuma (`?status=up|down&msg=...`),
 * which know no start.
 */
export async function openHeartbeat(url: string): Promise<SendBeat> {
  const { default: axios } = await import('axios');
  return async (beat) => {
    const target = beatUrl(url, beat);
    if (target === null) return null;
    const hasBody = beat.kind === 'fail' && !isPushUrl(url);
    try {
      await axios.request({
        url: target,
        method: hasBody ? 'POST' : 'GET',
        ...(hasBody ? { data: beat.body.slice(0, MAX_BODY) } : {}),
        headers: { 'Content-Type': 'text/plain; charset=utf-8' },
        maxContentLength: 64 * 1024,
        maxRedirects: 3,
        timeout: HEARTBEAT_MS,
        signal: AbortSignal.timeout(HEARTBEAT_MS),
        httpAgent: new HttpAgent({ keepAlive: false }),
        httpsAgent: new HttpsAgent({ keepAlive: false }),
      });
      return null;
    } catch (error) {
      return reasonOf(error);
    }
  };
}

/** The address to ask, or null when the convention has none for this beat. */
export function beatUrl(url: string, beat: Beat): string | null {
  const target = new URL(url);
  if (isPushUrl(url)) {
    if (beat.kind === 'start') return null;
    target.searchParams.set('status', beat.kind === 'fail' ? 'down' : 'up');
    target.searchParams.set(
      'msg',
      beat.kind === 'fail' ? (beat.body.split('\n')[0] ?? '').slice(0, 200) : 'OK',
    );
    return target.href;
  }
  const suffix = {
    start: '/start',
    success: '',
    fail: beat.kind === 'fail' ? `/${String(beat.exitCode ?? 'fail')}` : '',
  }[beat.kind];
  target.pathname = target.pathname.replace(/\/$/, '') + suffix;
  return target.href;
}

function isPushUrl(url: string): boolean {
  return new URL(url).pathname.startsWith('/api/push/');
}

/** Only the code: a heartbeat address is a secret of its own, and axios writes it into its errors. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'response' in error && error.response !== undefined) {
    return `answered ${String((error.response as { status: number }).status)}`;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return code === 'ERR_CANCELED' ? `no answer within ${String(HEARTBEAT_MS / 1000)} s` : code;
}

/** One call of the Telegram Bot API (https://core.telegram.org/bots/api#making-requests). */

import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TelegramConfig } from '../core/config.ts';
import { redactor } from './redact.ts';

/** What came back. Its texts never hold the token. */
export type ApiReply =
  | { readonly kind: 'ok'; readonly result: unknown; readonly date: string | null }
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly description: string;
      readonly retryAfterMs: number | null;
      readonly migrateTo: number | null;
    }
  /** An answer that the Bot API does not give: a captive portal, a proxy, a gateway. */
  | { readonly kind: 'malformed'; readonly status: number; readonly reason: string }
  /** No answer. `arrived`: the request may have reached the server. */
  | { readonly kind: 'failed'; readonly arrived: boolean; readonly reason: string };

export interface BotApi {
  /** `timeoutMs` covers everything from the name lookup to the last byte. Never throws. */
  call(method: string, parameters: object, timeoutMs: number): Promise<ApiReply>;
}

/** An answer of the Bot API to these calls has a few hundred bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

type Connection = Pick<TelegramConfig, 'token' | 'apiBase' | 'proxy'>;

/** The Bot API of one bot. Only the configured proxy is used, since cron passes none of the proxy variables of a shell. */
export function createBotApi({ token, apiBase, proxy }: Connection): BotApi {
  const redact = redactor(token.reveal());
  const base = `${apiBase.replace(/\/+$/, '')}/bot${token.reveal()}`;
  return {
    async call(method, parameters, timeoutMs) {
      const sight = { connected: false };
      try {
        const { status, headers, text } = await post(
          `${base}/${method}`,
          parameters,
          timeoutMs,
          proxy,
          sight,
        );
        return readReply(status, headers, text, redact);
      } catch (error) {
        const { code, reason } = describe(error);
        // Behind a proxy nobody sees how far the request came.
        const arrived = (sight.connected || proxy !== null) && !NEVER_LEFT.has(code);
        return { kind: 'failed', arrived, reason: redact(reason) };
      }
    },
  };
}

/** Failures before anything was sent, also with a proxy. */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EMFILE',
  'ENFILE',
  'ERR_INVALID_URL',
  'ERR_BAD_OPTION',
]);

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

async function post(
  url: string,
  data: object,
  timeoutMs: number,
  proxy: string | null,
  sight: { connected: boolean },
): Promise<Answer> {
  const { default: axios } = await import('axios');
  const response = await axios.request<string>({
    method: 'POST',
    url,
    data,
    proxy: proxy === null ? false : proxyOptions(proxy),
    // axios's own timeout covers neither a body that drips nor a proxy that hangs: the signal does.
    timeout: timeoutMs,
    signal: AbortSignal.timeout(timeoutMs),
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    validateStatus: () => true,
    responseType: 'text',
    transformResponse: (body: string) => body,
    // A socket that is kept would keep the process for seconds after its last message.
    httpAgent: watched(new HttpAgent({ keepAlive: false }), 'connect', sight),
    httpsAgent: watched(new HttpsAgent({ keepAlive: false }), 'secureConnect', sight),
  });
  return { status: response.status, headers: { ...response.headers }, text: response.data };
}

function proxyOptions(proxy: string): {
  protocol: string;
  host: string;
  port: number;
  auth?: { username: string; password: string };
} {
  const { protocol, hostname, port, username, password } = new URL(proxy);
  const auth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return {
    protocol: protocol.replace(/:$/, ''),
    host: hostname,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    ...(username === '' ? {} : { auth }),
  };
}

type Connecting = (
  options: AgentOptions,
  callback?: (error: Error | null, stream: Duplex) => void,
) => Duplex | null | undefined;

/** Notes when a connection is ready, for from then on the request may have arrived. */
function watched<A extends HttpAgent>(
  agent: A,
  event: 'connect' | 'secureConnect',
  sight: { connected: boolean },
): A {
  const connecting = agent as unknown as { createConnection: Connecting };
  const connect = connecting.createConnection.bind(agent);
  connecting.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    socket?.once(event, () => {
      sight.connected = true;
    });
    return socket;
  };
  return agent;
}

function readReply(
  status: number,
  headers: Readonly<Record<string, unknown>>,
  text: string,
  redact: (text: string) => string,
): ApiReply {
  const body = parseObject(text);
  if (body?.['ok'] === true && status >= 200 && status < 300 && body['result'] !== undefined) {
    return {
      kind: 'ok',
      result: body['result'],
      date: typeof headers['date'] === 'string' ? headers['date'] : null,
    };
  }
  if (body?.['ok'] !== false || (status < 400 && typeof body['error_code'] !== 'number')) {
    return { kind: 'malformed', status, reason: `HTTP ${status} without an answer of the Bot API` };
  }
  const parameters = asObject(body['parameters']) ?? {};
  const retryAfter = numberOf(parameters['retry_after']) ?? numberOf(Number(headers['retry-after'] ?? NaN));
  return {
    kind: 'error',
    code: numberOf(body['error_code']) ?? status,
    description: redact(
      shorten(typeof body['description'] === 'string' ? body['description'] : `HTTP ${status}`),
    ),
    retryAfterMs: retryAfter === null || retryAfter < 0 ? null : retryAfter * 1_000,
    migrateTo: numberOf(parameters['migrate_to_chat_id']),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The reason of a failed request, made anew: the error of axios holds the URL, and the token with it. */
function describe(error: unknown): { code: string; reason: string } {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === 'ERR_CANCELED' || code === 'ECONNABORTED')
    return { code: 'timeout', reason: 'no answer in time' };
  const parts = [...new Set([code, shorten(message ?? '')])].filter(
    (part) => part !== undefined && part !== '',
  );
  return { code: code ?? '', reason: parts.length === 0 ? 'request failed' : parts.join(': ') };
}

function shorten(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 200);
}

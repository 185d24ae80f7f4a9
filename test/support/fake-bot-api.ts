/**
 * The Bot API as far as srvmon uses it, on a loopback port. It refuses what Telegram refuses, and answers each chat as
 * the test tells it to. Tests use `startFakeBotApi`; `fake-bot-api-cli.ts` runs it as a process of its own.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseTelegramHtml } from './telegram-html.ts';

/** How a request is answered. `taken`: the message counts as delivered although the sender does not learn it. */
export type Behaviour =
  | { readonly kind: 'ok' }
  | { readonly kind: 'delay'; readonly ms: number }
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly description: string;
      readonly parameters?: object;
    }
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly body: string;
      readonly type?: string;
      readonly taken?: boolean;
    }
  | { readonly kind: 'hang'; readonly taken?: boolean }
  | { readonly kind: 'reset'; readonly taken?: boolean }
  /** One byte of a good answer now and then, never the last one. */
  | { readonly kind: 'drip'; readonly everyMs: number; readonly taken?: boolean };

/** Answers in the words of the real server (tdlib/telegram-bot-api, Client.cpp). */
export const answers = {
  tooMany: (retryAfter: number): Behaviour =>
    error(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter }),
  migrated: (to: number): Behaviour =>
    error(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: to }),
  chatNotFound: error(400, 'Bad Request: chat not found'),
  chatIdEmpty: error(400, 'Bad Request: chat_id is empty'),
  threadNotFound: error(400, 'Bad Request: message thread not found'),
  noRights: error(400, 'Bad Request: not enough rights to send text messages to the chat'),
  cannotParse: error(
    400,
    'Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
  ),
  tooLong: error(400, 'Bad Request: message is too long'),
  blocked: error(403, 'Forbidden: bot was blocked by the user'),
  kicked: error(403, 'Forbidden: bot was kicked from the supergroup chat'),
  notMember: error(403, 'Forbidden: bot is not a member of the channel chat'),
  unauthorized: error(401, 'Unauthorized'),
  notFound: error(404, 'Not Found'),
  internal: error(500, 'Internal Server Error'),
  badGateway: { kind: 'raw', status: 502, body: '<html><h1>502 Bad Gateway</h1></html>', type: 'text/html' },
  portal: { kind: 'raw', status: 200, body: '<html><title>Login</title></html>', type: 'text/html' },
  empty: { kind: 'raw', status: 200, body: '' },
} as const satisfies Record<string, Behaviour | ((value: number) => Behaviour)>;

function error(code: number, description: string, parameters?: object): Behaviour {
  return { kind: 'error', code, description, ...(parameters === undefined ? {} : { parameters }) };
}

/** A message or document that was taken. */
export interface Received {
  readonly at: number;
  readonly method: string;
  readonly chat_id: string;
  /** As it was sent. */
  readonly raw: string;
  /** As the reader sees it. */
  readonly text: string;
  /** Addresses behind the links. */
  readonly links: readonly string[];
  readonly parse_mode: string | null;
  readonly thread: number | null;
  readonly silent: boolean;
  readonly previews: boolean;
  readonly document: { readonly name: string; readonly size: number } | null;
}

export interface FakeOptions {
  readonly port?: number;
  /** Other tokens are refused. */
  readonly token?: string;
  /** Only these chats exist; without it every chat does. */
  readonly chats?: Readonly<Record<string, object>>;
  readonly onReceived?: (message: Received) => void;
  /** Refuse the 21st message a minute to a group, as Telegram does. */
  readonly limits?: boolean;
}

export const FAKE_TOKEN = '123456789:AAFakeTokenOfTheFakeBotApi_0123456789';

type Parameters = Readonly<Record<string, unknown>>;

/** Behaviours of `*` hold for every chat that has none of its own. */
const ANY = '*';

export class FakeBotApi {
  readonly received: Received[] = [];
  /** Every request that was read, also those that were refused. */
  readonly requests: { readonly at: number; readonly method: string; readonly parameters: Parameters }[] = [];
  readonly updates: object[] = [];
  readonly #options: FakeOptions;
  readonly #server: Server;
  readonly #planned = new Map<string, Behaviour[]>();
  readonly #standing = new Map<string, Behaviour>();
  #messageId = 0;

  constructor(options: FakeOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((problem: unknown) => {
        response.writeHead(500).end(String(problem));
      });
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#options.port ?? 0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** From now on requests for this chat (`*`: for any) are answered so; null: well. */
  behave(chat: number | string, behaviour: Behaviour | null): void {
    if (behaviour === null) this.#standing.delete(String(chat));
    else this.#standing.set(String(chat), behaviour);
  }

  /** The next requests for this chat (`*`: for any) are answered so, one each. */
  plan(chat: number | string, ...behaviours: readonly Behaviour[]): void {
    this.#planned.set(String(chat), [...(this.#planned.get(String(chat)) ?? []), ...behaviours]);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    if (pathname === '/_control') return this.#control(body, response);
    if (pathname === '/_received') return sendJson(response, 200, this.received);
    const call = /\/bot([^/]+)\/(\w+)$/.exec(pathname);
    if (call === null) return refuse(response, 404, 'Not Found');
    const [, token = '', method = ''] = call;
    const parameters = { ...Object.fromEntries(searchParams), ...(await parametersOf(request, body)) };
    this.requests.push({ at: Date.now(), method, parameters });
    if (!/^\d+:[\w-]{30,}$/.test(token)) return refuse(response, 404, 'Not Found');
    if (token !== (this.#options.token ?? FAKE_TOKEN)) return refuse(response, 401, 'Unauthorized');
    await this.#answer(method, parameters, response);
  }

  /** `{"behave": {"CHAT": behaviour | null}, "plan": {"CHAT": [behaviour]}}` */
  #control(body: Buffer, response: ServerResponse): void {
    const { behave = {}, plan = {} } = JSON.parse(body.toString()) as {
      behave?: Record<string, Behaviour | null>;
      plan?: Record<string, Behaviour[]>;
    };
    for (const [chat, behaviour] of Object.entries(behave)) this.behave(chat, behaviour);
    for (const [chat, behaviours] of Object.entries(plan)) this.plan(chat, ...behaviours);
    sendJson(response, 200, { ok: true });
  }

  async #answer(method: string, parameters: Parameters, response: ServerResponse): Promise<void> {
    const chat = textOf(parameters['chat_id']);
    const behaviour = this.#next(chat);
    const accept = (): object | null => this.#accept(method, parameters, response);
    if (behaviour.kind === 'error')
      return refuse(response, behaviour.code, behaviour.description, behaviour.parameters);
    if (behaviour.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, behaviour.ms));
    if (behaviour.kind === 'ok' || behaviour.kind === 'delay') return this.#sayOk(accept(), response);
    if (behaviour.taken === true && accept() === null) return;
    misbehave(behaviour, response);
  }

  #next(chat: string): Behaviour {
    return (
      this.#planned.get(chat)?.shift() ??
      this.#standing.get(chat) ??
      this.#planned.get(ANY)?.shift() ??
      this.#standing.get(ANY) ?? { kind: 'ok' }
    );
  }

  #sayOk(result: object | null, response: ServerResponse): void {
    if (result !== null) sendJson(response, 200, { ok: true, result });
  }

  /** Does what the method does; null when it was refused (and answered). */
  #accept(method: string, parameters: Parameters, response: ServerResponse): object | null {
    switch (method.toLowerCase()) {
      case 'getme':
        return { id: 123456789, is_bot: true, first_name: 'srvmon', username: 'srvmon_bot' };
      case 'getupdates':
        return this.updates;
      case 'getchat':
        return this.#chat(parameters, response);
      case 'sendchataction':
        return this.#chat(parameters, response) === null ? null : { done: true };
      case 'sendmessage':
      case 'senddocument':
        return this.#take(method, parameters, response);
      default:
        refuse(response, 404, 'Not Found: method not found');
        return null;
    }
  }

  #chat(parameters: Parameters, response: ServerResponse): object | null {
    const chat = textOf(parameters['chat_id']);
    const problem = this.#chatProblem(chat);
    if (problem === null)
      return this.#options.chats?.[chat] ?? { id: Number(chat), type: 'supergroup', title: 'IT' };
    refuse(response, 400, problem);
    return null;
  }

  #chatProblem(chat: string): string | null {
    if (chat === '') return 'Bad Request: chat_id is empty';
    const { chats } = this.#options;
    return chats !== undefined && chats[chat] === undefined ? 'Bad Request: chat not found' : null;
  }

  #take(method: string, parameters: Parameters, response: ServerResponse): object | null {
    const chat = textOf(parameters['chat_id']);
    const isDocument = method.toLowerCase() === 'senddocument';
    const raw = textOf(parameters[isDocument ? 'caption' : 'text']);
    const mode = textOf(parameters['parse_mode']);
    const parsed =
      mode.toUpperCase() === 'HTML' ? parseTelegramHtml(raw) : { ok: true as const, text: raw, links: [] };
    const problem = this.#chatProblem(chat) ?? textProblem(raw, parsed, isDocument);
    if (problem !== null || !parsed.ok) {
      refuse(response, 400, problem ?? 'Bad Request');
      return null;
    }
    if (this.#options.limits === true && this.#sentLastMinute(chat) >= 20) {
      refuse(response, 429, 'Too Many Requests: retry after 30', { retry_after: 30 });
      return null;
    }
    const message: Received = {
      at: Date.now(),
      method,
      chat_id: chat,
      raw,
      text: parsed.text,
      links: parsed.links,
      parse_mode: mode === '' ? null : mode,
      thread: parameters['message_thread_id'] === undefined ? null : Number(parameters['message_thread_id']),
      silent: [true, 'true'].includes(parameters['disable_notification'] as boolean | string),
      previews: !isDisabled(parameters['link_preview_options']),
      document: documentOf(parameters['document']),
    };
    this.received.push(message);
    this.#options.onReceived?.(message);
    this.#messageId += 1;
    return {
      message_id: this.#messageId,
      chat: { id: Number(chat) },
      date: Math.floor(message.at / 1_000),
      text: parsed.text,
    };
  }

  #sentLastMinute(chat: string): number {
    if (!chat.startsWith('-')) return 0;
    return this.received.filter((message) => message.chat_id === chat && message.at > Date.now() - 60_000)
      .length;
  }
}

/** Starts one on a free loopback port. */
export async function startFakeBotApi(options: FakeOptions = {}): Promise<FakeBotApi> {
  const api = new FakeBotApi(options);
  await api.listen();
  return api;
}

function textProblem(
  raw: string,
  parsed: ReturnType<typeof parseTelegramHtml>,
  isDocument: boolean,
): string | null {
  if (Buffer.byteLength(raw) > 32_768) return 'Bad Request: text is too long';
  if (!parsed.ok) return `Bad Request: can't parse entities: ${parsed.error}`;
  if (isDocument) return parsed.text.length > 1_024 ? 'Bad Request: message caption is too long' : null;
  if (parsed.text.trim() === '') return 'Bad Request: message text is empty';
  return parsed.text.length > 4_096 ? 'Bad Request: message is too long' : null;
}

function misbehave(
  behaviour: Exclude<Behaviour, { kind: 'ok' | 'delay' | 'error' }>,
  response: ServerResponse,
): void {
  switch (behaviour.kind) {
    case 'raw':
      response
        .writeHead(behaviour.status, { 'content-type': behaviour.type ?? 'application/json' })
        .end(behaviour.body);
      return;
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'drip': {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), behaviour.everyMs);
      response.on('close', () => {
        clearInterval(timer);
      });
    }
  }
}

function refuse(response: ServerResponse, code: number, description: string, parameters?: object): void {
  const body = {
    ok: false,
    error_code: code,
    description,
    ...(parameters === undefined ? {} : { parameters }),
  };
  sendJson(response, code, body);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function parametersOf(request: IncomingMessage, body: Buffer): Promise<Parameters> {
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return {};
  if (type.startsWith('application/json')) return JSON.parse(body.toString()) as Parameters;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  return Object.fromEntries(form.entries());
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function isDisabled(value: unknown): boolean {
  const options: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return (
    typeof options === 'object' &&
    options !== null &&
    (options as { is_disabled?: boolean }).is_disabled === true
  );
}

function documentOf(value: unknown): Received['document'] {
  return value instanceof File ? { name: value.name, size: value.size } : null;
}

import { createServer, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret, type TelegramConfig } from '../../src/core/config.ts';
import type { SendOutcome } from '../../src/core/events.ts';
import type { Message } from '../../src/notify/message.ts';
import { createTelegram } from '../../src/notify/telegram.ts';
import {
  answers,
  FAKE_TOKEN,
  startFakeBotApi,
  type Behaviour,
  type FakeBotApi,
} from '../support/fake-bot-api.ts';
import { makeChat } from '../support/world.ts';

const CHAT = makeChat('it', { id: -100 });
const MESSAGE: Message = {
  text: '🔴 <b>DOWN: A &amp; B</b>',
  plain: '🔴 DOWN: A & B',
  itemIds: ['1'],
  silent: false,
};

/** Longer than a busy machine needs for an answer. */
const TIMEOUT_MS = 10_000;

/** Short, so that a hanging server costs a test little. */
const SHORT_MS = 400;

let api: FakeBotApi;

beforeEach(async () => {
  api = await startFakeBotApi();
});

afterEach(async () => {
  await api.close();
});

function settings(change: Partial<TelegramConfig> = {}): TelegramConfig {
  return { token: new Secret(FAKE_TOKEN), apiBase: api.url, proxy: null, chats: [CHAT], ...change };
}

async function send(
  message: Message = MESSAGE,
  change: Partial<TelegramConfig> = {},
  chat = CHAT,
  timeoutMs = TIMEOUT_MS,
): Promise<SendOutcome> {
  const outcome = await createTelegram(settings(change), Date.now).send(chat, chat.id, message, timeoutMs);
  expectNoToken(outcome);
  return outcome;
}

function expectNoToken(value: unknown): void {
  for (const text of [JSON.stringify(value), inspect(value, { depth: 10, showHidden: true })]) {
    expect(text).not.toContain(FAKE_TOKEN);
    expect(text).not.toContain(FAKE_TOKEN.slice(10));
  }
}

async function withServer<T>(
  server: Server | ReturnType<typeof createTcpServer>,
  use: (url: string) => Promise<T>,
): Promise<T> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
}

describe('a message that is taken', () => {
  it('arrives as HTML, without a preview of its links', async () => {
    expect(await send()).toEqual({ kind: 'sent' });
    expect(api.received).toMatchObject([
      {
        chat_id: '-100',
        text: '🔴 DOWN: A & B',
        parse_mode: 'HTML',
        thread: null,
        silent: false,
        previews: false,
      },
    ]);
  });

  it('goes to its topic, and without a sound when it is silent', async () => {
    await send({ ...MESSAGE, silent: true }, {}, { ...CHAT, thread: 7 });
    expect(api.received).toMatchObject([{ thread: 7, silent: true }]);
  });

  it('follows an api_base with a path', async () => {
    expect(await send(MESSAGE, { apiBase: `${api.url}/telegram/` })).toEqual({ kind: 'sent' });
  });

  it('may take some time', async () => {
    api.plan(-100, { kind: 'delay', ms: 150 });
    expect(await send()).toEqual({ kind: 'sent' });
  });
});

describe('what is mended at once', () => {
  it('a group that became a supergroup: sent to its new id, which is reported', async () => {
    api.behave(-100, answers.migrated(-1_005));
    expect(await send()).toEqual({ kind: 'sent', migratedTo: -1_005 });
    expect(api.received.map(({ chat_id }) => chat_id)).toEqual(['-1005']);
  });

  it('a group that sends in circles is given up', async () => {
    api.behave(-100, answers.migrated(-1_005));
    api.behave(-1_005, answers.migrated(-100));
    expect(await send()).toMatchObject({ kind: 'refused', scope: 'chat' });
    expect(api.requests).toHaveLength(2);
  });

  it('markup that cannot be parsed: sent again as plain text', async () => {
    api.plan(-100, answers.cannotParse);
    expect(await send()).toEqual({ kind: 'sent' });
    expect(api.received).toMatchObject([{ raw: MESSAGE.plain, parse_mode: null }]);
  });

  it('markup that is really broken', async () => {
    expect(await send({ ...MESSAGE, text: '<b>DOWN' })).toEqual({ kind: 'sent' });
    expect(api.received).toMatchObject([{ raw: MESSAGE.plain, parse_mode: null }]);
  });

  it('a topic that is gone: sent to the group itself', async () => {
    api.plan(-100, answers.threadNotFound);
    expect(await send(MESSAGE, {}, { ...CHAT, thread: 7 })).toEqual({ kind: 'sent' });
    expect(api.received).toMatchObject([{ thread: null }]);
  });

  it('all three at once', async () => {
    api.plan(-100, answers.migrated(-1_005));
    api.plan(-1_005, answers.threadNotFound, answers.cannotParse);
    expect(await send(MESSAGE, {}, { ...CHAT, thread: 7 })).toEqual({ kind: 'sent', migratedTo: -1_005 });
  });

  it('is left to the next run when the time is over', async () => {
    let now = 0;
    const clock = (): number => (now += 200);
    api.plan(-7, answers.cannotParse);
    const outcome = await createTelegram(settings(), clock).send({ ...CHAT, id: -7 }, -7, MESSAGE, 600);
    expect(outcome).toEqual({
      kind: 'retry',
      afterMs: null,
      reason: 'no time left in this run',
      maybeSent: false,
    });
  });
});

const REPLIES: readonly (readonly [string, Behaviour, object])[] = [
  ['429', answers.tooMany(37), { kind: 'retry', afterMs: 37_000, maybeSent: false }],
  ['500', answers.internal, { kind: 'retry', afterMs: null, maybeSent: true }],
  ['a gateway that fails', answers.badGateway, { kind: 'retry', afterMs: null, maybeSent: true }],
  ['a captive portal', answers.portal, { kind: 'retry', maybeSent: true }],
  ['an empty answer', answers.empty, { kind: 'retry', maybeSent: true }],
  ['200 with ok:false', { kind: 'raw', status: 200, body: '{"ok":false}' }, { kind: 'retry' }],
  ['200 with ok:true and nothing else', { kind: 'raw', status: 200, body: '{"ok":true}' }, { kind: 'retry' }],
  ['200 with JSON of something else', { kind: 'raw', status: 200, body: '[1]' }, { kind: 'retry' }],
  ['a redirect', { kind: 'raw', status: 302, body: '' }, { kind: 'retry', maybeSent: false }],
  ['a forbidding proxy', { kind: 'raw', status: 403, body: '<html>' }, { kind: 'retry', maybeSent: false }],
  ['401', answers.unauthorized, { kind: 'refused', scope: 'chat', reason: '401 Unauthorized' }],
  ['404', answers.notFound, { kind: 'refused', scope: 'chat', reason: '404 Not Found' }],
  ['a bot that was blocked', answers.blocked, { kind: 'refused', scope: 'chat' }],
  ['a bot that was kicked', answers.kicked, { kind: 'refused', scope: 'chat' }],
  ['a bot that is no member', answers.notMember, { kind: 'refused', scope: 'chat' }],
  [
    'an unknown chat',
    answers.chatNotFound,
    { kind: 'refused', scope: 'chat', reason: '400 Bad Request: chat not found' },
  ],
  ['an empty chat id', answers.chatIdEmpty, { kind: 'refused', scope: 'chat' }],
  ['missing rights', answers.noRights, { kind: 'refused', scope: 'chat' }],
  [
    'a closed topic',
    { kind: 'error', code: 400, description: 'Bad Request: TOPIC_CLOSED' },
    { kind: 'refused', scope: 'chat' },
  ],
  [
    'a write-protected chat',
    { kind: 'error', code: 400, description: 'Bad Request: CHAT_WRITE_FORBIDDEN' },
    { kind: 'refused', scope: 'chat' },
  ],
  [
    'a text that is too long',
    answers.tooLong,
    { kind: 'refused', scope: 'message', reason: '400 Bad Request: message is too long' },
  ],
  [
    'a bad request of another kind',
    { kind: 'error', code: 400, description: 'Bad Request: strange' },
    { kind: 'refused', scope: 'message' },
  ],
  ['a reset after the request', { kind: 'reset' }, { kind: 'retry', maybeSent: true }],
  ['no answer', { kind: 'hang' }, { kind: 'retry', reason: 'no answer in time', maybeSent: true }],
  [
    'an answer that drips',
    { kind: 'drip', everyMs: 50 },
    { kind: 'retry', reason: 'no answer in time', maybeSent: true },
  ],
];

describe('the outcome', () => {
  it.each(REPLIES)('of %s', async (_title, behaviour, expected) => {
    api.behave(-100, behaviour);
    const begun = Date.now();
    const hangs = behaviour.kind === 'hang' || behaviour.kind === 'drip';
    expect(await send(MESSAGE, {}, CHAT, hangs ? SHORT_MS : TIMEOUT_MS)).toMatchObject(expected);
    expect(Date.now() - begun).toBeLessThan(SHORT_MS + 3_000);
  });

  it('of an answer without end', async () => {
    const endless = createServer((_request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
    await withServer(endless, async (apiBase) => {
      expect(await send(MESSAGE, { apiBase })).toMatchObject({ kind: 'retry', maybeSent: true });
    });
  });

  it('of a port that refuses: surely not sent', async () => {
    const apiBase = await withServer(createServer(), (url) => Promise.resolve(url));
    expect(await send(MESSAGE, { apiBase })).toMatchObject({ kind: 'retry', maybeSent: false });
  });

  it('of a name that does not resolve: surely not sent', async () => {
    expect(await send(MESSAGE, { apiBase: 'http://name.invalid' })).toMatchObject({
      kind: 'retry',
      maybeSent: false,
    });
  });

  it('of a TLS handshake that never ends: surely not sent', async () => {
    const silent = createTcpServer((socket) => socket.on('error', () => undefined));
    await withServer(silent, async (url) => {
      const apiBase = url.replace('http', 'https');
      expect(await send(MESSAGE, { apiBase }, CHAT, SHORT_MS)).toMatchObject({
        kind: 'retry',
        reason: 'no answer in time',
        maybeSent: false,
      });
    });
  });

  it('of a server that speaks no TLS: surely not sent', async () => {
    expect(await send(MESSAGE, { apiBase: api.url.replace('http', 'https') })).toMatchObject({
      kind: 'retry',
      maybeSent: false,
    });
  });
});

describe('a token that is refused', () => {
  it('is not tried again for every chat of the run', async () => {
    const telegram = createTelegram(
      settings({ token: new Secret('123456789:AAwrongTokenOfTheFakeBotApi_012345678') }),
      Date.now,
    );
    const first = await telegram.send(CHAT, -100, MESSAGE, TIMEOUT_MS);
    const second = await telegram.send(CHAT, -200, MESSAGE, TIMEOUT_MS);
    expect(first).toEqual({ kind: 'refused', scope: 'chat', reason: '401 Unauthorized' });
    expect(second).toEqual(first);
    expect(api.requests).toHaveLength(1);
  });
});

describe('the token', () => {
  it('is taken out of what a server says', async () => {
    const echo = {
      kind: 'error',
      code: 403,
      description: `Forbidden: ${FAKE_TOKEN} and 987654321:AAanotherTokenThatLooksLikeOne_0123456`,
    };
    api.behave(-100, echo as Behaviour);
    expect(await send()).toMatchObject({ reason: '403 Forbidden: <secret> and <secret>' });
  });

  it('does not stand in the error of an address that is no address', async () => {
    expect(await send(MESSAGE, { apiBase: 'http://[bad' })).toMatchObject({
      kind: 'retry',
      maybeSent: false,
    });
  });
});

describe('a proxy', () => {
  it('forwards requests to a Bot API without TLS', async () => {
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(`${request.headers['proxy-authorization'] ?? ''}`);
      const { port, pathname } = new URL(request.url ?? '');
      const onward = connect(Number(port), '127.0.0.1');
      onward.write(
        `POST ${pathname} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${request.headers['content-length'] ?? '0'}\r\n\r\n`,
      );
      request.pipe(onward, { end: false });
      let answer = '';
      onward.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      onward.on('end', () =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)),
      );
    });
    await withServer(proxy, async (url) => {
      expect(await send(MESSAGE, { proxy: url.replace('//', '//user:p%40ss@') })).toEqual({ kind: 'sent' });
    });
    expect(seen).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`]);
  });

  it('gets to see neither path nor token of a Bot API with TLS', async () => {
    const seen: string[] = [];
    const proxy = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (chunk: Buffer) => {
        seen.push(chunk.toString());
        socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      });
    });
    await withServer(proxy, async (url) => {
      expect(await send(MESSAGE, { apiBase: 'https://bot-api.invalid', proxy: url })).toMatchObject({
        kind: 'retry',
      });
    });
    expect(seen[0]).toMatch(/^CONNECT bot-api\.invalid:443 HTTP\/1\.1/);
    expect(seen.join('')).not.toContain(FAKE_TOKEN);
  });

  it('that hangs is given up in time', async () => {
    const hanging = createTcpServer((socket) => socket.on('error', () => undefined));
    await withServer(hanging, async (url) => {
      const begun = Date.now();
      expect(
        await send(MESSAGE, { apiBase: 'https://bot-api.invalid', proxy: url }, CHAT, SHORT_MS),
      ).toMatchObject({
        kind: 'retry',
      });
      expect(Date.now() - begun).toBeLessThan(SHORT_MS + 3_000);
    });
  });

  it('of the environment is not used, since cron would not have it', async () => {
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    try {
      expect(await send()).toEqual({ kind: 'sent' });
    } finally {
      delete process.env['http_proxy'];
    }
  });
});

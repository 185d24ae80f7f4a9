import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HttpCheck } from '../../src/core/config.ts';
import type { CheckResult } from '../../src/core/probing.ts';
import { createResolver, sweep } from '../../src/probes/index.ts';
import { type DnsEntry, startDns } from '../support/fake-dns.ts';
import { http, server } from '../support/servers.ts';
import { listen, refusedPort, startBlackhole } from '../support/sockets.ts';

const MIB = 1_048_576;
const cleanups: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const clean of cleanups.splice(0)) clean();
});

/** A web server on loopback; gives its address with port. */
async function serve(listener: RequestListener): Promise<string> {
  const web = createServer(listener).listen(0, '127.0.0.1');
  await once(web, 'listening');
  cleanups.push(() => web.close().closeAllConnections());
  return `127.0.0.1:${(web.address() as AddressInfo).port}`;
}

/** A TCP server on loopback that speaks as it likes; gives its address with port. */
async function speak(...args: Parameters<typeof listen>): Promise<string> {
  const made = await listen(...args);
  cleanups.push(made.close);
  return `127.0.0.1:${made.port}`;
}

async function probe(url: string, changes: Partial<HttpCheck> = {}): Promise<CheckResult> {
  return (await probeTimed(url, changes)).result;
}

async function probeTimed(
  url: string,
  changes: Partial<HttpCheck> = {},
  options: { budgetMs?: number; zone?: Record<string, DnsEntry>; remembered?: Record<string, string> } = {},
): Promise<{ result: CheckResult; ms: number }> {
  const dns = await startDns(options.zone ?? {});
  const system = () => Promise.resolve({ kind: 'absent' } as const);
  const resolver = createResolver({ servers: [dns.server], hostsFile: '/dev/null', system });
  const began = performance.now();
  const { checks } = await sweep({
    config: {
      servers: [server('s', 'unused.test', http(url, changes))],
      uplink: [],
      icmp: { backend: 'auto', rate: null },
    },
    at: 0,
    budgetMs: options.budgetMs ?? 10_000,
    remembered: options.remembered ?? {},
    resolver,
  });
  const ms = performance.now() - began;
  resolver.close();
  dns.close();
  return { result: checks.get('s')?.[0]?.result ?? { kind: 'unknown', code: 'internal' }, ms };
}

const expecting = (
  body: HttpCheck['expect']['body'],
  status = [{ from: 200, to: 299 }],
): Partial<HttpCheck> => ({
  expect: { status, body },
});

describe('an HTTP check', () => {
  it('succeeds with the time from connect to the end of the body', async () => {
    const at = await serve((_, res) => setTimeout(() => res.end('fine'), 100));
    const result = await probe(`http://${at}/`);
    expect(result).toMatchObject({ kind: 'ok' });
    expect(result.kind === 'ok' && result.latencyMs).toBeGreaterThan(95);
    expect(result.kind === 'ok' && result.latencyMs).toBeLessThan(600);
  });

  it('sends method, headers and body as configured', async () => {
    let seen = '';
    const at = await serve((req, res) => {
      let body = '';
      req.on('data', (chunk: Buffer) => (body += chunk.toString()));
      req.on('end', () => {
        seen = [req.method, req.url, req.headers['x-key'], req.headers['user-agent'], body].join(' ');
        res.end();
      });
    });
    await probe(`http://${at}/a?b=c`, { method: 'POST', headers: { 'X-Key': 'k' }, body: '{"a": 1} ' });
    expect(seen).toBe('POST /a?b=c k srvmon {"a": 1} ');
  });

  it('fails for a status outside the ranges, and names it', async () => {
    const at = await serve((_, res) => res.writeHead(503).end('busy'));
    expect(await probe(`http://${at}/`)).toEqual({ kind: 'failed', code: 'http-status', detail: '503' });
    const both = expecting(null, [
      { from: 200, to: 204 },
      { from: 503, to: 503 },
    ]);
    expect(await probe(`http://${at}/`, both)).toMatchObject({ kind: 'ok' });
  });

  it('looks for text or a pattern in the body', async () => {
    const at = await serve((_, res) => res.end('{"ok":true,"jobs":17}'));
    expect(await probe(`http://${at}/`, expecting({ kind: 'text', value: '"ok":true' }))).toMatchObject({
      kind: 'ok',
    });
    expect(await probe(`http://${at}/`, expecting({ kind: 'regex', value: '"jobs":\\d+' }))).toMatchObject({
      kind: 'ok',
    });
    const missing = await probe(`http://${at}/`, expecting({ kind: 'text', value: '"ok":false' }));
    expect(missing).toEqual({ kind: 'failed', code: 'http-body', detail: '"ok":false' });
  });

  it('judges a compressed body by its text', async () => {
    const at = await serve((_, res) =>
      res.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('all fine')),
    );
    expect(await probe(`http://${at}/`, expecting({ kind: 'text', value: 'all fine' }))).toMatchObject({
      kind: 'ok',
    });
  });

  it('is not stopped for good by a pattern that explodes', async () => {
    const at = await serve((_, res) => res.end(`${'a'.repeat(60)}b`));
    const { result, ms } = await probeTimed(`http://${at}/`, expecting({ kind: 'regex', value: '^(a+)+$' }));
    expect(result).toEqual({ kind: 'unknown', code: 'internal', detail: 'the regex took too long' });
    expect(ms).toBeLessThan(1_500);
  });

  it('reads 1 MiB of the body and judges that', async () => {
    let sent = 0;
    const at = await serve((_, res) => {
      const chunk = Buffer.alloc(65_536, 'x');
      const more = (): void => {
        while (!res.destroyed && (sent += chunk.length) && res.write(chunk));
      };
      res.on('drain', more).write('begin ');
      more();
    });
    const { result, ms } = await probeTimed(`http://${at}/`, expecting({ kind: 'text', value: 'begin' }));
    expect(result).toMatchObject({ kind: 'ok' });
    expect(ms).toBeLessThan(2_000);
    expect(sent).toBeLessThan(20 * MIB);
  });

  it('does not see what stands behind the first MiB', async () => {
    const at = await serve((_, res) =>
      res.end(Buffer.concat([Buffer.alloc(MIB, 'x'), Buffer.from('behind')])),
    );
    expect(await probe(`http://${at}/`, expecting({ kind: 'text', value: 'behind' }))).toMatchObject({
      code: 'http-body',
    });
  });

  it('asks a HEAD without waiting for a body', async () => {
    const at = await serve((req, res) => res.setHeader('X-Method', req.method ?? '').end());
    expect(await probe(`http://${at}/`, { method: 'HEAD' })).toMatchObject({ kind: 'ok' });
  });

  it('ignores the proxy of the environment', async () => {
    const at = await serve((_, res) => res.end());
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${await refusedPort()}`);
    vi.stubEnv('http_proxy', `http://127.0.0.1:${await refusedPort()}`);
    expect(await probe(`http://${at}/`)).toMatchObject({ kind: 'ok' });
  });

  it('tries again after a failure', async () => {
    let requests = 0;
    const at = await serve((_, res) => res.writeHead(++requests < 3 ? 500 : 200).end());
    expect(await probe(`http://${at}/`, { attempts: 3 })).toMatchObject({ kind: 'ok' });
    expect(requests).toBe(3);
  });
});

describe('redirects', () => {
  const hops: RequestListener = (req, res) => {
    const left = Number(req.url?.slice(1));
    if (left === 0) res.end('there');
    else res.writeHead(302, { Location: `/${left - 1}` }).end();
  };

  it('are followed up to the limit', async () => {
    const at = await serve(hops);
    const found = expecting({ kind: 'text', value: 'there' });
    expect(await probe(`http://${at}/3`, { ...found, maxRedirects: 3 })).toMatchObject({ kind: 'ok' });
    expect(await probe(`http://${at}/4`, { ...found, maxRedirects: 3 })).toEqual({
      kind: 'failed',
      code: 'http-redirects',
    });
  });

  it('print no warning, even when there are many', async () => {
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', note);
    const at = await serve(hops);
    expect(await probe(`http://${at}/20`, { maxRedirects: 20 })).toMatchObject({ kind: 'ok' });
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('are judged by their status where none is followed', async () => {
    const at = await serve(hops);
    const status = expecting(null, [{ from: 302, to: 302 }]);
    expect(await probe(`http://${at}/1`, { ...status, maxRedirects: 0 })).toMatchObject({ kind: 'ok' });
  });

  it('do not give a password to another host', async () => {
    let seen: string | undefined = 'nothing';
    const other = await serve((req, res) => {
      seen = req.headers.authorization;
      res.end();
    });
    const at = await serve((_, res) => res.writeHead(302, { Location: `http://${other}/` }).end());
    await probe(`http://${at}/`, { headers: { Authorization: 'Bearer secret' } });
    expect(seen).toBeUndefined();
  });

  it('are told when they lead to a name that does not exist', async () => {
    const at = await serve((_, res) => res.writeHead(302, { Location: 'http://gone.test/' }).end());
    expect(await probe(`http://${at}/`)).toEqual({
      kind: 'failed',
      code: 'name-not-found',
      detail: 'gone.test',
    });
  });

  it.each(['ftp://192.0.2.1/', 'http://'])(
    'to %s, which cannot be followed, are not too many',
    async (place) => {
      const at = await serve((_, res) => res.writeHead(302, { Location: place }).end());
      expect(await probe(`http://${at}/`)).toEqual({ kind: 'failed', code: 'http-redirect-target' });
    },
  );

  it('share the one deadline', async () => {
    const at = await serve((_, res) => setTimeout(() => res.writeHead(302, { Location: '/' }).end(), 200));
    const { result, ms } = await probeTimed(`http://${at}/`, { maxRedirects: 20, timeoutMs: 500 });
    expect(result).toMatchObject({ code: 'http-timeout' });
    expect(ms).toBeLessThan(1_200);
  });
});

describe('the one deadline ends', () => {
  const inTime = async (url: string): Promise<CheckResult> => {
    const { result, ms } = await probeTimed(url, { timeoutMs: 400 });
    expect(ms).toBeGreaterThan(390);
    expect(ms).toBeLessThan(1_000);
    return result;
  };
  const headers = 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n';

  it('a connection that nobody takes', async () => {
    const blackhole = await startBlackhole();
    cleanups.push(blackhole.close);
    expect(await inTime(`http://127.0.0.1:${blackhole.port}/`)).toEqual({
      kind: 'failed',
      code: 'tcp-timeout',
    });
  });

  it('a TLS handshake that hangs', async () => {
    const at = await speak();
    expect(await inTime(`https://${at}/`)).toEqual({ kind: 'failed', code: 'http-timeout', detail: 'tls' });
  });

  it('a server that accepts and is silent', async () => {
    const at = await speak();
    expect(await inTime(`http://${at}/`)).toEqual({
      kind: 'failed',
      code: 'http-timeout',
      detail: 'headers',
    });
  });

  it('a server that hangs after its headers', async () => {
    const at = await speak((socket) => socket.write(headers));
    expect(await inTime(`http://${at}/`)).toEqual({ kind: 'failed', code: 'http-timeout', detail: 'body' });
  });

  it('headers that drip', async () => {
    const at = await speak((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('X-Drip: 1\r\n'), 50);
      socket.once('close', () => clearInterval(timer));
    });
    expect(await inTime(`http://${at}/`)).toEqual({
      kind: 'failed',
      code: 'http-timeout',
      detail: 'headers',
    });
  });

  it('a body that drips', async () => {
    const at = await speak((socket) => {
      socket.write(headers);
      const timer = setInterval(() => socket.write('x'), 50);
      socket.once('close', () => clearInterval(timer));
    });
    expect(await inTime(`http://${at}/`)).toEqual({ kind: 'failed', code: 'http-timeout', detail: 'body' });
  });
});

describe('what goes wrong on the way is told apart', () => {
  it('a refused port', async () => {
    expect(await probe(`http://127.0.0.1:${await refusedPort()}/`)).toEqual({
      kind: 'failed',
      code: 'tcp-refused',
    });
  });

  it('a reset', async () => {
    const at = await speak((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await probe(`http://${at}/`)).toEqual({ kind: 'failed', code: 'tcp-reset' });
  });

  it('a reset in the TLS handshake', async () => {
    const at = await speak((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await probe(`https://${at}/`)).toEqual({
      kind: 'failed',
      code: 'tls-failed',
      detail: 'ECONNRESET',
    });
  });

  it('a connection that closes without an answer', async () => {
    const at = await speak((socket) => socket.once('data', () => socket.end()));
    expect(await probe(`http://${at}/`)).toEqual({ kind: 'failed', code: 'tcp-reset' });
  });

  it('a body that breaks off', async () => {
    const at = await speak((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf'));
    expect(await probe(`http://${at}/`)).toEqual({ kind: 'failed', code: 'tcp-reset' });
  });

  it('an answer that is no HTTP', async () => {
    const at = await speak((socket) => socket.end('220 mail.test ESMTP\r\n'));
    expect(await probe(`http://${at}/`)).toMatchObject({ kind: 'failed', code: 'http-protocol' });
  });

  it('a body that is not compressed as it says', async () => {
    const at = await serve((_, res) =>
      res.writeHead(200, { 'Content-Encoding': 'gzip' }).end('no gzip at all'),
    );
    expect(await probe(`http://${at}/`)).toMatchObject({ kind: 'failed', code: 'http-protocol' });
  });

  it('a host that speaks no TLS', async () => {
    const at = await serve((_, res) => res.end());
    expect(await probe(`https://${at}/`)).toMatchObject({ kind: 'failed', code: 'tls-failed' });
  });

  it('a name that does not exist', async () => {
    expect(await probe('http://gone.test/')).toEqual({
      kind: 'failed',
      code: 'name-not-found',
      detail: 'gone.test',
    });
  });

  it('a resolver that cannot tell', async () => {
    const { result } = await probeTimed('http://sick.test/', {}, { zone: { 'sick.test': 'servfail' } });
    expect(result).toEqual({ kind: 'unknown', code: 'resolver', detail: 'ESERVFAIL' });
  });

  it('a resolver that is silent about the place of a redirect', async () => {
    const at = await serve((_, res) => res.writeHead(302, { Location: 'http://dark.test/' }).end());
    const { result } = await probeTimed(
      `http://${at}/`,
      { timeoutMs: 400 },
      { zone: { 'dark.test': 'silent' } },
    );
    expect(result).toEqual({ kind: 'unknown', code: 'resolver', detail: 'timeout' });
  });

  it('too little time left in the budget', async () => {
    const at = await speak();
    const { result } = await probeTimed(`http://${at}/`, { timeoutMs: 5_000 }, { budgetMs: 500 });
    expect(result).toEqual({ kind: 'unknown', code: 'budget' });
  });
});

describe('a name in the URL', () => {
  it('is resolved by our own lookup and kept as the Host header', async () => {
    let seen = '';
    const at = await serve((req, res) => {
      seen = req.headers.host ?? '';
      res.end();
    });
    const url = `http://shop.test:${at.split(':')[1]}/`;
    const { result } = await probeTimed(url, {}, { zone: { 'shop.test': ['127.0.0.1'] } });
    expect(result).toMatchObject({ kind: 'ok' });
    expect(seen).toBe(new URL(url).host);
  });

  it('is found by its second address', async () => {
    const web = await listen((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'), '::1');
    cleanups.push(web.close);
    const { result } = await probeTimed(
      `http://dual.test:${web.port}/`,
      {},
      { zone: { 'dual.test': ['127.0.0.1', '::1'] } },
    );
    expect(result).toMatchObject({ kind: 'ok' });
  });

  it('is reached at its remembered address while the resolver is dead', async () => {
    const at = await serve((_, res) => res.end());
    const url = `http://shop.test:${at.split(':')[1]}/`;
    const options = { zone: { 'shop.test': 'servfail' as const }, remembered: { 'shop.test': '127.0.0.1' } };
    expect((await probeTimed(url, {}, options)).result).toMatchObject({ kind: 'ok' });
  });

  it('may be an IPv6 literal', async () => {
    const web = await listen((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'), '::1');
    cleanups.push(web.close);
    expect(await probe(`http://[::1]:${web.port}/`)).toMatchObject({ kind: 'ok' });
  });
});

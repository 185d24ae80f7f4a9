import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { afterEach, describe, expect, it } from 'vitest';
import { createResolver, type Resolver, type ResolverOptions } from '../../src/probes/resolve.ts';
import type { SystemLookup } from '../../src/probes/system-lookup.ts';
import { type DnsEntry, type FakeDns, startDns, startSilentDns } from '../support/fake-dns.ts';
import { listen, refusedPort } from '../support/sockets.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

const systemKnowsNothing: SystemLookup = () => Promise.resolve({ kind: 'absent' });

/** A resolver that asks this zone, has no hosts file, and whose system knows nothing more. */
async function resolverFor(
  zone: Record<string, DnsEntry>,
  options: ResolverOptions = {},
): Promise<{ resolver: Resolver; dns: FakeDns }> {
  const dns = await startDns(zone);
  const resolver = createResolver({
    servers: [dns.server],
    hostsFile: '/dev/null',
    system: systemKnowsNothing,
    ...options,
  });
  cleanups.push(() => resolver.close(), dns.close);
  return { resolver, dns };
}

function hostsFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'srvmon-hosts-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'hosts'), text);
  return join(folder, 'hosts');
}

describe('names', () => {
  it.each(['192.0.2.7', '2001:db8::7', '[2001:db8::7]', 'fe80::1%eth0'])(
    'takes %s as it is',
    async (literal) => {
      const { resolver, dns } = await resolverFor({});
      const address = literal.replace(/[[\]]/g, '');
      expect(await resolver.resolve(literal)).toEqual({
        kind: 'found',
        addresses: [address],
        via: 'literal',
      });
      expect(dns.questions).toEqual([]);
    },
  );

  it('refuses the unspecified address, which would reach the monitor itself', async () => {
    const { resolver } = await resolverFor({ 'blocked.test': ['0.0.0.0', '::'] });
    expect(await resolver.resolve('0.0.0.0')).toEqual({ kind: 'not-found' });
    expect(await resolver.resolve('::')).toEqual({ kind: 'not-found' });
    expect(await resolver.resolve('blocked.test')).toEqual({ kind: 'not-found' });
  });

  it('looks into the hosts file first, without asking anybody', async () => {
    const text =
      '# comment\n192.0.2.1 erp.test ERP # main\n2001:db8::1\terp.test\n192.0.2.2 other.test\nnonsense erp\n';
    const { resolver, dns } = await resolverFor(
      { 'erp.test': ['192.0.2.99'] },
      { hostsFile: hostsFile(text) },
    );
    const both = { kind: 'found', addresses: ['192.0.2.1', '2001:db8::1'], via: 'hosts' };
    expect(await resolver.resolve('Erp.Test.')).toEqual(both);
    expect(await resolver.resolve('erp')).toMatchObject({ addresses: ['192.0.2.1'], via: 'hosts' });
    expect(dns.questions).toEqual([]);
  });

  it('asks for A and AAAA and gives both, IPv4 first', async () => {
    const { resolver } = await resolverFor({ 'erp.test': ['2001:db8::1', '192.0.2.1'] });
    const both = { kind: 'found', addresses: ['192.0.2.1', '2001:db8::1'], via: 'dns' };
    expect(await resolver.resolve('erp.test')).toEqual(both);
  });

  it('gives two addresses of each family at most', async () => {
    const { resolver } = await resolverFor({
      'big.test': ['192.0.2.1', '192.0.2.2', '192.0.2.3', '2001:db8::1'],
    });
    const located = await resolver.resolve('big.test');
    expect(located.kind === 'found' && located.addresses).toHaveLength(3);
  });

  it('asks for each name once, however many ask for it', async () => {
    const { resolver, dns } = await resolverFor({ 'erp.test': ['192.0.2.1'] });
    await Promise.all(['erp.test', 'ERP.test', 'erp.test.'].map((name) => resolver.resolve(name)));
    await resolver.resolve('erp.test');
    expect(dns.questions.sort()).toEqual(['A erp.test', 'AAAA erp.test']);
  });

  it('does not wait long for a resolver that never answers AAAA', async () => {
    const { resolver } = await resolverFor({ 'A erp.test': ['192.0.2.1'], 'AAAA erp.test': 'silent' });
    const began = performance.now();
    expect(await resolver.resolve('erp.test')).toMatchObject({ addresses: ['192.0.2.1'] });
    expect(performance.now() - began).toBeLessThan(900);
  });

  it('finds a name that has only an IPv6 address', async () => {
    const { resolver } = await resolverFor({ 'six.test': ['2001:db8::6'] });
    expect(await resolver.resolve('six.test')).toMatchObject({ addresses: ['2001:db8::6'] });
  });

  it('says that a name does not exist, or has no address', async () => {
    const { resolver } = await resolverFor({ 'empty.test': [] });
    expect(await resolver.resolve('gone.test')).toEqual({ kind: 'not-found' });
    expect(await resolver.resolve('empty.test')).toEqual({ kind: 'not-found' });
    expect(await resolver.resolve('not a name.test')).toEqual({ kind: 'not-found' });
  });

  it.each([
    ['servfail', 'ESERVFAIL'],
    ['refused', 'EREFUSED'],
    ['silent', 'timeout'],
  ] as const)('tells %s apart from a name that does not exist', async (entry, detail) => {
    const { resolver } = await resolverFor({ 'erp.test': entry });
    expect(await resolver.resolve('erp.test')).toEqual({ kind: 'no-answer', detail });
  });

  it('does not believe half an answer: no A, and nothing about AAAA', async () => {
    const { resolver } = await resolverFor({ 'A erp.test': [], 'AAAA erp.test': 'servfail' });
    expect(await resolver.resolve('erp.test')).toEqual({ kind: 'no-answer', detail: 'ESERVFAIL' });
  });

  it('tells a resolver that is not there', async () => {
    const resolver = createResolver({
      servers: [`127.0.0.1:${await refusedPort()}`],
      system: systemKnowsNothing,
    });
    expect(await resolver.resolve('erp.test')).toEqual({ kind: 'no-answer', detail: 'ECONNREFUSED' });
  });
});

describe('the system as the last resort', () => {
  const system: SystemLookup = (name) =>
    Promise.resolve(
      name.startsWith('printer') ? { kind: 'addresses', addresses: ['192.0.2.5'] } : { kind: 'absent' },
    );

  it('knows names that DNS does not know (mDNS, LDAP)', async () => {
    const { resolver } = await resolverFor({}, { system });
    expect(await resolver.resolve('printer.local')).toMatchObject({
      addresses: ['192.0.2.5'],
      via: 'system',
    });
  });

  it('is asked first for a single label, so that a provider that answers every name cannot lead astray', async () => {
    const { resolver, dns } = await resolverFor({ printer: ['203.0.113.1'] }, { system });
    expect(await resolver.resolve('printer')).toMatchObject({ addresses: ['192.0.2.5'] });
    expect(dns.questions).toEqual([]);
  });

  it('leaves open why it did not find a single label, so DNS is asked', async () => {
    const { resolver } = await resolverFor({ lost: 'silent' }, { system });
    expect(await resolver.resolve('lost')).toEqual({ kind: 'no-answer', detail: 'timeout' });
    expect(await resolver.resolve('gone')).toEqual({ kind: 'not-found' });
  });

  it('really works: the name of this machine’s loopback', async () => {
    const silent = await startSilentDns();
    cleanups.push(silent.close);
    const resolver = createResolver({ servers: [silent.server], hostsFile: '/dev/null' });
    expect(await resolver.resolve('localhost')).toMatchObject({ kind: 'found', via: 'system' });
  });

  it('does not take a name for an option', async () => {
    const { askSystem } = await import('../../src/probes/system-lookup.ts');
    const signal = new AbortController().signal;
    expect(await askSystem('--help', { timeoutMs: 1_000, signal })).toEqual({ kind: 'absent' });
  });

  it('ends when the resolver is closed', async () => {
    const { askSystem } = await import('../../src/probes/system-lookup.ts');
    const answer = await askSystem('localhost', { timeoutMs: 1_000, signal: AbortSignal.abort() });
    expect(answer.kind).toBe('no-answer');
  });
});

describe('a dead resolver', () => {
  it('is given up after a few names: 500 take no longer than one wave', async () => {
    const silent = await startSilentDns();
    cleanups.push(silent.close);
    const resolver = createResolver({ servers: [silent.server], system: systemKnowsNothing });
    const began = performance.now();
    const names = Array.from({ length: 500 }, (_, n) => resolver.resolve(`host-${n}.test`));
    const answers = await Promise.all(names);
    expect(performance.now() - began).toBeLessThan(6_000);
    expect(answers.every((answer) => answer.kind === 'no-answer')).toBe(true);
  });

  it('is not taken for dead when it answers other names', async () => {
    const zone = Object.fromEntries(
      Array.from({ length: 80 }, (_, n) => [`dark-${n}.test`, 'silent' as const]),
    );
    const { resolver } = await resolverFor({
      ...zone,
      'erp.test': ['192.0.2.1'],
      'late.test': ['192.0.2.2'],
    });
    await resolver.resolve('erp.test');
    await Promise.all(Object.keys(zone).map((name) => resolver.resolve(name)));
    expect(await resolver.resolve('late.test')).toMatchObject({ addresses: ['192.0.2.2'] });
  });

  it('answers at once after close', async () => {
    const silent = await startSilentDns();
    cleanups.push(silent.close);
    const resolver = createResolver({ servers: [silent.server], system: systemKnowsNothing });
    const pending = resolver.resolve('erp.test');
    const began = performance.now();
    setTimeout(() => resolver.close(), 50);
    expect(await pending).toMatchObject({ kind: 'no-answer' });
    expect(await resolver.resolve('other.test')).toMatchObject({ kind: 'no-answer' });
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe('the lookup for other people’s sockets', () => {
  async function servedAt(hostname: string, resolver: Resolver): Promise<number> {
    const web = await listen((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
    cleanups.push(web.close);
    const url = `http://${hostname}:${web.port}/`;
    const response = await axios.get(url, { lookup: resolver.lookup, proxy: false });
    return response.status;
  }

  it('serves axios', async () => {
    const { resolver } = await resolverFor({ 'api.test': ['127.0.0.1'] });
    expect(await servedAt('api.test', resolver)).toBe(204);
  });

  it('serves node:http', async () => {
    const { resolver } = await resolverFor({ 'api.test': ['127.0.0.1'] });
    const web = await listen((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
    cleanups.push(web.close);
    const status = await new Promise((resolve, reject) => {
      get({ host: 'api.test', port: web.port, lookup: resolver.lookup }, (res) => resolve(res.statusCode)).on(
        'error',
        reject,
      );
    });
    expect(status).toBe(204);
  });

  it('uses the remembered address while nobody answers', async () => {
    const { resolver } = await resolverFor(
      { 'api.test': 'servfail' },
      { remembered: { 'api.test': '127.0.0.1' } },
    );
    expect(await servedAt('api.test', resolver)).toBe(204);
  });

  it.each([
    ['gone.test', 'ENOTFOUND'],
    ['sick.test', 'EAI_AGAIN'],
  ])('fails for %s with the code %s', async (host, code) => {
    const { resolver } = await resolverFor({ 'sick.test': 'servfail' });
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) =>
      resolver.lookup(host, {}, (failure) => resolve(failure)),
    );
    expect(error?.code).toBe(code);
  });

  it('gives the family that was asked for', async () => {
    const { resolver } = await resolverFor({ 'api.test': ['127.0.0.1', '::1'] });
    const address = await new Promise((resolve) =>
      resolver.lookup('api.test', { family: 6 }, (_, found) => resolve(found)),
    );
    expect(address).toBe('::1');
  });
});

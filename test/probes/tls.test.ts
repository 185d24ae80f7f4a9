import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../../src/probes/index.ts';
import { type KeyAndCertificate, makeCertificate } from '../support/certificates.ts';
import { http, server } from '../support/servers.ts';
import { runSweep } from '../support/run-sweep.ts';
import type { CheckResult } from '../../src/core/probing.ts';

const DAY_MS = 86_400_000;
const soon = Math.ceil(Date.now() / 1000) * 1000 + 10 * DAY_MS;
const authority = makeCertificate({ name: 'Test CA', notAfter: soon + 300 * DAY_MS }, true);
const issuer = authority;
const certificates = {
  good: makeCertificate({ name: 'localhost', notAfter: soon, issuer }),
  expired: makeCertificate({ name: 'localhost', notAfter: soon - 20 * DAY_MS, issuer }),
  otherName: makeCertificate({ name: 'other.test', notAfter: soon, issuer }),
  selfSigned: makeCertificate({ name: 'localhost', notAfter: soon }),
};
type Kind = keyof typeof certificates;

const servers: ReturnType<typeof createServer>[] = [];
const ports = {} as Record<Kind, number>;
const folder = mkdtempSync(join(tmpdir(), 'srvmon-tls-'));
beforeAll(async () => {
  writeFileSync(join(folder, 'ca.pem'), authority.cert);
  for (const [kind, certificate] of Object.entries(certificates))
    ports[kind as Kind] = await serve(certificate);
});
afterAll(() => {
  for (const web of servers) web.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});

async function serve(certificate: KeyAndCertificate): Promise<number> {
  const web = createServer(certificate, (_, res) => res.end('fine')).listen(0, '127.0.0.1');
  await once(web, 'listening');
  servers.push(web);
  return (web.address() as AddressInfo).port;
}

const url = (kind: Kind): string => `https://localhost:${ports[kind]}/`;

describe('TLS verification, with the authority known to the process', () => {
  let results: Readonly<Record<string, readonly CheckResult[]>>;
  beforeAll(async () => {
    const list = (Object.keys(certificates) as Kind[]).map((kind) =>
      server(kind, 'localhost', http(url(kind))),
    );
    const job = { config: { servers: list, uplink: [], icmp: { backend: 'auto', rate: null } } } as const;
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };
    ({ results } = (await runSweep(job, { env })).report);
  });

  it('accepts a good certificate', () => {
    expect(results['good']).toMatchObject([{ kind: 'ok' }]);
  });

  it('tells one that has expired', () => {
    expect(results['expired']).toEqual([{ kind: 'failed', code: 'tls-expired', detail: 'localhost' }]);
  });

  it('tells one for another name', () => {
    expect(results['otherName']).toEqual([{ kind: 'failed', code: 'tls-name', detail: 'localhost' }]);
  });

  it('tells one that nobody known has signed', () => {
    const untrusted = { kind: 'failed', code: 'tls-untrusted', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' };
    expect(results['selfSigned']).toEqual([untrusted]);
  });
});

describe('the end of a certificate', () => {
  const probe = async (kind: Kind, verify: boolean, warnBeforeMs: number | null, path = '') => {
    const check = http(`${url(kind)}${path}`, { label: 'web', tls: { verify, warnBeforeMs } });
    const config = {
      servers: [server('s', 'localhost', check)],
      uplink: [],
      icmp: { backend: 'auto', rate: null },
    } as const;
    return sweep({ config, at: 0, budgetMs: 5_000, remembered: {} });
  };
  const seen = (kind: Kind, notAfter: number) => ({
    serverId: 's',
    check: 'web',
    fingerprint: new X509Certificate(certificates[kind].cert).fingerprint256,
    notAfter,
    warnBeforeMs: 14 * DAY_MS,
  });

  it('is read with verification off, also on the second request', async () => {
    for (let n = 0; n < 2; n++) {
      const swept = await probe('selfSigned', false, 14 * DAY_MS);
      expect(swept.verdicts.get('s')).toMatchObject({ kind: 'ok' });
      expect(swept.certificates).toEqual([seen('selfSigned', soon)]);
    }
  });

  it('is read when it lies in the past', async () => {
    const swept = await probe('expired', false, 14 * DAY_MS);
    expect(swept.certificates).toEqual([seen('expired', soon - 20 * DAY_MS)]);
  });

  it('is not told where nobody wants to be warned', async () => {
    expect((await probe('selfSigned', false, null)).certificates).toEqual([]);
  });

  it('is told once however many tries and requests it took', async () => {
    const check = http(url('selfSigned'), {
      label: 'web',
      attempts: 3,
      expect: { status: [{ from: 500, to: 500 }], body: null },
      tls: { verify: false, warnBeforeMs: 14 * DAY_MS },
    });
    const config = {
      servers: [server('s', 'localhost', check)],
      uplink: [],
      icmp: { backend: 'auto', rate: null },
    } as const;
    const swept = await sweep({ config, at: 0, budgetMs: 5_000, remembered: {} });
    expect(swept.certificates).toHaveLength(1);
  });
});

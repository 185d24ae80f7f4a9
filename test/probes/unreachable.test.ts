import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/core/probing.ts';
import { mayUseNamespaces, ServerLab } from '../support/netns.ts';
import { needs } from '../support/require.ts';
import { runSweep } from '../support/run-sweep.ts';
import { http, server, tcp } from '../support/servers.ts';

const possible = needs(mayUseNamespaces, 'network namespaces need root on Linux and iproute2');

describe.skipIf(!possible)('a host that the network does not reach', () => {
  let lab: ServerLab;
  let results: Readonly<Record<string, readonly CheckResult[]>>;
  beforeAll(async () => {
    lab = new ServerLab();
    lab.cut('10.50.0.2', 'unreachable');
    lab.cut('10.50.0.3', 'blackhole');
    // The router has no way for these; it says "network unreachable", not "host unreachable".
    lab.monitor.ip('route', 'add', '10.60.0.0/16', 'via', '10.200.0.2');
    lab.servers.sysctl('net.ipv4.ip_forward', 1);
    const hosts = {
      answers: '10.50.0.1',
      host: '10.50.0.2',
      dropped: '10.50.0.3',
      net: '10.60.0.1',
      noRoute: '10.70.0.1',
    };
    const servers = Object.entries(hosts).map(([id, host]) =>
      server(id, host, tcp(9), http(`http://${host}:9/`)),
    );
    const six = server('noIpv6', 'fd99::1', tcp(9));
    const job = {
      config: { servers: [...servers, six], uplink: [], icmp: { backend: 'auto', rate: null } },
    } as const;
    const inside = (program: string, args: readonly string[]) =>
      ['ip', ['netns', 'exec', lab.monitor.name, program, ...args]] as const;
    results = (await runSweep(job, {}, inside)).report.results;
  });
  afterAll(() => lab.destroy());

  const both = (result: CheckResult): CheckResult[] => [result, result];

  it('refuses where it is there but the port is closed', () => {
    expect(results['answers']).toEqual(both({ kind: 'failed', code: 'tcp-refused' }));
  });

  it('is unreachable when its router says so', () => {
    expect(results['host']).toEqual(both({ kind: 'failed', code: 'tcp-unreachable' }));
  });

  it('is unreachable when a router far away has lost the whole network', () => {
    expect(results['net']).toEqual(both({ kind: 'failed', code: 'tcp-unreachable' }));
  });

  it('times out when its packets are dropped', () => {
    expect(results['dropped']).toEqual(both({ kind: 'failed', code: 'tcp-timeout' }));
  });

  it('is unknown when this machine itself has no route', () => {
    const unknown: CheckResult = { kind: 'unknown', code: 'local-network', detail: 'ENETUNREACH' };
    expect(results['noRoute']).toEqual(both(unknown));
    expect(results['noIpv6']).toEqual([unknown]);
  });
});

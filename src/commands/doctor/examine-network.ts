import { isIP, isIPv4 } from 'node:net';
import type { Config } from '../../core/config.ts';
import type { Finding } from '../../core/findings.ts';
import { reachHeartbeat } from '../../notify/heartbeat-reach.ts';
import { hostKey, urlHost } from '../../probes/hosts.ts';
import { chooseBackend } from '../../probes/icmp/choose.ts';
import type { Refusal } from '../../probes/icmp/types.ts';
import type { DoctorMeans } from './means.ts';

/** Names beyond this would take longer than anybody waits. */
const MOST_NAMES = 200;

/** Wrong names that are listed one by one. */
const LISTED = 10;

/** Whether this user may send pings, and by which way. Empty when nothing is pinged. */
export async function examineIcmp(config: Config, { icmp }: DoctorMeans): Promise<Finding[]> {
  const pinged = config.servers.filter(({ checks }) => checks.some(({ kind }) => kind === 'icmp'));
  const hosts = [...pinged.map(({ host }) => host), ...config.uplink];
  if (hosts.length === 0) return [];
  const { backend, tried } = await chooseBackend({
    ...config.icmp,
    v4: hosts.some((host) => isIPv4(host) || isIP(host) === 0),
    v6: hosts.some((host) => host.includes(':')),
    count: hosts.length,
    env: icmp,
  });
  const reasons = tried.map(({ name, reason, detail }) => `${name}: ${reason} (${detail})`);
  if (backend === null) {
    const mend = icmpMend(config, tried);
    return [{ code: 'icmp-unavailable', tried: reasons, wanted: config.icmp.backend, mend }];
  }
  backend.close();
  return [{ code: 'icmp-fine', backend: backend.name, tried: reasons }];
}

function icmpMend(
  { icmp }: Config,
  tried: readonly Refusal[],
): (Finding & { code: 'icmp-unavailable' })['mend'] {
  if (icmp.backend !== 'auto' && icmp.backend !== 'ping') return 'auto';
  const ping = tried.find(({ name }) => name === 'ping');
  return ping?.reason === 'not-installed' ? 'install-ping' : 'allow-ping';
}

/** Whether the names in the configuration resolve, that of Telegram's server first. */
export async function examineDns(config: Config, means: DoctorMeans): Promise<Finding[]> {
  const names = namesOf(config).slice(0, MOST_NAMES);
  if (names.length === 0) return [];
  const resolver = means.resolver();
  try {
    const answers = await Promise.all(
      names.map(async (name) => ({ name, located: await resolver.resolve(name) })),
    );
    for (const { name, located } of answers) {
      // With the name service dead, one line says it all.
      if (located.kind === 'no-answer') return [{ code: 'dns-silent', name, reason: located.detail }];
    }
    const unknown = answers.filter(({ located }) => located.kind === 'not-found').slice(0, LISTED);
    return unknown.length === 0
      ? [{ code: 'dns-fine', names: names.length }]
      : unknown.map(({ name }) => ({ code: 'dns-unknown-name', name }));
  } finally {
    resolver.close();
  }
}

function namesOf({ telegram, servers, uplink }: Config): string[] {
  const own = telegram === null ? [] : [telegram.proxy ?? telegram.apiBase].map(urlHost);
  const checked = servers.flatMap(({ host, checks }) =>
    checks.map((check) => (check.kind === 'http' ? urlHost(check.url) : host)),
  );
  const all = [...own, ...uplink, ...checked].map(hostKey);
  return [...new Set(all)].filter((name) => name !== '' && isIP(name) === 0);
}

/** Whether somebody would notice that srvmon itself has stopped. */
export async function examineHeartbeat({ heartbeatUrl }: Config): Promise<Finding[]> {
  if (heartbeatUrl === null) return [{ code: 'heartbeat-unset' }];
  const { host } = new URL(heartbeatUrl);
  const reason = await reachHeartbeat(heartbeatUrl);
  return [
    reason === null ? { code: 'heartbeat-fine', host } : { code: 'heartbeat-unreachable', host, reason },
  ];
}

/** The result of one check as a JSON document with a version, for other programs. */

import type { Config } from '../core/config.ts';
import type { Decision } from '../core/decide.ts';
import type { Sweep } from '../core/probing.ts';
import { isoUtc } from './iso.ts';
import { document } from './json.ts';

/** Raised when a field changes its meaning or goes away; a new field alone does not raise it. */
const CHECK_VERSION = 1;

/**
 * What this check saw and decided. Instants are ISO 8601 in UTC; `latencyMs` is null for a server that did not answer now,
 * and `verdict` for one that was not probed.
 */
export function jsonCheck(config: Config, sweep: Sweep, { state, transitions }: Decision): string {
  const servers = config.servers.map(({ id, name, host }) => {
    const { condition, incident = null, latencyMs = null } = state.servers[id] ?? {};
    const verdict = sweep.verdicts.get(id) ?? null;
    return {
      id,
      name,
      host,
      condition: condition?.kind ?? 'unknown',
      downSince: incident === null ? null : isoUtc(incident.since),
      latencyMs: verdict?.kind === 'ok' ? latencyMs : null,
      verdict,
    };
  });
  return document({
    format: 'srvmon-check',
    version: CHECK_VERSION,
    at: isoUtc(sweep.at),
    blind: sweep.blind,
    servers,
    transitions: transitions.map(({ serverId, to, at }) => ({ server: serverId, to, at: isoUtc(at) })),
    troubles: sweep.troubles,
  });
}

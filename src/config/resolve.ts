import type { CheckInput } from './schema-checks.ts';
import type { Head, ServerInput, SiteInput } from './schema.ts';
import type { Entry, Shape } from './shape.ts';

/** How the keys of servers, sites and `alerts` complete one another. */

export const CONSOLE = 'console';

/** `parent: none`: no parent, although the site has a gateway. */
export const NO_PARENT = 'none';

export function checksOf(server: ServerInput, head: Head): readonly CheckInput[] {
  return server.checks ?? head.defaults.checks;
}

/** Milliseconds an attempt, and attempts, of a check. */
export function timingOf(
  check: CheckInput,
  server: ServerInput,
  head: Head,
): { timeoutMs: number; attempts: number } {
  return {
    timeoutMs: check.timeout ?? server.timeout ?? head.defaults.timeout,
    attempts: check.attempts ?? server.attempts ?? head.defaults.attempts,
  };
}

/** Its own host, or that of its first URL; null: none. */
export function hostOf(server: ServerInput, head: Head): string | null {
  if (server.host !== undefined) return server.host;
  const first = checksOf(server, head).find((check) => check.kind === 'http');
  return first === undefined ? null : new URL(first.url).hostname.replace(/^\[|\]$/g, '');
}

export function targetsOf(server: ServerInput, site: SiteInput | null, head: Head): readonly string[] {
  return server.to ?? site?.to ?? head.alerts.to;
}

export function parentOf(id: string, server: ServerInput, site: SiteInput | null): string | null {
  if (server.parent !== undefined) return server.parent === NO_PARENT ? null : server.parent;
  return site?.gateway === undefined || site.gateway === id ? null : site.gateway;
}

/** Finds the site of a server; null: it has none, or one that is not there or was refused. */
export function siteFinder({ sites }: Shape): (server: ServerInput) => Entry<SiteInput> | null {
  const byId = new Map(sites.map((entry) => [entry.id, entry]));
  return ({ site }) => (site === undefined ? null : (byId.get(site) ?? null));
}

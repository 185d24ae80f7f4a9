import { basename } from 'node:path';
import { formatPath, quote, type KeyPath } from './problem.ts';
import { isReservedName } from './names.ts';
import { checksOf, CONSOLE, hostOf, NO_PARENT, siteFinder, targetsOf, timingOf } from './resolve.ts';
import { parentLoops } from './rules-parents.ts';
import type { ServerInput, SiteInput } from './schema.ts';
import { closest } from './sentences.ts';
import type { Entry, Located, Shape } from './shape.ts';
import type { Source } from './source.ts';

/** Third pass: what one key says against what another one says. Each rule looks at everything once. */
export type Rule = (shape: Shape) => Iterable<Located>;

export const RULES: readonly Rule[] = [idsThere, idsUnique, hostsThere, checksInTime];

/** Rules that need every file to be readable. */
export const REFERENCE_RULES: readonly Rule[] = [
  someServers,
  sitesKnown,
  gatewaysKnown,
  parentsKnown,
  parentLoops,
  targetsKnown,
  targetsThere,
];

/** The sweep's budget is 35 s: a check that needs longer on a dead server would never be called failed. */
const LONGEST_CHECK_MS = 30_000;

/** Finding the most similar word among 50,000 takes a while; nobody reads a thousand suggestions. */
const MOST_SUGGESTIONS = 20;

export function complain(
  source: Source,
  path: KeyPath,
  code: string,
  message: string,
  mend: string,
): Located {
  return { source, path, part: 'value', code, message, mend };
}

function* someServers({ servers, main }: Shape): Iterable<Located> {
  if (servers.length > 0 || !hasRoomForServers(main.data)) return;
  const mend = 'add at least one: servers: [{name: ERP, host: erp.example.com}]';
  yield complain(main, ['servers'], 'servers-none', 'there are no servers to watch', mend);
}

/** False when `servers`, or the file as a whole, is something else than expected: that is said already. */
function hasRoomForServers(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return data === null || data === undefined;
  const list = (data as { servers?: unknown }).servers ?? [];
  return !Array.isArray(data) && Array.isArray(list);
}

function* idsThere({ servers, sites }: Shape): Iterable<Located> {
  for (const { source, path, id, idGiven, value } of [...sites, ...servers]) {
    if (idGiven || value === null) continue;
    if (id === '') {
      const message =
        value.name === undefined && !('host' in value)
          ? 'needs a name or an id'
          : 'no id can be made of its name';
      yield complain(
        source,
        path,
        'id-none',
        message,
        'give it an id: of letters and digits, such as id: router-bdg',
      );
    } else if (isReservedName(id)) {
      yield complain(
        source,
        path,
        'id-reserved',
        `the id ${quote(id)}, made of its name, is a reserved word`,
        'give it an id: of its own',
      );
    }
  }
}

function* idsUnique({ servers, sites }: Shape): Iterable<Located> {
  yield* duplicates(sites, 'site');
  yield* duplicates(servers, 'server');
}

function* duplicates(entries: readonly Entry<unknown>[], kind: string): Iterable<Located> {
  const first = new Map<string, Entry<unknown>>();
  for (const entry of entries) {
    const earlier = first.get(entry.id);
    if (earlier === undefined || entry.id === '') {
      first.set(entry.id, entry);
      continue;
    }
    const made = entry.idGiven ? '' : ', made of its name,';
    const message = `the ${kind} id ${quote(entry.id)}${made} is already that of ${formatPath(earlier.path)} (${lineOf(earlier)})`;
    const path = entry.idGiven ? [...entry.path, 'id'] : entry.path;
    const mend = `give it an id: of its own, such as id: ${entry.id}-2`;
    yield complain(entry.source, path, 'id-duplicate', message, mend);
  }
}

function lineOf({ source, path }: Entry<unknown>): string {
  return `${basename(source.file)}:${source.locate(path, 'value').line}`;
}

function* hostsThere({ servers, head }: Shape): Iterable<Located> {
  for (const { source, path, value } of servers) {
    if (value === null || hostOf(value, head) !== null) continue;
    yield complain(
      source,
      [...path, 'host'],
      'host-none',
      'the server has no host',
      'add host: with its address or name',
    );
  }
}

function* checksInTime({ servers, head }: Shape): Iterable<Located> {
  for (const { source, path, value } of servers) {
    for (const [index, check] of value === null ? [] : checksOf(value, head).entries()) {
      const { timeoutMs, attempts } = timingOf(check, value as ServerInput, head);
      if (timeoutMs * attempts <= LONGEST_CHECK_MS) continue;
      const at = value?.checks === undefined ? path : [...path, 'checks', index];
      const message = `${attempts} attempts of ${timeoutMs / 1000}s may take ${(timeoutMs * attempts) / 1000}s, longer than the ${LONGEST_CHECK_MS / 1000}s that a run has for them`;
      yield complain(source, at, 'check-too-long', message, 'lower timeout: or attempts:');
    }
  }
}

function* sitesKnown({ servers, sites }: Shape): Iterable<Located> {
  const known = new Set(sites.map((site) => site.id));
  const suggest = suggester(known);
  for (const { source, path, value } of servers) {
    const site = value?.site;
    if (site === undefined || known.has(site)) continue;
    yield complain(
      source,
      [...path, 'site'],
      'site-missing',
      `there is no site with the id ${quote(site)}`,
      suggest(site, 'add it to sites:'),
    );
  }
}

function* gatewaysKnown({ servers, sites }: Shape): Iterable<Located> {
  const known = new Set(servers.map((server) => server.id));
  const suggest = suggester(known);
  for (const { source, path, value } of sites) {
    const gateway = value?.gateway;
    if (gateway === undefined || known.has(gateway)) continue;
    yield complain(
      source,
      [...path, 'gateway'],
      'gateway-missing',
      `there is no server with the id ${quote(gateway)}`,
      suggest(gateway, 'write the id of a server'),
    );
  }
}

function* parentsKnown({ servers }: Shape): Iterable<Located> {
  const known = new Set(servers.map((server) => server.id));
  const suggest = suggester(known);
  for (const { source, path, value } of servers) {
    const parent = value?.parent;
    if (parent === undefined || parent === NO_PARENT || known.has(parent)) continue;
    yield complain(
      source,
      [...path, 'parent'],
      'parent-missing',
      `there is no server with the id ${quote(parent)}`,
      suggest(parent, 'write the id of a server'),
    );
  }
}

function* targetsKnown(shape: Shape): Iterable<Located> {
  const { main, head, sites, servers, chatNames } = shape;
  const suggest = suggester(new Set([...chatNames, CONSOLE]));
  const check = function* (
    source: Source,
    path: KeyPath,
    names: readonly string[] | undefined,
  ): Iterable<Located> {
    for (const name of names ?? []) {
      if (name === CONSOLE || chatNames.has(name)) continue;
      yield complain(
        source,
        path,
        'chat-missing',
        `there is no chat called ${quote(name)}`,
        suggest(name, 'add it to telegram.chats, or use console'),
      );
    }
  };
  yield* check(main, ['alerts', 'to'], head.alerts.to);
  yield* check(main, ['alerts', 'notices_to'], head.alerts.notices_to);
  for (const { source, path, value } of [...sites, ...servers] as readonly Entry<SiteInput | ServerInput>[]) {
    yield* check(source, [...path, 'to'], value?.to);
    yield* check(source, [...path, 'announce_to'], value?.announce_to);
  }
}

function* targetsThere(shape: Shape): Iterable<Located> {
  // When `to` itself is wrong, that is said already.
  if (shape.isBroken(['alerts', 'to'])) return;
  const siteOf = siteFinder(shape);
  for (const { source, path, value } of shape.servers) {
    if (value === null) continue;
    const site = siteOf(value);
    if (site !== null && site.value === null) continue;
    if (targetsOf(value, site?.value ?? null, shape.head).length > 0) continue;
    yield complain(
      source,
      path,
      'target-none',
      'nobody would be told about this server',
      'set alerts.to, or to: here, to a chat such as [it], or to [console]',
    );
  }
}

function suggester(words: ReadonlySet<string>): (typed: string, otherwise: string) => string {
  let left = MOST_SUGGESTIONS;
  return (typed, otherwise) => {
    left -= 1;
    const near = left < 0 ? null : closest(typed, words);
    return near === null ? otherwise : `did you mean ${near}?`;
  };
}

import { basename } from 'node:path';
import { formatPath, quote, type Bilingual, type KeyPath } from './problem.ts';
import { isReservedName } from './names.ts';
import { checksOf, CONSOLE, hostOf, NO_PARENT, siteFinder, targetsOf, timingOf } from './resolve.ts';
import { parentLoops } from './rules-parents.ts';
import type { ServerInput, SiteInput } from './schema.ts';
import { closest, didYouMean } from './sentences.ts';
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
  message: Bilingual,
  mend: Bilingual,
): Located {
  return { source, path, part: 'value', code, message, mend };
}

function* someServers({ servers, main }: Shape): Iterable<Located> {
  if (servers.length > 0 || !hasRoomForServers(main.data)) return;
  const message = { en: 'there are no servers to watch', id: 'tidak ada server untuk dipantau' };
  const example = 'servers: [{name: ERP, host: erp.example.com}]';
  const mend = { en: `add at least one: ${example}`, id: `tambahkan paling sedikit satu: ${example}` };
  yield complain(main, ['servers'], 'servers-none', message, mend);
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
          ? { en: 'needs a name or an id', id: 'butuh name atau id' }
          : { en: 'no id can be made of its name', id: 'tidak bisa dibuatkan id dari namanya' };
      yield complain(source, path, 'id-none', message, {
        en: 'give it an id: of letters and digits, such as id: router-bdg',
        id: 'beri id: dari huruf dan angka, misalnya id: router-bdg',
      });
    } else if (isReservedName(id)) {
      yield complain(
        source,
        path,
        'id-reserved',
        {
          en: `the id ${quote(id)}, made of its name, is a reserved word`,
          id: `id ${quote(id)}, yang dibuat dari namanya, adalah kata khusus`,
        },
        { en: 'give it an id: of its own', id: 'beri id: sendiri' },
      );
    }
  }
}

function* idsUnique({ servers, sites }: Shape): Iterable<Located> {
  yield* duplicates(sites, { en: 'site', id: 'lokasi' });
  yield* duplicates(servers, { en: 'server', id: 'server' });
}

function* duplicates(entries: readonly Entry<unknown>[], kind: Bilingual): Iterable<Located> {
  const first = new Map<string, Entry<unknown>>();
  for (const entry of entries) {
    const earlier = first.get(entry.id);
    if (earlier === undefined || entry.id === '') {
      first.set(entry.id, entry);
      continue;
    }
    const made = entry.idGiven
      ? { en: '', id: '' }
      : { en: ', made of its name,', id: ', yang dibuat dari namanya,' };
    const other = `${formatPath(earlier.path)} (${lineOf(earlier)})`;
    const message = {
      en: `the ${kind.en} id ${quote(entry.id)}${made.en} is already that of ${other}`,
      id: `id ${kind.id} ${quote(entry.id)}${made.id} sudah dipakai ${other}`,
    };
    const path = entry.idGiven ? [...entry.path, 'id'] : entry.path;
    const mend = {
      en: `give it an id: of its own, such as id: ${entry.id}-2`,
      id: `beri id: sendiri, misalnya id: ${entry.id}-2`,
    };
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
      { en: 'the server has no host', id: 'server ini tidak punya host' },
      { en: 'add host: with its address or name', id: 'tambahkan host: dengan alamat atau namanya' },
    );
  }
}

function* checksInTime({ servers, head }: Shape): Iterable<Located> {
  for (const { source, path, value } of servers) {
    for (const [index, check] of value === null ? [] : checksOf(value, head).entries()) {
      const { timeoutMs, attempts } = timingOf(check, value as ServerInput, head);
      if (timeoutMs * attempts <= LONGEST_CHECK_MS) continue;
      const at = value?.checks === undefined ? path : [...path, 'checks', index];
      const [each, all, most] = [timeoutMs, timeoutMs * attempts, LONGEST_CHECK_MS].map(
        (ms) => `${ms / 1000}s`,
      );
      const message = {
        en: `${attempts} attempts of ${each} may take ${all}, longer than the ${most} that a run has for them`,
        id: `${attempts} percobaan masing-masing ${each} bisa makan ${all}, lebih lama dari jatah ${most} dalam satu pemeriksaan`,
      };
      const mend = { en: 'lower timeout: or attempts:', id: 'kecilkan timeout: atau attempts:' };
      yield complain(source, at, 'check-too-long', message, mend);
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
      { en: `there is no site with the id ${quote(site)}`, id: `tidak ada lokasi dengan id ${quote(site)}` },
      suggest(site, { en: 'add it to sites:', id: 'tambahkan ke sites:' }),
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
      noServer(gateway),
      suggest(gateway, SERVER_ID),
    );
  }
}

const SERVER_ID: Bilingual = { en: 'write the id of a server', id: 'tulis id sebuah server' };

function noServer(id: string): Bilingual {
  return {
    en: `there is no server with the id ${quote(id)}`,
    id: `tidak ada server dengan id ${quote(id)}`,
  };
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
      noServer(parent),
      suggest(parent, SERVER_ID),
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
        { en: `there is no chat called ${quote(name)}`, id: `tidak ada chat bernama ${quote(name)}` },
        suggest(name, {
          en: 'add it to telegram.chats, or use console',
          id: 'tambahkan ke telegram.chats, atau pakai console',
        }),
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
      {
        en: 'nobody would be told about this server',
        id: 'tidak ada yang akan diberi tahu tentang server ini',
      },
      {
        en: 'set alerts.to, or to: here, to a chat such as [it], or to [console]',
        id: 'isi alerts.to, atau to: di sini, dengan chat misalnya [it], atau [console]',
      },
    );
  }
}

function suggester(words: ReadonlySet<string>): (typed: string, otherwise: Bilingual) => Bilingual {
  let left = MOST_SUGGESTIONS;
  return (typed, otherwise) => {
    left -= 1;
    const near = left < 0 ? null : closest(typed, words);
    return near === null ? otherwise : didYouMean(near);
  };
}

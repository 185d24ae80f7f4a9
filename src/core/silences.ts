import type { Config } from './config.ts';
import type { Silence, State } from './model.ts';

/** What a silence is about, found from what the user typed. */
export type Scope =
  | { readonly kind: 'found'; readonly scope: string; readonly name: string | null }
  /** Both a server and a site are called so. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'missing' };

/** `all`, the id or name of a server or a site, or `server:ID`, `site:ID`. */
export function findScope(config: Pick<Config, 'servers' | 'sites'>, text: string): Scope {
  if (text === 'all') return { kind: 'found', scope: 'all', name: null };
  const server = find(config.servers, text, 'server:');
  const site = find(config.sites, text, 'site:');
  if (server !== null && site !== null) return { kind: 'ambiguous' };
  if (server !== null) return { kind: 'found', scope: `server:${server.id}`, name: server.name };
  if (site !== null) return { kind: 'found', scope: `site:${site.id}`, name: site.name };
  return { kind: 'missing' };
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function find(known: readonly Named[], text: string, prefix: string): Named | null {
  const wanted = (text.startsWith(prefix) ? text.slice(prefix.length) : text).toLowerCase();
  return (
    known.find(({ id }) => id.toLowerCase() === wanted) ??
    known.find(({ name }) => name.toLowerCase() === wanted) ??
    null
  );
}

/** Adds a silence; one of the same kind and scope is replaced. */
export function addSilence(state: State, silence: Silence): State {
  return { ...state, silences: [...removeSilences(state, silence.scope, [silence.kind]).silences, silence] };
}

/** Takes the silences of a scope away. */
export function removeSilences(state: State, scope: string, kinds: readonly Silence['kind'][]): State {
  const goes = (silence: Silence): boolean => silence.scope === scope && kinds.includes(silence.kind);
  return { ...state, silences: state.silences.filter((silence) => !goes(silence)) };
}

import type { Config } from '../core/config.ts';
import type { CommandShape } from '../render/command-shape.ts';
import { bashScript, zshScript } from '../render/completion.ts';
import { fishScript } from '../render/completion-fish.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { readConfig } from './read-config.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** Prints the completion script of a shell. */
export function script(shell: keyof typeof SCRIPTS, shapes: readonly CommandShape[], io: Io): number {
  io.stdout(SCRIPTS[shell](shapes));
  return EXIT.done;
}

/**
 * Prints what a value may be, one a line; `definitions`: all commands as JSON. It is called while somebody types, so a
 * configuration that cannot be read gives nothing instead of an error.
 */
export async function data(
  kind: string,
  shapes: () => readonly CommandShape[],
  options: { readonly config?: string },
  io: Io,
): Promise<number> {
  if (kind === 'definitions') {
    io.stdout(`${JSON.stringify(shapes())}\n`);
    return EXIT.done;
  }
  // Where the last check left its compiled copy in the state folder, no YAML is parsed.
  const config = await readConfig(options.config, { ...io, stderr: () => undefined });
  for (const word of config === null ? [] : wordsOf(kind, config)) io.stdout(`${word}\n`);
  return EXIT.done;
}

function wordsOf(kind: string, { servers, sites, telegram }: Config): readonly string[] {
  const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);
  switch (kind) {
    case 'servers':
      return ids(servers);
    case 'sites':
      return ids(sites);
    case 'targets':
      return ['all', ...ids(sites), ...ids(servers)];
    case 'tags':
      return [...new Set(servers.flatMap(({ tags }) => tags))];
    case 'chats':
      return ['console', ...(telegram?.chats ?? []).map(({ name }) => name)];
    default:
      return [];
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './fresh-copy.ts';

/** The shell commands of README.md, in their order. */
export function readmeCommands(): string[] {
  const text = readFileSync(join(PROJECT, 'README.md'), 'utf8');
  return [...text.matchAll(/^```sh\n([^]*?)\n```$/gm)].map(([, command = '']) => command);
}

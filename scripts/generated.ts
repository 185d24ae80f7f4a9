import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { configJsonSchema } from '../src/config/json-schema.ts';
import { reportJsonSchema } from '../src/render/report-schema.ts';
import type { CommandShape } from '../src/render/command-shape.ts';
import { keyTable } from './key-table.ts';
import { manPage } from './man-page.ts';

/** Files made of the schema or of the commands, wholly or between two marker lines. A test compares them with what stands in the tree. */
export const generated: readonly { readonly path: string; readonly make: (before: string) => string }[] = [
  {
    path: 'config/srvmon.schema.json',
    make: () => `${JSON.stringify({ title: 'srvmon configuration', ...configJsonSchema() }, null, 2)}\n`,
  },
  {
    path: 'config/report.schema.json',
    make: () => `${JSON.stringify({ title: 'srvmon report', ...reportJsonSchema() }, null, 2)}\n`,
  },
  { path: 'docs/configuration.md', make: (before) => between(before, keyTable(configJsonSchema())) },
  { path: 'man/srvmon.1', make: () => manPage(commandShapes()) },
];

const BEGIN = '<!-- keys: made by `npm run generate` -->';
const END = '<!-- end of keys -->';

function between(text: string, content: string): string {
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`the markers ${BEGIN} and ${END} are missing`);
  return `${text.slice(0, start + BEGIN.length)}\n\n${content}\n${text.slice(end)}`;
}

/** The commands as the program itself describes them. */
export function commandShapes(): readonly CommandShape[] {
  const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const args = ['--import', 'tsx', program, 'completion-data', 'definitions'];
  // The width of a terminal must not decide what stands in the files.
  const env = { ...process.env, COLUMNS: '80', NO_COLOR: '1' };
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env })) as CommandShape[];
}

import { configJsonSchema } from '../src/config/json-schema.ts';
import { reportJsonSchema } from '../src/render/report-schema.ts';
import { keyTable } from './key-table.ts';

/** Files made of the schema, wholly or between two marker lines. A test compares them with what stands in the tree. */
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
];

const BEGIN = '<!-- keys: made by `npm run generate` -->';
const END = '<!-- end of keys -->';

function between(text: string, content: string): string {
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`the markers ${BEGIN} and ${END} are missing`);
  return `${text.slice(0, start + BEGIN.length)}\n\n${content}\n${text.slice(end)}`;
}

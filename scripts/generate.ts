// Writes what is made of the schema: config/srvmon.schema.json and the key table in docs/configuration.md.
import { readFile, writeFile } from 'node:fs/promises';
import { generated } from './generated.ts';

for (const { path, make } of generated) {
  const url = new URL(`../${path}`, import.meta.url);
  const before = await readFile(url, 'utf8').catch(() => '');
  const after = make(before);
  if (after !== before) await writeFile(url, after);
  console.log(`${after === before ? 'unchanged' : 'written'}  ${path}`);
}

// Writes what is made of the schema and of the commands: config/srvmon.schema.json, the key table in
// docs/configuration.md, and man/srvmon.1.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { generated } from './generated.ts';

for (const { path, make } of generated) {
  const url = new URL(`../${path}`, import.meta.url);
  const before = await readFile(url, 'utf8').catch(() => '');
  const after = make(before);
  await mkdir(new URL('.', url), { recursive: true });
  if (after !== before) await writeFile(url, after);
  console.log(`${after === before ? 'unchanged' : 'written'}  ${path}`);
}

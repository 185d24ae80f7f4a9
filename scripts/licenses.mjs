// The licences of the libraries that stand in the bundle: they ask to be shipped with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text for THIRD-PARTY-LICENSES.txt. `inputs`: the files of the bundle, as esbuild's metafile names them. */
export function licensesOf(project, inputs) {
  const folders = new Set(
    inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => licenseOf(join(project, folder)))
    .join('\n');
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file !== undefined && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8')
      : `License: ${license}\n`;
  const title = `${name} ${version}`;
  return `${title}\n${'='.repeat(title.length)}\n\n${text.trim()}\n`;
}

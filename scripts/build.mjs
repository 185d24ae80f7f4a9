// Bundles the program: one file with everything that a check needs (`main` of dist/package.json), and a chunk for each command and
// each heavy library, loaded only where it is used. `--outdir` (default dist), `--metafile FILE`: esbuild's list of what went where.
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { asCommonJs, FILE_URL } from './bundle/commonjs.mjs';
import { absentAddons, addons, filesOnDemand, lateParts, oneHotChunk } from './bundle/plugins.mjs';
import { licensesOf } from './licenses.mjs';

const { values } = parseArgs({
  options: { outdir: { type: 'string', default: 'dist' }, metafile: { type: 'string' } },
});
const project = new URL('..', import.meta.url).pathname;
const outdir = resolve(project, values.outdir);

const ENTRY = 'src/main.ts';
const { version } = JSON.parse(await readFile(resolve(project, 'package.json'), 'utf8'));
const sources = resolve(project, 'src');
const onDemand = await filesOnDemand(sources);
const absent = absentAddons(project);
const { metafile, outputFiles } = await build({
  absWorkingDir: project,
  entryPoints: [ENTRY],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: absent,
  define: { SRVMON_VERSION: JSON.stringify(version), 'import.meta.url': FILE_URL },
  legalComments: 'none',
  metafile: true,
  write: false,
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
  plugins: [oneHotChunk(resolve(project, ENTRY), onDemand, absent), addons, lateParts(sources)],
});

const files = outputFiles.map(({ path, text }) => {
  const { entryPoint, inputs } = metafile.outputs[relative(project, path)];
  return { path, text, entryPoint, inputs: Object.keys(inputs) };
});
const start = files.find(({ inputs }) => inputs.includes(ENTRY));
const twice = start.inputs.filter((name) => onDemand.has(resolve(project, name)));
// It would come before the entry and after it, and esbuild would have to put one of the two in the wrong order.
if (twice.length > 0) throw new Error(`loaded on demand, although every check loads it: ${twice}`);
const helpers = new Map(
  files
    .filter(({ entryPoint, inputs }) => entryPoint === undefined && inputs.length === 0)
    .map(({ path, text }) => [basename(path), text]),
);

await rm(outdir, { recursive: true, force: true });
await mkdir(`${outdir}/chunks`, { recursive: true });
for (const { path, text, entryPoint, inputs } of files) {
  // esbuild's own file of the entry does nothing but load the one in which the entry stands.
  const isIdle = entryPoint === ENTRY && !inputs.includes(ENTRY);
  if (!isIdle && !helpers.has(basename(path))) await writeFile(path, await asCommonJs(text, helpers));
}
const main = `./${relative(outdir, start.path)}`;
await writeFile(`${outdir}/package.json`, `${JSON.stringify({ type: 'commonjs', main })}\n`);
if (values.metafile !== undefined) await writeFile(values.metafile, JSON.stringify(metafile));
await writeFile(`${outdir}/THIRD-PARTY-LICENSES.txt`, licensesOf(project, Object.keys(metafile.inputs)));

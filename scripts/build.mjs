// Bundles the program: one small entry, one file with everything that a check needs, and a chunk for each command and each
// heavy library, loaded only where it is used. `--outdir` (default dist), `--metafile FILE`: esbuild's list of what went where.
import { build, transform } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { licensesOf } from './licenses.mjs';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

const { values } = parseArgs({
  options: { outdir: { type: 'string', default: 'dist' }, metafile: { type: 'string' } },
});
const project = new URL('..', import.meta.url).pathname;
const outdir = resolve(project, values.outdir);

/**
 * Whatever is loaded on demand also names the start of `check` as an import of its own (it is loaded by then). So esbuild
 * finds all of that start shared by all, and puts it into one file instead of 27: 25 of 100 ms less processor time.
 */
const HOT = resolve(project, 'src/commands/run-check.ts');
const oneHotChunk = {
  name: 'one-hot-chunk',
  setup({ onResolve, onLoad, resolve: resolveAgain }) {
    const onDemand = new Set();
    onResolve({ filter: /^\.\.?\// }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'again') return null;
      const resolved = await resolveAgain(path, { kind, resolveDir, pluginData: 'again' });
      onDemand.add(resolved.path);
      return resolved;
    });
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      if (!onDemand.has(path)) return null;
      return { contents: `import ${JSON.stringify(HOT)};\n${await readFile(path, 'utf8')}`, loader: 'ts' };
    });
  },
};

/** What stands for `import.meta.url`, which some bundled libraries ask for. */
const FILE_URL = '__fileUrl';

/**
 * esbuild splits ES modules only, and Node starts CommonJS faster (20 of 160 ms less processor time for a check on Node 20):
 * so each file of the bundle is turned over, `import()` into `require()`.
 */
async function asCommonJs({ path, text }) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    ...(text.includes(FILE_URL) && {
      banner: `const ${FILE_URL} = require('node:url').pathToFileURL(__filename).href;`,
    }),
  });
  await writeFile(path, code);
}

await rm(outdir, { recursive: true, force: true });
const { metafile, outputFiles } = await build({
  absWorkingDir: project,
  entryPoints: ['src/main.ts'],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['net-ping', 'fs-ext'],
  define: { SRVMON_VERSION: JSON.stringify(version), 'import.meta.url': FILE_URL },
  legalComments: 'none',
  metafile: true,
  write: false,
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
  plugins: [oneHotChunk],
});
await mkdir(`${outdir}/chunks`, { recursive: true });
await Promise.all(outputFiles.map(asCommonJs));
await writeFile(`${outdir}/package.json`, '{ "type": "commonjs" }\n');
if (values.metafile !== undefined) await writeFile(values.metafile, JSON.stringify(metafile));
await writeFile(`${outdir}/THIRD-PARTY-LICENSES.txt`, licensesOf(project, Object.keys(metafile.inputs)));

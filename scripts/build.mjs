// Bundles the program: one small entry, one file with everything that a check needs, and a chunk for each command and each
// heavy library, loaded only where it is used. `--outdir` (default dist), `--metafile FILE`: esbuild's list of what went where.
import { build, transform } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
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
const onDemand = await filesOnDemand(resolve(project, 'src'));
const oneHotChunk = {
  name: 'one-hot-chunk',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      if (!onDemand.has(path)) return null;
      return { contents: `import ${JSON.stringify(HOT)};\n${await readFile(path, 'utf8')}`, loader: 'ts' };
    });
  },
};

/** The source files that some other one loads by `import()`. */
async function filesOnDemand(folder) {
  const names = await readdir(folder, { recursive: true });
  const found = names
    .filter((name) => name.endsWith('.ts'))
    .map(async (name) => {
      const text = await readFile(resolve(folder, name), 'utf8');
      return [...text.matchAll(/import\('(\.[^']+)'\)/g)].map(([, path]) =>
        resolve(folder, dirname(name), path),
      );
    });
  return new Set((await Promise.all(found)).flat());
}

/** Without a compiler npm leaves an addon out, and a program that is built there looks for it when it runs. */
const ABSENT = ['net-ping', 'fs-ext'].filter((name) => !existsSync(resolve(project, 'node_modules', name)));

/**
 * The JavaScript of the addons is bundled, their native parts are found in the packages, where npm has built them. net-ping and
 * raw-socket ask for `net`, which takes 4 of 95 ms, for a function that is never called here: they get nothing.
 */
const addons = {
  name: 'addons',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.node$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path).replace(/^.*\/node_modules\//, ''),
      external: true,
    }));
    onResolve({ filter: /^net$/ }, ({ importer }) =>
      /\/node_modules\/(net-ping|raw-socket)\//.test(importer) ? { path: 'net', namespace: 'nothing' } : null,
    );
    onLoad({ filter: /^/, namespace: 'nothing' }, () => ({ contents: '' }));
  },
};

/** What stands for `import.meta.url`, which some bundled libraries ask for. */
const FILE_URL = '__fileUrl';

/**
 * esbuild splits ES modules only, and Node starts CommonJS faster (20 of 160 ms less processor time for a check on Node 20):
 * so each file of the bundle is turned over, `import()` into `require()`.
 */
async function asCommonJs({ path, text }) {
  const { code } = await transform(withoutIdleImports(text), {
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

/**
 * Without imports of nothing from the file of esbuild's helpers, which esbuild leaves in each file: a file less to load for a
 * check.
 */
function withoutIdleImports(text) {
  return text.replace(/^import "\..*\/(chunk-\w+\.js)";$/gm, (line, name) =>
    helpers.includes(name) ? '' : line,
  );
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
  external: ABSENT,
  define: { SRVMON_VERSION: JSON.stringify(version), 'import.meta.url': FILE_URL },
  legalComments: 'none',
  metafile: true,
  write: false,
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
  plugins: [oneHotChunk, addons],
});
/** Names of the files without anything of a source file. */
const helpers = Object.entries(metafile.outputs).flatMap(([name, { inputs }]) =>
  Object.keys(inputs).length === 0 ? [basename(name)] : [],
);
await mkdir(`${outdir}/chunks`, { recursive: true });
await Promise.all(outputFiles.map(asCommonJs));
await writeFile(`${outdir}/package.json`, '{ "type": "commonjs" }\n');
if (values.metafile !== undefined) await writeFile(values.metafile, JSON.stringify(metafile));
await writeFile(`${outdir}/THIRD-PARTY-LICENSES.txt`, licensesOf(project, Object.keys(metafile.inputs)));

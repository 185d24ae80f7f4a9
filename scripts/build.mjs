// Bundles the program: one file with everything that a check needs (`main` of dist/package.json), and a chunk for each command and
// each heavy library, loaded only where it is used. `--outdir` (default dist), `--metafile FILE`: esbuild's list of what went where.
import { build, transform } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { licensesOf } from './licenses.mjs';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

const { values } = parseArgs({
  options: { outdir: { type: 'string', default: 'dist' }, metafile: { type: 'string' } },
});
const project = new URL('..', import.meta.url).pathname;
const outdir = resolve(project, values.outdir);

const ENTRY = 'src/main.ts';
/**
 * Whatever is loaded on demand also names the entry as an import of its own (it is loaded by then). So esbuild finds all that a
 * check needs shared by all, and puts it into one file instead of 27: 25 of 100 ms less processor time.
 */
const HOT = resolve(project, ENTRY);
const onDemand = await filesOnDemand(resolve(project, 'src'));
const oneHotChunk = {
  name: 'one-hot-chunk',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = onDemand.has(path) ? `import ${JSON.stringify(HOT)};\n${text}` : text;
      return { contents: withAddonsInside(contents), loader: 'ts' };
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
const ADDONS = ['net-ping', 'fs-ext'];
const ABSENT = ADDONS.filter((name) => !existsSync(resolve(project, 'node_modules', name)));

/** The JavaScript of an addon stands where it is asked for, still run only then: a check has 3 files less to load (2 of 36 ms). */
function withAddonsInside(text) {
  return text.replace(/\bimport\('([\w-]+)'\)/g, (call, name) =>
    ADDONS.includes(name) && !ABSENT.includes(name)
      ? `Promise.resolve().then(() => ({ default: require('${name}') }))`
      : call,
  );
}

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

/** Parts of Node that the start of a check names and seldom uses: they are loaded with the first use (0.5 of 36 ms). */
const LATE = ['node:os', 'node:timers/promises'];
const lateParts = {
  name: 'late-parts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, importer }) =>
      LATE.includes(path) && importer.startsWith(resolve(project, 'src'))
        ? { path, namespace: 'late' }
        : null,
    );
    onLoad({ filter: /^/, namespace: 'late' }, async ({ path }) => {
      const functions = Object.entries(await import(path)).filter(([, value]) => typeof value === 'function');
      const lines = functions.map(
        ([name]) => `export const ${name} = (...args) => require('${path}').${name}(...args);`,
      );
      return { contents: lines.join('\n') };
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
  const { code } = await transform(withMergedImports(withHelpersInside(text)), {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    minifySyntax: true,
    minifyWhitespace: true,
    treeShaking: true,
    legalComments: 'none',
    ...(text.includes(FILE_URL) && {
      banner: `const ${FILE_URL} = require('node:url').pathToFileURL(__filename).href;`,
    }),
  });
  await writeFile(path, withPlainExports(code));
}

/** Each part of Node is asked for once a file, not once a module in it: 0.2 of 36 ms. */
function withMergedImports(text) {
  const names = new Map();
  const rest = text.replace(/^import \{([^}]*)\} from "(node:[^"]+)";$/gm, (line, list, part) => {
    names.set(part, [...(names.get(part) ?? []), list]);
    return '';
  });
  const lines = [...names].map(([part, lists]) => `import {${lists.join()}} from "${part}";\n`);
  return lines.join('') + rest;
}

/** Without the copy of `exports` that esbuild makes, where no default export needs it: 0.3 of 36 ms. */
function withPlainExports(code) {
  return /\bdefault:\(\)=>/.test(code)
    ? code
    : code.replace(/\bmodule\.exports=__toCommonJS\((\w+)\)/, 'module.exports=$1');
}

/** esbuild's helpers stand in a file of their own, which each other one imports: here they stand in each that uses them. */
function withHelpersInside(text) {
  return text.replace(/^import (\{[^}]*\} from )?"\.[^"]*\/(chunk-\w+\.js)";$/gm, (line, names, file) => {
    const helper = helpers.get(file);
    if (helper === undefined) return line;
    return names === undefined ? '' : helper.replace(/^export \{[^}]*\};$/m, '');
  });
}

await rm(outdir, { recursive: true, force: true });
const { metafile, outputFiles } = await build({
  absWorkingDir: project,
  entryPoints: [ENTRY],
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
  plugins: [oneHotChunk, addons, lateParts],
});
/** The texts of the files that hold nothing but esbuild's helpers, by name. */
const helpers = new Map(
  outputFiles.flatMap(({ path, text }) => {
    const { entryPoint, inputs } = metafile.outputs[relative(project, path)];
    return entryPoint === undefined && Object.keys(inputs).length === 0 ? [[basename(path), text]] : [];
  }),
);
const [entryName] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === ENTRY);
const start = Object.keys(metafile.outputs).find((name) => ENTRY in metafile.outputs[name].inputs);
const twice = Object.keys(metafile.outputs[start].inputs).filter((name) =>
  onDemand.has(resolve(project, name)),
);
// It would come before the entry and after it, and esbuild would have to put one of the two in the wrong order.
if (twice.length > 0) throw new Error(`loaded on demand, although every check loads it: ${twice}`);
const left = outputFiles.filter(
  // esbuild's own file of the entry does nothing but load the one in which the entry stands.
  ({ path }) => path !== resolve(project, entryName) && !helpers.has(basename(path)),
);
await mkdir(`${outdir}/chunks`, { recursive: true });
await Promise.all(left.map(asCommonJs));
const main = `./${relative(outdir, resolve(project, start))}`;
await writeFile(`${outdir}/package.json`, `${JSON.stringify({ type: 'commonjs', main })}\n`);
if (values.metafile !== undefined) await writeFile(values.metafile, JSON.stringify(metafile));
await writeFile(`${outdir}/THIRD-PARTY-LICENSES.txt`, licensesOf(project, Object.keys(metafile.inputs)));

// Bundles the program: one small entry for each start, and a chunk for each command and each heavy library,
// loaded only by the command that needs it. `--outdir` (default dist), `--metafile FILE`: esbuild's list of what went where.
import { build } from 'esbuild';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { licensesOf } from './licenses.mjs';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

const { values } = parseArgs({
  options: { outdir: { type: 'string', default: 'dist' }, metafile: { type: 'string' } },
});
const project = new URL('..', import.meta.url).pathname;
const outdir = resolve(project, values.outdir);

await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: project,
  entryPoints: ['src/main.ts'],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['net-ping'],
  define: { SRVMON_VERSION: JSON.stringify(version) },
  // Some bundled libraries are CommonJS and call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
});
if (values.metafile !== undefined) await writeFile(values.metafile, JSON.stringify(metafile));
await writeFile(`${outdir}/THIRD-PARTY-LICENSES.txt`, licensesOf(project, Object.keys(metafile.inputs)));

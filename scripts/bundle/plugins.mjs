// What esbuild is told to do otherwise, so that a check loads one file and little of Node.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Whatever is loaded on demand also names the entry as an import of its own (it is loaded by then). So esbuild finds all that a
 * check needs shared by all, and puts it into one file instead of 27: 25 of 100 ms less processor time.
 */
export function oneHotChunk(entry, onDemand, absent) {
  return {
    name: 'one-hot-chunk',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const contents = onDemand.has(path) ? `import ${JSON.stringify(entry)};\n${text}` : text;
        return { contents: withAddonsInside(contents, absent), loader: 'ts' };
      });
    },
  };
}

/** The source files of a folder that some other one loads by `import()`. */
export async function filesOnDemand(folder) {
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

const ADDONS = ['net-ping', 'fs-ext'];

/** Without a compiler npm leaves an addon out, and a program that is built there looks for it when it runs. */
export function absentAddons(project) {
  return ADDONS.filter((name) => !existsSync(resolve(project, 'node_modules', name)));
}

/** The JavaScript of an addon stands where it is asked for, still run only then: a check has 3 files less to load (2 of 36 ms). */
function withAddonsInside(text, absent) {
  return text.replace(/\bimport\('([\w-]+)'\)/g, (call, name) =>
    ADDONS.includes(name) && !absent.includes(name)
      ? `Promise.resolve().then(() => ({ default: require('${name}') }))`
      : call,
  );
}

/**
 * The JavaScript of the addons is bundled, their native parts are found in the packages, where npm has built them. net-ping and
 * raw-socket ask for `net`, which takes 4 of 95 ms, for a function that is never called here: they get nothing.
 */
export const addons = {
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

/** `sources`: the folder whose files get those parts late. */
export function lateParts(sources) {
  return {
    name: 'late-parts',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:/ }, ({ path, importer }) =>
        LATE.includes(path) && importer.startsWith(sources) ? { path, namespace: 'late' } : null,
      );
      onLoad({ filter: /^/, namespace: 'late' }, async ({ path }) => {
        const names = Object.entries(await import(path)).flatMap(([name, value]) =>
          typeof value === 'function' ? [name] : [],
        );
        const lines = names.map(
          (name) => `export const ${name} = (...args) => require('${path}').${name}(...args);`,
        );
        return { contents: lines.join('\n') };
      });
    },
  };
}

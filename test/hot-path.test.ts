import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_CACHE } from './support/bundle.ts';
import { needs } from './support/require.ts';

/** What of esbuild's list is looked at. */
interface Bundle {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly entryPoint?: string;
        readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
        readonly imports: readonly { readonly path: string; readonly kind: string }[];
      }
    >
  >;
}

const project = resolve(import.meta.dirname, '..');
mkdirSync(PROJECT_CACHE, { recursive: true });
const folder = mkdtempSync(join(PROJECT_CACHE, 'srvmon-hot-path-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const START = 'src/main.ts';
/** Measured: 213 kB (before they are minified) in one file, beside the helpers that are put into it. A few new features fit in; a library or the words of a report do not. */
const MOST_KB = 235;
const MOST_FILES = 3;
/** Each takes 2 to 10 of the 60 ms in which Node itself starts. */
const HEAVY = [
  'child_process',
  'crypto',
  'dgram',
  'dns',
  'fs/promises',
  'http',
  'https',
  'module',
  'tls',
  'url',
  'worker_threads',
  'zlib',
];

const metafile = join(folder, 'meta.json');
beforeAll(() => {
  const args = ['--outdir', join(folder, 'dist'), '--metafile', metafile];
  execFileSync(process.execPath, [join(project, 'scripts/build.mjs'), ...args]);
}, 60_000);

/** The files that a check loads while its configuration is unchanged and nobody is to be told anything. */
function loaded({ outputs }: Bundle): string[] {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind === 'import-statement' && Object.hasOwn(outputs, path)) visit(path);
    }
  };
  const entry = Object.keys(outputs).find((name) => outputs[name]?.entryPoint === START);
  if (entry === undefined) throw new Error(`${START} is not built any more`);
  visit(entry);
  return [...seen];
}

it('a check on an unchanged configuration loads little, and no library but the store and the addons', () => {
  const bundle = JSON.parse(readFileSync(metafile, 'utf8')) as Bundle;
  const files = loaded(bundle).map((name) => bundle.outputs[name]);
  const sources = files.flatMap((file) =>
    Object.entries(file?.inputs ?? {}).flatMap(([name, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [name] : [],
    ),
  );
  const libraries = sources.flatMap((name) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []);
  expect([...new Set(libraries)].sort()).toEqual(['fs-ext', 'lowdb', 'net-ping', 'raw-socket']);
  expect(sources.filter((name) => /^src\/(?:notify|render)\//.test(name))).toEqual([]);
  const builtIn = files.flatMap((file) =>
    (file?.imports ?? []).flatMap(({ path, kind }) => (kind === 'import-statement' ? [path] : [])),
  );
  expect(builtIn.filter((path) => HEAVY.some((name) => path === `node:${name}` || path === name))).toEqual(
    [],
  );
  const kilobytes = files.reduce((sum, file) => sum + (file?.bytes ?? 0), 0) / 1000;
  expect(kilobytes).toBeLessThan(MOST_KB);
  expect(files.length).toBeLessThanOrEqual(MOST_FILES);
});

/** What of Node a check of one server loads, once its configuration is compiled. */
function loadedFromNode(check: string): string[] {
  const state = join(folder, `state-${check.replace(':', '-')}`);
  const config = join(folder, `${check}.yaml`);
  const list = join(folder, 'list.cjs');
  writeFileSync(
    config,
    `state_dir: ${state}
alerts: { to: [console], down_after: 1h }
servers: [{ name: ERP, host: 127.0.0.1, checks: ['${check}'] }]
`,
  );
  writeFileSync(
    list,
    `const before = new Set(process.moduleLoadList);
     process.on('exit', () => console.log(process.moduleLoadList.filter((name) => !before.has(name)).join('\\n')));`,
  );
  const run = (): string =>
    execFileSync(process.execPath, ['-r', list, join(folder, 'dist'), 'check', '--config', config], {
      encoding: 'utf8',
    });
  run();
  if (!existsSync(join(state, 'config.json'))) throw new Error('the configuration was not compiled');
  return run()
    .split('\n')
    .map((name) => name.replace(/^NativeModule /, ''));
}

describe('a check on an unchanged configuration makes Node load nothing heavy', () => {
  // The global `performance` loads perf_hooks: 2 of the 60 ms. The launcher needs `module` in any case.
  const heavy = [...HEAVY, 'perf_hooks'].filter((name) => name !== 'module');

  it('for a TCP port', () => {
    // Nothing listens on port 1 of the loopback interface.
    const loaded = loadedFromNode('tcp:1');
    expect(loaded).toContain('net');
    expect(loaded.filter((name) => heavy.includes(name))).toEqual([]);
  });

  it.skipIf(!needs(process.getuid?.() === 0, 'a raw socket needs root'))('for a ping, and no sockets', () => {
    const loaded = loadedFromNode('icmp');
    expect(loaded.filter((name) => [...heavy, 'net', 'os', 'stream', 'tty', 'util'].includes(name))).toEqual(
      [],
    );
  });
});

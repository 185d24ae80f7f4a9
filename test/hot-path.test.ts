import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';

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
const folder = mkdtempSync(join(tmpdir(), 'srvmon-hot-path-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an unchanged configuration of addresses loads on demand, besides its static imports. */
const ON_DEMAND = [
  'src/main.ts',
  'src/commands/run-check.ts',
  'src/probes/icmp.ts',
  'src/probes/icmp/raw.ts',
];
/** Measured: 130 kB in 9 files. A few new features fit in; a library or the words of a report do not. */
const MOST_KB = 170;
const MOST_FILES = 12;

function build(): Bundle {
  const metafile = join(folder, 'meta.json');
  execFileSync(process.execPath, [
    join(project, 'scripts/build.mjs'),
    ...['--outdir', join(folder, 'dist'), '--metafile', metafile],
  ]);
  return JSON.parse(readFileSync(metafile, 'utf8')) as Bundle;
}

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
  for (const source of ON_DEMAND) {
    const entry = Object.keys(outputs).find((name) => outputs[name]?.entryPoint === source);
    if (entry === undefined) throw new Error(`${source} is not loaded on demand any more`);
    visit(entry);
  }
  return [...seen];
}

it('a check on an unchanged configuration loads little, and no library but the store', () => {
  const bundle = build();
  const files = loaded(bundle).map((name) => bundle.outputs[name]);
  const sources = files.flatMap((file) =>
    Object.entries(file?.inputs ?? {}).flatMap(([name, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [name] : [],
    ),
  );
  const libraries = sources.flatMap((name) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []);
  expect([...new Set(libraries)]).toEqual(['lowdb']);
  expect(sources.filter((name) => /^src\/(?:notify|render)\//.test(name))).toEqual([]);
  const kilobytes = files.reduce((sum, file) => sum + (file?.bytes ?? 0), 0) / 1000;
  expect(kilobytes).toBeLessThan(MOST_KB);
  expect(files.length).toBeLessThanOrEqual(MOST_FILES);
});

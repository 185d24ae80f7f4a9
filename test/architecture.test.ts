import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

/** Which folders of src/ a folder may import from (itself is always allowed). `.` is src/ itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: ['core'],
  probes: ['core'],
  state: ['core'],
  notify: ['core'],
  render: ['core'],
  machine: ['core'],
  commands: ['.', 'core', 'config', 'probes', 'state', 'notify', 'render', 'machine'],
  // Definitions of commands, split off cli.ts.
  cli: ['.', 'commands'],
  '.': ['cli', 'commands'],
};

/** Libraries that the domain may use: pure and synchronous ones, for dates and for the distance of two words. */
const CORE_LIBRARIES = ['luxon', 'croner', 'fastest-levenshtein'];

interface Import {
  readonly file: string;
  readonly target: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /^(?:import|export) [^'`;]*?from '([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm,
  );
  return [...found].map((match) => ({ file, target: match[1] ?? match[2] ?? match[3] ?? '' }));
}

/** The folder directly below src/ in which a file stands. */
function folderOf(file: string): string {
  const [first = '', ...rest] = relative(SRC, file).split('/');
  return rest.length === 0 ? '.' : first;
}

const files = sources(SRC);
const imports = files.flatMap(importsOf);

describe('the import rules', () => {
  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(imports.length).toBeGreaterThan(50);
  });

  it('hold between the folders of src/', () => {
    const against = imports
      .filter(({ target }) => target.startsWith('.'))
      .filter(({ file, target }) => {
        const from = folderOf(file);
        const to = folderOf(resolve(dirname(file), target));
        return from !== to && !(MAY_IMPORT[from] ?? []).includes(to);
      })
      .map(({ file, target }) => `${relative(SRC, file)} -> ${target}`);
    expect(against).toEqual([]);
  });

  it('keep Node and every library but three pure ones out of the domain', () => {
    const against = imports
      .filter(({ file, target }) => folderOf(file) === 'core' && !target.startsWith('.'))
      .filter(({ target }) => !CORE_LIBRARIES.includes(target))
      .map(({ file, target }) => `${relative(SRC, file)} -> ${target}`);
    expect(against).toEqual([]);
  });

  it('keep the domain synchronous, without a clock, without chance and without output', () => {
    const forbidden =
      /\bawait\b|\basync\b|Date\.now|new Date\(\)|Math\.random|performance\.|console\.|process\./;
    const against = files
      .filter((file) => folderOf(file) === 'core')
      .filter((file) => forbidden.test(withoutComments(readFileSync(file, 'utf8'))))
      .map((file) => relative(SRC, file));
    expect(against).toEqual([]);
  });

  it('let only the two entries set the exit code', () => {
    const against = files
      .filter((file) => /process\.exitCode|process\.exit\(/.test(withoutComments(readFileSync(file, 'utf8'))))
      .map((file) => relative(SRC, file));
    expect(against.sort()).toEqual(['cli.ts', 'main.ts']);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

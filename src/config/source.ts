import { LineCounter, parseDocument, type Alias, type Document, type Scalar } from 'yaml';
import { aliasFault, walkDocument, type AliasTargets } from './aliases.ts';
import { plainData } from './plain-data.ts';
import { offsetAt, positionOf } from './position.ts';
import { same, type Bilingual, type KeyPath } from './problem.ts';
import { errorText, fault, type Place, type SourceFault } from './read.ts';
import { substitute } from './substitute.ts';

/** One configuration file, parsed: its data, and where each part of it stands. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly targets: AliasTargets;
  /** Plain data, environment variables put in. */
  readonly data: unknown;
  /** Where the value at the path stands, or its key; of the nearest enclosing part when there is no such path. */
  readonly locate: (path: KeyPath, part: 'key' | 'value') => Place;
}

/** Parses a file's text. The names of the variables that it uses are added to `names`. */
export function parseSource(
  file: string,
  text: string,
  env: NodeJS.ProcessEnv,
  names: Set<string>,
): Source | SourceFault[] {
  const lines = new LineCounter();
  const place = (offset: number): Place => positionOf(lines, offset);
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
    const syntax = syntaxFaults(document, text, place);
    if (syntax.length > 0) return syntax;
    const faults: SourceFault[] = [];
    const targets = walkDocument(document, {
      onValue: (node, path) => faults.push(...replaceVariables(node, path, env, names, place)),
      onStray: (alias, path) => faults.push(strayFault(alias, path(), place)),
    });
    const swollen = aliasFault(document, targets, place);
    if (swollen !== null || faults.length > 0) return swollen === null ? faults : [swollen];
    const data = plainData(document.contents, targets);
    const locate = (path: KeyPath, part: 'key' | 'value'): Place =>
      place(offsetAt(document.contents, path, part, targets));
    return { file, text, document, targets, data, locate };
  } catch (error) {
    // Thousands of nested brackets exhaust the parser's stack.
    return [
      fault(
        'yaml-syntax',
        { en: `cannot be parsed (${errorText(error)})`, id: `tidak bisa diurai (${errorText(error)})` },
        { en: 'check its nesting', id: 'periksa susunan bertingkatnya' },
      ),
    ];
  }
}

function strayFault(alias: Alias, path: KeyPath, place: (offset: number) => Place): SourceFault {
  const message = {
    en: `there is no anchor &${alias.source} above`,
    id: `tidak ada anchor &${alias.source} di atasnya`,
  };
  const mend = {
    en: 'name an anchor that stands above, or put a text that begins with * in quotes',
    id: 'sebutkan anchor yang ada di atasnya, atau beri tanda kutip pada teks yang diawali *',
  };
  return { place: place(alias.range?.[0] ?? 0), path, code: 'yaml-alias-unknown', message, mend };
}

/** The first of each line: what follows on the same line is mostly its consequence. */
function syntaxFaults(document: Document, text: string, place: (offset: number) => Place): SourceFault[] {
  const byLine = new Map<number, SourceFault>();
  for (const { pos, code, message } of [...document.errors, ...document.warnings]) {
    const at = place(pos[0]);
    if (byLine.has(at.line)) continue;
    byLine.set(at.line, {
      place: at,
      path: [],
      code: code === 'DUPLICATE_KEY' ? 'yaml-duplicate-key' : 'yaml-syntax',
      message: syntaxMessage(code, message, text.slice(pos[0])),
      mend: text.slice(pos[0] - 1).startsWith('${')
        ? {
            en: 'put ${...} in quotes between { } or [ ]',
            id: 'beri tanda kutip pada ${...} di dalam { } atau [ ]',
          }
        : syntaxMend(code),
    });
  }
  return [...byLine.values()];
}

/** `rest`: the text from the fault on. */
function syntaxMessage(code: string, message: string, rest: string): Bilingual {
  const key = /^["']?([\w.-]+)/.exec(rest)?.[1];
  switch (code) {
    case 'DUPLICATE_KEY':
      return {
        en: `${key ?? 'this key'} stands twice in one mapping`,
        id: `${key ?? 'kunci ini'} ada dua kali dalam satu mapping`,
      };
    case 'MULTIPLE_DOCS':
      return { en: 'YAML: a second document begins here', id: 'YAML: dokumen kedua dimulai di sini' };
    default:
      return same(`YAML: ${message}`);
  }
}

function syntaxMend(code: string): Bilingual {
  switch (code) {
    case 'DUPLICATE_KEY':
      return { en: 'keep one of the two', id: 'sisakan salah satu' };
    case 'TAB_AS_INDENT':
      return { en: 'indent with spaces', id: 'pakai spasi untuk menjorok' };
    case 'MULTIPLE_DOCS':
      return {
        en: 'keep one document a file: take the line `---` out, or use `include`',
        id: 'satu dokumen per berkas: hapus baris `---`, atau pakai `include`',
      };
    case 'TAG_RESOLVE_FAILED':
      return {
        en: 'put a text that begins with `!` in quotes',
        id: 'beri tanda kutip pada teks yang diawali `!`',
      };
    default:
      return {
        en: 'check indentation, colons and quotes on this line and the one above',
        id: 'periksa indentasi, titik dua dan tanda kutip di baris ini dan baris di atasnya',
      };
  }
}

/** Puts environment variables into a value. Returns a fault for each that has none. */
function replaceVariables(
  node: Scalar,
  path: () => KeyPath,
  env: NodeJS.ProcessEnv,
  allNames: Set<string>,
  place: (offset: number) => Place,
): SourceFault[] {
  if (typeof node.value !== 'string' || !node.value.includes('${')) return [];
  const { text, names, missing } = substitute(node.value, env);
  for (const name of names) allNames.add(name);
  // Unquoted numbers stay numbers when they come from a variable: `tcp: ${PORT}`.
  const isNumber = node.type === 'PLAIN' && /^-?\d{1,15}$/.test(text);
  node.value = isNumber ? Number(text) : text;
  return missing.map((name) => ({
    place: place(node.range?.[0] ?? 0),
    path: path(),
    ...missingVariable(name),
  }));
}

function missingVariable(name: string): Omit<SourceFault, 'place' | 'path'> {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    const message = {
      en: `\${${name}} is no name of an environment variable`,
      id: `\${${name}} bukan nama environment variable`,
    };
    const mend = { en: 'write $${ for a literal ${', id: 'tulis $${ untuk ${ biasa' };
    return { code: 'variable-name', message, mend };
  }
  const message = {
    en: `the environment variable ${name} has no value`,
    id: `environment variable ${name} tidak punya nilai`,
  };
  const mend = {
    en: `set ${name} in the environment (for cron: a line ${name}=... above the job in the crontab)`,
    id: `isi ${name} di environment (untuk cron: baris ${name}=... di atas job di crontab)`,
  };
  return { code: 'variable-missing', message, mend };
}

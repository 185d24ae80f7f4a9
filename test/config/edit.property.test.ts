import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editText, type ListEdit } from '../../src/config/edit.ts';

/** A line of a file, and what it belongs to. */
interface Line {
  readonly text: string;
  readonly entry: number | null;
  readonly key: string | null;
}

interface EntryModel {
  readonly style: 'block' | 'flow';
  readonly keys: readonly string[];
  readonly comments: readonly boolean[];
  readonly blankAfter: boolean;
}

interface FileModel {
  readonly entries: readonly EntryModel[];
  readonly indent: '' | '  ';
  readonly lineBreak: '\n' | '\r\n';
  readonly endsWithBreak: boolean;
  readonly after: boolean;
}

/** How each key is written in block style: lines below the first are indented further. */
const BLOCK_FORMS: Readonly<Record<string, readonly string[]>> = {
  host: ["host: '192.0.2.1'"],
  site: ['site: "bdg"  # where'],
  parent: ['parent:   core'],
  tags: ['tags: # words', '  # first', '  - prod # one', '', '  - "erp"'],
  checks: ['checks: [icmp, "tcp:443"] # both'],
  location: ['location:', '  lat: -6.9 # south', '  lon: 107.6'],
  to: ['to: console'],
  note: ['note: |', '  two', '  lines'],
  down_after: ['down_after: # empty'],
};

const FLOW_FORMS: Readonly<Record<string, string>> = {
  host: "host: '192.0.2.1'",
  site: 'site: "bdg"',
  parent: 'parent: core',
  tags: 'tags: [prod, "erp"]',
  checks: 'checks: [ icmp, "tcp:443" ]',
  location: 'location: {lat: -6.9, lon: 107.6}',
  to: 'to: console',
  note: 'note: "two\\nlines"',
  down_after: 'down_after: 3m',
};

const KEYS = Object.keys(BLOCK_FORMS);

function linesOf(file: FileModel): Line[] {
  const head = ['# a list', 'alerts: { to: [console] }', 'servers:  # all of them'];
  const tail = file.after ? ['# the end', 'language: id   # Indonesian'] : [];
  const plain = (text: string): Line => ({ text, entry: null, key: null });
  return [
    ...head.map(plain),
    ...file.entries.flatMap((entry, index) => entryLines(entry, index, file.indent)),
    ...tail.map(plain),
  ];
}

function entryLines(
  { style, keys, comments, blankAfter }: EntryModel,
  entry: number,
  indent: string,
): Line[] {
  const own = (text: string, key: string | null): Line => ({
    text: text === '' ? '' : indent + text,
    entry,
    key,
  });
  const blank: Line[] = blankAfter ? [{ text: '', entry: null, key: null }] : [];
  const above: Line = { text: `${indent}# entry ${entry}`, entry: null, key: null };
  if (style === 'flow') {
    const pairs = [`name: S${entry}`, ...keys.map((key) => FLOW_FORMS[key] ?? '')];
    return [above, own(`- { ${pairs.join(', ')} } # flow ${entry}`, '*'), ...blank];
  }
  const lines = keys.flatMap((key, index) => [
    ...(comments[index] === true ? [own(`  # about ${key} of ${entry}`, null)] : []),
    ...(BLOCK_FORMS[key] ?? []).map((line) => own(line === '' ? '' : `  ${line}`, key)),
  ]);
  return [above, own(`- name: S${entry} # name`, 'name'), ...lines, ...blank];
}

const entryModel = fc.record({
  style: fc.constantFrom('block' as const, 'block' as const, 'flow' as const),
  keys: fc.shuffledSubarray(KEYS),
  comments: fc.array(fc.boolean(), { minLength: KEYS.length, maxLength: KEYS.length }),
  blankAfter: fc.boolean(),
});

const fileModel: fc.Arbitrary<FileModel> = fc.record({
  entries: fc.array(entryModel, { minLength: 1, maxLength: 5 }),
  indent: fc.constantFrom('' as const, '  ' as const),
  lineBreak: fc.constantFrom('\n' as const, '\r\n' as const),
  endsWithBreak: fc.boolean(),
  after: fc.boolean(),
});

const word = fc.oneof(
  fc.constantFrom('a', 'yes', '1', 'x: y', '# c', '-6,9', '', '{', 'tcp:80', 'a, b'),
  fc.string(),
);

/** A name is never taken away: each server has one. */
const changeModel = fc
  .dictionary(
    fc.constantFrom(
      'name',
      ...KEYS.filter((key) => !['tags', 'checks', 'location'].includes(key)),
      'up_after',
    ),
    fc.option(word),
    { maxKeys: 3, noNullPrototype: true },
  )
  .filter(({ name }) => name !== null);

const listChange = fc.record(
  {
    tags: fc.option(fc.uniqueArray(fc.constantFrom('prod', 'erp', 'x', 'y: z'), { minLength: 1 })),
    checks: fc.option(fc.uniqueArray(fc.constantFrom('icmp', 'tcp:443', 'tcp:80'), { minLength: 1 })),
    location: fc.option(
      fc.record(
        { lat: fc.constantFrom(-6.9, 1.5), lon: fc.constantFrom(107.6, 110) },
        { noNullPrototype: true },
      ),
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

type Change = Record<string, unknown>;

const editModel = fc.record({
  changes: fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4'), fc.tuple(changeModel, listChange), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  remove: fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 2 }),
  add: fc.array(
    fc.record({ name: word, host: word, tags: fc.array(word, { maxLength: 2 }) }, { noNullPrototype: true }),
    {
      maxLength: 2,
    },
  ),
});

function changed(entry: Change, change: Change): Change {
  const all = { ...entry, ...change };
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => value !== null || !(key in change)));
}

describe('editing random files', () => {
  it('gives what parsing and then changing gives, and leaves every other line byte for byte', () => {
    fc.assert(
      fc.property(fileModel, editModel, (file, edit) => {
        const lines = linesOf(file);
        const before =
          lines.map(({ text }) => text).join(file.lineBreak) + (file.endsWithBreak ? file.lineBreak : '');
        const size = file.entries.length;
        const remove = edit.remove.filter((index) => index < size);
        const change = new Map<number, Change>(
          Object.entries(edit.changes)
            .map(([index, [some, lists]]): [number, Change] => [Number(index), { ...some, ...lists }])
            .filter(([index]) => index < size && !remove.includes(index)),
        );
        const after = editText(before, [{ list: 'servers', remove, change, add: edit.add } as ListEdit]);
        if (after === null) throw new Error(`refused:\n${before}`);

        const old = parse(before) as { servers: Change[] };
        const servers = [
          ...old.servers
            .map((entry, index) => changed(entry, change.get(index) ?? {}))
            .filter((_entry, index) => !remove.includes(index)),
          ...edit.add,
        ];
        const now = parse(after) as { servers: Change[] | null };
        expect({ ...now, servers: now.servers ?? [] }).toEqual({ ...old, servers });
        expect(missingLines(untouched(lines, file, change, remove), after.split(/\r?\n/))).toEqual([]);
        if (file.lineBreak === '\r\n') expect(after.replaceAll('\r\n', '')).not.toContain('\n');
      }),
      { numRuns: 600 },
    );
  }, 120_000);
});

/** The lines that no edit is about, blank ones left out. */
function untouched(
  lines: readonly Line[],
  file: FileModel,
  change: ReadonlyMap<number, Change>,
  remove: readonly number[],
): string[] {
  return lines
    .filter(({ text, entry, key }) => {
      if (text === '' || entry === null) return text !== '';
      if (remove.includes(entry)) return false;
      const keys = Object.keys(change.get(entry) ?? {});
      if (key === null || keys.length === 0) return true;
      if (key === '*') return false;
      // The key that follows a removed first one moves up behind the dash.
      const first = file.entries[entry]?.keys[0];
      const movesUp = keys.includes('name') && key === first;
      return !keys.includes(key) && !movesUp;
    })
    .map(({ text }) => text);
}

/** Of lines that must occur in this order, those that do not. */
function missingLines(wanted: readonly string[], lines: readonly string[]): string[] {
  let at = 0;
  return wanted.filter((line) => {
    const found = lines.findIndex((each, index) => index >= at && each === line);
    if (found === -1) return true;
    at = found + 1;
    return false;
  });
}

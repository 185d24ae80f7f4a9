import { describe, expect, it } from 'vitest';
import { editText, type ListEdit } from '../../src/config/edit.ts';

function edited(text: string, ...edits: ListEdit[]): string | null {
  return editText(text, edits);
}

const OFFICE = `# The servers of the office
alerts: { to: [console] } # told here
servers:
  # the core
  - name: "Core" # do not touch
    host: '192.0.2.1'
    tags: # words
      # the first
      - core # one
      - prod

  - { name: ERP, host: 192.0.2.2, checks: [icmp, "tcp:5432"] } # flow
  - name: Mail
    location:
      lat: -6.9 # south
      lon: 107.6
    host: 192.0.2.3
# the end
`;

const change = (index: number, values: Record<string, unknown>): ListEdit =>
  ({ list: 'servers', change: new Map([[index, values]]) }) as ListEdit;

/** Lines that are in one text only. */
function differing(before: string, after: string | null): { gone: string[]; fresh: string[] } {
  const [old, now] = [before.split('\n'), (after ?? '').split('\n')];
  return {
    gone: old.filter((line) => !now.includes(line)),
    fresh: now.filter((line) => !old.includes(line)),
  };
}

describe('editing a list in place', () => {
  it('replaces one value and keeps its quotes and the comment behind it', () => {
    expect(differing(OFFICE, edited(OFFICE, change(0, { name: 'Core 2', host: '192.0.2.9' })))).toEqual({
      gone: ['  - name: "Core" # do not touch', "    host: '192.0.2.1'"],
      fresh: ['  - name: "Core 2" # do not touch', "    host: '192.0.2.9'"],
    });
  });

  it('puts a new key below the last one, before the blank line', () => {
    expect(edited(OFFICE, change(0, { down_after: '5m' }))).toContain(
      '      - prod\n    down_after: 5m\n\n  - { name',
    );
  });

  it('adds and removes single items of a list inside an entry', () => {
    expect(differing(OFFICE, edited(OFFICE, change(0, { tags: ['core', 'new'] })))).toEqual({
      gone: ['      - prod'],
      fresh: ['      - new'],
    });
  });

  it('changes coordinates where they stand', () => {
    expect(differing(OFFICE, edited(OFFICE, change(2, { location: { lat: -7, lon: 107.6 } })))).toEqual({
      gone: ['      lat: -6.9 # south'],
      fresh: ['      lat: -7 # south'],
    });
  });

  it('edits entries in braces', () => {
    const after = edited(
      OFFICE,
      change(1, { checks: ['icmp'], host: '192.0.2.8', parent: 'core', name: null }),
    );
    expect(differing(OFFICE, after).fresh).toEqual([
      '  - { host: 192.0.2.8, checks: [icmp], parent: core } # flow',
    ]);
  });

  it('takes a key out with its line', () => {
    expect(differing(OFFICE, edited(OFFICE, change(2, { location: null })))).toEqual({
      gone: ['    location:', '      lat: -6.9 # south', '      lon: 107.6'],
      fresh: [],
    });
    expect(edited(OFFICE, change(2, { name: null }))).toContain('  - location:\n      lat');
  });

  it('removes an entry with its lines, and leaves the comments above it', () => {
    const after = edited(OFFICE, { list: 'servers', remove: [0] });
    expect(after).toContain('servers:\n  # the core\n\n  - { name: ERP');
  });

  it('adds an entry at the end of the list, with blank lines where the others have them', () => {
    const airy = 'servers:\n  - host: a\n\n  - host: b # last\n\nlanguage: id\n';
    expect(edited(airy, { list: 'servers', add: [{ name: 'C', host: 'c' }] })).toBe(
      'servers:\n  - host: a\n\n  - host: b # last\n\n  - name: C\n    host: c\n\nlanguage: id\n',
    );
  });

  it.each([
    ['', 'servers:\n  - host: a\n'],
    ['# only a comment', '# only a comment\n\nservers:\n  - host: a\n'],
    ['language: id', 'language: id\n\nservers:\n  - host: a\n'],
    ['servers: [] # none yet\nlanguage: id\n', 'servers: # none yet\n  - host: a\nlanguage: id\n'],
    ['servers:\n# later\nlanguage: id\n', 'servers:\n  - host: a\n# later\nlanguage: id\n'],
    ['servers: null\n', 'servers:\n  - host: a\n'],
    ['{ language: id }\n', '{ language: id, servers: [{ host: a }] }\n'],
    ['servers: [{ host: b }]', 'servers: [{ host: b }, { host: a }]'],
    ['servers: [\n  { host: b }, # one\n]\n', 'servers: [\n  { host: b },\n  { host: a }, # one\n]\n'],
    ['servers:\n- host: b', 'servers:\n- host: b\n- host: a'],
    ['servers:\r\n  - host: b\r\n', 'servers:\r\n  - host: b\r\n  - host: a\r\n'],
    ['\ufeffservers:\n  - {host: b}\n', '\ufeffservers:\n  - {host: b}\n  - { host: a }\n'],
  ])('adds an entry to %j', (before, after) => {
    expect(edited(before, { list: 'servers', add: [{ host: 'a' }] })).toBe(after);
  });

  it.each([
    ['servers: [{ host: a }, { host: b }]', [0], 'servers: [{ host: b }]'],
    ['servers: [{ host: a }, { host: b }]', [1], 'servers: [{ host: a }]'],
    ['servers: [{ host: a }, { host: b },]', [0, 1], 'servers: []'],
    [
      'servers: [\n  {host: a}, # A\n  # b\n  {host: b}, # B\n]',
      [0],
      'servers: [\n  # A\n  # b\n  {host: b}, # B\n]',
    ],
    ['servers:\n  - host: a\n  - host: b', [1], 'servers:\n  - host: a\n'],
    ['servers:\n  - host: a\n  - host: b', [0, 1], 'servers:\n'],
  ])('takes entries out of %j', (before, remove, after) => {
    expect(edited(before, { list: 'servers', remove })).toBe(after);
  });

  it('quotes what YAML would read as something else', () => {
    const odd = [
      'yes: no',
      '# x',
      '1e3',
      'null',
      '- a',
      '',
      'a\nb',
      "it's",
      '"q"',
      '${X}',
      '[x]',
      '@a',
      '😀 ok',
    ];
    for (const name of odd) {
      for (const text of [
        'servers:\n  - name: a\n',
        'servers: [{ name: a }]\n',
        'servers:\n  - name: "a"\n',
      ]) {
        expect(edited(text, change(0, { name })), JSON.stringify([name, text])).not.toBeNull();
      }
    }
  });

  it('edits values and entries that are merged in or named by an alias, in their own place only', () => {
    const base = 'x-b: &b { site: bdg }\nservers:\n  - { <<: *b, host: a }\n  - { <<: *b, host: b }\n';
    expect(edited(base, change(0, { site: 'jkt' }))).toContain('  - { <<: *b, host: a, site: jkt }\n');
    expect(edited(base, change(0, { site: null }))).toBeNull();
  });

  it('refuses what would change something else as well', () => {
    const shared = 'servers:\n  - &a { host: a, site: x }\n  - { <<: *a, host: b }\n';
    expect(edited(shared, change(0, { site: 'y' }))).toBeNull();
    expect(edited(shared, { list: 'servers', remove: [0] })).toBeNull();
    expect(edited(shared, change(0, { host: 'c' }))).toContain('host: c, site: x');
    expect(edited('servers: &s [{ host: a }]\nx-t: *s\n', { list: 'servers', remove: [0] })).toBeNull();
    expect(edited('servers:\n  - *gone\n', { list: 'servers', add: [{ host: 'a' }] })).toBeNull();
  });

  it('changes several entries and lists in one go', () => {
    const after = edited(
      OFFICE,
      { list: 'sites', add: [{ id: 'bdg', name: 'Bandung' }] },
      { list: 'servers', remove: [1], change: new Map([[0, { site: 'bdg' }]]), add: [{ host: 'x' }] },
    );
    expect(after).toContain('    site: bdg\n');
    expect(after).toContain(
      '    host: 192.0.2.3\n  - host: x\n# the end\n\nsites:\n  - id: bdg\n    name: Bandung\n',
    );
  });
});

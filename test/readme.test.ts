import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from './support/fresh-copy.ts';

const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

/** What the tests of messages and of the report hold the program to. */
const PRINTED =
  read('test/notify/__snapshots__/message.test.ts.snap') +
  read('test/render/__snapshots__/terminal.test.ts.snap');

/** A line with other numbers and other servers in its list is printed the same way. */
function form(line: string): string {
  return line
    .replace(/^"/, '')
    .replace(/\d+/g, '0')
    .replace(/(servers? down: ).*/, '$1');
}

function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (?=.)/gm)].map(([sign]) => sign.trim());
}

describe.each(['README.md', 'README.id.md'])('%s', (name) => {
  const text = read(name);

  it('opens with what srvmon does, an alert pair, the report, and then the two commands', () => {
    const blocks = [...text.matchAll(/^```(\w*)\n([^]*?)\n```$/gm)].slice(0, 5);
    expect(blocks.map(([, language]) => language)).toEqual(['', '', '', 'sh', 'sh']);
    expect(text.indexOf('**srvmon')).toBeLessThan(text.indexOf('```'));
  });

  it('shows messages and a report as the program prints them', () => {
    const pictures = [...text.matchAll(/^```\n((?:🔴|🟢|Down|Laporan)[^]*?)\n```$/gm)].map(
      ([, picture = '']) => picture,
    );
    expect(pictures.length).toBe(3);
    const known = new Set(PRINTED.split('\n').map(form));
    for (const line of pictures.flatMap((picture) => picture.split('\n')))
      expect(known).toContain(form(line));
  });

  it('links to files that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(8);
    for (const path of links)
      expect(() => read(join(path, path === 'examples' ? 'office.yaml' : ''))).not.toThrow();
  });
});

it('the README in Indonesian has the chapters, tables and examples of the English one', () => {
  const [english, indonesian] = [read('README.md'), read('README.id.md')];
  expect(headings(indonesian)).toEqual(headings(english));
  const rows = (text: string): number => text.split('\n').filter((line) => line.startsWith('| ')).length;
  expect(rows(indonesian)).toBe(rows(english));
  const yaml = (text: string): string | undefined => /```yaml\n[^]*?```/.exec(text)?.[0];
  expect(yaml(indonesian)).toBe(yaml(english));
});

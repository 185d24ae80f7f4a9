import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './fresh-copy.ts';

/** Commands that belong together: a block of lines, or one command in the midst of a sentence. */
export interface DocCommands {
  readonly place: string;
  readonly lines: readonly string[];
}

export const DOCS = [
  'README.md',
  'README.id.md',
  ...['alerts', 'architecture', 'configuration', 'metrics', 'operations', 'reports'].map(
    (name) => `docs/${name}.md`,
  ),
  'CHANGELOG.md',
  'crontab.example',
];

/** What stands for a name of the reader's choice, and the name that the tests choose. */
const PLACEHOLDERS: Readonly<Record<string, string>> = { SERVER: 'erp', CHAT: 'it', ID: 'erp' };

/** All command lines of a document; the same one is listed once. */
export function docCommands(name: string): DocCommands[] {
  const text = readFileSync(join(PROJECT, name), 'utf8');
  if (name === 'crontab.example') return [...cronLines(text), ...inlineCommands(name, text)];
  return [...blocks(name, text), ...inlineCommands(name, text.replace(/^ *```[^]*?^ *```$/gm, ''))];
}

/** Blocks that are marked as `sh`, and lines of a crontab. */
function blocks(name: string, text: string): DocCommands[] {
  const fenced = text.matchAll(/^( *)```(\w*)\n([^]*?)\n *```$/gm);
  return [...fenced].flatMap(([block, , language, body = '']) => {
    const place = `${name}:${String(text.slice(0, text.indexOf(block)).split('\n').length)}`;
    if (language === 'sh') return [{ place, lines: body.split('\n').map((line) => line.trim()) }];
    return cronLines(body).map(({ lines }) => ({ place, lines }));
  });
}

function cronLines(text: string): DocCommands[] {
  const lines = text.matchAll(/^ *#?(?:[\d*/,-]+ +){5}(\S.*)$/gm);
  return [...lines].map(([line, command = '']) => ({ place: line.trim(), lines: [command] }));
}

function inlineCommands(name: string, text: string): DocCommands[] {
  const found = [...text.matchAll(/`((?:sudo -u srvmon )?srvmon [^`]+)`/g)].map(([, command = '']) =>
    command.replace(/\s+/g, ' '),
  );
  return (
    [...new Set(found)]
      // Forms such as `a|b` and `[--flag]` describe commands, and are none.
      .filter((command) => !/[|[]|\.\.\./.test(command))
      .map((command) => ({ place: `${name}: ${command}`, lines: [withNames(command)] }))
  );
}

function withNames(command: string): string {
  return command.replace(/\b[A-Z]{2,}\b/g, (word) => PLACEHOLDERS[word] ?? word);
}

/** The examples in the help of every command, as the man page repeats them. */
export function helpExamples(): string[] {
  const text = readFileSync(join(PROJECT, 'man/srvmon.1'), 'utf8');
  const lines = text.matchAll(/^ {4}((?:sudo -u srvmon )?srvmon .+)$/gm);
  return [
    ...new Set([...lines].map(([, line = '']) => line.replaceAll('\\-', '-').replaceAll('\\\\', '\\'))),
  ];
}

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCS, docCommands, helpExamples, type DocCommands } from '../support/doc-commands.ts';
import { programUnderTest } from '../support/e2e-installations.ts';
import { mayMount } from '../support/e2e-mounts.ts';
import { FAKE_TOKEN } from '../support/fake-bot-api.ts';
import { PROJECT } from '../support/fresh-copy.ts';
import { mayUseNamespaces } from '../support/netns.ts';
import { needs } from '../support/require.ts';

const CONFIG = `
timezone: Asia/Jakarta
language: en
telegram:
  token_file: /etc/srvmon/token
  api_base: http://127.0.0.1:8081
  chats: { it: -1001234567890, office: -5 }
alerts: { to: [it], down_after: 0s, min_failures: 1 }
sites:
  - { id: bandung, name: Cabang Bandung, location: "-6.9175,107.6191" }
servers:
  - { name: Router Bandung, id: router-bdg, host: 192.0.2.1, site: bandung, tags: [prod] }
  - { name: Router BDG, id: old-router, host: 192.0.2.2 }
  - { name: Router Cirebon, host: 192.0.2.3 }
  - { name: ERP, host: 127.0.0.1, site: bandung, checks: ["tcp:1"] }
`;

const CSV = `nama;ip;cabang;lat;lon\nMail;192.0.2.20;Cabang Bandung;;\nCCTV;192.0.2.21;Cabang Bandung;-6,9;107,6\n`;

/** Lines that are run elsewhere, or cannot be run in a test. */
const ELSEWHERE: readonly (readonly [reason: string, line: RegExp])[] = [
  ['test/e2e/readme.test.ts runs it', /^npm ci && npm run build/],
  ['it runs the tests', /^npm ci && npm test$/],
  ['test/e2e/install.test.ts runs it', /^npm (pack|install -g)/],
  ['it needs a Docker daemon', /^docker /],
  ['it draws until Ctrl-C; test/commands/status-watch.test.ts', /^srvmon status --watch/],
];

/** What a command may end with, besides 0: something is down, or there is no cron daemon. */
const MAY_END_WITH_1 = /srvmon (status|doctor)\b|--fail-on-down/;

/** A name of a command in a sentence: that there is one. */
const NAME_ONLY = /^srvmon (history )?[a-z-]+$/;

interface Ran {
  readonly place: string;
  readonly command: string;
  readonly code: number;
  readonly output: string;
}

/** Runs the units one after the other, each on the same installation, on a machine of their own. */
function runAll(units: readonly DocCommands[]): Ran[] {
  const folder = mkdtempSync(join(tmpdir(), 'srvmon-docs-'));
  try {
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'servers.yaml'), CONFIG);
    writeFileSync(join(folder, 'servers.csv'), CSV);
    const files = units.flatMap(({ place, lines }, index) => {
      const unit = join(folder, 'units', String(index).padStart(3, '0'));
      mkdirSync(unit, { recursive: true });
      return lines.map((command, line) => {
        const file = join(unit, String(line).padStart(2, '0'));
        writeFileSync(file, `${command}\n`);
        return { place, command, file };
      });
    });
    const { node, script } = programUnderTest();
    const shell = join(PROJECT, 'test/support/fresh-machine.sh');
    execFileSync('unshare', ['--mount', '--net', shell, folder, node, script, PROJECT, FAKE_TOKEN], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return files.map(({ place, command, file }) => ({
      place,
      command,
      code: Number(readFileSync(`${file}.rc`, 'utf8')),
      output: readFileSync(`${file}.out`, 'utf8'),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines as they are run. */
function runnable(units: readonly DocCommands[]): DocCommands[] {
  return units.flatMap(({ place, lines }) => {
    const left = lines
      .filter((line) => line !== '' && !ELSEWHERE.some(([, pattern]) => pattern.test(line)))
      .map((line) => line.replace('/usr/bin/node /usr/local/bin/srvmon', 'srvmon'))
      .map((line) => (NAME_ONLY.test(line) && lines.length === 1 ? `${line} --help` : line));
    return left.length === 0 ? [] : [{ place, lines: left }];
  });
}

/** Each command once: the documents name many of them again and again. */
function onlyOnce(units: readonly DocCommands[]): DocCommands[] {
  return [...new Map(units.map((unit) => [unit.lines.join('\n'), unit])).values()];
}

describe.skipIf(
  !needs(mayUseNamespaces && mayMount(), 'needs root, to make a machine of its own for the documents'),
)('the command lines of documents and help', () => {
  it('each does what it says', () => {
    const examples = helpExamples().map((line) => ({ place: `help: ${line}`, lines: [line] }));
    expect(examples.length).toBeGreaterThan(50);
    const found = DOCS.map((name) => docCommands(name));
    expect(found.map((units, index) => [DOCS[index], units.length > 0])).toEqual(
      DOCS.map((name) => [name, name !== 'docs/architecture.md']),
    );
    const ran = runAll(onlyOnce(runnable([...found.flat(), ...examples])));
    console.log(`${String(ran.length)} command lines`);
    expect(
      ran.filter(({ command, code }) => code !== 0 && !(code === 1 && MAY_END_WITH_1.test(command))),
    ).toEqual([]);
  }, 600_000);
});

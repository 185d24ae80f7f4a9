import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandShapes } from '../../scripts/generated.ts';
import type { CommandShape } from '../../src/render/command-shape.ts';
import { bundleProgram, PROJECT_CACHE } from '../support/bundle.ts';
import { Desk } from '../support/desk.ts';

const OFFICE = `telegram: { token: "\${THE_TOKEN}", chats: { it-night: -1 } }
alerts: { to: [it-night] }
sites: [{ id: bandung, name: Cabang Bandung }]
servers:
  - { name: Router Bandung, id: router-bdg, host: 192.0.2.1, site: bandung, tags: [net] }
  - { name: ERP, host: 192.0.2.2 }
`;

const desk = new Desk();
const shapes: readonly CommandShape[] = commandShapes();
let env: NodeJS.ProcessEnv;
let bash: string;

beforeAll(async () => {
  desk.writeConfig(OFFICE);
  const program = await bundleProgram(join(import.meta.dirname, '../../src/main.ts'), PROJECT_CACHE);
  mkdirSync(join(desk.folder, 'bin'));
  const launcher = join(desk.folder, 'bin/srvmon');
  writeFileSync(launcher, `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`);
  chmodSync(launcher, 0o755);
  env = {
    PATH: `${join(desk.folder, 'bin')}:/usr/bin:/bin`,
    SRVMON_CONFIG: desk.config,
    LANG: 'C.UTF-8',
  };
  bash = join(desk.folder, 'completion.bash');
  writeFileSync(bash, run('completion', 'bash'));
});

afterAll(() => {
  desk.remove();
});

function run(...args: string[]): string {
  return execFileSync(join(desk.folder, 'bin/srvmon'), args, { encoding: 'utf8', env });
}

/** What bash offers for the last of the words. */
function offered(...words: string[]): string[] {
  const script = `source ${bash}; COMP_WORDS=(srvmon "$@"); COMP_CWORD=$#; _srvmon; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync('bash', ['--norc', '-c', script, 'bash', ...words], {
    encoding: 'utf8',
    env,
    cwd: desk.folder,
  });
  return output.split('\n').filter((word) => word !== '');
}

describe('completion in bash', () => {
  it('knows the commands', () => {
    expect(offered('re')).toEqual(['report', 'replay']);
    expect(offered('server', '')).toEqual(['add', 'set', 'remove', 'rename', 'list', 'show']);
  });

  it('knows the flags of a command', () => {
    expect(offered('report', '--last')).toEqual(['--last-month', '--last-week']);
    expect(offered('server', 'add', '--pa')).toEqual(['--parent']);
  });

  it('knows ids of servers and sites, tags and chats', () => {
    expect(offered('explain', '')).toEqual(['router-bdg', 'erp']);
    expect(offered('server', 'set', 'r')).toEqual(['router-bdg']);
    expect(offered('report', '--site', '')).toEqual(['bandung']);
    expect(offered('report', '--tag', '')).toEqual(['net']);
    expect(offered('server', 'add', '--to', 'it')).toEqual(['it-night']);
    expect(offered('mute', '')).toEqual(['all', 'bandung', 'router-bdg', 'erp']);
  });

  it('knows words to choose from, and files', () => {
    expect(offered('export', '--format', '')).toEqual(['csv', 'yaml']);
    expect(offered('completion', 'z')).toEqual(['zsh']);
    expect(offered('import', 'servers.y')).toEqual(['servers.yaml']);
  });

  it('asks the configuration that is named on the line', () => {
    const other = join(desk.folder, 'other.yaml');
    writeFileSync(
      other,
      `state_dir: ${desk.folder}/s2\nalerts: { to: [console] }\nservers: [{ name: Other, host: a }]\n`,
    );
    expect(offered('explain', '--config', other, '')).toEqual(['other']);
    expect(offered('explain', '--config', join(desk.folder, 'gone.yaml'), '')).toEqual([]);
  });
});

describe('completion scripts', () => {
  it.each(['bash', 'zsh', 'fish'])('of %s name every command and flag', (shell) => {
    const script = run('completion', shell);
    const flags = shapes.flatMap(({ options }) =>
      options.map(({ long }) => (shell === 'fish' ? long.slice(2) : long)),
    );
    for (const word of [...shapes.flatMap(({ commands }) => commands), ...flags])
      expect(script).toContain(word);
  });

  it.each(['bash', 'zsh', 'fish'])('of %s are taken by that shell', (shell) => {
    const checked = spawnSync(shell, ['-n'], { input: run('completion', shell), encoding: 'utf8' });
    // A shell that is not on this machine cannot be asked.
    if (checked.error === undefined) expect(checked.stderr).toBe('');
  });
});

describe('the help of every command', () => {
  const leaves = shapes.filter(({ path, commands }) => path !== '' && commands.length === 0);

  it.each(leaves.map((shape) => ({ path: shape.path, shape })))(
    '$path ends with two examples that it accepts',
    ({ shape }) => {
      expect(shape.examples.length).toBeGreaterThanOrEqual(2);
      for (const example of shape.examples) {
        const words = (/\bsrvmon (check|.*)/.exec(example.replace(/^sudo -u srvmon /, ''))?.[1] ?? '').split(
          ' ',
        );
        expect(words.join(' ').startsWith(shape.path), example).toBe(true);
        const known = new Set(shape.options.flatMap(({ short, long }) => [short, long]));
        const flags = words.filter((word) => /^--?[a-z]/.test(word));
        expect(
          flags.filter((flag) => !known.has(flag)),
          example,
        ).toEqual([]);
      }
    },
  );
});

describe('the manual page', () => {
  it('is read by man without a complaint', () => {
    const page = join(import.meta.dirname, '../../man/srvmon.1');
    const read = spawnSync('man', ['--warnings', '-l', page], {
      encoding: 'utf8',
      env: { ...process.env, MANWIDTH: '100' },
    });
    if (read.error !== undefined) return;
    expect(read.stderr).toBe('');
    expect(read.stdout).toContain('srvmon server add [options]');
  });
});

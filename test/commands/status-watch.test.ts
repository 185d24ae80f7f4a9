import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, type Pause, type StatusCommandOptions } from '../../src/commands/status.ts';
import type { Io } from '../../src/commands/io.ts';
import type { State } from '../../src/core/model.ts';
import { emptyState, newServer } from '../../src/core/state.ts';
import { bundleProgram } from '../support/bundle.ts';
import { Desk } from '../support/desk.ts';
import { DAY, HOUR, NOW, openIncident } from '../support/past.ts';
import { needs } from '../support/require.ts';

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  desk.writeConfig(`
alerts: { to: [console] }
servers:
  - { id: erp, name: ERP, host: 192.0.2.1 }
  - { id: mail, name: Mail, host: 192.0.2.2 }
`);
});

afterEach(() => {
  desk.remove();
});

function stateWith(down: readonly string[]): State {
  const servers = Object.fromEntries(
    ['erp', 'mail'].map((id) => [
      id,
      {
        ...newServer(id, null, NOW - DAY),
        ...(down.includes(id)
          ? { condition: { kind: 'down' as const }, incident: openIncident(id, NOW - HOUR) }
          : { condition: { kind: 'up' as const, since: NOW - DAY } }),
      },
    ]),
  );
  return { ...emptyState(), lastRunAt: NOW - 20_000, watchedSince: NOW - DAY, servers };
}

/** Calls the command with pauses in which the test changes the world, one for each function. */
async function watch(
  options: StatusCommandOptions,
  during: readonly (() => void)[],
  change: Partial<Io> = {},
): Promise<{ code: number; pictures: string[]; stderr: string; waits: number[] }> {
  const waits: number[] = [];
  const left = [...during];
  const pause: Pause = (ms) => {
    waits.push(ms);
    const next = left.shift();
    next?.();
    return Promise.resolve(next !== undefined);
  };
  const watching = (own: StatusCommandOptions, io: Io): Promise<number> => run(own, io, () => pause);
  const { code, stdout, stderr } = await desk.call(watching, options, { isTTY: true, ...change });
  return { code, pictures: stdout.split('\x1b[H').slice(2), stderr, waits };
}

describe('srvmon status --watch', () => {
  it('draws again until it is interrupted, and ends with the exit code of the last picture', async () => {
    desk.writeState(stateWith(['erp']));
    const { code, pictures, stderr, waits } = await watch({ watch: true }, [
      () => {
        desk.writeState(stateWith([]));
      },
    ]);
    expect({ code, stderr, waits }).toEqual({ code: 0, stderr: '', waits: [5_000, 5_000] });
    expect(pictures).toHaveLength(2);
    expect(pictures[0]).toContain('1 of 2 servers is down');
    expect(pictures[1]).toContain('All 2 servers are up.');
  });

  it('ends with 1 when something is down at last', async () => {
    desk.writeState(stateWith([]));
    const { code, waits } = await watch({ watch: '30' }, [
      () => {
        desk.writeState(stateWith(['mail']));
      },
    ]);
    expect({ code, waits }).toEqual({ code: 1, waits: [30_000, 30_000] });
  });

  it('clears what the picture before left behind', async () => {
    desk.writeState(stateWith([]));
    const { pictures } = await watch({ watch: true }, []);
    expect(pictures[0]?.endsWith('\x1b[J')).toBe(true);
    for (const line of pictures[0]?.split('\n').slice(0, -1) ?? [])
      expect(line.endsWith('\x1b[K')).toBe(true);
  });

  it('draws no more lines than the terminal has', async () => {
    desk.writeState(stateWith(['erp', 'mail']));
    const { pictures } = await watch({ watch: true }, [], { rows: 4 });
    expect(pictures[0]?.match(/\n/g)).toHaveLength(3);
  });

  it.each([
    [
      { watch: true as const },
      { isTTY: false },
      '--watch draws on a terminal, and stdout is none; leave it out',
    ],
    [{ watch: '0' }, {}, '--watch: "0" is no number of seconds from 1 to 3600'],
    [{ watch: 'x' }, {}, '--watch: "x" is no number of seconds from 1 to 3600'],
    [{ watch: true as const, json: true }, {}, '--watch and --json exclude each other'],
  ])('refuses %o with %o', async (options, change, problem) => {
    expect(await watch(options, [], change)).toMatchObject({
      code: 2,
      pictures: [],
      stderr: `srvmon status: ${problem}\n`,
    });
  });
});

const hasScript = needs(
  spawnSync('script', ['--version']).error === undefined,
  'script(1) is not installed (Debian package bsdutils), so there is no terminal to draw on',
);

describe('srvmon status --watch on a terminal', () => {
  it.skipIf(!hasScript)('ends with Ctrl-C and the exit code of what is down', async () => {
    desk.writeState(stateWith(['erp']));
    const program = await bundleProgram(resolve(import.meta.dirname, '../../src/main.ts'));
    // Without exec the shell would be interrupted too, and its own exit code come out.
    const command = `exec '${process.execPath}' '${program}' status --watch 1 -c '${desk.config}'`;
    const child = spawn('script', ['-qfec', command, join(desk.folder, 'typescript')], {
      env: { ...process.env, LANG: 'C.UTF-8' },
    });
    let output = '';
    let interrupted = false;
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      // Two pictures were drawn: the watching goes on by itself.
      if (interrupted || output.split('1 of 2 servers is down').length < 3) return;
      interrupted = true;
      child.stdin.write('\x03');
    });
    const code = await new Promise((done) => child.on('exit', done));
    expect({ code, output }).toMatchObject({ code: 1 });
    expect(output.split('1 of 2 servers is down').length).toBeGreaterThanOrEqual(3);
  });
});

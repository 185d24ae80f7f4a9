import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/commands/check.ts';
import { bundleProgram, PROJECT_CACHE } from '../support/bundle.ts';
import { Desk } from '../support/desk.ts';
import { MINUTE, NOW } from '../support/past.ts';

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
});

afterEach(() => {
  desk.remove();
});

describe('check --json', () => {
  it('prints one document, also where alerts go to the console: those are on stderr then', async () => {
    // Nothing listens on port 1 of the loopback interface.
    desk.writeConfig(`
alerts: { to: [console], down_after: 0s, min_failures: 1 }
servers: [{ id: erp, name: ERP, host: 127.0.0.1, checks: ['tcp:1'] }]`);
    const { code, stdout, stderr } = await desk.call(run, { json: true });
    const minute = new Date(NOW - (NOW % MINUTE)).toISOString();
    const failed = [{ check: 'tcp:1', code: 'tcp-refused' }];
    expect(JSON.parse(stdout)).toEqual({
      format: 'srvmon-check',
      version: 1,
      at: new Date(NOW).toISOString(),
      blind: false,
      servers: [
        {
          id: 'erp',
          name: 'ERP',
          host: '127.0.0.1',
          condition: 'down',
          downSince: minute,
          latencyMs: null,
          verdict: { kind: 'failed', cause: { failed, passed: [] } },
        },
      ],
      transitions: [{ server: 'erp', to: 'down', at: minute }],
      troubles: [],
    });
    expect(stderr).toContain('DOWN: ERP');
    expect(code).toBe(0);
  });

  it('is whole when its reader is slow', async () => {
    const count = 1_000;
    const servers = Array.from(
      { length: count },
      (_, n) => `- { name: S${n}, host: 127.0.0.1, checks: ['tcp:1'] }`,
    );
    desk.writeConfig(`alerts: { to: [console] }\nservers:\n${servers.join('\n')}`);
    const program = await bundleProgram(join(import.meta.dirname, '../../src/main.ts'), PROJECT_CACHE);
    const check = spawn(process.execPath, [program, 'check', '--json', '--config', desk.config], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = new Promise((resolve) => check.once('exit', resolve));
    // The document is longer than the 64 KiB that a pipe holds (pipe(7)).
    await sleep(3_000);
    const pieces: string[] = [];
    for await (const piece of check.stdout.setEncoding('utf8')) pieces.push(piece as string);
    expect(JSON.parse(pieces.join(''))).toMatchObject({
      servers: expect.objectContaining({ length: count }) as unknown,
    });
    expect(pieces.join('').length).toBeGreaterThan(100_000);
    expect(await ended).toBe(0);
  });
});

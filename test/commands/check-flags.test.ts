import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram, PROJECT_CACHE } from '../support/bundle.ts';
import { Desk } from '../support/desk.ts';

let program: string;
let desk: Desk;

beforeAll(async () => {
  program = await bundleProgram(join(import.meta.dirname, '../../src/main.ts'), PROJECT_CACHE);
  desk = new Desk();
  // Nothing listens on port 1 of the loopback interface.
  desk.writeConfig(`
alerts: { to: [console], down_after: 0s, min_failures: 1 }
servers: [{ id: erp, name: ERP, host: 127.0.0.1, checks: ['tcp:1'] }]`);
});

afterAll(() => {
  desk.remove();
});

function check(args: readonly string[], config?: string): { code: number | null; out: string; err: string } {
  const env = { PATH: process.env['PATH'], ...(config !== undefined && { SRVMON_CONFIG: config }) };
  const result = spawnSync(process.execPath, [program, 'check', ...args], { encoding: 'utf8', env });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** Read by the short list of `main.ts`, or by the one that `srvmon check --help` prints: nobody should notice which. */
describe('the flags of check', () => {
  it.each([
    ['--config F --fail-on-down --json'],
    ['--json -c F --fail-on-down'],
    ['--config=F --json --fail-on-down'],
    ['--fail-on-down --json -cF'],
    ['--json --config /nowhere --fail-on-down --config F'],
  ])('%s', (line) => {
    const { code, out } = check(line.split(' ').map((arg) => arg.replace('F', desk.config)));
    expect(JSON.parse(out)).toMatchObject({ servers: [{ id: 'erp', condition: 'down' }] });
    expect(code).toBe(1);
  });

  it('say where the time went, and which verdict each server got', () => {
    const { code, out, err } = check(['-v', '--timings'], desk.config);
    expect(out).toContain('ERP');
    expect(err).toMatch(/^probe .* ms/m);
    expect(code).toBe(0);
  });

  it.each([
    [['--config'], "option '-c, --config <file>' argument missing"],
    [['--jsn'], "unknown option '--jsn'"],
    [['erp'], 'too many arguments'],
    [['--json=yes'], 'json'],
  ])('%j is refused', (args, words) => {
    const { code, err } = check(args, desk.config);
    expect(err).toContain(words);
    expect(code).toBe(2);
  });
});

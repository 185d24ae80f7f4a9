import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/commands/check.ts';
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
});

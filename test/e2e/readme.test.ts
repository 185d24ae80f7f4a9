import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyFreshClone } from '../support/fresh-copy.ts';
import { readmeCommands } from '../support/readme.ts';

describe('the first command of the README', () => {
  it('installs, builds and checks on a fresh clone, and prints the alert of the server that is down', () => {
    const folder = mkdtempSync(join(tmpdir(), 'srvmon-clone-'));
    try {
      copyFreshClone(folder);
      const [command = ''] = readmeCommands();
      const { status, stdout, stderr } = spawnSync('/bin/bash', ['-c', command], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
      expect(stdout).toContain('DOWN: ERP');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

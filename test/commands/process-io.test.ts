import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram, PROJECT_CACHE } from '../support/bundle.ts';

describe('a reader that has seen enough, such as head(1)', () => {
  let program: string;
  beforeAll(async () => {
    program = await bundleProgram(join(import.meta.dirname, '../../src/main.ts'), PROJECT_CACHE);
  });

  it.each([['--help'], ['check --help'], ['--version'], ['completion bash']])(
    'ends srvmon %s without a word',
    async (args) => {
      const child = spawn(process.execPath, [program, ...args.split(' ')], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.destroy();
      const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')]);
      expect({ stderr, code: child.exitCode }).toEqual({ stderr: '', code: 0 });
    },
  );
});

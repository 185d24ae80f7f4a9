import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from './support/fresh-copy.ts';

const lines = (name: string): string[] => readFileSync(join(PROJECT, name), 'utf8').split('\n');

describe('the Dockerfile', () => {
  const copied = lines('Dockerfile')
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(' ').slice(1, -1));

  it('copies files that are there and that .dockerignore lets through', () => {
    const allowed = lines('.dockerignore').flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    expect(copied.filter((name) => !existsSync(join(PROJECT, name)))).toEqual([]);
    expect(copied.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('runs srvmon as an ordinary user with one capability, and not as process 1', () => {
    const text = lines('Dockerfile').join('\n');
    expect(/^USER (.*)$/m.exec(text)?.[1]).toBe('srvmon');
    expect([...text.matchAll(/setcap (\S+)/g)].map(([, capability]) => capability)).toEqual([
      'cap_net_raw+ep',
    ]);
    expect(text).toContain('ENTRYPOINT ["tini", "--", "srvmon"]');
  });
});

import { describe, expect, it } from 'vitest';
import { defaultStateDir, resolvePath } from '../../src/config/state-dir.ts';

const mainFile = '/etc/srvmon/servers.yaml';

describe('the default state folder', () => {
  it('of root is /var/lib/srvmon, whatever its environment says', () => {
    const env = { XDG_STATE_HOME: '/x', HOME: '/root' };
    expect(defaultStateDir({ env, mainFile, uid: 0 })).toBe('/var/lib/srvmon');
  });

  it('of a user is in $XDG_STATE_HOME, or else in the home folder', () => {
    const of = (env: NodeJS.ProcessEnv): string => defaultStateDir({ env, mainFile, uid: 1000 });
    expect(of({ XDG_STATE_HOME: '/x', HOME: '/home/a' })).toBe('/x/srvmon');
    expect(of({ XDG_STATE_HOME: 'relative', HOME: '/home/a' })).toBe('/home/a/.local/state/srvmon');
    expect(of({ HOME: '/home/a' })).toBe('/home/a/.local/state/srvmon');
  });
});

describe('a path', () => {
  it('starts at the configuration file, the home folder, or the root', () => {
    const of = (path: string): string => resolvePath(path, { env: { HOME: '/home/a' }, mainFile, uid: 1000 });
    expect(of('state')).toBe('/etc/srvmon/state');
    expect(of('~/state')).toBe('/home/a/state');
    expect(of('/x')).toBe('/x');
  });
});

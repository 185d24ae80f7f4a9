import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodesUnderTest, programUnderTest } from '../support/e2e-installations.ts';
import { run, type Installation, type Outcome } from '../support/e2e-program.ts';
import { needs } from '../support/require.ts';

function tempHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'srvmon-home-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

function version(installation: Installation, env: Readonly<Record<string, string>>): Promise<Outcome> {
  return run({ installation, args: ['--version'], env });
}

/** The files below a folder, with what a rewrite changes. */
function filesIn(folder: string): Record<string, number> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  const files = names.filter((name) => statSync(name).isFile());
  return Object.fromEntries(files.map((name) => [name, statSync(name).ino]));
}

const answer: unknown = expect.objectContaining({
  code: 0,
  stderr: '',
  stdout: expect.stringMatching(/^\d/) as unknown,
});

describe.each(nodesUnderTest())('the compiled program on $name', ({ withAddon }) => {
  it('is kept in the home folder, and used again', async () => {
    const home = tempHome();
    expect(await version(withAddon, { HOME: home })).toEqual(answer);
    const kept = filesIn(join(home, '.cache/srvmon'));
    expect(Object.keys(kept).length).toBeGreaterThan(0);
    expect(await version(withAddon, { HOME: home })).toEqual(answer);
    expect(filesIn(home)).toEqual(kept);
  });

  it('is kept by a check, too, which ends at once', async () => {
    const home = tempHome();
    const args = ['check', '--config', '/missing/servers.yaml'];
    expect(await run({ installation: withAddon, args, env: { HOME: home } })).toMatchObject({ code: 2 });
    expect(Object.keys(filesIn(home)).length).toBeGreaterThan(0);
  });

  it('is kept in $XDG_CACHE_HOME where that is set', async () => {
    const [home, cache] = [tempHome(), tempHome()];
    expect(await version(withAddon, { HOME: home, XDG_CACHE_HOME: cache })).toEqual(answer);
    expect(filesIn(home)).toEqual({});
    expect(Object.keys(filesIn(join(cache, 'srvmon'))).length).toBeGreaterThan(0);
  });

  it.each([
    ['its end is missing', (file: Buffer) => file.subarray(0, file.length - 3)],
    ['its end is empty', (file: Buffer) => file.fill(0, Math.floor(file.length * 0.7))],
    [
      'a byte in it changed',
      (file: Buffer) => file.map((byte, at) => (at === Math.floor(file.length * 0.4) ? ~byte : byte)),
    ],
    ['nothing is in it', () => Buffer.alloc(0)],
  ])('is made again when %s', async (_fault, damage) => {
    const home = tempHome();
    await version(withAddon, { HOME: home });
    for (const file of Object.keys(filesIn(home))) writeFileSync(file, damage(readFileSync(file)));
    expect(await version(withAddon, { HOME: home })).toEqual(answer);
    const mended = filesIn(home);
    expect(await version(withAddon, { HOME: home })).toEqual(answer);
    expect(filesIn(home)).toEqual(mended);
  });

  it('is done without where it cannot be kept', async () => {
    const home = tempHome();
    writeFileSync(join(home, '.cache'), 'a file in the way');
    expect(await version(withAddon, { HOME: home })).toEqual(answer);
    expect(await version(withAddon, {})).toEqual(answer);
    expect(await version(withAddon, { HOME: join(home, 'missing') })).toEqual(answer);
    expect(filesIn(home)).toEqual({ [join(home, '.cache')]: expect.any(Number) as unknown });
  });

  it('is left alone when $NODE_DISABLE_COMPILE_CACHE says so', async () => {
    const home = tempHome();
    expect(await version(withAddon, { HOME: home, NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(answer);
    expect(filesIn(home)).toEqual({});
  });
});

const isRoot = needs(process.getuid?.() === 0, 'only root can give a folder away');
it.runIf(isRoot)('the home of another user, as sudo may leave it, is not used', async () => {
  const home = tempHome();
  mkdirSync(join(home, '.cache'));
  chownSync(home, 65_534, 65_534);
  expect(await version(programUnderTest(), { HOME: home })).toEqual(answer);
  expect(filesIn(home)).toEqual({});
});

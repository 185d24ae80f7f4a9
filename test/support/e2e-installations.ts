import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from './e2e-program.ts';
import { needs } from './require.ts';

/** The folder in which `e2e-setup.ts` unpacked the program, readable by every user. */
function unpacked(): string {
  const folder = process.env['SRVMON_UNPACKED'];
  if (folder === undefined) throw new Error('run these tests with npm run test:e2e');
  return folder;
}

/** The packed program as `npm install` of the tarball leaves it, on the Node that runs the tests. */
export function programUnderTest(): Installation {
  return { node: process.execPath, script: scriptIn(unpacked(), 'with-addon') };
}

/** The same where net-ping could not be built. */
export function programWithoutAddon(): Installation {
  return { node: process.execPath, script: scriptIn(unpacked(), 'without-addon') };
}

/** The home folder of the program while it runs as the user who runs the tests. */
export function homeOfRoot(): string {
  return join(unpacked(), 'home');
}

/** A Node, and the program beside an addon that was built for it. */
export interface NodeUnderTest {
  readonly name: string;
  readonly withAddon: Installation;
  readonly withoutAddon: Installation;
}

/** This Node and those that `.ci/run` put into the folder `$SRVMON_NODES`: `NN/` with `node` and `node_modules/net-ping`. */
export function nodesUnderTest(): NodeUnderTest[] {
  const own = {
    name: `Node ${process.versions.node}`,
    withAddon: programUnderTest(),
    withoutAddon: programWithoutAddon(),
  };
  const folder = process.env['SRVMON_NODES'] ?? '';
  if (!needs(existsSync(folder), 'the other Nodes are not installed ($SRVMON_NODES, see .ci/run)'))
    return [own];
  const others = readdirSync(folder)
    .sort()
    .map((major): NodeUnderTest => {
      const node = join(folder, major, 'node');
      return {
        name: `Node ${major}`,
        withAddon: { node, script: scriptIn(unpacked(), `with-addon-${major}`) },
        withoutAddon: { node, script: scriptIn(unpacked(), 'without-addon') },
      };
    });
  return [own, ...others];
}

function scriptIn(folder: string, name: string): string {
  return join(folder, name, 'bin/srvmon.js');
}

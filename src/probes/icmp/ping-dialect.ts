import type { Literal } from './address.ts';
import { findProgram, Programs } from './process.ts';

type Usable = Extract<Literal, { usable: true }>;

/** How this system's ping is asked, and what it answers. */
export interface Dialect {
  /** `waitsMs`: how long that command itself waits for the answer. */
  command(literal: Usable, timeoutMs: number): { path: string; args: string[]; waitsMs: number };
  /** Exit code for "sent, and no answer". */
  readonly silentCode: number;
}

/** From this version on iputils takes fractions of a second after -W; before, 0.5 became 0: for ever. */
const IPUTILS_FRACTIONS = 20_200_821;
/** -W 0 means for ever. */
const SHORTEST_MS = 10;

/**
 * iputils takes `-W` in (fractions of) seconds, busybox and inetutils in whole ones; on macOS and FreeBSD `-W` is
 * milliseconds and `-t` whole seconds for everything, and silence ends with 2 (their man pages).
 */
export async function dialectOf(
  path: string,
  folders: readonly string[],
  platform: NodeJS.Platform,
): Promise<Dialect> {
  if (platform === 'darwin' || platform === 'freebsd') {
    return bsd(path, (await findProgram('ping6', folders)) ?? path);
  }
  const fractions = (await iputilsVersion(path)) >= IPUTILS_FRACTIONS;
  return {
    silentCode: 1,
    command({ address }, timeoutMs) {
      const waitsMs = fractions ? Math.max(SHORTEST_MS, timeoutMs) : wholeSeconds(timeoutMs) * 1000;
      return { path, args: ['-n', '-c', '1', '-W', String(waitsMs / 1000), '--', address], waitsMs };
    },
  };
}

function bsd(path4: string, path6: string): Dialect {
  return {
    silentCode: 2,
    command({ address, family }, timeoutMs) {
      const seconds = wholeSeconds(timeoutMs);
      const common = ['-n', '-c', '1'];
      // ping6 has no -t for the whole; it is killed after its time.
      return family === 6
        ? { path: path6, args: [...common, '--', address], waitsMs: seconds * 1000 }
        : { path: path4, args: [...common, '-t', String(seconds), '--', address], waitsMs: seconds * 1000 };
    },
  };
}

function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** The release date in the version line of iputils (`ping from iputils 20221126`), 0 for every other ping. */
async function iputilsVersion(path: string): Promise<number> {
  const ended = await new Programs().run(path, ['-V'], { timeoutMs: 1_000 });
  if (ended.kind !== 'exited') return 0;
  return Number(/iputils[ -]s?(\d{8})/.exec(ended.stdout + ended.stderr)?.[1] ?? 0);
}

import type { CheckResult, TroubleCode } from '../../core/probing.ts';

/** How one attempt without an answer ended. */
export type Miss =
  | { readonly kind: 'silent' }
  /** `from`: the router that said so, null when it was this machine. */
  | { readonly kind: 'unreachable'; readonly from: string | null }
  | { readonly kind: 'unsent'; readonly code: TroubleCode; readonly detail: string };

export const SILENT: Miss = { kind: 'silent' };
export const OUT_OF_TIME: Miss = { kind: 'unsent', code: 'budget', detail: '' };

const WEIGHT: Record<Miss['kind'], number> = { silent: 0, unreachable: 1, unsent: 2 };

/**
 * What two attempts say together. One packet that never left outweighs everything: the server was not asked as often
 * as promised, so it must not be called down.
 */
export function heavier(before: Miss | undefined, now: Miss): Miss {
  return before && WEIGHT[before.kind] > WEIGHT[now.kind] ? before : now;
}

/** The result of a server none of whose attempts was answered. */
export function resultOf(miss: Miss): CheckResult {
  switch (miss.kind) {
    case 'silent':
      return { kind: 'failed', code: 'icmp-timeout' };
    case 'unreachable':
      return {
        kind: 'failed',
        code: 'icmp-unreachable',
        ...(miss.from === null ? {} : { detail: miss.from }),
      };
    case 'unsent':
      return { kind: 'unknown', code: miss.code, ...(miss.detail === '' ? {} : { detail: miss.detail }) };
  }
}

/** A program that could not be started: no file handles left, or no processes. `code`: that of the system. */
export function notStarted(program: string, code: string): Miss {
  const handles = code === 'EMFILE' || code === 'ENFILE';
  return {
    kind: 'unsent',
    code: handles ? 'file-handles' : 'icmp-unavailable',
    detail: `${program}: ${code}`,
  };
}

/** The part of a program's or a loader's complaint that fits into a sentence. */
export function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

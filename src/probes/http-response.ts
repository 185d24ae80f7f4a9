import type { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import type { HttpCheck } from '../core/config.ts';
import type { CheckResult } from '../core/probing.ts';
import { codeOf } from './error-code.ts';

const MOST_BODY_BYTES = 1_048_576;
const DETAIL_LENGTH = 60;
/** For one pattern on one body. 1 MiB takes a sane pattern a few ms. */
const PATTERN_MS = 200;

/** Reads at most 1 MiB, after decompression; what follows is left unread. */
export async function readBody(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BODY_BYTES).toString('utf8');
}

/** Compares status and body with what the check expects. */
export function judgeResponse(
  expect: HttpCheck['expect'],
  status: number,
  body: string,
  latencyMs: number,
): CheckResult {
  if (!expect.status.some(({ from, to }) => status >= from && status <= to)) {
    return { kind: 'failed', code: 'http-status', detail: String(status) };
  }
  const found = expect.body === null || findInBody(expect.body, body);
  if (found === 'too-slow') return { kind: 'unknown', code: 'internal', detail: 'the regex took too long' };
  if (found) return { kind: 'ok', latencyMs };
  return { kind: 'failed', code: 'http-body', detail: (expect.body?.value ?? '').slice(0, DETAIL_LENGTH) };
}

function findInBody(
  { kind, value }: NonNullable<HttpCheck['expect']['body']>,
  body: string,
): boolean | 'too-slow' {
  return kind === 'text' ? body.includes(value) : matches(value, body);
}

/** A pattern like `(a+)+$` can run for years; only a script of its own can be stopped while it does. */
function matches(pattern: string, body: string): boolean | 'too-slow' {
  try {
    const found: unknown = runInNewContext(
      'pattern.test(body)',
      { pattern: new RegExp(pattern), body },
      { timeout: PATTERN_MS },
    );
    return found === true;
  } catch (error) {
    if (codeOf(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'too-slow';
    throw error;
  }
}

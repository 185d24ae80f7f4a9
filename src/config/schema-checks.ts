import { z } from 'zod';
import type { HttpCheck } from '../core/config.ts';
import { quote } from './problem.ts';
import { duration, mustBe, port, refuse, text, webUrl, whole, yesNo } from './schema-values.ts';
import { closest, say, type Sentence } from './sentences.ts';

/** A check as written, short forms unfolded, defaults not yet put in. Times are milliseconds. */
export type CheckInput = { timeout?: number | undefined; attempts?: number | undefined } & (
  { kind: 'icmp' } | { kind: 'tcp'; port: number } | ({ kind: 'http'; url: string } & HttpOptions)
);

type StatusRange = HttpCheck['expect']['status'][number];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS'] as const;

const timing = {
  timeout: duration('0.1s', '30s')
    .optional()
    .describe('How long one attempt may take. Default: `defaults.timeout`.'),
  attempts: whole(1, 10)
    .optional()
    .describe(
      'Packets or tries within one check; the first answer counts as success. Default: `defaults.attempts`.',
    ),
};

const statusError = mustBe(
  'an HTTP status such as 200 or 200-299',
  'write 200, 200-299 or a list such as [200-299, 401]',
);
const statusText = z.string().regex(/^[1-5]\d\d(-[1-5]\d\d)?$/, { error: statusError });
const status = z.union([whole(100, 599), statusText], { error: statusError });

const expected = z
  .union([status, z.array(status).min(1)], {
    error: statusError,
  })
  .transform((value, ctx) => [value].flat().map((each) => statusRange(each, ctx)));

function statusRange(value: string | number, ctx: z.RefinementCtx): StatusRange {
  const [from = 0, to = from] = String(value).split('-').map(Number);
  if (to < from) refuse(ctx, 'status-range', `the range ${value} is empty`, `write ${to}-${from}`);
  return { from, to };
}

const regex = text().superRefine((value, ctx) => {
  try {
    new RegExp(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    refuse(
      ctx,
      'regex',
      reason.replace(/^Invalid/, 'invalid'),
      'mend the expression, or write body: "text" for plain text',
    );
  }
});

const expectation = z.strictObject({
  status: expected
    .prefault('200-299')
    .describe('Status codes that count as success: a number, a range, or a list of both.'),
  body: z
    .union([z.string(), z.strictObject({ regex: regex.describe('A JavaScript regular expression.') })], {
      error: mustBe('a text or {regex: ...}', "write body: 'text that must occur' or body: {regex: '...'}"),
    })
    .optional()
    .describe(
      'Text that must occur in the first MiB of the body, or a regular expression that must match it.',
    ),
});

/** RFC 9110 5.6.2 (token) and 5.5 (field value). */
const headers = z.record(z.string(), text()).superRefine((value, ctx) => {
  for (const [name, content] of Object.entries(value)) {
    if (/^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(content)) continue;
    refuse(
      ctx,
      'header',
      `${quote(name)} is no header that HTTP can carry`,
      'use plain characters on one line',
    );
  }
});

const httpOptions = {
  method: z
    .enum(METHODS, { error: mustBe(METHODS.join(', '), 'write GET or one of the others, in capitals') })
    .prefault('GET')
    .describe('Method of the request.'),
  headers: headers.prefault({}).describe('Headers of the request.'),
  body: z.string().optional().describe('Body of the request.'),
  expect: expectation.prefault({}).describe('What the answer must be.'),
  max_redirects: whole(0, 20).prefault(5).describe('Redirects that are followed; 0: none.'),
  tls: z
    .strictObject({
      verify: yesNo.prefault(true).describe('Whether the certificate must be valid.'),
      warn_before: z
        .union([z.literal('off'), duration('0s')], {
          error: mustBe('a duration such as 14d, or off', 'write 14d, or off'),
        })
        .prefault('14d')
        .describe('How long before the certificate ends one warning is sent; `off`: never.'),
    })
    .prefault({})
    .describe('TLS of an https URL.'),
};

const httpOptionsObject = z.object(httpOptions);
type HttpOptions = z.output<typeof httpOptionsObject>;

const shortForm = z
  .string()
  .regex(/^(icmp|tcp:\d+|https?:\/\/\S+)$/, { error: unknownCheck })
  .transform((value, ctx): CheckInput => {
    if (value === 'icmp') return { kind: 'icmp' };
    if (value.startsWith('tcp:')) return { kind: 'tcp', port: shortPort(value.slice(4), ctx) };
    if (!URL.canParse(value))
      refuse(
        ctx,
        'url',
        `${quote(value)} is no URL`,
        'write the whole URL, such as https://erp.example.com/health',
      );
    return { kind: 'http', url: value, ...httpOptionsObject.parse({}) };
  });

function shortPort(digits: string, ctx: z.RefinementCtx): number {
  const number = Number(digits);
  if (number < 1 || number > 65_535)
    refuse(ctx, 'port', `port must be 1..65535, got ${digits}`, 'write a port such as tcp:443');
  return number;
}

const icmpForm = z
  .strictObject({
    icmp: z
      .union([z.null(), z.literal(true), z.strictObject(timing)], {
        error: mustBe('empty or {timeout, attempts}', 'write - icmp'),
      })
      .describe('Ping: an ICMP echo request must be answered.'),
    ...timing,
  })
  .transform(({ icmp, ...outer }): CheckInput => ({
    kind: 'icmp',
    ...outer,
    ...(typeof icmp === 'object' ? icmp : {}),
  }));

const tcpForm = z
  .strictObject({
    tcp: z
      .union([port, z.strictObject({ port: port.describe('TCP port, 1..65535.'), ...timing })], {
        error: mustBe('a port such as 443', 'write - tcp: 443'),
      })
      .describe('A TCP connection to this port must be accepted.'),
    ...timing,
  })
  .transform(({ tcp, ...outer }): CheckInput => ({
    kind: 'tcp',
    ...outer,
    ...(typeof tcp === 'number' ? { port: tcp } : tcp),
  }));

const httpForm = z
  .strictObject({
    http: webUrl.describe('An HTTP(S) request to this URL must be answered as `expect` says.'),
    ...httpOptions,
    ...timing,
  })
  .transform(({ http, ...rest }): CheckInput => ({ kind: 'http', url: http, ...rest }));

/** One check, short (`icmp`, `tcp:443`, a URL) or long (`{tcp: 443, timeout: 5s}`). */
export const check = z.union([shortForm, icmpForm, tcpForm, httpForm], { error: unknownCheck });

const MEND =
  'write icmp, tcp:443, a URL such as https://erp.example.com/, or a long form such as {tcp: 443, timeout: 5s}';

function unknownCheck({ input }: { input?: unknown }): Sentence {
  const isMapping = typeof input === 'object' && input !== null && !Array.isArray(input);
  const typed = isMapping
    ? Object.keys(input)[0]
    : typeof input === 'string'
      ? input.split(':')[0]
      : undefined;
  const near = typed === undefined ? null : closest(typed, ['icmp', 'tcp', 'http', 'https'], 2);
  const shown = isMapping ? `a mapping with the key ${quote(typed)}` : quote(input);
  return say(
    `is no kind of check: ${shown}`,
    near === null || near === typed ? MEND : `did you mean ${near}? ${MEND}`,
  );
}

export const checks = z
  .array(check, { error: mustBe('a list of checks', 'write a list such as [icmp, "tcp:443"]') })
  .min(1, { error: () => say('has no check in it', 'write at least one, such as [icmp]') });

import { z } from 'zod';
import type { HttpCheck } from '../core/config.ts';
import { quote, same, type Bilingual } from './problem.ts';
import { duration, mustBe, port, refuse, text, webUrl, whole, WHOLE_URL, yesNo } from './schema-values.ts';
import { closest, didYouMean, say, type Sentence } from './sentences.ts';

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
  { en: 'an HTTP status such as 200 or 200-299', id: 'status HTTP seperti 200 atau 200-299' },
  {
    en: 'write 200, 200-299 or a list such as [200-299, 401]',
    id: 'tulis 200, 200-299 atau daftar seperti [200-299, 401]',
  },
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
  if (to < from)
    refuse(
      ctx,
      'status-range',
      { en: `the range ${value} is empty`, id: `rentang ${value} kosong` },
      { en: `write ${to}-${from}`, id: `tulis ${to}-${from}` },
    );
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
      {
        en: reason.replace(/^Invalid/, 'invalid'),
        id: reason.replace(/^Invalid regular expression/, 'ekspresi reguler tidak sah'),
      },
      {
        en: 'mend the expression, or write body: "text" for plain text',
        id: 'perbaiki ekspresinya, atau tulis body: "teks" untuk teks biasa',
      },
    );
  }
});

const expectation = z.strictObject({
  status: expected
    .prefault('200-299')
    .describe('Status codes that count as success: a number, a range, or a list of both.'),
  body: z
    .union([z.string(), z.strictObject({ regex: regex.describe('A JavaScript regular expression.') })], {
      error: mustBe(
        { en: 'a text or {regex: ...}', id: 'teks atau {regex: ...}' },
        {
          en: "write body: 'text that must occur' or body: {regex: '...'}",
          id: "tulis body: 'teks yang harus ada' atau body: {regex: '...'}",
        },
      ),
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
      {
        en: `${quote(name)} is no header that HTTP can carry`,
        id: `${quote(name)} bukan header yang bisa dibawa HTTP`,
      },
      { en: 'use plain characters on one line', id: 'pakai karakter biasa dalam satu baris' },
    );
  }
});

const httpOptions = {
  method: z
    .enum(METHODS, {
      error: mustBe(same(METHODS.join(', ')), {
        en: 'write GET or one of the others, in capitals',
        id: 'tulis GET atau salah satu yang lain, dengan huruf besar',
      }),
    })
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
          error: mustBe(
            { en: 'a duration such as 14d, or off', id: 'lama waktu seperti 14d, atau off' },
            { en: 'write 14d, or off', id: 'tulis 14d, atau off' },
          ),
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
      refuse(ctx, 'url', { en: `${quote(value)} is no URL`, id: `${quote(value)} bukan URL` }, WHOLE_URL);
    return { kind: 'http', url: value, ...httpOptionsObject.parse({}) };
  });

function shortPort(digits: string, ctx: z.RefinementCtx): number {
  const number = Number(digits);
  if (number < 1 || number > 65_535)
    refuse(
      ctx,
      'port',
      { en: `port must be 1..65535, got ${digits}`, id: `port harus 1..65535, bukan ${digits}` },
      { en: 'write a port such as tcp:443', id: 'tulis port, misalnya tcp:443' },
    );
  return number;
}

const icmpForm = z
  .strictObject({
    icmp: z
      .union([z.null(), z.literal(true), z.strictObject(timing)], {
        error: mustBe(
          { en: 'empty or {timeout, attempts}', id: 'nilai kosong atau {timeout, attempts}' },
          { en: 'write - icmp', id: 'tulis - icmp' },
        ),
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
        error: mustBe(
          { en: 'a port such as 443', id: 'port seperti 443' },
          { en: 'write - tcp: 443', id: 'tulis - tcp: 443' },
        ),
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

const MEND: Bilingual = {
  en: 'write icmp, tcp:443, a URL such as https://erp.example.com/, or a long form such as {tcp: 443, timeout: 5s}',
  id: 'tulis icmp, tcp:443, URL seperti https://erp.example.com/, atau bentuk panjang seperti {tcp: 443, timeout: 5s}',
};

function unknownCheck({ input }: { input?: unknown }): Sentence {
  const isMapping = typeof input === 'object' && input !== null && !Array.isArray(input);
  const typed = isMapping
    ? Object.keys(input)[0]
    : typeof input === 'string'
      ? input.split(':')[0]
      : undefined;
  const near = typed === undefined ? null : closest(typed, ['icmp', 'tcp', 'http', 'https'], 2);
  const shown = isMapping
    ? { en: `a mapping with the key ${quote(typed)}`, id: `mapping dengan kunci ${quote(typed, 'id')}` }
    : { en: quote(input), id: quote(input, 'id') };
  const message = { en: `is no kind of check: ${shown.en}`, id: `bukan jenis check: ${shown.id}` };
  if (near === null || near === typed) return say(message, MEND);
  const meant = didYouMean(near);
  return say(message, { en: `${meant.en} ${MEND.en}`, id: `${meant.id} ${MEND.id}` });
}

export const checks = z
  .array(check, {
    error: mustBe(
      { en: 'a list of checks', id: 'daftar check' },
      { en: 'write a list such as [icmp, "tcp:443"]', id: 'tulis daftar, misalnya [icmp, "tcp:443"]' },
    ),
  })
  .min(1, {
    error: say(
      { en: 'has no check in it', id: 'tidak berisi satu check pun' },
      { en: 'write at least one, such as [icmp]', id: 'tulis paling sedikit satu, misalnya [icmp]' },
    ),
  });

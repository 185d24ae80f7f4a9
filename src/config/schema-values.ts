import { z } from 'zod';
import { parseDuration } from '../core/duration.ts';
import { hostFault } from './host.ts';
import { locationOf, parseLocation, type LocationResult } from './location.ts';
import { closest, say, type Sentence } from './sentences.ts';
import { quote } from './problem.ts';
import { isReservedName } from './names.ts';

/** The kinds of single values of which the schema is made. */

const DURATION = /^(\d+(\.\d+)?[smhdw])+$/;

/** Complains with a rule's own code; what would be checked next on the same value is not. */
export function refuse(ctx: z.RefinementCtx, code: string, message: string, mend: string): void {
  ctx.addIssue({ code: 'custom', message: say(message, mend), params: { code }, continue: false });
}

/** The sentence for a value of the wrong kind: `must be <what>, got <value>`. */
export function mustBe(what: string, mend: string): (issue: { input?: unknown }) => Sentence {
  return (issue) => say(`must be ${what}, got ${quote(issue.input)}`, mend);
}

/** A duration such as `3m`, given as milliseconds. `least` and `most` are durations too. */
export function duration(least = '0s', most = '10000d') {
  const error = mustBe(
    'a duration such as 90s, 3m, 6h or 14d',
    'write a number and its unit, s, m, h, d or w, such as 3m',
  );
  return z
    .string({ error })
    .regex(DURATION, { error })
    .transform((text, ctx) => {
      const ms = parseDuration(text) ?? 0;
      if (ms < (parseDuration(least) ?? 0) || ms > (parseDuration(most) ?? 0)) {
        refuse(
          ctx,
          'duration-range',
          `must be ${least}..${most}, got ${text}`,
          `write a duration from ${least} to ${most}`,
        );
      }
      return ms;
    });
}

export function whole(least: number, most: number, what = 'must be a whole number', mend?: string) {
  const error = (issue: { input?: unknown }): Sentence =>
    say(
      `${what} ${least}..${most}, got ${quote(issue.input)}`,
      mend ?? `write a whole number from ${least} to ${most}`,
    );
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

export const port = whole(1, 65_535, 'port must be', 'write a port such as 443');

/** Text; a number where people forget the quotes (`name: 2024`) is taken as its digits. */
export function text(most = 10_000) {
  return z
    .union([z.string(), z.number()], {
      error: mustBe(
        'text',
        'write a text, in quotes when it holds a colon or begins with a special character',
      ),
    })
    .transform(String)
    .superRefine((value, ctx) => {
      if (value.trim() === '') refuse(ctx, 'text-empty', 'must not be empty', 'write a text');
      if (value.length > most)
        refuse(ctx, 'text-long', `must have at most ${most} characters`, 'make it shorter');
    });
}

export const yesNo = z.boolean({ error: mustBe('true or false', 'write true or false, without quotes') });

export const host = text().superRefine((value, ctx) => {
  const fault = hostFault(value);
  if (fault !== null) refuse(ctx, fault.code, `${fault.message}, got ${quote(value)}`, fault.mend);
});

/** The key of a server or site in state, history and commands. */
export const id = text(80).superRefine((value, ctx) => {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u.test(value)) {
    refuse(
      ctx,
      'id-characters',
      `must be made of letters, digits, ".", "_" and "-", got ${quote(value)}`,
      'write an id such as router-bdg',
    );
  }
  if (isReservedName(value))
    refuse(ctx, 'id-reserved', `${quote(value)} is a reserved word`, 'choose another id');
});

/** Names of chats, or `console`; one name may stand without the list. */
export const targets = z
  .union([text(), z.array(text())], {
    error: mustBe('a list of chat names such as [it]', 'name chats of telegram.chats, or console'),
  })
  .transform((value) => [...new Set([value].flat())]);

export const timezone = text().superRefine((value, ctx) => {
  if (isZone(value)) return;
  const near = closest(value, Intl.supportedValuesOf('timeZone'), 5);
  const mend = near === null ? 'write an IANA name such as Asia/Jakarta' : `did you mean ${near}?`;
  refuse(ctx, 'timezone-unknown', `${quote(value)} is no IANA time zone`, mend);
});

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets such as +07:00 are no zones: they know nothing of summer time.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** An http or https URL. */
export const webUrl = text().superRefine((value, ctx) => {
  const scheme = URL.canParse(value) ? new URL(value).protocol : null;
  if (scheme !== 'http:' && scheme !== 'https:') {
    refuse(
      ctx,
      'url',
      `must be an http:// or https:// URL, got ${quote(value)}`,
      'write the whole URL, such as https://erp.example.com/health',
    );
  }
});

/** An HTTP proxy. SOCKS would never answer: the HTTP library hangs on it, beyond its own time limit. */
export const proxyUrl = text().superRefine((value, ctx) => {
  const scheme = URL.canParse(value) ? new URL(value).protocol : '';
  if (scheme === 'http:' || scheme === 'https:') return;
  const mend = 'write an HTTP proxy such as http://proxy.example.com:3128';
  if (scheme.startsWith('socks')) refuse(ctx, 'proxy-socks', 'SOCKS proxies are not supported', mend);
  else refuse(ctx, 'proxy-url', 'must be the URL of an HTTP proxy', mend);
});

const LOCATION_MEND = 'write "lat,lon", {lat: -6.9175, lon: 107.6191}, or a long Maps link in quotes';

const degrees = z.number({
  error: mustBe('a number of degrees', 'write degrees with a decimal point, such as -6.9175'),
});

/** Coordinates, or a text that holds them. */
export const location = z
  .union(
    [
      z.string(),
      z.strictObject({
        lat: degrees.describe('Latitude in degrees, -90..90 (WGS 84).'),
        lon: degrees.describe('Longitude in degrees, -180..180.'),
      }),
    ],
    { error: mustBe('coordinates or a Maps link', LOCATION_MEND) },
  )
  .transform((value, ctx) => {
    const result: LocationResult =
      typeof value === 'string' ? parseLocation(value) : locationOf(value.lat, value.lon);
    if (result.ok) return result.location;
    const got = typeof value === 'string' ? `: ${quote(value)}` : '';
    refuse(ctx, 'location', `${result.message}${got}`, result.mend);
    return z.NEVER;
  });

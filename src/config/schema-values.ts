import { z } from 'zod';
import { parseDuration } from '../core/duration.ts';
import { hostFault } from './host.ts';
import { locationOf, parseLocation, type LocationResult } from './location.ts';
import { closest, didYouMean, say, type Sentence } from './sentences.ts';
import { quote, type Bilingual } from './problem.ts';
import { isReservedName } from './names.ts';

/** The kinds of single values of which the schema is made. */

const DURATION = /^(\d+(\.\d+)?[smhdw])+$/;

/** Complains with a rule's own code; what would be checked next on the same value is not. */
export function refuse(ctx: z.RefinementCtx, code: string, message: Bilingual, mend: Bilingual): void {
  ctx.addIssue({ code: 'custom', message: say(message, mend), params: { code }, continue: false });
}

/** The sentence for a value of the wrong kind: `must be <what>, got <value>`. */
export function mustBe(what: Bilingual, mend: Bilingual): (issue: { input?: unknown }) => Sentence {
  return ({ input }) =>
    say(
      {
        en: `must be ${what.en}, got ${quote(input)}`,
        id: `harus berupa ${what.id}, bukan ${quote(input, 'id')}`,
      },
      mend,
    );
}

/** A duration such as `3m`, given as milliseconds. `least` and `most` are durations too. */
export function duration(least = '0s', most = '10000d') {
  const error = mustBe(
    { en: 'a duration such as 90s, 3m, 6h or 14d', id: 'lama waktu seperti 90s, 3m, 6h atau 14d' },
    {
      en: 'write a number and its unit, s, m, h, d or w, such as 3m',
      id: 'tulis angka dan satuannya, s, m, h, d atau w, misalnya 3m',
    },
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
          { en: `must be ${least}..${most}, got ${text}`, id: `harus ${least}..${most}, bukan ${text}` },
          {
            en: `write a duration from ${least} to ${most}`,
            id: `tulis lama waktu dari ${least} sampai ${most}`,
          },
        );
      }
      return ms;
    });
}

const WHOLE: Bilingual = { en: 'must be a whole number', id: 'harus bilangan bulat' };

export function whole(least: number, most: number, what = WHOLE, mend?: Bilingual) {
  const error = (issue: { input?: unknown }): Sentence =>
    say(
      {
        en: `${what.en} ${least}..${most}, got ${quote(issue.input)}`,
        id: `${what.id} ${least}..${most}, bukan ${quote(issue.input, 'id')}`,
      },
      mend ?? {
        en: `write a whole number from ${least} to ${most}`,
        id: `tulis bilangan bulat dari ${least} sampai ${most}`,
      },
    );
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

export const port = whole(
  1,
  65_535,
  { en: 'port must be', id: 'port harus' },
  { en: 'write a port such as 443', id: 'tulis port, misalnya 443' },
);

/** Text; a number where people forget the quotes (`name: 2024`) is taken as its digits. */
export function text(most = 10_000) {
  return z
    .union([z.string(), z.number()], {
      error: mustBe(
        { en: 'text', id: 'teks' },
        {
          en: 'write a text, in quotes when it holds a colon or begins with a special character',
          id: 'tulis teks, dengan tanda kutip bila berisi titik dua atau diawali karakter khusus',
        },
      ),
    })
    .transform(String)
    .superRefine((value, ctx) => {
      if (value.trim() === '')
        refuse(
          ctx,
          'text-empty',
          { en: 'must not be empty', id: 'tidak boleh kosong' },
          { en: 'write a text', id: 'isi dengan teks' },
        );
      if (value.length > most)
        refuse(
          ctx,
          'text-long',
          { en: `must have at most ${most} characters`, id: `paling panjang ${most} karakter` },
          { en: 'make it shorter', id: 'persingkat teksnya' },
        );
    });
}

export const yesNo = z.boolean({
  error: mustBe(
    { en: 'true or false', id: 'true atau false' },
    { en: 'write true or false, without quotes', id: 'tulis true atau false, tanpa tanda kutip' },
  ),
});

export const host = text().superRefine((value, ctx) => {
  const fault = hostFault(value);
  if (fault === null) return;
  const { code, message, mend } = fault;
  const got = {
    en: `${message.en}, got ${quote(value)}`,
    id: `${message.id}, yang tertulis: ${quote(value)}`,
  };
  refuse(ctx, code, got, mend);
});

/** The key of a server or site in state, history and commands. */
export const id = text(80).superRefine((value, ctx) => {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u.test(value)) {
    refuse(
      ctx,
      'id-characters',
      {
        en: `must be made of letters, digits, ".", "_" and "-", got ${quote(value)}`,
        id: `harus terdiri dari huruf, angka, ".", "_" dan "-", bukan ${quote(value)}`,
      },
      { en: 'write an id such as router-bdg', id: 'tulis id, misalnya router-bdg' },
    );
  }
  if (isReservedName(value))
    refuse(
      ctx,
      'id-reserved',
      { en: `${quote(value)} is a reserved word`, id: `${quote(value)} adalah kata khusus` },
      { en: 'choose another id', id: 'pilih id lain' },
    );
});

/** Names of chats, or `console`; one name may stand without the list. */
export const targets = z
  .union([text(), z.array(text())], {
    error: mustBe(
      { en: 'a list of chat names such as [it]', id: 'daftar nama chat seperti [it]' },
      {
        en: 'name chats of telegram.chats, or console',
        id: 'sebutkan chat dari telegram.chats, atau console',
      },
    ),
  })
  .transform((value) => [...new Set([value].flat())]);

export const timezone = text().superRefine((value, ctx) => {
  if (isZone(value)) return;
  const near = closest(value, Intl.supportedValuesOf('timeZone'), 5);
  const mend =
    near === null
      ? { en: 'write an IANA name such as Asia/Jakarta', id: 'tulis nama IANA, misalnya Asia/Jakarta' }
      : didYouMean(near);
  const message = {
    en: `${quote(value)} is no IANA time zone`,
    id: `${quote(value)} bukan zona waktu IANA`,
  };
  refuse(ctx, 'timezone-unknown', message, mend);
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

export const WHOLE_URL: Bilingual = {
  en: 'write the whole URL, such as https://erp.example.com/health',
  id: 'tulis URL lengkap, misalnya https://erp.example.com/health',
};

/** An http or https URL. */
export const webUrl = text().superRefine((value, ctx) => {
  const scheme = URL.canParse(value) ? new URL(value).protocol : null;
  if (scheme !== 'http:' && scheme !== 'https:') {
    refuse(
      ctx,
      'url',
      {
        en: `must be an http:// or https:// URL, got ${quote(value)}`,
        id: `harus berupa URL http:// atau https://, bukan ${quote(value)}`,
      },
      WHOLE_URL,
    );
  }
});

/** An HTTP proxy. SOCKS would never answer: the HTTP library hangs on it, beyond its own time limit. */
export const proxyUrl = text().superRefine((value, ctx) => {
  const scheme = URL.canParse(value) ? new URL(value).protocol : '';
  if (scheme === 'http:' || scheme === 'https:') return;
  const mend = {
    en: 'write an HTTP proxy such as http://proxy.example.com:3128',
    id: 'tulis proxy HTTP, misalnya http://proxy.example.com:3128',
  };
  const [code, message] = scheme.startsWith('socks')
    ? ['proxy-socks', { en: 'SOCKS proxies are not supported', id: 'proxy SOCKS tidak didukung' }]
    : ['proxy-url', { en: 'must be the URL of an HTTP proxy', id: 'harus berupa URL proxy HTTP' }];
  refuse(ctx, code, message, mend);
});

const LOCATION_MEND: Bilingual = {
  en: 'write "lat,lon", {lat: -6.9175, lon: 107.6191}, or a long Maps link in quotes',
  id: 'tulis "lat,lon", {lat: -6.9175, lon: 107.6191}, atau tautan Maps yang panjang dalam tanda kutip',
};

const degrees = z.number({
  error: mustBe(
    { en: 'a number of degrees', id: 'angka derajat' },
    {
      en: 'write degrees with a decimal point, such as -6.9175',
      id: 'tulis derajat dengan titik desimal, misalnya -6.9175',
    },
  ),
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
    { error: mustBe({ en: 'coordinates or a Maps link', id: 'koordinat atau tautan Maps' }, LOCATION_MEND) },
  )
  .transform((value, ctx) => {
    const result: LocationResult =
      typeof value === 'string' ? parseLocation(value) : locationOf(value.lat, value.lon);
    if (result.ok) return result.location;
    const got = typeof value === 'string' ? `: ${quote(value)}` : '';
    const { message, mend } = result;
    refuse(ctx, 'location', { en: `${message.en}${got}`, id: `${message.id}${got}` }, mend);
    return z.NEVER;
  });

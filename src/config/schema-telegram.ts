import { z } from 'zod';
import { hours } from './schema-times.ts';
import { duration, mustBe, proxyUrl, refuse, text, timezone, webUrl, whole, yesNo } from './schema-values.ts';
import { isReservedName } from './names.ts';
import type { Bilingual } from './problem.ts';
import { isTokenText } from './token.ts';
import { say } from './sentences.ts';

export const language = z.enum(['id', 'en'], {
  error: mustBe(
    { en: 'id or en', id: 'id atau en' },
    { en: 'write id (Indonesian) or en (English)', id: 'tulis id (Indonesia) atau en (Inggris)' },
  ),
});

const CHAT_MEND: Bilingual = {
  en: 'write the number of the chat (a group has a negative one), or @channelname',
  id: 'tulis nomor chat (grup bernomor negatif), atau @namakanal',
};

const chatError = mustBe(
  { en: 'the number of a chat, or @channelname', id: 'nomor chat, atau @namakanal' },
  CHAT_MEND,
);
const chatId = z
  .union(
    [z.number().int({ error: chatError }), z.string().regex(/^(-?\d{1,15}|@\w{4,})$/, { error: chatError })],
    {
      error: chatError,
    },
  )
  .transform((value) => (typeof value === 'string' && !value.startsWith('@') ? Number(value) : value))
  .refine((value) => value !== 0, {
    error: say(
      { en: 'must be the number of a chat, got 0', id: 'harus berupa nomor chat, bukan 0' },
      CHAT_MEND,
    ),
  });

const chat = z.strictObject({
  id: chatId.describe('Number of the chat, or `@channelname`.'),
  thread: whole(1, 2 ** 31 - 1)
    .optional()
    .describe('Topic (message_thread_id) in a group with topics.'),
  silent: yesNo.prefault(false).describe('Messages arrive without a sound.'),
  language: language.optional().describe('Language of this chat. Default: `language`.'),
  notify_after: duration()
    .prefault('0s')
    .describe('How long after its confirmation an outage is told to this chat.'),
  hours: hours
    .optional()
    .describe('When this chat takes messages, e.g. `Mon-Fri 08:00-17:00` or a list. Default: always.'),
  outside_hours: z
    .enum(['wait', 'silent'], {
      error: mustBe(
        { en: 'wait or silent', id: 'wait atau silent' },
        {
          en: 'write wait (until it opens) or silent (no sound)',
          id: 'tulis wait (menunggu jam buka) atau silent (tanpa suara)',
        },
      ),
    })
    .prefault('wait')
    .describe('Outside `hours` messages wait for the next opening, or arrive without a sound.'),
  timezone: timezone.optional().describe('IANA time zone of `hours`. Default: `timezone`.'),
});

export const shortChat = chatId.transform((value) => chat.parse({ id: value }));

/** Telegram's token is never quoted in a complaint, whatever stands in its place. */
const token = z
  .string({
    error: say(
      { en: 'must be text', id: 'harus berupa teks' },
      { en: 'write token: ${TELEGRAM_BOT_TOKEN}', id: 'tulis token: ${TELEGRAM_BOT_TOKEN}' },
    ),
  })
  .superRefine((value, ctx) => {
    if (isTokenText(value)) return;
    refuse(
      ctx,
      'token-shape',
      { en: 'is no bot token', id: 'bukan token bot' },
      {
        en: 'copy the token from @BotFather: a number, a colon and 35 characters',
        id: 'salin token dari @BotFather: angka, titik dua dan 35 karakter',
      },
    );
  });

const chats = z
  .record(
    z.string(),
    z.union([shortChat, chat], {
      error: mustBe(
        { en: 'the number of a chat, or {id: ...}', id: 'nomor chat, atau {id: ...}' },
        CHAT_MEND,
      ),
    }),
    {
      error: mustBe(
        { en: 'a mapping of names to chats', id: 'mapping nama ke chat' },
        { en: 'write chats: {it: -1001234567890}', id: 'tulis chats: {it: -1001234567890}' },
      ),
    },
  )
  .superRefine((value, ctx) => {
    for (const name of Object.keys(value)) {
      if (!isReservedName(name)) continue;
      ctx.addIssue({
        code: 'custom',
        path: [name],
        message: say(
          {
            en: `${JSON.stringify(name)} is a reserved word`,
            id: `${JSON.stringify(name)} adalah kata khusus`,
          },
          { en: 'give the chat another name', id: 'beri chat itu nama lain' },
        ),
        params: { code: 'chat-reserved', at: 'key' },
      });
    }
  });

export const telegram = z.strictObject({
  token: token
    .optional()
    .describe('The bot token. Best as `${TELEGRAM_BOT_TOKEN}`, so that this file holds no secret.'),
  token_file: text(4096).optional().describe('A file that holds the bot token, instead of `token`.'),
  api_base: webUrl
    .prefault('https://api.telegram.org')
    .describe('Address of the Bot API, for a server of your own.'),
  proxy: proxyUrl
    .optional()
    .describe('HTTP proxy for Telegram, e.g. `http://proxy.example.com:3128`. SOCKS is not supported.'),
  chats: chats
    .prefault({})
    .describe('Names of chats, each with its number, or with a mapping of the keys below.'),
});

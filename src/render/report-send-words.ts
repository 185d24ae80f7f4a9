import type { Language } from '../core/config.ts';

/** The sentences of `srvmon report --send`. */
export interface ReportSendWords {
  readonly unknownChat: (chat: string, known: readonly string[]) => string;
  readonly nothingToSend: string;
  readonly refused: (chat: string, reason: string) => string;
  readonly notYet: (chat: string, reason: string) => string;
  readonly delivered: (chat: string) => string;
  readonly waits: (chat: string) => string;
}

const EN: ReportSendWords = {
  unknownChat: (chat, known) =>
    `--send: there is no chat ${JSON.stringify(chat)}; there are ${known.join(', ')}`,
  nothingToSend: 'no check has run yet, so there is nothing to send',
  refused: (chat, reason) => `${chat} refused it for good: ${reason}`,
  notYet: (chat, reason) => `${chat}: not delivered yet (${reason}); the next check tries again`,
  delivered: (chat) => `${chat}: delivered`,
  waits: (chat) => `${chat}: waits for the hours of the chat, or for a pause that Telegram asked for`,
};

const ID: ReportSendWords = {
  unknownChat: (chat, known) =>
    `--send: tidak ada chat ${JSON.stringify(chat)}; yang ada: ${known.join(', ')}`,
  nothingToSend: 'belum ada pemeriksaan yang berjalan, jadi tidak ada yang dikirim',
  refused: (chat, reason) => `${chat} menolaknya untuk seterusnya: ${reason}`,
  notYet: (chat, reason) => `${chat}: belum terkirim (${reason}); pemeriksaan berikutnya mencoba lagi`,
  delivered: (chat) => `${chat}: terkirim`,
  waits: (chat) => `${chat}: menunggu jam kerja chat, atau jeda yang diminta Telegram`,
};

export function reportSendWords(language: Language): ReportSendWords {
  return language === 'id' ? ID : EN;
}

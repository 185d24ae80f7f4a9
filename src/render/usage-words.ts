import type { Language } from '../core/config.ts';

/** What commands say about options that cannot be used as they were given. */
export interface UsageWords {
  readonly noLength: (option: string, value: string, example: string) => string;
  readonly noCount: (option: string, value: string) => string;
  readonly noSeconds: (option: string, value: string, most: number) => string;
  readonly noChoice: (option: string, value: string, choices: readonly string[]) => string;
  readonly exclude: (options: readonly [string, string]) => string;
  readonly onlyHtmlIsSent: (option: string) => string;
  readonly noTerminal: (option: string) => string;
  readonly cannotWrite: (option: string, reason: string) => string;
}

const EN: UsageWords = {
  noLength: (option, value, example) =>
    `${option}: ${JSON.stringify(value)} is no length of time; write for instance ${example}`,
  noCount: (option, value) =>
    `${option}: ${JSON.stringify(value)} is no number of checks; write for instance 3`,
  noSeconds: (option, value, most) =>
    `${option}: ${JSON.stringify(value)} is no number of seconds from 1 to ${String(most)}`,
  noChoice: (option, value, choices) =>
    `${option}: there is no ${JSON.stringify(value)}; choose one of ${choices.join(', ')}`,
  exclude: ([one, other]) => `${one} and ${other} exclude each other`,
  onlyHtmlIsSent: (option) =>
    `--send and ${option} exclude each other: what is sent is always the HTML report`,
  noTerminal: (option) => `${option} draws on a terminal, and stdout is none; leave it out`,
  cannotWrite: (option, reason) =>
    `${option} cannot be written (${reason}); choose a file in a folder of yours`,
};

const ID: UsageWords = {
  noLength: (option, value, example) =>
    `${option}: ${JSON.stringify(value)} bukan lama waktu; tulis misalnya ${example}`,
  noCount: (option, value) =>
    `${option}: ${JSON.stringify(value)} bukan jumlah pemeriksaan; tulis misalnya 3`,
  noSeconds: (option, value, most) =>
    `${option}: ${JSON.stringify(value)} bukan jumlah detik dari 1 sampai ${String(most)}`,
  noChoice: (option, value, choices) =>
    `${option}: tidak ada ${JSON.stringify(value)}; pilih salah satu dari ${choices.join(', ')}`,
  exclude: ([one, other]) => `${one} dan ${other} tidak bisa dipakai bersamaan`,
  onlyHtmlIsSent: (option) =>
    `--send dan ${option} tidak bisa dipakai bersamaan: yang dikirim selalu laporan HTML`,
  noTerminal: (option) =>
    `${option} menggambar di terminal, sedangkan stdout bukan terminal; hilangkan opsi ini`,
  cannotWrite: (option, reason) =>
    `${option} tidak bisa ditulis (${reason}); pilih berkas di folder milik Anda`,
};

export function usageWords(language: Language): UsageWords {
  return language === 'id' ? ID : EN;
}

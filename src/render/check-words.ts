import type { Language } from '../core/config.ts';

/** What a check says on stderr about troubles that do not end it; cron mails it. */
export interface CheckWords {
  readonly stuck: (pid: number | null, minutes: number) => string;
  readonly refused: (chat: string, reason: string) => string;
  readonly refusedChat: (chat: string, reason: string) => string;
  readonly noMetrics: (path: string, reason: string) => string;
  readonly noStatusPage: (path: string, reason: string) => string;
  readonly historyKept: (reason: string) => string;
  readonly documentsKept: (reason: string) => string;
}

const EN: CheckWords = {
  stuck: (pid, minutes) =>
    `${pid === null ? 'another process' : `process ${String(pid)}`} has held the lock for ${String(minutes)} minutes; nothing is checked meanwhile`,
  refused: (chat, reason) => `${chat} refused a message for good: ${reason}`,
  refusedChat: (chat, reason) =>
    `Telegram refuses chat ${chat}: ${reason}; its alerts wait (see srvmon doctor)`,
  noMetrics: (path, reason) =>
    `metrics_file ${path} cannot be written (${reason}); the run goes on without it`,
  noStatusPage: (path, reason) => `the status page ${JSON.stringify(path)} cannot be written: ${reason}`,
  historyKept: (reason) => `old history is not removed: ${reason}`,
  documentsKept: (reason) => `sent documents are not removed: ${reason}`,
};

const ID: CheckWords = {
  stuck: (pid, minutes) =>
    `${pid === null ? 'proses lain' : `proses ${String(pid)}`} sudah memegang kunci (lock) selama ${String(minutes)} menit; selama itu tidak ada yang diperiksa`,
  refused: (chat, reason) => `${chat} menolak sebuah pesan untuk seterusnya: ${reason}`,
  refusedChat: (chat, reason) =>
    `Telegram menolak chat ${chat}: ${reason}; peringatannya menunggu (lihat srvmon doctor)`,
  noMetrics: (path, reason) =>
    `metrics_file ${path} tidak bisa ditulis (${reason}); pemeriksaan jalan terus tanpanya`,
  noStatusPage: (path, reason) => `halaman status ${JSON.stringify(path)} tidak bisa ditulis: ${reason}`,
  historyKept: (reason) => `riwayat lama tidak terhapus: ${reason}`,
  documentsKept: (reason) => `dokumen yang sudah terkirim tidak terhapus: ${reason}`,
};

export function checkWords(language: Language): CheckWords {
  return language === 'id' ? ID : EN;
}

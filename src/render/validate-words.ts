import type { Language } from '../core/config.ts';

/** The words of `srvmon validate`, in both languages. */
export interface ValidateWords {
  readonly fine: string;
  readonly servers: string;
  readonly checks: string;
  readonly sites: string;
  readonly chats: string;
  readonly children: string;
  readonly files: string;
  readonly state: string;
  readonly target: string;
  readonly alerts: string;
  readonly after: string;
  readonly announcements: string;
  readonly notices: string;
  readonly atOnce: string;
  readonly yes: string;
  readonly told: string;
  readonly windows: string;
  readonly everything: string;
  readonly never: string;
  readonly problems: (count: number) => string;
  readonly warning: string;
}

const EN: ValidateWords = {
  fine: 'The configuration is fine.',
  servers: 'Servers',
  checks: 'Checks',
  sites: 'Sites',
  chats: 'Chats',
  children: 'Servers behind a parent',
  files: 'Files',
  state: 'State folder',
  target: 'WHO',
  alerts: 'SERVERS',
  after: 'TOLD AFTER',
  announcements: 'ANNOUNCED',
  notices: 'MONITOR TROUBLES',
  atOnce: 'at once',
  yes: 'yes',
  told: 'Who is told about what:',
  windows: 'Maintenance, the next times:',
  everything: 'everything',
  never: 'not in the next weeks',
  problems: (count) => `${String(count)} ${count === 1 ? 'problem' : 'problems'} in the configuration`,
  warning: 'warning',
};

const ID: ValidateWords = {
  fine: 'Konfigurasi sudah benar.',
  servers: 'Server',
  checks: 'Pemeriksaan',
  sites: 'Lokasi',
  chats: 'Chat',
  children: 'Server di belakang induk',
  files: 'Berkas',
  state: 'Folder status',
  target: 'SIAPA',
  alerts: 'SERVER',
  after: 'DIBERI TAHU',
  announcements: 'DIUMUMKAN',
  notices: 'GANGGUAN MONITOR',
  atOnce: 'langsung',
  yes: 'ya',
  told: 'Siapa diberi tahu apa:',
  windows: 'Pemeliharaan, waktu berikutnya:',
  everything: 'semua',
  never: 'tidak dalam beberapa minggu ke depan',
  problems: (count) => `${String(count)} masalah di konfigurasi`,
  warning: 'peringatan',
};

export function validateWords(language: Language): ValidateWords {
  return language === 'id' ? ID : EN;
}

import type { Language } from '../core/config.ts';

/** What commands say about the lock and the files of the state folder. */
export interface StateWords {
  readonly lockHeld: (pid: number | null) => string;
  readonly olderCopy: string;
  /** `first`: file and line of the first one. */
  readonly passedOver: (first: string, more: number) => string;
  readonly damagedLines: (count: number) => string;
}

const EN: StateWords = {
  lockHeld: (pid) =>
    `${pid === null ? 'another process' : `process ${String(pid)}`} holds the lock and does not end; nothing was changed`,
  olderCopy: 'the state file is damaged; this is from the copy of one run before',
  passedOver: (first, more) =>
    `history lines that cannot be read were passed over: ${first}${more > 0 ? ` and ${String(more)} more` : ''}`,
  damagedLines: (count) =>
    `${String(count)} damaged history lines were passed over; see srvmon history check`,
};

const ID: StateWords = {
  lockHeld: (pid) =>
    `${pid === null ? 'proses lain' : `proses ${String(pid)}`} memegang kunci (lock) dan tidak selesai; tidak ada yang diubah`,
  olderCopy: 'berkas status rusak; ini diambil dari salinan satu pemeriksaan sebelumnya',
  passedOver: (first, more) =>
    `baris riwayat yang tidak terbaca dilewati: ${first}${more > 0 ? ` dan ${String(more)} lagi` : ''}`,
  damagedLines: (count) => `${String(count)} baris riwayat yang rusak dilewati; lihat srvmon history check`,
};

export function stateWords(language: Language): StateWords {
  return language === 'id' ? ID : EN;
}

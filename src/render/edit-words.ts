import type { Language } from '../core/config.ts';

/** The sentences of the commands that edit the configuration. */
export interface EditWords {
  readonly refused: string;
  readonly changing: (file: string) => string;
  readonly changed: (file: string) => string;
  readonly written: (file: string, backup: string) => string;
  readonly dryRun: string;
  readonly same: string;
  readonly notInPlace: (place: string) => string;
  readonly raced: (file: string) => string;
  readonly cannotWrite: (file: string, reason: string) => string;
  readonly partly: (files: string) => string;
  readonly nothingGiven: string;
  readonly unknownKey: (key: string, keys: string) => string;
}

const EN: EditWords = {
  refused: 'nothing was written, because the changed configuration would have these problems:',
  changing: (file) => `${file} would change so:`,
  changed: (file) => `${file}:`,
  written: (file, backup) => `Written: ${file} (what it held before: ${backup})`,
  dryRun: 'Nothing was written (--dry-run).',
  same: 'The configuration says so already; nothing was changed.',
  notInPlace: (place) =>
    `${place}: this is written in a way that cannot be edited without touching other parts (anchors, unusual YAML); use an editor, then srvmon validate`,
  raced: (file) =>
    `${file} was changed by somebody else in the meantime; nothing was written, repeat the command`,
  cannotWrite: (file, reason) =>
    `${file} cannot be written (${reason}); run the command as its owner: ls -l ${file}`,
  partly: (files) => `these files were written before: ${files}`,
  nothingGiven: 'there is nothing to change: name at least one option, see --help',
  unknownKey: (key, keys) => `--unset ${key}: there is no such key; it is one of ${keys}`,
};

const ID: EditWords = {
  refused: 'tidak ada yang ditulis, karena konfigurasi yang diubah akan bermasalah:',
  changing: (file) => `${file} akan berubah begini:`,
  changed: (file) => `${file}:`,
  written: (file, backup) => `Ditulis: ${file} (isi sebelumnya: ${backup})`,
  dryRun: 'Tidak ada yang ditulis (--dry-run).',
  same: 'Konfigurasi sudah begitu; tidak ada yang diubah.',
  notInPlace: (place) =>
    `${place}: cara penulisannya tidak bisa diubah tanpa menyentuh bagian lain (anchor, YAML tidak lazim); pakai editor, lalu srvmon validate`,
  raced: (file) => `${file} sedang diubah orang lain; tidak ada yang ditulis, ulangi perintah ini`,
  cannotWrite: (file, reason) =>
    `${file} tidak bisa ditulis (${reason}); jalankan perintah ini sebagai pemiliknya: ls -l ${file}`,
  partly: (files) => `berkas ini sudah ditulis sebelumnya: ${files}`,
  nothingGiven: 'tidak ada yang diubah: beri paling sedikit satu opsi, lihat --help',
  unknownKey: (key, keys) => `--unset ${key}: tidak ada kunci itu; pilih salah satu dari ${keys}`,
};

export function editWords(language: Language): EditWords {
  return language === 'id' ? ID : EN;
}

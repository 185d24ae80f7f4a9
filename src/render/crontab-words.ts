import type { Language } from '../core/config.ts';

/** The sentences of `srvmon crontab`. */
export interface CrontabWords {
  readonly noProgram: string;
  readonly failed: (reason: string) => string;
  readonly notAPath: (path: string) => string;
  readonly noSchedule: string;
  readonly byHand: (line: string) => string;
  readonly variables: (names: readonly string[]) => string;
  readonly change: string;
  readonly kept: (lines: number) => string;
  readonly nothingToDo: string;
  readonly notThere: string;
  readonly install: string;
  readonly remove: string;
  readonly nobodyToAsk: string;
  readonly declined: string;
  readonly installed: string;
  readonly removed: string;
}

const EN: CrontabWords = {
  noProgram:
    'there is no crontab program here: install cron (apt-get install cron), or use a timer: srvmon crontab --systemd',
  failed: (reason) => `the crontab was not changed: ${reason}`,
  notAPath: (path) => `${path} holds a line break, which no crontab can hold: use another path`,
  noSchedule:
    'interval: cron cannot run anything at this interval; use one that divides an hour or a day evenly, such as 1m, 5m, 15m or 1h',
  byHand: (line) =>
    `the crontab already has a line of yours that runs this check:\n  ${line}\nTake it out (crontab -e), then repeat.`,
  variables: (names) =>
    `note: the configuration uses ${names.join(', ')}, and cron passes nothing of your shell's environment: set ${
      names.length === 1 ? 'it' : 'them'
    } above the line (NAME=value), or use token_file`,
  change: 'The crontab of this user will change so:',
  kept: (lines) => `  (${lines} other ${lines === 1 ? 'line stays' : 'lines stay'} as they are)`,
  nothingToDo: 'The crontab has this line already; nothing was changed.',
  notThere:
    'The crontab has no line of "srvmon crontab --install" for this configuration; nothing was changed.',
  install: 'Install it?',
  remove: 'Remove it?',
  nobodyToAsk: 'there is no terminal to ask at: add --yes to change the crontab',
  declined: 'Nothing was changed.',
  installed: 'Installed. "srvmon status" shows the first run in a minute.',
  removed: 'Removed.',
};

const ID: CrontabWords = {
  noProgram:
    'program crontab tidak ada di sini: pasang cron (apt-get install cron), atau pakai timer: srvmon crontab --systemd',
  failed: (reason) => `crontab tidak diubah: ${reason}`,
  notAPath: (path) => `${path} berisi ganti baris, yang tidak bisa ditulis di crontab: pakai path lain`,
  noSchedule:
    'interval: cron tidak bisa berjalan dengan jarak ini; pakai yang membagi habis satu jam atau satu hari, misalnya 1m, 5m, 15m atau 1h',
  byHand: (line) =>
    `crontab sudah punya baris Anda sendiri yang menjalankan pemeriksaan ini:\n  ${line}\nHapus dulu (crontab -e), lalu ulangi.`,
  variables: (names) =>
    `catatan: konfigurasi memakai ${names.join(', ')}, dan cron tidak meneruskan lingkungan shell Anda: tulis di atas baris itu (NAMA=nilai), atau pakai token_file`,
  change: 'Crontab pengguna ini akan berubah begini:',
  kept: (lines) => `  (${lines} baris lain tetap seperti semula)`,
  nothingToDo: 'Crontab sudah punya baris ini; tidak ada yang diubah.',
  notThere:
    'Crontab tidak punya baris dari "srvmon crontab --install" untuk konfigurasi ini; tidak ada yang diubah.',
  install: 'Pasang?',
  remove: 'Hapus?',
  nobodyToAsk: 'tidak ada terminal untuk bertanya: tambahkan --yes untuk mengubah crontab',
  declined: 'Tidak ada yang diubah.',
  installed: 'Terpasang. "srvmon status" menunjukkan pemeriksaan pertama sebentar lagi.',
  removed: 'Dihapus.',
};

export function crontabWords(language: Language): CrontabWords {
  return language === 'id' ? ID : EN;
}

/** The lines that go (`-`) and come (`+`) between two texts that differ in one stretch. */
export function changeLines(before: string, after: string): string[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const begin = commonStart(old, fresh);
  const end = Math.min(
    commonStart([...old].reverse(), [...fresh].reverse()),
    Math.min(old.length, fresh.length) - begin,
  );
  return [
    ...old.slice(begin, old.length - end).map((line) => `- ${line}`),
    ...fresh.slice(begin, fresh.length - end).map((line) => `+ ${line}`),
  ];
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) if (a[index] !== b[index]) return index;
  return length;
}

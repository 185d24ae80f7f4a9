/** The words of `srvmon status`, in both languages. */

import type { Language } from '../core/config.ts';

export interface StatusWords {
  readonly title: string;
  readonly noRun: string;
  readonly lastRun: (time: string, age: string) => string;
  readonly stale: string;
  readonly blind: (time: string) => string;
  readonly noServers: string;
  readonly allUp: (count: number) => string;
  readonly down: (down: number, count: number) => string;
  readonly upCount: (up: number, count: number) => string;
  readonly since: string;
  readonly length: string;
  readonly server: string;
  readonly site: string;
  readonly recovering: string;
  readonly inMaintenance: string;
  readonly suspects: (count: number) => string;
  readonly failures: (count: number, time: string) => string;
  readonly unknown: (count: number) => string;
  readonly neverProbed: string;
  readonly troubles: string;
  readonly troubleSince: (time: string) => string;
  readonly waiting: (chat: string, count: number, time: string) => string;
  readonly refused: (chat: string, reason: string, time: string) => string;
  readonly failedSends: (count: number) => string;
  readonly skipped: (count: number, time: string) => string;
  readonly mute: (scope: string, by: string, until: string) => string;
  readonly ack: (scope: string, by: string, until: string) => string;
  readonly untilTime: (time: string) => string;
  readonly untilUp: string;
  readonly everything: string;
}

const EN: StatusWords = {
  title: 'Status',
  noRun: 'No check has run yet: run `srvmon check`, or put it in the crontab.',
  lastRun: (time, age) => `Last check ${time}, ${age} ago`,
  stale: 'The checks have stopped: this is not what is the case now. Look at cron and its mail.',
  blind: (time) => `The monitor itself has been cut off since ${time}: nothing can be judged.`,
  noServers: 'The configuration lists no server.',
  allUp: (count) => (count === 1 ? 'The server is up.' : `All ${count} servers are up.`),
  down: (down, count) =>
    count === 1 ? 'The server is down' : `${down} of ${count} servers ${down === 1 ? 'is' : 'are'} down`,
  upCount: (up, count) => `${up} of ${count} servers ${up === 1 ? 'is' : 'are'} up.`,
  since: 'SINCE',
  length: 'FOR',
  server: 'SERVER',
  site: 'SITE',
  recovering: 'answers again, not yet confirmed',
  inMaintenance: 'in maintenance',
  suspects: (count) => `${count} failing, not yet confirmed:`,
  failures: (count, time) => `${count} failed ${count === 1 ? 'check' : 'checks'} since ${time}`,
  unknown: (count) => `${count} without a verdict:`,
  neverProbed: 'not checked yet',
  troubles: 'The monitor:',
  troubleSince: (time) => `since ${time}`,
  waiting: (chat, count, time) =>
    `${count} ${count === 1 ? 'message waits' : 'messages wait'} for chat ${chat}, the oldest since ${time}`,
  refused: (chat, reason, time) => `chat ${chat} is refused since ${time}: ${reason}`,
  failedSends: (count) => `${count} failed ${count === 1 ? 'delivery' : 'deliveries'} in a row`,
  skipped: (count, time) =>
    `${count} ${count === 1 ? 'run was' : 'runs were'} skipped in the last 24 h because another one was still at work, the last at ${time}`,
  mute: (scope, by, until) => `${scope} muted by ${by} ${until}`,
  ack: (scope, by, until) => `${scope} acknowledged by ${by} ${until}`,
  untilTime: (time) => `until ${time}`,
  untilUp: 'until it is up',
  everything: 'everything',
};

const ID: StatusWords = {
  title: 'Status',
  noRun: 'Belum ada pemeriksaan: jalankan `srvmon check`, atau pasang di crontab.',
  lastRun: (time, age) => `Pemeriksaan terakhir ${time}, ${age} yang lalu`,
  stale: 'Pemeriksaan berhenti: ini bukan keadaan sekarang. Periksa cron dan emailnya.',
  blind: (time) => `Monitor sendiri terputus sejak ${time}: tidak ada yang dapat dinilai.`,
  noServers: 'Konfigurasi tidak memuat server.',
  allUp: (count) => (count === 1 ? 'Server hidup.' : `Semua ${count} server hidup.`),
  down: (down, count) => (count === 1 ? 'Server mati' : `${down} dari ${count} server mati`),
  upCount: (up, count) => `${up} dari ${count} server hidup.`,
  since: 'SEJAK',
  length: 'LAMA',
  server: 'SERVER',
  site: 'LOKASI',
  recovering: 'menjawab lagi, belum dipastikan',
  inMaintenance: 'dalam pemeliharaan',
  suspects: (count) => `${count} gagal, belum dipastikan:`,
  failures: (count, time) => `${count} pemeriksaan gagal sejak ${time}`,
  unknown: (count) => `${count} tanpa hasil:`,
  neverProbed: 'belum diperiksa',
  troubles: 'Monitor:',
  troubleSince: (time) => `sejak ${time}`,
  waiting: (chat, count, time) => `${count} pesan menunggu untuk chat ${chat}, yang tertua sejak ${time}`,
  refused: (chat, reason, time) => `chat ${chat} ditolak sejak ${time}: ${reason}`,
  failedSends: (count) => `${count} pengiriman gagal berturut-turut`,
  skipped: (count, time) =>
    `${count} pemeriksaan dilewati dalam 24 jam terakhir karena yang lain masih berjalan, terakhir ${time}`,
  mute: (scope, by, until) => `${scope} dibisukan oleh ${by} ${until}`,
  ack: (scope, by, until) => `${scope} diakui oleh ${by} ${until}`,
  untilTime: (time) => `sampai ${time}`,
  untilUp: 'sampai hidup kembali',
  everything: 'semua',
};

export function statusWords(language: Language): StatusWords {
  return language === 'id' ? ID : EN;
}

import type { Language } from '../core/config.ts';

/** The sentences of `srvmon init`. */
export interface InitWords {
  readonly language: Language;
  readonly needsTerminal: string;
  readonly missing: (flags: readonly string[]) => string;
  readonly interrupted: string;
  readonly exists: (path: string) => string;
  readonly overwrite: (path: string) => string;
  readonly nothingChanged: string;
  readonly makeBot: string;
  readonly token: string;
  readonly tokenShape: string;
  readonly tokenRefused: (reason: string) => string;
  readonly unreachable: (api: string, reason: string) => string;
  readonly bot: (username: string) => string;
  readonly writeToBot: (username: string) => string;
  readonly written: string;
  readonly noChatYet: string;
  readonly cannotLook: (reason: string) => string;
  readonly whichChats: string;
  readonly topic: (chat: string, topic: string) => string;
  readonly lookAgain: string;
  readonly typeNumber: string;
  readonly chatNumber: string;
  readonly chatNumberShape: string;
  readonly chatShape: (text: string) => string;
  readonly timezone: string;
  readonly timezoneShape: string;
  readonly servers: string;
  readonly csvPath: string;
  readonly serverProblem: (line: number, message: string) => string;
  readonly noServers: string;
  readonly again: string;
  readonly fileUnreadable: (path: string, reason: string) => string;
  readonly location: string;
  readonly siteName: string;
  readonly siteDefault: string;
  readonly probing: (count: number) => string;
  readonly write: (path: string) => string;
  readonly wrote: (path: string) => string;
  readonly cannotWrite: (reason: string) => string;
  readonly testAlert: string;
  readonly testFailed: string;
  readonly crontab: string;
  readonly cronLine: (config: string) => string;
  readonly done: (config: string) => string;
  readonly columnsLeftOut: (titles: readonly string[]) => string;
}

const EN: InitWords = {
  language: 'en',
  needsTerminal:
    'there is no terminal to ask at: add --yes and give the answers as flags (srvmon init --help)',
  missing: (flags) => `with --yes nothing is asked, and these are missing: ${flags.join(', ')}`,
  interrupted: 'Interrupted.',
  exists: (path) =>
    `${path} exists already, and is not overwritten: move it away, or choose another place with --config`,
  overwrite: (path) => `${path} exists already. Replace it? (A copy stays as .bak)`,
  nothingChanged: 'Nothing was changed.',
  makeBot: 'In Telegram, write /newbot to @BotFather; it gives you a token.',
  token: 'Bot token (not shown):',
  tokenShape: 'a token looks like 123456789:AAF...; copy all of it',
  tokenRefused: (reason) => `Telegram refuses this token (${reason})`,
  unreachable: (api, reason) => `${api} cannot be reached (${reason})`,
  bot: (username) => `This is @${username}.`,
  writeToBot: (username) =>
    `Now open https://t.me/${username} and press Start; or add the bot to your group and write /start@${username} there.`,
  written: 'Done?',
  noChatYet: 'No message has arrived yet.',
  cannotLook: (reason) => `The chats cannot be looked up (${reason}).`,
  whichChats: 'Which chats are to be told? (space: choose, Enter: go on)',
  topic: (chat, topic) => `${chat}, topic ${topic}`,
  lookAgain: 'Look again',
  typeNumber: 'Type the number of a chat',
  chatNumber: 'Number of the chat (or @channel):',
  chatNumberShape: 'a number such as -1001234567890, or @channelname',
  chatShape: (text) =>
    `--chat ${text}: write NAME=NUMBER or NAME=NUMBER:TOPIC, for instance it=-1001234567890`,
  timezone: 'Time zone:',
  timezoneShape: 'an IANA name such as Asia/Jakarta',
  servers:
    'Your first servers, one a line: name host [checks], for instance "ERP 10.20.0.5 icmp tcp:5432". A CSV file: its path. End with an empty line.',
  csvPath: 'a file',
  serverProblem: (line, message) => `line ${line}: ${message}`,
  noServers: 'there is no server yet',
  again: 'Write the lines that are wrong once more, or an empty line to go on without them:',
  fileUnreadable: (path, reason) => `${path} cannot be read (${reason})`,
  location: 'Where do they stand? Paste a Maps link or lat,lon (empty: leave it out):',
  siteName: 'Name of that place:',
  siteDefault: 'Head office',
  probing: (count) => `Probing ${count} ${count === 1 ? 'server' : 'servers'} once:`,
  write: (path) => `Write ${path}?`,
  wrote: (path) => `Wrote ${path}`,
  cannotWrite: (reason) => `cannot be written: ${reason}`,
  testAlert: 'Sending a test alert:',
  testFailed: 'The test alert did not get through; srvmon doctor says more.',
  crontab: 'Put the check into your crontab, so that it runs each minute?',
  cronLine: (config) => `To run the check each minute: srvmon crontab --install${config}`,
  done: (config) =>
    `Ready. srvmon status${config} shows what is down, srvmon doctor${config} what is wrong with srvmon itself.`,
  columnsLeftOut: (titles) =>
    `Columns left out: ${titles.join(', ')}. Afterwards, srvmon import FILE --add-sites takes sites and places as well.`,
};

const ID: InitWords = {
  language: 'id',
  needsTerminal:
    'tidak ada terminal untuk bertanya: tambahkan --yes dan berikan jawabannya sebagai opsi (srvmon init --help)',
  missing: (flags) => `dengan --yes tidak ada yang ditanyakan, dan ini belum ada: ${flags.join(', ')}`,
  interrupted: 'Dibatalkan.',
  exists: (path) => `${path} sudah ada, dan tidak ditimpa: pindahkan, atau pilih tempat lain dengan --config`,
  overwrite: (path) => `${path} sudah ada. Ganti? (Salinannya tetap ada sebagai .bak)`,
  nothingChanged: 'Tidak ada yang diubah.',
  makeBot: 'Di Telegram, tulis /newbot ke @BotFather; ia memberi token.',
  token: 'Token bot (tidak ditampilkan):',
  tokenShape: 'token berbentuk 123456789:AAF...; salin seluruhnya',
  tokenRefused: (reason) => `Telegram menolak token ini (${reason})`,
  unreachable: (api, reason) => `${api} tidak terjangkau (${reason})`,
  bot: (username) => `Ini @${username}.`,
  writeToBot: (username) =>
    `Sekarang buka https://t.me/${username} dan tekan Start; atau masukkan bot ke grup Anda dan tulis /start@${username} di sana.`,
  written: 'Sudah?',
  noChatYet: 'Belum ada pesan yang masuk.',
  cannotLook: (reason) => `Daftar chat tidak bisa diambil (${reason}).`,
  whichChats: 'Chat mana yang diberi tahu? (spasi: pilih, Enter: lanjut)',
  topic: (chat, topic) => `${chat}, topik ${topic}`,
  lookAgain: 'Lihat lagi',
  typeNumber: 'Ketik nomor chat',
  chatNumber: 'Nomor chat (atau @kanal):',
  chatNumberShape: 'nomor seperti -1001234567890, atau @namakanal',
  chatShape: (text) => `--chat ${text}: tulis NAMA=NOMOR atau NAMA=NOMOR:TOPIK, misalnya it=-1001234567890`,
  timezone: 'Zona waktu:',
  timezoneShape: 'nama IANA seperti Asia/Jakarta',
  servers:
    'Server pertama Anda, satu per baris: nama host [pemeriksaan], misalnya "ERP 10.20.0.5 icmp tcp:5432". Berkas CSV: path-nya. Akhiri dengan baris kosong.',
  csvPath: 'berkas',
  serverProblem: (line, message) => `baris ${line}: ${message}`,
  noServers: 'belum ada server',
  again: 'Tulis lagi baris yang salah, atau baris kosong untuk lanjut tanpa itu:',
  fileUnreadable: (path, reason) => `${path} tidak bisa dibaca (${reason})`,
  location: 'Di mana letaknya? Tempel tautan Maps atau lat,lon (kosong: lewati):',
  siteName: 'Nama tempat itu:',
  siteDefault: 'Kantor pusat',
  probing: (count) => `Memeriksa ${count} server satu kali:`,
  write: (path) => `Tulis ${path}?`,
  wrote: (path) => `${path} ditulis`,
  cannotWrite: (reason) => `tidak bisa ditulis: ${reason}`,
  testAlert: 'Mengirim pesan uji:',
  testFailed: 'Pesan uji tidak sampai; srvmon doctor menjelaskan lebih banyak.',
  crontab: 'Pasang pemeriksaan di crontab Anda, agar berjalan setiap menit?',
  cronLine: (config) => `Agar pemeriksaan berjalan setiap menit: srvmon crontab --install${config}`,
  done: (config) =>
    `Siap. srvmon status${config} menunjukkan yang down, srvmon doctor${config} yang salah pada srvmon sendiri.`,
  columnsLeftOut: (titles) =>
    `Kolom yang dilewati: ${titles.join(', ')}. Setelah ini, srvmon import BERKAS --add-sites juga mengambil lokasi dan koordinat.`,
};

export function initWords(language: Language): InitWords {
  return language === 'id' ? ID : EN;
}

/** The words of the report, in both languages. */

import type { Language } from '../core/config.ts';
import type { Glyphs } from './screen.ts';

/** How everything is counted: one sentence, printed by every output. */
const RULE: Record<Language, string> = {
  en:
    'Availability = up / (up + down), rounded down: an outage runs from its first failed check to the first good one, ' +
    "cut at the period's ends; time not watched and maintenance count as neither, and each server counts from its " +
    'first check on.',
  id:
    'Ketersediaan = hidup / (hidup + mati), dibulatkan ke bawah: gangguan dihitung dari pemeriksaan pertama yang gagal ' +
    'sampai yang pertama berhasil, dipotong di batas periode; waktu tak terpantau dan pemeliharaan tidak dihitung, dan ' +
    'tiap server dihitung sejak pemeriksaan pertamanya.',
};

export function countingRule(language: Language): string {
  return RULE[language];
}

export interface ReportWords {
  readonly title: string;
  readonly soFar: string;
  readonly server: string;
  readonly site: string;
  readonly servers: string;
  readonly availability: string;
  readonly outages: string;
  readonly down: string;
  readonly longest: string;
  readonly mttr: string;
  readonly watched: string;
  readonly latency: string;
  readonly days: string;
  readonly daysPerSign: (count: number) => string;
  readonly all: string;
  readonly incidents: string;
  readonly began: string;
  readonly confirmed: string;
  readonly ended: string;
  readonly length: string;
  readonly cause: string;
  readonly stillDown: string;
  readonly removed: string;
  readonly noRun: string;
  readonly noServers: string;
  readonly noIncidents: string;
  readonly allUp: (count: number) => string;
  readonly downNow: (down: number, count: number, names: string) => string;
  readonly overall: (percent: string) => string;
  readonly between: (worst: string, best: string) => string;
  readonly watchedShare: (percent: string) => string;
  readonly maintenance: (length: string) => string;
  readonly outageCount: (count: number, down: string) => string;
  readonly dataUntil: (time: string, age: string) => string;
  readonly spotless: (count: number) => string;
  readonly leftOut: (count: number) => string;
  readonly earlier: (count: number) => string;
  readonly counted: (length: string) => string;
  readonly countedNone: string;
  readonly legend: (glyphs: Glyphs) => string;
  readonly siteNote: string;
}

const EN: ReportWords = {
  title: 'Down report',
  soFar: 'so far',
  server: 'SERVER',
  site: 'SITE',
  servers: 'SERVERS',
  availability: 'AVAIL %',
  outages: 'OUT',
  down: 'DOWN',
  longest: 'LONGEST',
  mttr: 'MTTR',
  watched: 'SEEN %',
  latency: 'P95',
  days: 'DAYS',
  daysPerSign: (count) => `PER ${count} DAYS`,
  all: 'All servers',
  incidents: 'INCIDENTS',
  began: 'BEGAN',
  confirmed: 'CONFIRMED',
  ended: 'ENDED',
  length: 'LENGTH',
  cause: 'CAUSE',
  stillDown: 'still down',
  removed: 'left the configuration',
  noRun: 'No check has run yet, so there is nothing to report: run `srvmon check`, or put it in the crontab.',
  noServers: 'No server was watched in this period.',
  noIncidents: 'No incident in this period.',
  allUp: (count) => (count === 1 ? 'The server is up.' : `All ${count} servers are up.`),
  downNow: (down, count, names) =>
    `${down} of ${count} servers ${down === 1 ? 'is' : 'are'} down now: ${names}`,
  overall: (percent) => `Availability ${percent} %`,
  between: (worst, best) => `lies between ${worst} % and ${best} %`,
  watchedShare: (percent) => `watched ${percent} % of the time`,
  maintenance: (length) => `${length} of maintenance`,
  outageCount: (count, down) =>
    count === 0 ? 'no outage' : `${count} ${count === 1 ? 'outage' : 'outages'}, ${down} down in all`,
  dataUntil: (time, age) => `Last check ${time}, ${age} ago`,
  spotless: (count) => `+${count} more without an outage (--all lists them)`,
  leftOut: (count) => `${count} without an outage are not shown; they count in the totals.`,
  earlier: (count) => `+${count} earlier (--format csv --rows incidents lists them all)`,
  counted: (length) => `${length} of it counts here`,
  countedNone: 'none of it counts here',
  legend: ({ dayUp, dayDown: [little, long, most], dayUnwatched, dayMaintenance }) =>
    `${dayUp} up  ${little} down <10 %  ${long} <50 %  ${most} longer  ${dayUnwatched} not watched  ${dayMaintenance} maintenance`,
  siteNote: 'A site is down while any of its servers is; outages at the same time count once.',
};

const ID: ReportWords = {
  title: 'Laporan gangguan',
  soFar: 'sejauh ini',
  server: 'SERVER',
  site: 'LOKASI',
  servers: 'SERVER',
  availability: 'SEDIA %',
  outages: 'GGN',
  down: 'MATI',
  longest: 'TERLAMA',
  mttr: 'MTTR',
  watched: 'PANTAU',
  latency: 'P95',
  days: 'HARI',
  daysPerSign: (count) => `PER ${count} HARI`,
  all: 'Semua server',
  incidents: 'GANGGUAN',
  began: 'MULAI',
  confirmed: 'DIPASTIKAN',
  ended: 'SELESAI',
  length: 'LAMA',
  cause: 'SEBAB',
  stillDown: 'masih mati',
  removed: 'keluar dari konfigurasi',
  noRun: 'Belum ada pemeriksaan, jadi belum ada laporan: jalankan `srvmon check`, atau pasang di crontab.',
  noServers: 'Tidak ada server yang dipantau dalam periode ini.',
  noIncidents: 'Tidak ada gangguan dalam periode ini.',
  allUp: (count) => (count === 1 ? 'Server hidup.' : `Semua ${count} server hidup.`),
  downNow: (down, count, names) => `${down} dari ${count} server sedang mati: ${names}`,
  overall: (percent) => `Ketersediaan ${percent} %`,
  between: (worst, best) => `antara ${worst} % dan ${best} %`,
  watchedShare: (percent) => `terpantau ${percent} % dari waktu`,
  maintenance: (length) => `pemeliharaan ${length}`,
  outageCount: (count, down) =>
    count === 0 ? 'tanpa gangguan' : `${count} gangguan, mati ${down} seluruhnya`,
  dataUntil: (time, age) => `Pemeriksaan terakhir ${time}, ${age} yang lalu`,
  spotless: (count) => `+${count} lainnya tanpa gangguan (--all menampilkan semua)`,
  leftOut: (count) => `${count} tanpa gangguan tidak ditampilkan; tetap dihitung dalam jumlah.`,
  earlier: (count) => `+${count} sebelumnya (--format csv --rows incidents memuat semua)`,
  counted: (length) => `${length} di antaranya dihitung di sini`,
  countedNone: 'tidak dihitung di sini',
  legend: ({ dayUp, dayDown: [little, long, most], dayUnwatched, dayMaintenance }) =>
    `${dayUp} hidup  ${little} mati <10 %  ${long} <50 %  ${most} lebih lama  ${dayUnwatched} tak terpantau  ${dayMaintenance} pemeliharaan`,
  siteNote: 'Lokasi mati selama ada servernya yang mati; gangguan yang bersamaan dihitung sekali.',
};

export function reportWords(language: Language): ReportWords {
  return language === 'id' ? ID : EN;
}

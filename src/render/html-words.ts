/** The words of the HTML report and the status page, in both languages; sentences that the terminal has too stand in `report-words.ts`. */

import type { Language } from '../core/config.ts';

export interface HtmlWords {
  readonly title: string;
  readonly statusTitle: string;
  readonly generated: (time: string) => string;
  readonly availability: string;
  readonly downNow: string;
  readonly ofServers: (count: number) => string;
  readonly atLastCheck: (time: string) => string;
  readonly outages: string;
  readonly affected: (count: number, total: number) => string;
  readonly downTime: string;
  readonly allServersTogether: string;
  readonly longest: string;
  readonly mean: (length: string) => string;
  readonly noOutage: string;
  readonly watched: string;
  readonly unwatchedTime: (length: string) => string;
  readonly gapless: string;
  readonly range: (worst: string, best: string) => string;
  readonly servers: string;
  readonly server: string;
  readonly site: string;
  readonly sites: string;
  readonly days: string;
  readonly daysOf: (from: string, to: string) => string;
  readonly down: string;
  readonly latency: string;
  readonly latencyNote: string;
  readonly latencyCell: (median: string, p95: string) => string;
  readonly latencyLabel: (median: string, p95: string, worst: string, date: string) => string;
  readonly mttr: string;
  readonly leftConfig: string;
  readonly map: string;
  readonly mapNote: string;
  readonly mapLabel: (count: number, down: number) => string;
  readonly openMap: (name: string) => string;
  readonly downHere: (down: number, count: number) => string;
  readonly incidents: string;
  readonly began: string;
  readonly confirmed: string;
  readonly ended: string;
  readonly length: string;
  readonly cause: string;
  readonly since: string;
  readonly downFor: string;
  readonly filter: string;
  readonly filterHint: string;
  readonly shown: string;
  readonly sortHint: string;
  readonly showAll: string;
  readonly counting: string;
  readonly legend: string;
  readonly states: Readonly<Record<'up' | 'down' | 'unknown' | 'suspect' | 'recovering', string>>;
  readonly dayUp: string;
  readonly dayDown: (length: string, percent: string) => string;
  readonly dayUnwatched: (length: string) => string;
  readonly dayMaintenance: (length: string) => string;
  readonly dayNone: string;
  readonly looks: Readonly<
    Record<'up' | 'little' | 'long' | 'most' | 'unwatched' | 'maintenance' | 'none', string>
  >;
  readonly stripSummary: (days: number, up: number, down: number, unwatched: number) => string;
  readonly moreDays: (count: number) => string;
  readonly updated: (time: string) => string;
  readonly ago: string;
  readonly units: string;
  readonly stale: string;
  readonly reloadNote: (limit: string) => string;
  readonly reload: string;
}

const EN: HtmlWords = {
  title: 'Down report',
  statusTitle: 'Server status',
  generated: (time) => `Made ${time}`,
  availability: 'Availability',
  downNow: 'Down now',
  ofServers: (count) => `of ${count} ${count === 1 ? 'server' : 'servers'}`,
  atLastCheck: (time) => `at the last check, ${time}`,
  outages: 'Outages',
  affected: (count, total) => `${count} of ${total} servers affected`,
  downTime: 'Time down',
  allServersTogether: 'all servers added up',
  longest: 'Longest outage',
  mean: (length) => `mean time to repair ${length}`,
  noOutage: 'no outage',
  watched: 'Watched',
  unwatchedTime: (length) => `${length} not watched`,
  gapless: 'without a gap',
  range: (worst, best) => `lies between ${worst} % and ${best} %`,
  servers: 'Servers',
  server: 'Server',
  site: 'Site',
  sites: 'Sites',
  days: 'Days',
  daysOf: (from, to) => `Day by day, ${from} to ${to}`,
  down: 'Down',
  latency: 'Latency',
  latencyNote:
    'Latency: the line is the median of each day, the area its 95th percentile; each server has its own scale.',
  latencyCell: (median, p95) => `${median}, p95 ${p95}`,
  latencyLabel: (median, p95, worst, date) =>
    `Latency by day: median ${median}, 95th percentile ${p95}, highest ${worst} on ${date}`,
  mttr: 'Mean repair',
  leftConfig: 'left the configuration',
  map: 'Map',
  mapNote: 'State at the last check. Each pin opens the place in Google Maps.',
  mapLabel: (count, down) =>
    `Map of ${count} ${count === 1 ? 'place' : 'places'}, ${down === 0 ? 'none' : down} with a server down`,
  openMap: (name) => `${name}: open in Google Maps`,
  downHere: (down, count) => `${down} of ${count} down`,
  incidents: 'Incidents',
  began: 'Began',
  confirmed: 'Confirmed',
  ended: 'Ended',
  length: 'Length',
  cause: 'Cause',
  since: 'Since',
  downFor: 'For',
  filter: 'Filter',
  filterHint: 'server, site, cause …',
  shown: '{n} of {all} shown',
  sortHint: 'Sort by',
  showAll: 'Show all {all}',
  counting: 'How this is counted',
  legend: 'Signs',
  states: {
    up: 'up',
    down: 'down',
    unknown: 'no verdict',
    suspect: 'failing, not yet confirmed',
    recovering: 'answers again, not yet confirmed',
  },
  dayUp: 'up',
  dayDown: (length, percent) => `down ${length} (${percent} %)`,
  dayUnwatched: (length) => `not watched ${length}`,
  dayMaintenance: (length) => `maintenance ${length}`,
  dayNone: 'not monitored',
  looks: {
    up: 'up',
    little: 'down, less than 10 % of the day',
    long: 'less than half of the day',
    most: 'longer',
    unwatched: 'not watched',
    maintenance: 'maintenance',
    none: 'not monitored yet',
  },
  stripSummary: (days, up, down, unwatched) =>
    `${days} days: ${up} up, ${down} with an outage${unwatched > 0 ? `, ${unwatched} not watched` : ''}`,
  moreDays: (count) => `and ${count} more ${count === 1 ? 'day' : 'days'}`,
  updated: (time) => `As of ${time}`,
  ago: '{age} ago',
  units: 's,min,h,d',
  stale:
    'This page is out of date: no check has refreshed it for {age}. It shows how things were then, not how they are now.',
  reloadNote: (limit) =>
    `When that time is more than ${limit} ago, the checks have stopped. This page reloads each minute.`,
  reload: 'Reload each minute',
};

const ID: HtmlWords = {
  title: 'Laporan gangguan',
  statusTitle: 'Status server',
  generated: (time) => `Dibuat ${time}`,
  availability: 'Ketersediaan',
  downNow: 'Sedang mati',
  ofServers: (count) => `dari ${count} server`,
  atLastCheck: (time) => `pada pemeriksaan terakhir, ${time}`,
  outages: 'Gangguan',
  affected: (count, total) => `${count} dari ${total} server terkena`,
  downTime: 'Waktu mati',
  allServersTogether: 'jumlah semua server',
  longest: 'Gangguan terlama',
  mean: (length) => `rata-rata waktu pemulihan ${length}`,
  noOutage: 'tanpa gangguan',
  watched: 'Terpantau',
  unwatchedTime: (length) => `${length} tak terpantau`,
  gapless: 'tanpa celah',
  range: (worst, best) => `antara ${worst} % dan ${best} %`,
  servers: 'Server',
  server: 'Server',
  site: 'Lokasi',
  sites: 'Lokasi',
  days: 'Hari',
  daysOf: (from, to) => `Per hari, ${from} sampai ${to}`,
  down: 'Mati',
  latency: 'Latensi',
  latencyNote:
    'Latensi: garis adalah median tiap hari, bidang persentil ke-95; setiap server memakai skalanya sendiri.',
  latencyCell: (median, p95) => `${median}, p95 ${p95}`,
  latencyLabel: (median, p95, worst, date) =>
    `Latensi per hari: median ${median}, persentil ke-95 ${p95}, tertinggi ${worst} pada ${date}`,
  mttr: 'Rata-rata pulih',
  leftConfig: 'keluar dari konfigurasi',
  map: 'Peta',
  mapNote: 'Keadaan pada pemeriksaan terakhir. Setiap tanda membuka tempatnya di Google Maps.',
  mapLabel: (count, down) => `Peta ${count} tempat, ${down === 0 ? 'tidak ada' : down} yang servernya mati`,
  openMap: (name) => `${name}: buka di Google Maps`,
  downHere: (down, count) => `${down} dari ${count} mati`,
  incidents: 'Daftar gangguan',
  began: 'Mulai',
  confirmed: 'Dipastikan',
  ended: 'Selesai',
  length: 'Lama',
  cause: 'Sebab',
  since: 'Sejak',
  downFor: 'Selama',
  filter: 'Saring',
  filterHint: 'server, lokasi, sebab …',
  shown: '{n} dari {all} ditampilkan',
  sortHint: 'Urutkan menurut',
  showAll: 'Tampilkan semua ({all})',
  counting: 'Cara menghitung',
  legend: 'Tanda',
  states: {
    up: 'hidup',
    down: 'mati',
    unknown: 'tanpa hasil',
    suspect: 'gagal, belum dipastikan',
    recovering: 'menjawab lagi, belum dipastikan',
  },
  dayUp: 'hidup',
  dayDown: (length, percent) => `mati ${length} (${percent} %)`,
  dayUnwatched: (length) => `tak terpantau ${length}`,
  dayMaintenance: (length) => `pemeliharaan ${length}`,
  dayNone: 'tidak dipantau',
  looks: {
    up: 'hidup',
    little: 'mati, kurang dari 10 % hari itu',
    long: 'kurang dari setengah hari',
    most: 'lebih lama',
    unwatched: 'tak terpantau',
    maintenance: 'pemeliharaan',
    none: 'belum dipantau',
  },
  stripSummary: (days, up, down, unwatched) =>
    `${days} hari: ${up} hidup, ${down} dengan gangguan${unwatched > 0 ? `, ${unwatched} tak terpantau` : ''}`,
  moreDays: (count) => `dan ${count} hari lainnya`,
  updated: (time) => `Per ${time}`,
  ago: '{age} yang lalu',
  units: 'detik,menit,jam,hari',
  stale:
    'Halaman ini kedaluwarsa: sudah {age} tidak ada pemeriksaan yang memperbaruinya. Yang tampak adalah keadaan waktu itu, bukan keadaan sekarang.',
  reloadNote: (limit) =>
    `Bila waktu itu sudah lebih dari ${limit} yang lalu, pemeriksaan telah berhenti. Halaman ini dimuat ulang setiap menit.`,
  reload: 'Muat ulang setiap menit',
};

export function htmlWords(language: Language): HtmlWords {
  return language === 'id' ? ID : EN;
}

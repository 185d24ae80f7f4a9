import type { Phrases } from './phrases.ts';

export const id: Phrases = {
  test: 'TES',
  testText: 'Ini hanya tes. Peringatan srvmon sampai ke chat ini.',
  testTarget: 'Peringatan tentang server ini akan dikirim ke sini:',
  host: 'Host',
  cause: 'Penyebab',
  map: 'Peta',
  noSite: 'Tanpa lokasi',
  servers: 'Server',
  wasDown: 'sempat DOWN',
  noLongerWatched: 'tidak dipantau lagi',
  unstable: 'TIDAK STABIL',
  stableAgain: 'STABIL',
  reminder: 'MASIH DOWN',
  repeat: 'Mungkin pesan ulang: pengiriman sebelumnya tidak terkonfirmasi.',
  troubleTitle: 'srvmon perlu diperiksa',
  troubleOverTitle: 'srvmon: teratasi',
  certificateTitle: 'SERTIFIKAT',
  cutOff: 'srvmon sempat TERPUTUS',
  everything: 'semua server',
  late: (decided) => `Terlambat terkirim: sudah diketahui sejak ${decided}.`,
  downSince: (since, length, confirmed) => `Gangguan sejak ${since} (${length}), dipastikan ${confirmed}`,
  unreachableSince: (since, length, confirmed) =>
    `Server tidak dapat dijangkau sejak ${since} (${length}), dipastikan ${confirmed}`,
  behindDown: (servers) => `${servers} server di belakangnya`,
  behindUp: (servers) => `${servers} server di belakangnya juga kembali normal`,
  upAgain: (span, length) => `Kembali normal. Gangguan ${length}, ${span}`,
  wasDownFor: (span, length) => `Sempat terganggu ${length}, ${span}; sekarang sudah normal`,
  removed: (span, length) => `Dihapus dari konfigurasi saat masih down (${length}, ${span})`,
  unwatched: (length) => `${length} di antaranya tidak terpantau`,
  siteDown: (down, total) => `${down} dari ${total} server down`,
  siteUp: (total) => `${total} server kembali normal`,
  siteSpan: (span, length) => `Gangguan ${length}, ${span}`,
  stragglers: (servers) => `Masih down (${servers})`,
  unstableText: (changes, window) =>
    `${changes} kali berubah dalam ${window}. Tidak ada pesan lagi sampai tenang selama ${window}.`,
  stableText: (changes, span, downLength) => `${changes} kali berubah, ${span}; total down ${downLength}`,
  nowDown: 'Saat ini down.',
  nowUp: 'Saat ini normal.',
  sinceFor: (since, length) => `sejak ${since} (${length})`,
  acknowledged: (servers) => `${servers} server lain down dan sedang ditangani.`,
  announceDown: (name, since) =>
    `${name} tidak dapat digunakan sejak ${since}. Divisi IT sudah mengetahuinya.`,
  announceUp: (name) => `${name} sudah dapat digunakan kembali.`,
  announceWas: (name, span) => `${name} sempat tidak dapat digunakan ${span}. Sekarang sudah normal kembali.`,
  silence: (silence, name, by) =>
    silence === 'mute' ? `${by} membisukan peringatan ${name}` : `${by} sedang menangani ${name}`,
  silenceUntil: (silence, until) => {
    if (until !== null) return `Sampai ${until}`;
    return silence === 'mute' ? 'Sampai bisu dicabut' : 'Sampai normal kembali';
  },
  note: (note) => `Catatan: ${note}`,
  blind: (length) =>
    `Jaringan mesin pemantau terputus selama ${length}. Keadaan server selama itu tidak diketahui.`,
  sinceTime: (since) => `Sejak ${since}`,
  lasted: (span, length) => `Berlangsung ${length}, ${span}`,
  troubleWas: (span, length) => `Sempat terjadi selama ${length}, ${span}`,
  certificate: (check, end, left) =>
    left === null
      ? `Sertifikat ${check} sudah berakhir ${end}`
      : `Sertifikat ${check} berakhir ${end}, ${left} lagi`,
  migrated: (chat, from, to) =>
    `Grup chat ${chat} menjadi supergrup. srvmon mengikutinya; ganti id ${from} dengan ${to} di konfigurasi.`,
  omitted: (outages, others, span) =>
    `Chat ini tidak dapat dijangkau. Tidak ditampilkan satu per satu (${span}): ${outages} gangguan yang sudah selesai, ${others} pesan lain.`,
  summaryDown: (down, total) => `${down} dari ${total} server down`,
  summaryNone: (total) => `Tidak ada server yang down (dari ${total})`,
  digestDown: (servers) => `${servers} DOWN`,
  digestUp: (servers) => `${servers} UP`,
  digestNotices: (notices) => `${notices} pemberitahuan srvmon`,
  digestAnnounce: 'Layanan',
  report: 'Laporan gangguan',
  reportServers: (servers) => `${servers} server`,
  reportAvailability: (percent, before) =>
    `Ketersediaan ${percent} %${before === null ? '' : `, periode sebelumnya ${before} %`}`,
  reportNothing: 'Tidak ada yang terpantau dalam periode ini.',
  reportCoverage: (percent, worst, best) =>
    `Terpantau ${percent} % dari waktu, jadi nilainya di antara ${worst} % dan ${best} %`,
  reportOutages: (outages, length) => `${outages} gangguan, total down ${length}`,
  reportServer: (outages, length) => `${outages} gangguan, ${length}`,
  reportNoOutage: 'Tidak ada gangguan',
  reportBefore: (figure) => `Periode sebelumnya: ${figure}`,
  reportLongest: (name, length, span) => `Terlama: ${name}, ${length}, ${span}`,
  reportOngoing: (since) => `sejak ${since}, masih down`,
  reportWorst: 'Ketersediaan terendah:',
  moreDetails: (down, up, others) =>
    [
      ...(down > 0 ? [`${down} down`] : []),
      ...(up > 0 ? [`${up} up`] : []),
      ...(others > 0 ? [`${others} lain`] : []),
    ].join(', '),
};

import { durationText } from '../core/words.ts';
import type { DoctorWords } from './doctor-words.ts';

const MB = 1024 ** 2;
const size = (bytes: number): string => `${Math.floor(bytes / MB)} MB`;
const length = (ms: number): string => durationText(ms, 'id');
const offset = (ms: number): string =>
  ms === 0
    ? 'tepat'
    : `${(Math.abs(ms) / 1_000).toFixed(1).replace('.', ',')} detik lebih ${ms > 0 ? 'cepat' : 'lambat'}`;

export const DOCTOR_ID: DoctorWords = {
  levels: { ok: 'baik', warning: 'awas', error: 'SALAH' },
  areas: {
    node: 'Node.js',
    config: 'konfigurasi',
    icmp: 'ping',
    dns: 'nama',
    bot: 'bot',
    chat: 'chat',
    clock: 'jam',
    timezone: 'zona waktu',
    state: 'folder status',
    lock: 'kunci',
    run: 'cek terakhir',
    cron: 'cron',
    line: 'baris crontab',
    environment: 'lingkungan cron',
    heartbeat: 'heartbeat',
    delivery: 'pengiriman',
  },
  texts: {
    'node-fine': ({ version, path }) => `${version} (${path})`,
    'node-old': ({ version, wanted }) =>
      `Node.js ${version} terlalu lama, srvmon perlu ${wanted} atau yang lebih baru`,
    'config-fine': ({ file, servers }) => `${file} sudah benar, ${servers} server`,
    'config-problem': ({ problem }) => problem,
    'config-warning': ({ problem }) => problem,
    'config-variables': ({ names }) =>
      `${names.join(', ')} tidak ada di shell ini; nilai di crontab yang dipakai`,
    'icmp-fine': ({ backend, tried }) =>
      `pengguna ini boleh ping, lewat ${backend}${tried.length === 0 ? '' : ` (tidak lewat ${tried.join('; ')})`}`,
    'icmp-unavailable': ({ tried }) =>
      `pengguna ini tidak bisa ping, semua server tidak akan diketahui: ${tried.join('; ')}`,
    'dns-fine': ({ names }) => (names === 1 ? 'satu-satunya nama dikenal' : `semua ${names} nama dikenal`),
    'dns-silent': ({ name, reason }) => `layanan nama (DNS) tidak menjawab (ditanya ${name}: ${reason})`,
    'dns-unknown-name': ({ name }) => `${name} tidak dikenal`,
    'bot-fine': ({ username }) => `@${username} menjawab`,
    'bot-refused': ({ reason }) => `Telegram menolak token bot (${reason})`,
    'bot-unreachable': ({ reason, apiBase }) => `${apiBase} tidak terjangkau (${reason})`,
    'chat-fine': ({ chat, title }) => `${chat}: bot ada di "${title}"`,
    'chat-absent': ({ chat, bot, id, reason }) =>
      `${chat}: bot @${bot} tidak ada di chat ini, atau ${id} bukan nomornya (${reason})`,
    'chat-moved': ({ chat, to }) =>
      `${chat}: grup menjadi supergrup, nomor barunya ${to}; srvmon mengikutinya, tetapi catatlah juga`,
    'chat-no-rights': ({ chat, reason }) => `${chat}: bot tidak boleh menulis di sana (${reason})`,
    'chat-unclear': ({ chat, reason }) => `${chat}: sekarang tidak bisa dilihat (${reason})`,
    'topic-missing': ({ chat, thread }) =>
      `${chat}: tidak ada topik ${thread}; pesannya masuk ke topik umum grup`,
    'clock-fine': ({ offsetMs }) => `cocok dengan jam Telegram (${offset(offsetMs)})`,
    'clock-off': ({ offsetMs }) => `jam mesin ini ${offset(offsetMs)} dari jam Telegram`,
    'clock-wrong': ({ offsetMs }) =>
      `jam mesin ini ${offset(offsetMs)} dari jam Telegram: waktu di pesan dan laporan salah`,
    'timezone-fine': ({ timezone, machine }) =>
      machine === timezone ? timezone : `${timezone}; cron sendiri memakai ${machine}`,
    'timezone-unset': ({ timezone }) =>
      `tidak ada di konfigurasi, dan mesin ini memakai ${timezone}: waktu ditampilkan dengan itu`,
    'state-fine': ({ folder, freeBytes }) => `${folder}, ${size(freeBytes)} kosong`,
    'state-new': ({ folder }) => `${folder} belum ada, dibuat oleh pemeriksaan pertama`,
    'state-unusable': ({ reason }) => reason,
    'state-open': ({ folder, mode }) => `orang lain boleh masuk ke ${folder} (haknya ${mode}, cukup 700)`,
    'state-damaged': ({ reason }) =>
      `status tidak bisa dibaca: ${reason}; pemeriksaan berikutnya menyisihkannya dan memakai salinan sebelumnya`,
    'disk-full': ({ folder, freeBytes }) =>
      `disk tempat ${folder} penuh (${size(freeBytes)} kosong): tidak ada yang bisa diingat`,
    'disk-low': ({ folder, freeBytes }) => `disk tempat ${folder} hampir penuh (${size(freeBytes)} kosong)`,
    'lock-free': () => 'bebas',
    'lock-held': ({ pid }) => `pemeriksaan sedang berjalan (proses ${pid})`,
    'lock-stuck': ({ pid, forMs }) =>
      `proses ${pid} memegangnya sejak ${length(forMs)} lalu; selama itu tidak ada yang diperiksa`,
    'run-fresh': ({ ageMs }) => `${length(ageMs)} lalu`,
    'run-never': () => 'belum pernah ada pemeriksaan',
    'run-stale': ({ ageMs }) => `${length(ageMs)} lalu: pemeriksaan sudah berhenti`,
    'cron-running': ({ program }) => `${program} berjalan`,
    'cron-stopped': () => 'tidak ada cron yang berjalan',
    'cron-unknown': () => 'tidak bisa dilihat apakah cron berjalan',
    'line-found': ({ place }) => (place === 'crontab' ? 'ada di crontab pengguna ini' : `ada di ${place}`),
    'line-missing': () =>
      'tidak ada yang menjalankan pemeriksaan: tidak ada baris di crontab pengguna ini, dan tidak ada timer',
    'line-unseen': () =>
      'pemeriksaan berjalan, tetapi crontab pengguna ini tidak punya barisnya: dijalankan pengguna lain?',
    'line-broken': ({ place, program }) => `baris di ${place} memerlukan ${program}, yang tidak ada`,
    'line-twice': ({ count }) => `crontab punya ${count} baris untuk pemeriksaan ini; satu cukup`,
    'crontab-unreadable': ({ reason }) => `crontab pengguna ini tidak bisa dibaca: ${reason}`,
    'environment-fine': () => 'srvmon berjalan dengan apa yang diberikan cron',
    'environment-variable': ({ names }) =>
      `${names.join(', ')} ada di shell ini tetapi tidak untuk cron: pemeriksaan tidak akan mengetahuinya`,
    'environment-fails': ({ exitCode, output }) =>
      `srvmon gagal dengan apa yang diberikan cron (kode ${exitCode}): ${output}`,
    'heartbeat-fine': ({ host }) => `${host} terjangkau`,
    'heartbeat-unset': () => 'tidak ada: tidak ada yang tahu bila mesin ini sendiri berhenti',
    'heartbeat-unreachable': ({ host, reason }) => `${host} tidak terjangkau (${reason})`,
    'delivery-fine': () => 'tidak ada yang menunggu',
    'delivery-stuck': ({ chat, waiting, since }) =>
      `${chat}: ${waiting} pesan menunggu sejak ${new Date(since).toISOString()}`,
    'delivery-refused': ({ chat, reason, since }) =>
      `${chat}: ditolak Telegram sejak ${new Date(since).toISOString()} (${reason})`,
  },
  advice: {
    'node-old': () => 'pasang Node.js 22 atau 24, misalnya dari https://nodejs.org',
    'bot-refused': () => 'minta token ke @BotFather (/token), lalu tulis ke berkas token',
    'chat-absent': ({ bot }) => `masukkan @${bot} ke grup, atau cari nomornya: srvmon init menemukannya`,
    'chat-no-rights': () => 'izinkan bot menulis di sana: pengaturan grup, izin, atau jadikan admin',
    'chat-unclear': () => 'coba lagi sebentar lagi',
    'topic-missing': () => 'hapus topik itu dari konfigurasi, atau buat lagi dan tulis nomornya',
    'timezone-unset': () => 'tambahkan ke konfigurasi: timezone: Asia/Jakarta',
    'state-damaged': () => 'tidak perlu apa-apa; bila terjadi lagi, periksa disknya',
    'run-never': () => 'tunggu satu menit, atau jalankan sekarang: srvmon check --verbose',
    'cron-unknown': () => 'lihat sendiri: systemctl status cron',
    'crontab-unreadable': () => 'lihat /etc/cron.allow dan /etc/cron.deny',
    'environment-variable': ({ names }) =>
      `tulis ${names.map((name) => `${name}=...`).join(' ')} di atas barisnya (crontab -e), atau pakai token_file`,
    'environment-fails': () =>
      'perbaiki yang disebut; path di konfigurasi harus bisa dibaca oleh pengguna ini',
    'heartbeat-unset': () => 'buat check di healthchecks.io atau Uptime Kuma, lalu isi heartbeat_url',
    'heartbeat-unreachable': () => 'periksa heartbeat_url dan jaringan mesin ini',
    'delivery-stuck': () => 'srvmon test-alert menunjukkan apa yang salah',
    'delivery-refused': () => 'perbaiki yang disebut tentang chat ini; lalu srvmon test-alert',
  },
  summary: (errors, warnings) =>
    errors + warnings === 0 ? 'Semua baik.' : `${errors} kesalahan, ${warnings} peringatan.`,
};

/**
 * The same with `language: id` as the last line of each fixture. Two are not here, as such a file has no language that can be
 * read: `language` (it is what is wrong) and `type-top` (a list has no keys).
 */
export const expectedProblemsInId: Readonly<Record<string, readonly string[]>> = {
  'chat-id': [
    'invalid-chat-id.yaml:5:9 telegram.chats.it: harus berupa nomor chat, atau {id: ...}, bukan "it-group"',
    '  -> tulis nomor chat (grup bernomor negatif), atau @namakanal',
  ],
  'chat-missing-announce': [
    'invalid-chat-missing-announce.yaml:4:18 sites[0].announce_to: tidak ada chat bernama "users"',
    '  -> tambahkan ke telegram.chats, atau pakai console',
  ],
  'chat-missing': [
    'invalid-chat-missing.yaml:4:15 alerts.to: tidak ada chat bernama "itt"',
    '  -> maksud Anda it?',
  ],
  'chat-reserved': [
    'invalid-chat-reserved.yaml:5:5 telegram.chats.console: "console" adalah kata khusus',
    '  -> beri chat itu nama lain',
  ],
  'check-too-long': [
    'invalid-check-too-long.yaml:6:9 servers[0].checks[0]: 2 percobaan masing-masing 20s bisa makan 40s, lebih lama dari jatah 30s dalam satu pemeriksaan',
    '  -> kecilkan timeout: atau attempts:',
  ],
  'check-unknown-key': [
    'invalid-check-unknown-key.yaml:6:9 servers[0].checks[0]: bukan jenis check: mapping dengan kunci "tpc"',
    '  -> maksud Anda tcp? tulis icmp, tcp:443, URL seperti https://erp.example.com/, atau bentuk panjang seperti {tcp: 443, timeout: 5s}',
  ],
  'check-unknown': [
    'invalid-check-unknown.yaml:5:14 servers[0].checks[0]: bukan jenis check: "ping"',
    '  -> tulis icmp, tcp:443, URL seperti https://erp.example.com/, atau bentuk panjang seperti {tcp: 443, timeout: 5s}',
  ],
  'checks-empty': [
    'invalid-checks-empty.yaml:5:13 servers[0].checks: tidak berisi satu check pun',
    '  -> tulis paling sedikit satu, misalnya [icmp]',
  ],
  'checks-type': [
    'invalid-checks-type.yaml:5:13 servers[0].checks: harus berupa daftar check, bukan "icmp"',
    '  -> tulis daftar, misalnya [icmp, "tcp:443"]',
  ],
  cron: [
    'invalid-cron.yaml:4:13 maintenance[0].cron: "61 * * * *" bukan ekspresi cron',
    '  -> tulis lima kolom, misalnya "0 2 * * SUN#1"',
  ],
  'duration-range': [
    'invalid-duration-range.yaml:3:11 interval: harus 1m..1d, bukan 10s',
    '  -> tulis lama waktu dari 1m sampai 1d',
  ],
  duration: [
    'invalid-duration.yaml:1:38 alerts.down_after: harus berupa lama waktu seperti 90s, 3m, 6h atau 14d, bukan 3',
    '  -> tulis angka dan satuannya, s, m, h, d atau w, misalnya 3m',
  ],
  'gateway-missing': [
    'invalid-gateway-missing.yaml:4:14 sites[0].gateway: tidak ada server dengan id "router"',
    '  -> tulis id sebuah server',
  ],
  header: [
    'invalid-header.yaml:7:18 servers[0].checks[0].headers: "X Y" bukan header yang bisa dibawa HTTP',
    '  -> pakai karakter biasa dalam satu baris',
  ],
  'host-address': [
    'invalid-host-address.yaml:4:11 servers[0].host: bukan alamat IPv4 yang sah, yang tertulis: "10.0.0.256"',
    '  -> tulis empat angka 0..255 tanpa nol di depan',
  ],
  'host-brackets': [
    'invalid-host-brackets.yaml:4:11 servers[0].host: harus berupa alamat IPv6 tanpa kurung siku, yang tertulis: "[2001:db8::1]"',
    '  -> hapus [ dan ]',
  ],
  'host-control': [
    'invalid-host-control.yaml:4:11 servers[0].host: tidak boleh berisi karakter kontrol, yang tertulis: "erp\\u0007.example.com"',
    '  -> tulis alamat IPv4 atau IPv6, atau nama domain',
  ],
  'host-name': [
    'invalid-host-name.yaml:4:11 servers[0].host: bukan nama host yang sah, yang tertulis: "erp..example.com"',
    '  -> tulis alamat IPv4 atau IPv6, atau nama domain',
  ],
  'host-none': [
    'invalid-host-none.yaml:3:5 servers[0].host: server ini tidak punya host',
    '  -> tambahkan host: dengan alamat atau namanya',
  ],
  'host-option': [
    'invalid-host-option.yaml:4:11 servers[0].host: tidak boleh diawali "-", yang tertulis: "-c 100 x"',
    '  -> tulis alamat IPv4 atau IPv6, atau nama domain',
  ],
  'host-port': [
    'invalid-host-port.yaml:4:11 servers[0].host: harus berupa host tanpa port, yang tertulis: "erp.example.com:443"',
    '  -> tulis host: erp.example.com dan check tcp:443',
  ],
  'host-space': [
    'invalid-host-space.yaml:4:11 servers[0].host: tidak boleh berisi spasi, yang tertulis: "erp example.com"',
    '  -> tulis alamat IPv4 atau IPv6, atau nama domain',
  ],
  'host-unspecified-v6': [
    'invalid-host-unspecified-v6.yaml:4:11 servers[0].host: harus berupa alamat sebuah server; alamat ini berarti "semua", yang tertulis: "0:0:0::0"',
    '  -> tulis alamat IPv4 atau IPv6, atau nama domain',
  ],
  'host-unspecified': [
    'invalid-host-unspecified.yaml:4:11 servers[0].host: harus berupa alamat sebuah server; alamat ini berarti "semua", yang tertulis: "0.0.0.0"',
    '  -> tulis alamat IPv4 atau IPv6, atau nama domain',
  ],
  'host-url': [
    'invalid-host-url.yaml:4:11 servers[0].host: harus berupa host, bukan URL, yang tertulis: "https://erp.example.com"',
    '  -> pindahkan URL ke `checks`: - https://...',
  ],
  'host-zone': [
    'invalid-host-zone.yaml:4:11 servers[0].host: tidak boleh memakai zone id (%...), yang tertulis: "fe80::1%eth0"',
    '  -> pakai alamat yang terjangkau tanpa zone id',
  ],
  hours: [
    'invalid-hours.yaml:5:26 telegram.chats.it.hours: "8-17" bukan hari dan jam',
    '  -> tulis hari dan jam, misalnya "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" atau "daily 01:00-02:00"',
  ],
  'id-characters': [
    'invalid-id-characters.yaml:4:9 servers[0].id: harus terdiri dari huruf, angka, ".", "_" dan "-", bukan "erp bandung"',
    '  -> tulis id, misalnya router-bdg',
  ],
  'id-duplicate-slug': [
    'invalid-id-duplicate-slug.yaml:4:5 servers[1]: id server "erp", yang dibuat dari namanya, sudah dipakai servers[0] (invalid-id-duplicate-slug.yaml:3)',
    '  -> beri id: sendiri, misalnya id: erp-2',
  ],
  'id-duplicate': [
    'invalid-id-duplicate.yaml:4:30 servers[1].id: id server "erp" sudah dipakai servers[0] (invalid-id-duplicate.yaml:3)',
    '  -> beri id: sendiri, misalnya id: erp-2',
  ],
  'id-none': [
    'invalid-id-none.yaml:3:5 servers[0]: tidak bisa dibuatkan id dari namanya',
    '  -> beri id: dari huruf dan angka, misalnya id: router-bdg',
  ],
  'id-reserved-slug': [
    'invalid-id-reserved-slug.yaml:3:5 servers[0]: id "constructor", yang dibuat dari namanya, adalah kata khusus',
    '  -> beri id: sendiri',
  ],
  'id-reserved': [
    'invalid-id-reserved.yaml:4:9 servers[0].id: "all" adalah kata khusus',
    '  -> pilih id lain',
  ],
  'include-broken': [
    'parts/broken.yaml:4:1: YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    '  -> periksa indentasi, titik dua dan tanda kutip di baris ini dan baris di atasnya',
  ],
  'include-key': [
    'parts/with-alerts.yaml:1:1 alerts: berkas yang di-include hanya boleh berisi servers dan sites, bukan "alerts"',
    '  -> pindahkan ke berkas utama',
  ],
  'include-none': [
    'invalid-include-none.yaml:3:11 include[0]: tidak ada berkas yang cocok dengan "nowhere/*.yaml"',
    '  -> periksa polanya; polanya relatif terhadap folder berkas ini',
  ],
  'key-missing': ['invalid-key-missing.yaml:4:5 maintenance[0].to: belum ada', '  -> tambahkan to: di sini'],
  'key-unknown-nested': [
    'invalid-key-unknown-nested.yaml:7:9 servers[0].checks[0].timout: tidak ada kunci "timout" di sini',
    '  -> maksud Anda timeout?',
  ],
  'key-unknown-top': [
    'invalid-key-unknown-top.yaml:3:1 timezon: tidak ada kunci "timezon" di sini',
    '  -> maksud Anda timezone?',
  ],
  'key-unknown': [
    'invalid-key-unknown.yaml:4:5 servers[0].hots: tidak ada kunci "hots" di sini',
    '  -> maksud Anda host?',
  ],
  'location-range': [
    'invalid-location-range.yaml:5:15 sites[0].location: lintang harus -90..90, bukan 107.6191',
    '  -> tulis lintang dulu, lalu bujur',
  ],
  'location-short-link': [
    'invalid-location-short-link.yaml:5:15 sites[0].location: tautan pendek maps.app.goo.gl tidak berisi koordinat: "https://maps.app.goo.gl/AbCdEf"',
    '  -> buka tautan di browser, tunggu petanya lalu salin alamat panjang dari address bar, atau tulis "lat,lon"',
  ],
  'location-type': [
    'invalid-location-type.yaml:5:22 sites[0].location.lat: harus berupa angka derajat, bukan "6 S"',
    '  -> tulis derajat dengan titik desimal, misalnya -6.9175',
  ],
  location: [
    'invalid-location.yaml:5:15 sites[0].location: bukan koordinat lokasi: "Jalan Asia Afrika"',
    '  -> tulis "lat,lon" dengan titik desimal, misalnya "-6.9175,107.6191", atau tempel tautan Maps yang panjang',
  ],
  method: [
    'invalid-method.yaml:7:17 servers[0].checks[0].method: harus berupa GET, HEAD, POST, PUT, OPTIONS, bukan "FETCH"',
    '  -> tulis GET atau salah satu yang lain, dengan huruf besar',
  ],
  'number-range': [
    'invalid-number-range.yaml:3:17 alerts.min_failures: harus bilangan bulat 1..1000, bukan 0',
    '  -> tulis bilangan bulat dari 1 sampai 1000',
  ],
  'parent-loop-gateway': [
    'invalid-parent-loop-gateway.yaml:5:61 servers[1].parent: parent membentuk lingkaran: router -> switch (lewat gateway lokasinya) -> router',
    '  -> hapus salah satu parent ini; parent: none membuat server mengabaikan gateway lokasinya',
  ],
  'parent-loop': [
    'invalid-parent-loop.yaml:3:41 servers[0].parent: parent membentuk lingkaran: a -> c -> b -> a',
    '  -> hapus salah satu parent ini; parent: none membuat server mengabaikan gateway lokasinya',
  ],
  'parent-missing': [
    'invalid-parent-missing.yaml:4:44 servers[1].parent: tidak ada server dengan id "cor"',
    '  -> maksud Anda core?',
  ],
  'parent-self': [
    'invalid-parent-self.yaml:3:44 servers[0].parent: parent membentuk lingkaran: erp -> erp',
    '  -> hapus salah satu parent ini; parent: none membuat server mengabaikan gateway lokasinya',
  ],
  placeholder: [
    'invalid-placeholder.yaml:4:26 alerts.texts.en.announce_down: tidak ada placeholder {nam}',
    '  -> maksud Anda {name}?',
  ],
  'port-short': [
    'invalid-port-short.yaml:5:14 servers[0].checks[0]: port harus 1..65535, bukan 0',
    '  -> tulis port, misalnya tcp:443',
  ],
  port: [
    'invalid-port.yaml:6:14 servers[0].checks[0].tcp: port harus 1..65535, bukan 70000',
    '  -> tulis port, misalnya 443',
  ],
  'proxy-socks': [
    'invalid-proxy-socks.yaml:4:10 telegram.proxy: proxy SOCKS tidak didukung',
    '  -> tulis proxy HTTP, misalnya http://proxy.example.com:3128',
  ],
  'proxy-url': [
    'invalid-proxy-url.yaml:4:10 telegram.proxy: harus berupa URL proxy HTTP',
    '  -> tulis proxy HTTP, misalnya http://proxy.example.com:3128',
  ],
  regex: [
    'invalid-regex.yaml:7:34 servers[0].checks[0].expect.body.regex: ekspresi reguler tidak sah: /ok(/: Unterminated group',
    '  -> perbaiki ekspresinya, atau tulis body: "teks" untuk teks biasa',
  ],
  remind: [
    'invalid-remind.yaml:3:17 alerts.remind_every: harus berupa lama waktu atau daftar lama waktu, bukan "often"',
    '  -> tulis 6h, atau [6h, 12h, 24h]',
  ],
  'servers-empty-file': [
    'invalid-servers-empty-file.yaml:3:1 servers: tidak ada server untuk dipantau',
    '  -> tambahkan paling sedikit satu: servers: [{name: ERP, host: erp.example.com}]',
  ],
  'servers-none': [
    'invalid-servers-none.yaml:1:1 servers: tidak ada server untuk dipantau',
    '  -> tambahkan paling sedikit satu: servers: [{name: ERP, host: erp.example.com}]',
  ],
  share: [
    'invalid-share.yaml:1:48 alerts.site_outage.share: harus di atas 0% dan paling besar 100%, bukan 60',
    '  -> tulis persentase, misalnya 60%',
  ],
  'site-duplicate': [
    'invalid-site-duplicate.yaml:5:5 sites[1]: id lokasi "bandung", yang dibuat dari namanya, sudah dipakai sites[0] (invalid-site-duplicate.yaml:4)',
    '  -> beri id: sendiri, misalnya id: bandung-2',
  ],
  'site-missing': [
    'invalid-site-missing.yaml:4:42 servers[0].site: tidak ada lokasi dengan id "bandng"',
    '  -> maksud Anda bandung?',
  ],
  'site-outage': [
    'invalid-site-outage.yaml:3:16 alerts.site_outage: harus berupa off atau mapping, bukan "never"',
    '  -> tulis off, atau {share: 60%, min: 3}',
  ],
  'status-range': [
    'invalid-status-range.yaml:7:27 servers[0].checks[0].expect.status: rentang 299-200 kosong',
    '  -> tulis 200-299',
  ],
  status: [
    'invalid-status.yaml:7:27 servers[0].checks[0].expect.status: harus berupa status HTTP seperti 200 atau 200-299, bukan "2xx"',
    '  -> tulis 200, 200-299 atau daftar seperti [200-299, 401]',
  ],
  'target-none': [
    'invalid-target-none.yaml:2:5 servers[0]: tidak ada yang akan diberi tahu tentang server ini',
    '  -> isi alerts.to, atau to: di sini, dengan chat misalnya [it], atau [console]',
  ],
  'targets-type': [
    'invalid-targets-type.yaml:2:7 alerts.to: harus berupa daftar nama chat seperti [it], bukan mapping',
    '  -> sebutkan chat dari telegram.chats, atau console',
  ],
  'text-empty': ['invalid-text-empty.yaml:3:11 servers[0].name: tidak boleh kosong', '  -> isi dengan teks'],
  'timezone-offset': [
    'invalid-timezone-offset.yaml:3:11 timezone: "+07:00" bukan zona waktu IANA',
    '  -> tulis nama IANA, misalnya Asia/Jakarta',
  ],
  'timezone-unknown': [
    'invalid-timezone-unknown.yaml:3:11 timezone: "Asia/Jakrta" bukan zona waktu IANA',
    '  -> maksud Anda Asia/Jakarta?',
  ],
  'token-both': [
    'invalid-token-both.yaml:5:3 telegram.token_file: token dan token_file sama-sama diisi',
    '  -> sisakan salah satu',
  ],
  'token-none': [
    'invalid-token-none.yaml:1:1 telegram: ada chat tetapi tidak ada token bot',
    '  -> tambahkan token: ${TELEGRAM_BOT_TOKEN} atau token_file: /etc/srvmon/token',
  ],
  'token-shape': [
    'invalid-token-shape.yaml:2:10 telegram.token: bukan token bot',
    '  -> salin token dari @BotFather: angka, titik dua dan 35 karakter',
  ],
  'token-type': [
    'invalid-token-type.yaml:2:10 telegram.token: harus berupa teks',
    '  -> tulis token: ${TELEGRAM_BOT_TOKEN}',
  ],
  'type-list': [
    'invalid-type-list.yaml:2:10 servers: harus berupa daftar, bukan "ERP"',
    '  -> awali setiap entri dengan "- "',
  ],
  'type-mapping': [
    'invalid-type-mapping.yaml:1:9 alerts: harus berupa mapping kunci dan nilai, bukan "console"',
    '  -> tulis baris-baris kunci: nilai, menjorok di bawahnya',
  ],
  'type-text': [
    'invalid-type-text.yaml:3:11 servers[0].name: harus berupa teks, bukan daftar',
    '  -> tulis teks, dengan tanda kutip bila berisi titik dua atau diawali karakter khusus',
  ],
  'uplink-host': [
    'invalid-uplink-host.yaml:3:21 uplink[1]: harus berupa alamat sebuah server; alamat ini berarti "semua", yang tertulis: "::"',
    '  -> tulis alamat IPv4 atau IPv6, atau nama domain',
  ],
  url: [
    'invalid-url.yaml:3:16 heartbeat_url: harus berupa URL http:// atau https://, bukan "hc.example.com/ping"',
    '  -> tulis URL lengkap, misalnya https://erp.example.com/health',
  ],
  'variable-missing': [
    'invalid-variable-missing.yaml:4:11 servers[0].host: environment variable ERP_HOST tidak punya nilai',
    '  -> isi ERP_HOST di environment (untuk cron: baris ERP_HOST=... di atas job di crontab)',
  ],
  'variable-name': [
    'invalid-variable-name.yaml:3:11 servers[0].name: ${1} bukan nama environment variable',
    '  -> tulis $${ untuk ${ biasa',
  ],
  'wall-time': [
    'invalid-wall-time.yaml:4:13 maintenance[0].from: "2026-02-30T22:00" bukan tanggal dan jam',
    '  -> tulis tanggal dan jam setempat, misalnya 2026-12-24T22:00',
  ],
  'weekly-day': [
    'invalid-weekly-day.yaml:4:14 maintenance[0].every: "Sux 02:00-04:00" berisi hari yang tidak dikenal: "Sux"',
    '  -> tulis hari dan jam, misalnya "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" atau "daily 01:00-02:00"',
  ],
  'weekly-empty': [
    'invalid-weekly-empty.yaml:4:14 maintenance[0].every: "Sun 02:00-02:00" kosong',
    '  -> tulis hari dan jam, misalnya "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" atau "daily 01:00-02:00"',
  ],
  weekly: [
    'invalid-weekly.yaml:4:14 maintenance[0].every: "Sunday at two" bukan hari dan jam',
    '  -> tulis hari dan jam, misalnya "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" atau "daily 01:00-02:00"',
  ],
  'window-empty': [
    'invalid-window-empty.yaml:4:5 maintenance[0]: jadwal ini berakhir sebelum dimulai',
    '  -> buat `to` lebih akhir dari `from`',
  ],
  'window-form': [
    'invalid-window-form.yaml:4:5 maintenance[0]: harus berupa {every: ...}, {cron: ..., for: ...} atau {from: ..., to: ...}, bukan mapping',
    '  -> tulis hari dan jam, misalnya "Sun 02:00-04:00", "Mon-Fri 22:00-06:00", "Sat,Sun 00:00-24:00" atau "daily 01:00-02:00", atau {from: 2026-12-24T22:00, to: 2026-12-25T06:00}',
  ],
  'yaml-alias-bomb': [
    'invalid-yaml-alias-bomb.yaml:11:11: alias seperti ini berlipat ganda melebihi isi konfigurasi mana pun',
    '  -> hapus anchor yang berisi alias dari anchor lain',
  ],
  'yaml-alias-loop': [
    'invalid-yaml-alias-loop.yaml:4:5: alias ini ada di dalam anchor-nya sendiri',
    '  -> hapus alias ini',
  ],
  'yaml-alias-unknown': [
    'invalid-yaml-alias-unknown.yaml:4:11 servers[0].host: tidak ada anchor &nowhere di atasnya',
    '  -> sebutkan anchor yang ada di atasnya, atau beri tanda kutip pada teks yang diawali *',
  ],
  'yaml-documents': [
    'invalid-yaml-documents.yaml:3:1: YAML: dokumen kedua dimulai di sini',
    '  -> satu dokumen per berkas: hapus baris `---`, atau pakai `include`',
  ],
  'yaml-duplicate-key': [
    'invalid-yaml-duplicate-key.yaml:5:5: name ada dua kali dalam satu mapping',
    '  -> sisakan salah satu',
  ],
  'yaml-syntax': [
    'invalid-yaml-syntax.yaml:4:1: YAML: Sequence item without - indicator',
    '  -> periksa indentasi, titik dua dan tanda kutip di baris ini dan baris di atasnya',
  ],
  'yaml-tab': [
    'invalid-yaml-tab.yaml:4:1: YAML: Tabs are not allowed as indentation',
    '  -> pakai spasi untuk menjorok',
  ],
  'yaml-tag': [
    'invalid-yaml-tag.yaml:3:11: YAML: Unresolved tag: !env',
    '  -> beri tanda kutip pada teks yang diawali `!`',
  ],
  'yes-no': [
    'invalid-yes-no.yaml:4:34 telegram.chats.it.silent: harus berupa true atau false, bukan "yes"',
    '  -> tulis true atau false, tanpa tanda kutip',
  ],
};

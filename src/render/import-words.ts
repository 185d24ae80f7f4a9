import type { Language } from '../core/config.ts';

/** The sentences of `srvmon import`. */
export interface ImportWords {
  readonly rows: (file: string, count: number) => string;
  readonly columns: (names: string) => string;
  readonly ignored: (titles: string) => string;
  readonly kinds: Readonly<Record<'new' | 'changed' | 'same' | 'doubled' | 'wrong', string>>;
  readonly site: (count: number) => string;
  readonly line: (line: number) => string;
  readonly asLine: (line: number) => string;
  readonly asServer: (id: string) => string;
  readonly noEntry: string;
  readonly dryRun: string;
  readonly wrongStop: string;
  readonly nothing: string;
  readonly orAddSites: string;
  readonly fileProblem: Readonly<Record<'empty' | 'unreadable' | 'no-host', string>>;
  readonly columnTwice: (column: string) => string;
  readonly faults: {
    readonly quotes: readonly [string, string];
    readonly 'too-many-cells': readonly [string, string];
    readonly 'too-few-cells': readonly [string, string];
    readonly 'half-location': readonly [string, string];
    readonly 'no-name': readonly [string, string];
    readonly noNumber: (column: string, cell: string) => readonly [string, string];
    readonly idTwice: (id: string, line: number) => readonly [string, string];
  };
}

const EN: ImportWords = {
  rows: (file, count) => `${file}: ${count} ${count === 1 ? 'row' : 'rows'}`,
  columns: (names) => `Columns used: ${names}`,
  ignored: (titles) => `Columns left out: ${titles}`,
  kinds: { new: 'new', changed: 'changed', same: 'unchanged', doubled: 'doubled', wrong: 'wrong' },
  site: (count) => `new sites: ${count}`,
  line: (line) => `line ${line}`,
  asLine: (line) => `says the same as line ${line}`,
  asServer: (id) => `the same host and checks as the server ${id}`,
  noEntry: '(empty)',
  dryRun: 'Nothing was written. Repeat with --apply to write it.',
  wrongStop:
    'Nothing was written, because rows are wrong. Mend them, or write the others with --apply --skip-wrong.',
  nothing: 'There is nothing to write.',
  orAddSites: '(--add-sites makes the sites that are not there)',
  fileProblem: {
    empty: 'the file is empty: its first line must name the columns, such as name,host,site',
    unreadable: 'this is no CSV that can be read: save it as CSV (UTF-8) in your spreadsheet',
    'no-host': 'no column is called host or ip: the first line must name the columns, such as name,host,site',
  },
  columnTwice: (column) => `two columns mean ${column}: take one of them out`,
  faults: {
    quotes: [
      'a quotation mark stands where none may be',
      'write "" for a quotation mark inside a quoted cell',
    ],
    'too-many-cells': [
      'it has more cells than there are columns',
      'put cells that hold the separator in quotes',
    ],
    'too-few-cells': ['it has fewer cells than there are columns', 'fill the row up with separators'],
    'half-location': ['only one of latitude and longitude is given', 'fill in both, or none'],
    'no-name': ['it has neither a name nor a host', 'fill in one of them'],
    noNumber: (column, cell) => [`${column} is no number: ${cell}`, 'write degrees such as -6.9175'],
    idTwice: (id, line) => [
      `the id ${id} (made of the name, if none is given) is that of line ${line}, which says something else`,
      'give one of the two another name, or an id',
    ],
  },
};

const ID: ImportWords = {
  rows: (file, count) => `${file}: ${count} baris`,
  columns: (names) => `Kolom yang dipakai: ${names}`,
  ignored: (titles) => `Kolom yang dilewati: ${titles}`,
  kinds: { new: 'baru', changed: 'berubah', same: 'tetap', doubled: 'ganda', wrong: 'salah' },
  site: (count) => `lokasi baru: ${count}`,
  line: (line) => `baris ${line}`,
  asLine: (line) => `isinya sama dengan baris ${line}`,
  asServer: (id) => `host dan pemeriksaannya sama dengan server ${id}`,
  noEntry: '(kosong)',
  dryRun: 'Tidak ada yang ditulis. Ulangi dengan --apply untuk menulis.',
  wrongStop:
    'Tidak ada yang ditulis, karena ada baris yang salah. Perbaiki, atau tulis yang lain dengan --apply --skip-wrong.',
  nothing: 'Tidak ada yang perlu ditulis.',
  orAddSites: '(--add-sites membuat lokasi yang belum ada)',
  fileProblem: {
    empty: 'berkas kosong: baris pertama harus berisi nama kolom, misalnya nama,host,cabang',
    unreadable: 'ini bukan CSV yang bisa dibaca: simpan sebagai CSV (UTF-8) di spreadsheet Anda',
    'no-host':
      'tidak ada kolom host atau ip: baris pertama harus berisi nama kolom, misalnya nama,host,cabang',
  },
  columnTwice: (column) => `dua kolom berarti ${column}: hapus salah satu`,
  faults: {
    quotes: [
      'ada tanda kutip di tempat yang tidak boleh',
      'tulis "" untuk tanda kutip di dalam sel berkutip',
    ],
    'too-many-cells': ['selnya lebih banyak daripada kolom', 'beri tanda kutip pada sel yang berisi pemisah'],
    'too-few-cells': ['selnya kurang dari jumlah kolom', 'lengkapi baris dengan pemisah'],
    'half-location': [
      'hanya salah satu dari lintang dan bujur yang diisi',
      'isi keduanya, atau kosongkan keduanya',
    ],
    'no-name': ['tidak ada nama maupun host', 'isi salah satunya'],
    noNumber: (column, cell) => [`${column} bukan angka: ${cell}`, 'tulis derajat, misalnya -6.9175'],
    idTwice: (id, line) => [
      `id ${id} (dibuat dari nama bila tidak diisi) sudah dipakai baris ${line}, yang isinya lain`,
      'beri salah satu nama lain, atau id',
    ],
  },
};

export function importWords(language: Language): ImportWords {
  return language === 'id' ? ID : EN;
}

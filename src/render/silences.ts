import type { Language } from '../core/config.ts';
import type { Silence } from '../core/model.ts';
import { plain } from './text.ts';

/** `name` null: everything. `until` null: until the server is up. */
export interface SilenceTexts {
  readonly none: string;
  muted(name: string | null, until: string | null): string;
  acknowledged(name: string | null, until: string | null): string;
  unmuted(name: string | null): string;
  notMuted(name: string | null): string;
  notDown(name: string | null): string;
  line(
    kind: Silence['kind'],
    name: string | null,
    by: string,
    until: string | null,
    note: string | null,
  ): string;
  readonly forMissing: string;
  noLength(value: string): string;
  readonly oneServer: string;
  ambiguous(target: string): string;
  unknown(target: string): string;
}

const EN: SilenceTexts = {
  none: 'nothing is muted or acknowledged',
  muted: (name, until) =>
    `${name ?? 'everything'} is muted until ${until ?? 'it is up'}; the next check tells the chat`,
  acknowledged: (name, until) =>
    `${name ?? ''} is acknowledged until ${until ?? 'it is up'}; the next check tells the chat`,
  unmuted: (name) => `${name ?? 'everything'} is not muted any more`,
  notMuted: (name) => `${name ?? 'everything'} was not muted`,
  notDown: (name) => `${name ?? ''} is not down, so there is nothing to acknowledge`,
  line: (kind, name, by, until, note) =>
    `${kind === 'mute' ? 'muted       ' : 'acknowledged'} ${name ?? 'everything'} until ${until ?? 'it is up'}, by ${by}${note === null ? '' : `: ${note}`}`,
  forMissing: '--for is missing: say how long, for instance --for 2h',
  noLength: (value) => `--for: ${JSON.stringify(value)} is no length of time; write for instance 2h`,
  oneServer: 'an acknowledgement is for one server; see srvmon mute for the rest',
  ambiguous: (target) =>
    `both a server and a site are called ${JSON.stringify(target)}: write server:ID or site:ID`,
  unknown: (target) =>
    `there is no server or site ${JSON.stringify(target)}; srvmon server list and srvmon site list show what there is, and "all" means everything`,
};

const ID: SilenceTexts = {
  none: 'tidak ada yang dibisukan atau dikonfirmasi',
  muted: (name, until) =>
    `${name ?? 'semua'} dibisukan sampai ${until ?? 'kembali normal'}; pemeriksaan berikutnya memberi tahu chat`,
  acknowledged: (name, until) =>
    `${name ?? ''} dikonfirmasi sampai ${until ?? 'kembali normal'}; pemeriksaan berikutnya memberi tahu chat`,
  unmuted: (name) => `${name ?? 'semua'} tidak lagi dibisukan`,
  notMuted: (name) => `${name ?? 'semua'} memang tidak dibisukan`,
  notDown: (name) => `${name ?? ''} tidak sedang down, jadi tidak ada yang perlu dikonfirmasi`,
  line: (kind, name, by, until, note) =>
    `${kind === 'mute' ? 'dibisukan   ' : 'dikonfirmasi'} ${name ?? 'semua'} sampai ${until ?? 'kembali normal'}, oleh ${by}${note === null ? '' : `: ${note}`}`,
  forMissing: '--for belum diisi: sebutkan berapa lama, misalnya --for 2h',
  noLength: (value) => `--for: ${JSON.stringify(value)} bukan lama waktu; tulis misalnya 2h`,
  oneServer: 'konfirmasi hanya untuk satu server; untuk yang lain pakai srvmon mute',
  ambiguous: (target) =>
    `ada server dan lokasi yang sama-sama bernama ${JSON.stringify(target)}: tulis server:ID atau site:ID`,
  unknown: (target) =>
    `tidak ada server atau lokasi ${JSON.stringify(target)}; srvmon server list dan srvmon site list menampilkan yang ada, dan "all" berarti semua`,
};

/** The sentences of mute, unmute, ack and mutes. Control characters never reach the terminal. */
export function silenceTexts(language: Language): SilenceTexts {
  const texts = language === 'id' ? ID : EN;
  return {
    none: texts.none,
    muted: (name, until) => plain(texts.muted(name, until)),
    acknowledged: (name, until) => plain(texts.acknowledged(name, until)),
    unmuted: (name) => plain(texts.unmuted(name)),
    notMuted: (name) => plain(texts.notMuted(name)),
    notDown: (name) => plain(texts.notDown(name)),
    line: (...values) => plain(texts.line(...values)),
    forMissing: texts.forMissing,
    noLength: (value) => plain(texts.noLength(value)),
    oneServer: texts.oneServer,
    ambiguous: (target) => plain(texts.ambiguous(target)),
    unknown: (target) => plain(texts.unknown(target)),
  };
}

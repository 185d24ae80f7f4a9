/** Why something failed, in words: the one place that makes sentences of failure and trouble codes. */

import type { Language } from './config.ts';
import type { Cause, FailureCode, Trouble, TroubleCode } from './probing.ts';

/** More than this many passed checks say no more about an outage. */
const PASSED_SHOWN = 3;

/** All that is known about why a server counts as failed: `ping answers, port 5432 refused`. */
export function causeText(cause: Cause, language: Language): string {
  const passed = cause.passed.slice(0, PASSED_SHOWN).map((label) => passedText(label, language));
  const failed = cause.failed.map(({ check, code, detail }) => failureText(code, detail, check, language));
  const parts = [...passed, ...new Set(failed)];
  if (cause.rememberedAddress !== undefined) {
    parts.push(
      language === 'id'
        ? `DNS tidak menjawab, memakai alamat terakhir ${cause.rememberedAddress}`
        : `DNS does not answer, last known address ${cause.rememberedAddress} used`,
    );
  }
  return parts.join(', ');
}

function passedText(label: string, language: Language): string {
  return `${checkText(label)} ${language === 'id' ? 'menjawab' : 'answers'}`;
}

/** A check as it is called in a sentence: `ping`, `port 5432`, or its URL without credentials and query. */
export function checkText(label: string): string {
  if (label === 'icmp') return 'ping';
  const port = /^tcp:(\d+)$/.exec(label)?.[1];
  if (port !== undefined) return `port ${port}`;
  return label.replace(/^(https?:\/\/)[^/?#]*@/, '$1').replace(/[?#].*$/, '');
}

/** `detail`: the short fact of the check result. `label`: the check's label. */
export function failureText(
  code: FailureCode,
  detail: string | undefined,
  label: string,
  language: Language,
): string {
  const name = checkText(label);
  return language === 'id' ? failureId(code, detail, name) : failureEn(code, detail, name);
}

function failureEn(code: FailureCode, detail: string | undefined, name: string): string {
  switch (code) {
    case 'icmp-timeout':
      return 'no answer to ping';
    case 'icmp-unreachable':
      return detail === undefined ? 'host unreachable' : `host unreachable (reported by ${detail})`;
    case 'tcp-refused':
      return `${connection(name, 'connection to')} refused`;
    case 'tcp-timeout':
      return `${name} does not respond`;
    case 'tcp-reset':
      return `${connection(name, 'connection to')} reset`;
    case 'tcp-unreachable':
      return `no route to ${name}`;
    case 'name-not-found':
      return detail === undefined ? 'host name does not resolve' : `host name ${detail} does not resolve`;
    case 'http-timeout':
      return `${name} does not respond in time`;
    case 'http-status':
      return `${name} answers with status ${detail ?? '?'}`;
    case 'http-body':
      return `${name} answers without the expected text`;
    case 'http-redirects':
      return `${name} redirects too often`;
    case 'http-redirect-target':
      return `${name} redirects to an address that cannot be followed`;
    case 'http-protocol':
      return `${name} does not answer with valid HTTP`;
    case 'tls-expired':
      return `certificate of ${name} has expired`;
    case 'tls-name':
      return `certificate of ${name} is for another name`;
    case 'tls-untrusted':
      return `certificate of ${name} is not trusted`;
    case 'tls-failed':
      return `no TLS connection to ${name}${inBrackets(detail)}`;
    default:
      return impossible(code);
  }
}

function failureId(code: FailureCode, detail: string | undefined, name: string): string {
  switch (code) {
    case 'icmp-timeout':
      return 'ping tidak dijawab';
    case 'icmp-unreachable':
      return detail === undefined ? 'host tidak terjangkau' : `host tidak terjangkau (menurut ${detail})`;
    case 'tcp-refused':
      return `${connection(name, 'koneksi ke')} ditolak`;
    case 'tcp-timeout':
      return `${name} tidak merespons`;
    case 'tcp-reset':
      return `${connection(name, 'koneksi ke')} diputus`;
    case 'tcp-unreachable':
      return `tidak ada rute ke ${name}`;
    case 'name-not-found':
      return detail === undefined
        ? 'nama host tidak ditemukan di DNS'
        : `nama host ${detail} tidak ditemukan di DNS`;
    case 'http-timeout':
      return `${name} tidak merespons tepat waktu`;
    case 'http-status':
      return `${name} menjawab dengan status ${detail ?? '?'}`;
    case 'http-body':
      return `${name} menjawab tanpa teks yang diharapkan`;
    case 'http-redirects':
      return `${name} terlalu banyak mengalihkan (redirect)`;
    case 'http-redirect-target':
      return `${name} mengalihkan (redirect) ke alamat yang tidak bisa diikuti`;
    case 'http-protocol':
      return `jawaban ${name} bukan HTTP yang valid`;
    case 'tls-expired':
      return `sertifikat ${name} sudah kedaluwarsa`;
    case 'tls-name':
      return `sertifikat ${name} untuk nama lain`;
    case 'tls-untrusted':
      return `sertifikat ${name} tidak tepercaya`;
    case 'tls-failed':
      return `koneksi TLS ke ${name} gagal${inBrackets(detail)}`;
    default:
      return impossible(code);
  }
}

/** A port can be refused; a URL cannot, but the connection to it can. */
function connection(name: string, to: string): string {
  return name.startsWith('port ') ? name : `${to} ${name}`;
}

/** Why nothing is known about a server: `not reached in the time of the run`. */
export function unknownText(code: TroubleCode, detail: string | undefined, language: Language): string {
  return `${language === 'id' ? unknownId(code) : unknownEn(code)}${inBrackets(detail)}`;
}

function unknownEn(code: TroubleCode): string {
  switch (code) {
    case 'budget':
      return 'not reached in the time of the run';
    case 'icmp-unavailable':
      return 'ping cannot be used on this machine';
    case 'icmp-send':
      return 'ping packets could not be sent';
    case 'file-handles':
      return 'this machine is out of file handles';
    case 'local-network':
      return "this machine's own network failed";
    case 'resolver':
      return 'DNS does not answer';
    case 'internal':
      return 'internal error';
    default:
      return impossible(code);
  }
}

function unknownId(code: TroubleCode): string {
  switch (code) {
    case 'budget':
      return 'tidak sempat diperiksa dalam waktu yang tersedia';
    case 'icmp-unavailable':
      return 'ping tidak dapat dipakai di mesin ini';
    case 'icmp-send':
      return 'paket ping tidak dapat dikirim';
    case 'file-handles':
      return 'mesin ini kehabisan file handle';
    case 'local-network':
      return 'jaringan mesin ini sendiri bermasalah';
    case 'resolver':
      return 'DNS tidak menjawab';
    case 'internal':
      return 'kesalahan internal';
    default:
      return impossible(code);
  }
}

/** What is wrong with the monitor itself, as one sentence without a full stop. */
export function troubleText(trouble: Trouble, language: Language): string {
  return language === 'id' ? troubleId(trouble) : troubleEn(trouble);
}

function troubleEn(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'probe-broken': {
      const servers = `${trouble.servers} ${trouble.servers === 1 ? 'server' : 'servers'}`;
      return `${servers} cannot be checked: ${unknownText(trouble.code, trouble.detail, 'en')}`;
    }
    case 'resolver-failing': {
      const names = `${trouble.names} ${trouble.names === 1 ? 'name' : 'names'}`;
      return `DNS does not answer for ${names}${inBrackets(trouble.detail)}; last known addresses are used where there are any`;
    }
    case 'config-broken':
      return `the configuration is broken, the last good one is used: ${trouble.problem}${trouble.more > 0 ? ` (+${trouble.more} more)` : ''}`;
    case 'state-reset':
      return trouble.recovered
        ? `the state file was damaged; its previous copy is used, the damaged one was set aside as ${trouble.setAside}`
        : `the state file was damaged and there is no usable copy; monitoring starts anew, the damaged one was set aside as ${trouble.setAside}`;
    case 'state-unwritable':
      return `srvmon cannot write its state and forgets every run: ${trouble.problem}`;
    case 'chat-failing':
      return `messages to chat ${trouble.chat} are refused: ${trouble.reason}`;
    case 'uplink-silent':
      return `none of the uplink hosts answers (${trouble.hosts.join(', ')}), so no server can be judged: is this machine cut off, or do these hosts never answer?`;
    default:
      return impossible(trouble);
  }
}

function troubleId(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'probe-broken':
      return `${trouble.servers} server tidak dapat diperiksa: ${unknownText(trouble.code, trouble.detail, 'id')}`;
    case 'resolver-failing':
      return `DNS tidak menjawab untuk ${trouble.names} nama${inBrackets(trouble.detail)}; alamat terakhir yang diketahui dipakai bila ada`;
    case 'config-broken':
      return `konfigurasi rusak, yang terakhir benar tetap dipakai: ${trouble.problem}${trouble.more > 0 ? ` (+${trouble.more} lainnya)` : ''}`;
    case 'state-reset':
      return trouble.recovered
        ? `berkas state rusak; salinan sebelumnya dipakai, berkas yang rusak disimpan sebagai ${trouble.setAside}`
        : `berkas state rusak dan tidak ada salinan yang dapat dipakai; pemantauan dimulai dari awal, berkas yang rusak disimpan sebagai ${trouble.setAside}`;
    case 'state-unwritable':
      return `srvmon tidak dapat menulis state dan melupakan setiap pemeriksaan: ${trouble.problem}`;
    case 'chat-failing':
      return `pesan ke chat ${trouble.chat} ditolak: ${trouble.reason}`;
    case 'uplink-silent':
      return `tidak satu pun host uplink menjawab (${trouble.hosts.join(', ')}), sehingga server tidak dapat dinilai: apakah mesin ini terputus, atau host itu memang tidak pernah menjawab?`;
    default:
      return impossible(trouble);
  }
}

function inBrackets(detail: string | undefined): string {
  return detail === undefined || detail === '' ? '' : ` (${detail})`;
}

/** Reached only by state written by another version: better an unknown word than a run that ends here. */
function impossible(value: never): string {
  return String((value as { kind?: string }).kind ?? value);
}

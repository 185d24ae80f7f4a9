import type { Language, Location } from '../core/config.ts';
import { slug } from './names.ts';
import type { ListedServer } from './server-list.ts';

/** What a first configuration is made of. */
export interface FirstConfig {
  readonly language: Language;
  readonly timezone: string;
  /** Null: the default place. */
  readonly stateDir: string | null;
  /** The line that says where the token is: `token_file: ...` or `token: ...`. */
  readonly tokenLine: string;
  /** Null: Telegram's own server. */
  readonly apiBase: string | null;
  readonly proxy: string | null;
  readonly chats: readonly FirstChat[];
  readonly site: { readonly name: string; readonly location: Location } | null;
  readonly servers: readonly ListedServer[];
}

export interface FirstChat {
  readonly name: string;
  readonly id: number | string;
  readonly thread: number | null;
}

interface Comments {
  readonly head: string;
  readonly schema: string;
  readonly heartbeat: string;
  readonly token: string;
  readonly chats: string;
  readonly to: string;
  readonly down: string;
  readonly remind: string;
  readonly uplink: string;
  readonly checks: string;
}

const EN: Comments = {
  head: 'The configuration of srvmon. After a change: srvmon validate',
  schema: 'Every key: docs/configuration.md',
  heartbeat:
    'Asked after each complete run, so that somebody notices when this machine stops (healthchecks.io).',
  token: 'Only the user who runs srvmon needs to read this file.',
  chats: 'A name of your choice, and the number of the chat.',
  to: 'Who is told: chats by name.',
  down: 'A server is down when it has failed for so long.',
  remind: 'One digest of what is still down.',
  uplink: "Hosts of which one always answers while the monitor's own network works, such as your gateway.",
  checks: 'Without `checks`: a ping. All must pass: icmp, tcp:443, a URL.',
};

const ID: Comments = {
  head: 'Konfigurasi srvmon. Setelah mengubah: srvmon validate',
  schema: 'Semua kunci: docs/configuration.md',
  heartbeat:
    'Dihubungi setiap selesai memeriksa, agar ada yang tahu bila mesin ini berhenti (healthchecks.io).',
  token: 'Berkas ini cukup bisa dibaca oleh pengguna yang menjalankan srvmon.',
  chats: 'Nama pilihan Anda, dan nomor chatnya.',
  to: 'Siapa yang diberi tahu: nama chat.',
  down: 'Server dianggap down bila gagal selama ini.',
  remind: 'Satu ringkasan tentang yang masih down.',
  uplink:
    'Host yang salah satunya selalu menjawab selama jaringan monitor sendiri baik, misalnya gateway Anda.',
  checks: 'Tanpa `checks`: ping. Semua harus berhasil: icmp, tcp:443, URL.',
};

/** The text of a commented configuration that `loadConfig` accepts. */
export function configTemplate(first: FirstConfig): string {
  const comments = first.language === 'id' ? ID : EN;
  return [head(first, comments), telegram(first, comments), alerts(first, comments), places(first, comments)]
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
    .join('\n');
}

function head({ timezone, language, stateDir }: FirstConfig, comments: Comments): string[] {
  return [
    `# ${comments.head}`,
    `# ${comments.schema}`,
    '',
    `timezone: ${timezone}`,
    `language: ${language}`,
    ...(stateDir === null ? [] : [`state_dir: ${scalar(stateDir)}`]),
    `# ${comments.heartbeat}`,
    '# heartbeat_url: https://hc-ping.com/...',
  ];
}

function telegram({ tokenLine, apiBase, proxy, chats }: FirstConfig, comments: Comments): string[] {
  return [
    'telegram:',
    `  # ${comments.token}`,
    `  ${tokenLine}`,
    ...(apiBase === null ? [] : [`  api_base: ${scalar(apiBase)}`]),
    ...(proxy === null ? [] : [`  proxy: ${scalar(proxy)}`]),
    '  chats:',
    `    # ${comments.chats}`,
    ...chats.map(({ name, id, thread }) => {
      const number = typeof id === 'number' ? String(id) : scalar(id);
      return `    ${scalar(name)}: ${thread === null ? number : `{ id: ${number}, thread: ${thread} }`}`;
    }),
  ];
}

function alerts({ chats }: FirstConfig, comments: Comments): string[] {
  return [
    'alerts:',
    `  # ${comments.to}`,
    `  to: [${chats.map(({ name }) => scalar(name)).join(', ')}]`,
    `  # ${comments.down}`,
    '  down_after: 3m',
    `  # ${comments.remind}`,
    '  # remind_every: 6h',
    '',
    `# ${comments.uplink}`,
    '# uplink: [192.0.2.1, 198.51.100.1]',
  ];
}

function places({ site, servers }: FirstConfig, comments: Comments): string[] {
  const siteId = site === null ? null : slug(site.name) || 'site-1';
  return [
    ...(site === null
      ? []
      : [
          'sites:',
          `  - id: ${scalar(siteId ?? '')}`,
          `    name: ${scalar(site.name)}`,
          `    location: { lat: ${site.location.lat}, lon: ${site.location.lon} }`,
          '',
        ]),
    'servers:',
    `  # ${comments.checks}`,
    ...servers.flatMap(({ name, host, checks }) => [
      `  - name: ${scalar(name)}`,
      ...(host === null ? [] : [`    host: ${scalar(host)}`]),
      ...(siteId === null ? [] : [`    site: ${scalar(siteId)}`]),
      ...(checks.length === 0 ? [] : [`    checks: [${checks.map(scalar).join(', ')}]`]),
    ]),
  ];
}

/** Texts that YAML 1.1 or 1.2 would read as something else than a text. */
const NOT_PLAIN = /^(y|yes|n|no|true|false|on|off|null|nan|inf)$/i;

/** A text as a YAML scalar; JSON's quoted form is YAML as well. `${` is written `$${`, or it would name a variable. */
function scalar(text: string): string {
  const escaped = text.replaceAll('${', () => '$${');
  const isPlain = /^\p{L}[\p{L}\p{N}_./-]*( [\p{L}\p{N}_./-]+)*$/u.test(escaped) && !NOT_PLAIN.test(escaped);
  return isPlain ? escaped : JSON.stringify(escaped);
}

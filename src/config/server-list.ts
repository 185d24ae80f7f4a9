import { parse } from 'csv-parse/sync';
import { hostFault } from './host.ts';
import { slug } from './names.ts';
import { same, type Bilingual } from './problem.ts';

/** A server as a pasted line or a row of a table gives it. */
export interface ListedServer {
  readonly name: string;
  /** Null: that of its first URL. */
  readonly host: string | null;
  /** In short form; empty: the default ones. */
  readonly checks: readonly string[];
}

export interface ServerList {
  readonly servers: readonly ListedServer[];
  /** `line`: from 1, in the text that was given. */
  readonly problems: readonly { readonly line: number; readonly message: Bilingual }[];
  /** Titles of columns that mean nothing here. */
  readonly ignored: readonly string[];
}

const CHECK = /^(icmp|ping|tcp:\d{1,5}|https?:\/\/\S+)$/i;

/** Names of the columns of a table, in Indonesian and English. */
const COLUMNS: Readonly<Record<'name' | 'host' | 'checks', readonly string[]>> = {
  name: ['name', 'nama', 'server'],
  host: ['host', 'ip', 'address', 'alamat', 'hostname', 'alamat ip', 'ip address'],
  checks: ['checks', 'check', 'cek', 'pemeriksaan'],
};

/**
 * Reads servers from lines `name host [checks]`, or from a table with commas, semicolons or tabs (with or without titles).
 * Blank lines and lines that begin with `#` count for nothing. `known`: names that are taken already.
 */
export function parseServerList(text: string, known: readonly string[] = []): ServerList {
  const { rows, ignored } = rowsOf(text.replace(/^\uFEFF/, ''));
  const ids = new Set(known.map(slug));
  const servers: ListedServer[] = [];
  const problems: { line: number; message: Bilingual }[] = [];
  for (const { line, server } of rows) {
    const message = 'en' in server ? server : faultOf(server, ids);
    if (message !== null) problems.push({ line, message });
    else if ('name' in server) servers.push(server);
  }
  return { servers, problems, ignored };
}

interface Row {
  readonly line: number;
  /** Or what is wrong. */
  readonly server: ListedServer | Bilingual;
}

interface Rows {
  readonly rows: readonly Row[];
  readonly ignored: readonly string[];
}

function rowsOf(text: string): Rows {
  const lines = text.split(/\r\n|\r|\n/);
  const first = lines.find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  const delimiter = ['\t', ';', ','].find((sign) => first.includes(sign));
  if (delimiter !== undefined) return tableRows(text, delimiter);
  const rows = lines.flatMap((line, index) =>
    line.trim() === '' || line.startsWith('#') ? [] : [{ line: index + 1, server: serverOfLine(line) }],
  );
  return { rows, ignored: [] };
}

/** The words at the end that are checks, before them the host, before that the name. */
function serverOfLine(line: string): ListedServer {
  const words = line.trim().split(/\s+/);
  let end = words.length;
  while (end > 0 && CHECK.test(words[end - 1] ?? '')) end -= 1;
  const host = words[end - 1] ?? null;
  return complete(words.slice(0, Math.max(0, end - 1)).join(' '), host, words.slice(end));
}

function tableRows(text: string, delimiter: string): Rows {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      delimiter,
      info: true,
      trim: true,
      comment: '#',
      comment_no_infix: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (error) {
    const { message, lines = 1 } = error as Error & { readonly lines?: number };
    return { rows: [{ line: lines, server: same(message) }], ignored: [] };
  }
  const written = records[0]?.record ?? [];
  const titles = written.map((title) => title.toLowerCase());
  const column = (kind: keyof typeof COLUMNS): number =>
    titles.findIndex((title) => COLUMNS[kind].includes(title));
  const hasTitles = column('host') >= 0;
  const [name, host, checks] = hasTitles ? [column('name'), column('host'), column('checks')] : [0, 1, 2];
  const known = Object.values(COLUMNS).flat();
  const ignored = hasTitles ? written.filter((title) => !known.includes(title.toLowerCase())) : [];
  const rows = records.slice(hasTitles ? 1 : 0).map(({ record, info }) => {
    const given = (hasTitles ? [record[checks] ?? ''] : record.slice(checks))
      .join(' ')
      .split(/[\s|]+/)
      .filter((word) => word !== '');
    const wrong = given.find((word) => !CHECK.test(word));
    return {
      line: info.lines,
      server:
        wrong === undefined
          ? complete(record[name] ?? '', record[host] ?? null, given)
          : {
              en: `${JSON.stringify(wrong)} is no check: write icmp, tcp:443 or a URL`,
              id: `${JSON.stringify(wrong)} bukan check: tulis icmp, tcp:443 atau URL`,
            },
    };
  });
  return { rows, ignored };
}

function complete(name: string, host: string | null, checks: readonly string[]): ListedServer {
  const written = checks.map((check) => (/^(icmp|ping)$/i.test(check) ? 'icmp' : check));
  const url = written.find((check) => URL.canParse(check) && /^https?:/i.test(check));
  const known = host === null || host === '' ? null : host;
  const fallback = known ?? (url === undefined ? '' : new URL(url).hostname);
  return { name: name === '' ? fallback : name, host: known, checks: written };
}

/** What is wrong with a server, or null; a good one's id is noted. */
function faultOf({ name, host, checks }: ListedServer, ids: Set<string>): Bilingual | null {
  if (host === null && !checks.some((check) => /^https?:/i.test(check)))
    return { en: 'the host is missing', id: 'host belum diisi' };
  const fault = host === null ? null : hostFault(host);
  if (fault !== null) {
    const start = `host ${JSON.stringify(host)}`;
    const { message, mend } = fault;
    return { en: `${start} ${message.en}: ${mend.en}`, id: `${start} ${message.id}: ${mend.id}` };
  }
  const id = slug(name);
  if (ids.has(id))
    return {
      en: `the name ${JSON.stringify(name)} is taken already`,
      id: `nama ${JSON.stringify(name)} sudah dipakai`,
    };
  ids.add(id);
  return null;
}

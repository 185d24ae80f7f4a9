import { stringify } from 'csv-stringify/sync';
import type { Server } from '../core/config.ts';
import { plain } from './text.ts';

const COLUMNS: readonly (readonly [string, (server: Server) => string | number])[] = [
  ['id', (server) => server.id],
  ['name', (server) => server.name],
  ['host', (server) => server.host],
  ['site', (server) => server.siteId ?? ''],
  ['lat', (server) => server.location?.lat ?? ''],
  ['lon', (server) => server.location?.lon ?? ''],
  ['checks', (server) => server.checks.map(({ label }) => label).join(' ')],
  ['parent', (server) => server.parentId ?? ''],
  ['to', (server) => server.to.join(' ')],
  ['tags', (server) => server.tags.join(', ')],
];

/** The servers as CSV that `srvmon import` reads again. Cells that a spreadsheet would take for a formula get a leading `'`. */
export function inventoryCsv(servers: readonly Server[]): string {
  const cell = (value: string | number): string | number =>
    typeof value === 'string' ? plain(value) : value;
  return stringify(
    servers.map((server) => COLUMNS.map(([, valueOf]) => cell(valueOf(server)))),
    {
      header: true,
      columns: COLUMNS.map(([name]) => name),
      record_delimiter: 'windows',
      escape_formulas: true,
    },
  );
}

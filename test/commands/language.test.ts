import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run as explain } from '../../src/commands/explain.ts';
import { run as exportList } from '../../src/commands/export.ts';
import { check as historyCheck } from '../../src/commands/history.ts';
import { run as replay } from '../../src/commands/replay.ts';
import { run as report } from '../../src/commands/report.ts';
import { set as setServer } from '../../src/commands/server.ts';
import { acknowledge, mute } from '../../src/commands/silence.ts';
import { set as setSite } from '../../src/commands/site.ts';
import { run as status } from '../../src/commands/status.ts';
import { run as testAlert } from '../../src/commands/test-alert.ts';
import { run as validate } from '../../src/commands/validate.ts';
import type { Io } from '../../src/commands/io.ts';
import { emptyState } from '../../src/core/state.ts';
import { Desk } from '../support/desk.ts';

const YAML = `
alerts: { to: [console] }
sites:
  - { id: bdg, name: Bandung }
  - { id: erp, name: Ruang ERP }
servers:
  - { id: router, name: Router, host: 192.0.2.1, site: bdg }
  - { id: erp, name: ERP, host: 192.0.2.2, site: bdg }
`;

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  desk.writeConfig(YAML);
  desk.rewrite((text) => text.replace('language: en', 'language: id'));
  desk.writeState(emptyState());
});

afterEach(() => {
  desk.remove();
});

type Options = Readonly<Record<string, unknown>>;
type Run = (options: Options & { config: string }, io: Io) => Promise<number>;

/** With the target of a command in front of its options. */
const on = (target: string, command: (target: string, options: Options, io: Io) => Promise<number>): Run => {
  return (options, io) => command(target, options, io);
};

const COMPLAINTS: readonly (readonly [string, Run, Options, string])[] = [
  [
    'mute of what is not there',
    on('mainframe', mute),
    { for: '1h' },
    'srvmon: tidak ada server atau lokasi "mainframe"; srvmon server list dan srvmon site list menampilkan yang ada, dan "all" berarti semua\n',
  ],
  [
    'mute of what two are called',
    on('erp', mute),
    { for: '1h' },
    'srvmon: ada server dan lokasi yang sama-sama bernama "erp": tulis server:ID atau site:ID\n',
  ],
  [
    'mute without an end',
    on('router', mute),
    {},
    'srvmon: --for belum diisi: sebutkan berapa lama, misalnya --for 2h\n',
  ],
  [
    'mute for no length of time',
    on('router', mute),
    { for: 'lama' },
    'srvmon: --for: "lama" bukan lama waktu; tulis misalnya 2h\n',
  ],
  [
    'ack of a site',
    on('bdg', acknowledge),
    {},
    'srvmon: konfirmasi hanya untuk satu server; untuk yang lain pakai srvmon mute\n',
  ],
  [
    'explain of an unknown server',
    on('ruoter', explain),
    {},
    'srvmon explain: --server: tidak ada server "ruoter"; maksud Anda "router"?\n',
  ],
  [
    'test-alert of an unknown server',
    testAlert,
    { server: 'mainframe' },
    'srvmon test-alert: --server: tidak ada server "mainframe"; yang ada: router, erp\n',
  ],
  [
    'server set of an unknown server',
    on('mainframe', setServer),
    { host: '192.0.2.9' },
    'srvmon server: --server: tidak ada server "mainframe"; yang ada: router, erp\n',
  ],
  [
    'site set of an unknown site',
    on('jakarta', setSite),
    { name: 'Jakarta' },
    'srvmon site: --site: tidak ada lokasi "jakarta"; yang ada: bdg, erp\n',
  ],
  [
    'report of an unknown tag',
    report,
    { tag: ['prod'] },
    'srvmon report: --tag: tidak ada tag "prod"; tidak ada tag di konfigurasi\n',
  ],
  [
    'report of two periods',
    report,
    { today: true, week: true },
    'srvmon report: --week dan --today tidak bisa dipakai bersamaan; beri salah satu saja\n',
  ],
  [
    'report of no date',
    report,
    { from: 'kemarin' },
    'srvmon report: --from: "kemarin" bukan tanggal; tulis misalnya 2026-10-01 atau 2026-10-01T08:30\n',
  ],
  [
    'report in no format',
    report,
    { format: 'pdf' },
    'srvmon report: --format: tidak ada "pdf"; pilih salah satu dari table, html, markdown, csv, json\n',
  ],
  [
    'report to an unknown chat',
    report,
    { send: ['it'] },
    'srvmon report: --send: tidak ada chat "it"; yang ada: console\n',
  ],
  [
    'status with a wrong age',
    status,
    { maxAge: 'tua' },
    'srvmon status: --max-age: "tua" bukan lama waktu; tulis misalnya 3m\n',
  ],
  [
    'status --watch into a pipe',
    status,
    { watch: true },
    'srvmon status: --watch menggambar di terminal, sedangkan stdout bukan terminal; hilangkan opsi ini\n',
  ],
  [
    'replay with no number',
    replay,
    { minFailures: 'tiga' },
    'srvmon replay: --min-failures: "tiga" bukan jumlah pemeriksaan; tulis misalnya 3\n',
  ],
  [
    'export in no format',
    exportList,
    { format: 'xml' },
    'srvmon export: --format: tidak ada "xml"; pilih salah satu dari csv, yaml\n',
  ],
];

describe('where the configuration says `language: id`', () => {
  it.each(COMPLAINTS)('complains in Indonesian about %s', async (_, command, options, complaint) => {
    expect(await desk.call(command, options)).toEqual({ code: 2, stdout: '', stderr: complaint });
  });

  it('says in Indonesian why the state cannot be read', async () => {
    writeFileSync(join(desk.stateDir, 'state.json'), '{"version": 99}');
    const { code, stderr } = await desk.call(status, {});
    expect(code).toBe(3);
    expect(stderr).toBe(
      `srvmon: "${join(desk.stateDir, 'state.json')}" ditulis oleh srvmon yang lebih baru (versi status 99): pasang lagi versi itu; tidak ada yang diubah\n`,
    );
  });

  it('says in Indonesian that both copies of the state are damaged', async () => {
    desk.writeState('{');
    writeFileSync(join(desk.stateDir, 'state.json.bak'), '{');
    expect((await desk.call(status, {})).stderr).toContain('rusak, begitu juga salinan sebelumnya');
  });

  it('says in Indonesian which history was passed over', async () => {
    mkdirSync(join(desk.stateDir, 'history'), { mode: 0o700 });
    writeFileSync(join(desk.stateDir, 'history', '2026-11.jsonl'), 'x\ny\n');
    expect((await desk.call(report, {})).stderr).toMatch(
      /^srvmon: baris riwayat yang tidak terbaca dilewati: .*2026-11\.jsonl:1 dan 1 lagi\n$/,
    );
    expect((await desk.call(historyCheck, {})).code).toBe(1);
  });

  it('counts problems in Indonesian, also where the language is known by its line alone', async () => {
    desk.rewrite((text) => `${text}nothing: here\n`);
    const unknownKey = (await desk.call(validate, {})).stderr;
    expect(unknownKey).toContain('tidak ada kunci "nothing" di sini\n');
    expect(unknownKey).toMatch(/\n1 masalah di konfigurasi\n$/);
    desk.rewrite((text) => `${text}: [\n`);
    const { code, stderr } = await desk.call(validate, {});
    expect(code).toBe(2);
    expect(stderr).toContain('masalah di konfigurasi\n');
  });
});

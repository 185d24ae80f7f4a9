import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordEnd, type HistoryRecord } from '../../src/core/history.ts';
import { latencyHourOf } from '../../src/core/latency.ts';
import { checkHistory, readHistory, scanHistory } from '../../src/state/history-read.ts';
import { appendHistory, pruneHistory } from '../../src/state/history.ts';
import { tempFolder } from './fixture.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(`${text}Z`);
const EVERYTHING = { from: 0, to: Infinity };

function incidentRecord(id: string, since: number, endedAt: number): HistoryRecord {
  return {
    t: 'incident',
    id,
    server: `server ${id}`,
    name: 'Router <b>&"\n😀',
    site: null,
    since,
    confirmedAt: since + 180_000,
    endedAt,
    failures: 4,
    cause: { failed: [{ check: 'icmp', code: 'icmp-timeout' }], passed: [] },
    reason: 'recovered',
  };
}

function watched(from: number, to: number): HistoryRecord {
  return { t: 'watched', from, to };
}

function latencyHour(hour: number, servers = 2): HistoryRecord {
  const counts = { max: 20.25, b: [60, 40, 61, 18, 75, 2] };
  const ids = Array.from({ length: servers }, (_, n) => `server-${n}`);
  return { t: 'latency', hour, ...latencyHourOf(ids.map((id) => [id, counts])) };
}

function latencyLine(servers: string, counts: string): string {
  return `{"t":"latency","hour":0,"servers":${servers},"counts":${counts}}`;
}

const fileOf = (folder: string, month: string): string => join(folder, 'history', `${month}.jsonl`);
const keysIn = (records: readonly HistoryRecord[]): string[] =>
  records.map((record) => (record.t === 'incident' ? record.id : `${record.t} ${recordEnd(record)}`));

describe('appending history', () => {
  it('files each record under the UTC month in which it ended', async () => {
    const folder = tempFolder();
    const acrossMonths = incidentRecord('a', at('2026-10-30T10:00:00'), at('2026-11-01T00:00:00'));
    const october = incidentRecord('b', at('2026-10-31T10:00:00'), at('2026-10-31T23:59:59.999'));
    await appendHistory(folder, [acrossMonths, october]);
    expect(JSON.parse(readFileSync(fileOf(folder, '2026-11'), 'utf8'))).toEqual(acrossMonths);
    expect(JSON.parse(readFileSync(fileOf(folder, '2026-10'), 'utf8'))).toEqual(october);
  });

  it('makes the folder 0700 and the files 0600', async () => {
    const folder = tempFolder();
    await appendHistory(folder, [watched(0, 1)]);
    expect(statSync(join(folder, 'history')).mode & 0o777).toBe(0o700);
    expect(statSync(fileOf(folder, '1970-01')).mode & 0o777).toBe(0o600);
  });

  it('of nothing makes nothing', async () => {
    const folder = tempFolder();
    await appendHistory(folder, []);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('writes one line a record and keeps what is there', async () => {
    const folder = tempFolder();
    await appendHistory(folder, [watched(0, 1), watched(2, 3)]);
    await appendHistory(folder, [watched(4, 5)]);
    expect(readFileSync(fileOf(folder, '1970-01'), 'utf8').match(/\n/g)).toHaveLength(3);
    expect((await readHistory(folder, EVERYTHING)).records).toEqual([
      watched(0, 1),
      watched(2, 3),
      watched(4, 5),
    ]);
  });

  it('begins a fresh line after an append that was torn off', async () => {
    const folder = tempFolder();
    await appendHistory(folder, [watched(0, 1)]);
    appendFileSync(fileOf(folder, '1970-01'), '{"t":"watched","from":2,');
    await appendHistory(folder, [watched(4, 5)]);
    const { records, damaged } = await readHistory(folder, EVERYTHING);
    expect(records).toEqual([watched(0, 1), watched(4, 5)]);
    expect(damaged).toEqual([{ file: fileOf(folder, '1970-01'), line: 2 }]);
  });
});

describe('reading history', () => {
  it('gives nothing when there is none', async () => {
    expect(await readHistory(tempFolder(), EVERYTHING)).toEqual({ records: [], damaged: [] });
  });

  it('gives back every record as it was', async () => {
    const folder = tempFolder();
    const all: HistoryRecord[] = [
      incidentRecord('a', at('2026-11-02T10:00:00'), at('2026-11-02T10:09:00')),
      { t: 'streak', server: 's', from: 1, lastFailureAt: 2, to: 3, failures: 2 },
      watched(1, 2),
      { t: 'unwatched', server: 's', from: 1, to: 2, reason: 'budget' },
      { t: 'maintenance', server: 's', from: 1, to: 2 },
      { t: 'server', server: 's', name: 'S', site: null, from: 1, to: 2 },
      latencyHour(at('2026-11-02T10:00:00')),
    ];
    await appendHistory(folder, all);
    const { records, damaged } = await readHistory(folder, EVERYTHING);
    expect(damaged).toEqual([]);
    expect(records).toHaveLength(all.length);
    for (const record of all) expect(records).toContainEqual(record);
  });

  it('gives what touches the period, also what ended long after it', async () => {
    const folder = tempFolder();
    await appendHistory(folder, [
      incidentRecord('before', at('2026-09-01T00:00:00'), at('2026-09-30T23:59:00')),
      incidentRecord('into', at('2026-09-30T00:00:00'), at('2026-10-01T00:05:00')),
      incidentRecord('inside', at('2026-10-10T00:00:00'), at('2026-10-11T00:00:00')),
      incidentRecord('over all of it', at('2026-09-10T00:00:00'), at('2026-12-11T00:00:00')),
      incidentRecord('after', at('2026-11-01T00:00:00'), at('2026-11-02T00:00:00')),
    ]);
    const { records } = await readHistory(folder, {
      from: at('2026-10-01T00:00:00'),
      to: at('2026-11-01T00:00:00'),
    });
    expect(keysIn(records)).toEqual(['into', 'inside', 'over all of it']);
  });

  it('gives the hours of latency that touch the period, or none when they are not wanted', async () => {
    const folder = tempFolder();
    const begin = at('2026-11-02T10:00:00');
    await appendHistory(
      folder,
      [0, 1, 2, 3].map((n) => latencyHour(begin + n * HOUR)),
    );
    const period = { from: begin + 1.5 * HOUR, to: begin + 3 * HOUR };
    const { records } = await readHistory(folder, period);
    expect(records.map(recordEnd)).toEqual([begin + HOUR, begin + 2 * HOUR]);
    expect((await readHistory(folder, { ...period, latency: false })).records).toEqual([]);
  });

  it('gives a record once that was appended twice, as after a kill between append and commit', async () => {
    const folder = tempFolder();
    const records = [incidentRecord('a', 10, 20), latencyHour(0), watched(0, 5)];
    await appendHistory(folder, records);
    await appendHistory(folder, [...records, incidentRecord('b', 10, 20)]);
    expect((await readHistory(folder, EVERYTHING)).records).toHaveLength(4);
  });

  it.each([
    ['zeros', '\0\0\0\0'],
    ['half a record', '{"t":"incident","id":"x"'],
    ['a record of an unknown kind', '{"t":"toString","from":1,"to":2}'],
    ['a record without its end', '{"t":"watched","from":1}'],
    ['an instant that is none', '{"t":"watched","from":1,"to":1e300}'],
    ['a text for a number', '{"t":"watched","from":1,"to":"2"}'],
    ['null for latencies', '{"t":"latency","hour":0,"servers":null}'],
    ['latencies without counts', '{"t":"latency","hour":0,"servers":["a"]}'],
    ['fewer counts than servers', latencyLine('["a","b"]', '[900,1,60,2]')],
    ['more counts than servers', latencyLine('["a"]', '[900,1,60,2,0]')],
    ['counts that end too early', latencyLine('["a"]', '[900,2,60,2]')],
    ['a count below zero', latencyLine('["a"]', '[900,1,60,-2]')],
    ['a count with a comma', latencyLine('["a"]', '[900,1,60,2.5]')],
    ['a text for a count', latencyLine('["a"]', '[900,1,60,"2"]')],
    ['a count that JSON does not know', latencyLine('["a"]', '[900,1,60,02]')],
    ['a count left out', latencyLine('["a"]', '[900,1,,2]')],
    ['a count that is no longer exact', latencyLine('["a"]', '[900,1,60,12345678901234567]')],
    ['a number for a server', latencyLine('[1]', '[900,1,60,2]')],
    ['old latencies without counts', '{"t":"latency","hour":0,"servers":{"a":{"max":1}}}'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('passes over a line of %s and tells its number', async (_, line) => {
    const folder = tempFolder();
    await appendHistory(folder, [watched(0, 1)]);
    appendFileSync(fileOf(folder, '1970-01'), `\n${line}\n`);
    await appendHistory(folder, [watched(4, 5)]);
    const { records, damaged } = await readHistory(folder, EVERYTHING);
    expect(records).toEqual([watched(0, 1), watched(4, 5)]);
    expect(damaged).toEqual([{ file: fileOf(folder, '1970-01'), line: 3 }]);
  });

  it.each([
    ['lists in objects', '{"a":{"max":20.25,"b":[60,40,61,18]},"b":{"max":3,"b":[]}}'],
    ['objects in objects', '{"a":{"max":20.25,"b":{"60":40,"61":18}},"b":{"max":3,"b":{}}}'],
  ])('reads latencies as they were once written, %s', async (_, servers) => {
    const folder = tempFolder();
    await appendHistory(folder, [watched(0, 1)]);
    appendFileSync(fileOf(folder, '1970-01'), `{"t":"latency","hour":${HOUR},"servers":${servers}}\n`);
    const lists = { servers: ['a', 'b'], counts: [20_250, 2, 60, 40, 61, 18, 3_000, 0] };
    expect(await readHistory(folder, EVERYTHING)).toEqual({
      records: [watched(0, 1), { t: 'latency', hour: HOUR, ...lists }],
      damaged: [],
    });
  });

  it('reads lines that are longer than what is read at once', async () => {
    const folder = tempFolder();
    const long = latencyHour(HOUR, 60_000);
    await appendHistory(folder, [
      watched(0, 1),
      long,
      watched(2, 3),
      latencyHour(2 * HOUR, 1_000),
      watched(4, 5),
    ]);
    expect(statSync(fileOf(folder, '1970-01')).size).toBeGreaterThan(2 * 1024 * 1024);
    const { records, damaged } = await readHistory(folder, EVERYTHING);
    expect(damaged).toEqual([]);
    expect(records.map((record) => record.t)).toEqual([
      'watched',
      'latency',
      'watched',
      'latency',
      'watched',
    ]);
    expect(records[1]).toEqual(long);
  });

  it('leaves other files in the folder alone', async () => {
    const folder = tempFolder();
    await appendHistory(folder, [watched(0, 1)]);
    for (const name of ['notes.txt', '2026-11.jsonl.gz', 'x2026-11.jsonl']) {
      writeFileSync(join(folder, 'history', name), 'x');
    }
    expect(await readHistory(folder, EVERYTHING)).toEqual({ records: [watched(0, 1)], damaged: [] });
    expect(await pruneHistory(folder, 0, at('2030-01-01T00:00:00'))).toEqual(['1970-01']);
    expect(readdirSync(join(folder, 'history'))).toHaveLength(3);
  });

  it('that may not be read is an error', async () => {
    const folder = tempFolder();
    mkdirSync(fileOf(folder, '2026-11'), { recursive: true });
    await expect(readHistory(folder, EVERYTHING)).rejects.toMatchObject({ name: 'StateError' });
  });

  it('takes well under a second for a month of 1,000 servers', { timeout: 60_000 }, async () => {
    const folder = tempFolder();
    const begin = at('2026-10-01T00:00:00');
    for (let hour = 0; hour < 31 * 24; hour += 1) {
      await appendHistory(folder, [
        latencyHour(begin + hour * HOUR, 1_000),
        incidentRecord(`${hour}`, begin + hour, begin + hour * HOUR),
      ]);
    }
    const times: string[] = [];
    for (const latency of [true, false]) {
      let count = 0;
      const start = performance.now();
      await scanHistory(folder, { from: begin, to: begin + 31 * DAY, latency }, () => (count += 1));
      times.push(`${(performance.now() - start).toFixed(0)} ms ${latency ? 'with' : 'without'} latencies`);
      expect(count).toBe(latency ? 1_488 : 744);
    }
    const megabytes = statSync(fileOf(folder, '2026-10')).size / 1e6;
    console.log(`a month of 1,000 servers, ${megabytes.toFixed(1)} MB: ${times.join(', ')}`);
  });
});

describe('pruning history', () => {
  async function months(folder: string, ...names: string[]): Promise<void> {
    for (const name of names) await appendHistory(folder, [watched(0, at(`${name}-15T00:00:00`))]);
  }

  it('removes the files that ended longer ago than history is kept', async () => {
    const folder = tempFolder();
    await months(folder, '2026-08', '2026-09', '2026-10', '2026-11');
    expect(await pruneHistory(folder, 31 * DAY, at('2026-11-01T00:00:00'))).toEqual(['2026-08', '2026-09']);
    expect(existsSync(fileOf(folder, '2026-09'))).toBe(false);
    expect(existsSync(fileOf(folder, '2026-10'))).toBe(true);
  });

  it('keeps a file of which one day is still to be kept', async () => {
    const folder = tempFolder();
    await months(folder, '2026-09', '2026-10');
    expect(await pruneHistory(folder, 31 * DAY, at('2026-10-31T00:00:00'))).toEqual([]);
  });

  it('keeps recent files when the clock has jumped years ahead', async () => {
    const folder = tempFolder();
    await months(folder, '2026-09', '2026-10', '2026-11');
    expect(await pruneHistory(folder, 400 * DAY, at('2099-01-01T00:00:00'))).toEqual([]);
  });

  it('of nothing is nothing', async () => {
    expect(await pruneHistory(tempFolder(), DAY, 0)).toEqual([]);
  });
});

describe('checking history', () => {
  it('tells for each file its records, damaged lines, duplicates and what is in the wrong month', async () => {
    const folder = tempFolder();
    await appendHistory(folder, [watched(0, 1), watched(2, 3), watched(2, 3)]);
    appendFileSync(fileOf(folder, '1970-01'), `{"t":"wat\n${JSON.stringify(watched(5, 40 * DAY))}\n`);
    await appendHistory(folder, [watched(0, 40 * DAY)]);
    expect(await checkHistory(folder)).toEqual([
      {
        file: fileOf(folder, '1970-01'),
        bytes: statSync(fileOf(folder, '1970-01')).size,
        records: 4,
        damaged: [4],
        duplicates: 1,
        misfiled: 1,
      },
      expect.objectContaining({
        file: fileOf(folder, '1970-02'),
        records: 1,
        damaged: [],
        duplicates: 0,
        misfiled: 0,
      }),
    ]);
  });
});

import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refreshStatusPage } from '../../src/commands/status-page.ts';
import type { Config } from '../../src/core/config.ts';
import type { State } from '../../src/core/model.ts';
import { Desk } from '../support/desk.ts';
import { aWeek, DAY, incidentRecord, MINUTE, NOW } from '../support/past.ts';

let desk: Desk;
let config: Config;
let state: State;
let path: string;
let stderr: string;

beforeEach(async () => {
  desk = new Desk();
  path = join(desk.folder, 'status.html');
  const week = aWeek();
  state = week.state;
  config = { ...week.config, stateDir: desk.stateDir, statusPage: path };
  desk.writeState(state);
  await desk.writeHistory(week.records);
  stderr = '';
});

afterEach(() => {
  desk.remove();
});

const refresh = (now = NOW, changed = false): Promise<void> =>
  refreshStatusPage(config, state, now, { changed, stderr: (text) => (stderr += text) });

/** When the page that stands there says that it was written. */
const writtenAt = (): number => Number(/content="srvmon \S+ (\d+)"/.exec(readFileSync(path, 'utf8'))?.[1]);

describe('the status page', () => {
  it('is written when there is none, for a web server to read', async () => {
    await refresh();
    expect(readFileSync(path, 'utf8')).toContain('1 of 5 servers is down');
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect(stderr).toBe('');
  });

  it('shows the last thirty calendar days from the history', async () => {
    await desk.writeHistory([incidentRecord('mail', NOW - 25 * DAY, 40 * MINUTE)]);
    await refresh();
    expect(readFileSync(path, 'utf8')).toContain('title="24 Oct: down 40 min');
    expect(readFileSync(path, 'utf8')).toContain('data-days="20 Oct|');
  });

  it('is left alone while nothing changed and it is younger than five minutes', async () => {
    await refresh();
    await refresh(NOW + 4 * MINUTE + 39_000);
    expect(writtenAt()).toBe(NOW);
  });

  it('is written again after five minutes by the clock on the wall, whatever the jitter of cron', async () => {
    await refresh(NOW);
    const next = NOW - 20_000 + 5 * MINUTE;
    await refresh(next);
    expect(writtenAt()).toBe(next);
  });

  it('is written at once when something changed', async () => {
    await refresh();
    await refresh(NOW + MINUTE, true);
    expect(writtenAt()).toBe(NOW + MINUTE);
  });

  it('is written when the clock was set back, or another file or version stands there', async () => {
    await refresh(NOW);
    await refresh(NOW - 60 * MINUTE);
    expect(writtenAt()).toBe(NOW - 60 * MINUTE);
    const other = readFileSync(path, 'utf8').replace(/srvmon \S+ /, 'srvmon 0.0.1 ');
    for (const text of ['', '<html>', other]) {
      writeFileSync(path, text);
      await refresh(NOW - 59 * MINUTE);
      expect(writtenAt()).toBe(NOW - 59 * MINUTE);
    }
  });

  it('keeps the rights that somebody gave it', async () => {
    await refresh();
    chmodSync(path, 0o640);
    await refresh(NOW + MINUTE, true);
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('does not show servers that left the configuration', async () => {
    await desk.writeHistory([incidentRecord('gone', NOW - DAY, 40 * MINUTE, { name: 'Gone server' })]);
    await refresh();
    expect(readFileSync(path, 'utf8')).not.toContain('Gone server');
  });

  it('is one line on stderr when it cannot be written, and no failure', async () => {
    config = { ...config, statusPage: join(desk.folder, 'missing', 'status.html') };
    await refresh();
    expect(stderr).toMatch(/^srvmon: the status page ".*status\.html" cannot be written: ENOENT[^\n]*\n$/);
    mkdirSync(path);
    config = { ...config, statusPage: path };
    await refresh();
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(existsSync(path)).toBe(true);
  });

  it('is written although the history has damaged lines', async () => {
    writeFileSync(join(desk.stateDir, 'history', '2026-11.jsonl'), '{"t":"inci\n', { flag: 'a' });
    await refresh();
    expect(stderr).toBe('');
    expect(writtenAt()).toBe(NOW);
  });
});

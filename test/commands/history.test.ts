import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { check } from '../../src/commands/history.ts';
import { rangesText } from '../../src/render/history-check.ts';
import { Desk } from '../support/desk.ts';
import { HOUR, incidentRecord, NOW } from '../support/past.ts';

const YAML = `
alerts: { to: [console] }
servers: [{ id: erp, name: ERP, host: 192.0.2.1 }]
`;

let desk: Desk;
let november: string;

beforeEach(() => {
  desk = new Desk();
  desk.writeConfig(YAML);
  november = join(desk.stateDir, 'history', '2026-11.jsonl');
  mkdirSync(desk.stateDir, { mode: 0o700 });
});

afterEach(() => {
  desk.remove();
});

const call = () => desk.call(check, {});

async function writeGood(): Promise<void> {
  await desk.writeHistory([
    { t: 'watched', from: NOW - 900 * HOUR, to: NOW - 800 * HOUR },
    incidentRecord('erp', NOW - 9 * HOUR, HOUR),
    { t: 'watched', from: NOW - 10 * HOUR, to: NOW - HOUR },
  ]);
}

describe('srvmon history check', () => {
  it('says so when there is no history yet', async () => {
    expect(await call()).toEqual({ code: 0, stdout: 'There is no history yet.\n', stderr: '' });
  });

  it('lists the files and ends with 0 when nothing is damaged', async () => {
    await writeGood();
    expect(await call()).toEqual({
      code: 0,
      stdout: [
        'FILE            SIZE  LINES  DAMAGED  TWICE  MISFILED',
        '2026-10.jsonl  1 KiB      1        0      0         0',
        '2026-11.jsonl  1 KiB      2        0      0         0',
        '',
        '3 lines in 2 files, none of them damaged.',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  it('ends with 1 and names file and lines when some are damaged', async () => {
    await writeGood();
    appendFileSync(november, '{"t":"watched","fr\n\0\0\0\n');
    await desk.writeHistory([{ t: 'watched', from: NOW - HOUR, to: NOW }]);
    appendFileSync(november, 'x\n');
    const { code, stdout, stderr } = await call();
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^2026-11\.jsonl +1 KiB +6 +3 +0 +0$/m);
    expect(stdout).toContain(`Damaged: 3 in 1 file.\n${november}: line 3-4, 6\n`);
  });

  it('tells records that stand there twice, which is no damage', async () => {
    await writeGood();
    await desk.writeHistory([incidentRecord('erp', NOW - 9 * HOUR, HOUR)]);
    const { code, stdout } = await call();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2026-11\.jsonl +1 KiB +3 +0 +1 +0$/m);
    expect(stdout).toContain('counted once');
  });

  it('tells records in the file of another month', async () => {
    await writeGood();
    appendFileSync(november, `${JSON.stringify({ t: 'watched', from: 1, to: 2 })}\n`);
    const { code, stdout } = await call();
    expect(code).toBe(0);
    expect(stdout).toContain('Misfiled lines');
  });

  it('speaks Indonesian when the configuration does', async () => {
    await writeGood();
    appendFileSync(november, 'x\n');
    const indonesian = join(desk.folder, 'id.yaml');
    appendFileSync(indonesian, `language: id\nstate_dir: ${desk.stateDir}\n${YAML}`);
    const { code, stdout } = await desk.call(check, { config: indonesian });
    expect(code).toBe(1);
    expect(stdout).toContain('Rusak: 1 baris dalam 1 berkas.');
    expect(stdout).toContain(`${november}: baris 3\n`);
  });

  it('ends with 3 when a file cannot be read', async () => {
    mkdirSync(november, { recursive: true });
    const { code, stdout, stderr } = await call();
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^srvmon: .*2026-11\.jsonl/);
  });
});

describe('numbers of lines', () => {
  it('are gathered into ranges, and what is too much is counted', () => {
    expect(rangesText([4])).toBe('4');
    expect(rangesText([1, 2, 3, 7, 9, 10])).toBe('1-3, 7, 9-10');
    expect(rangesText(Array.from({ length: 20 }, (_, index) => 2 * index))).toMatch(/, 22 \(\+8\)$/);
  });
});

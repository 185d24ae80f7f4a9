/** What `srvmon history check` prints about the month files. */

import type { Language } from '../core/config.ts';
import type { Screen } from './screen.ts';
import { table } from './table.ts';
import { wrap } from './text.ts';

/** One month file. */
export interface CheckedFile {
  readonly file: string;
  readonly bytes: number;
  /** Lines that are records. */
  readonly records: number;
  /** Numbers of the lines that are none, from 1, rising. */
  readonly damaged: readonly number[];
  /** Records that stand in the file more than once. */
  readonly duplicates: number;
  /** Records that belong into another month's file. */
  readonly misfiled: number;
}

interface Words {
  readonly file: string;
  readonly size: string;
  readonly lines: string;
  readonly damaged: string;
  readonly twice: string;
  readonly misfiled: string;
  readonly none: string;
  readonly good: (files: number, lines: string) => string;
  readonly bad: (lines: string, files: number) => string;
  readonly where: (file: string, lines: string) => string;
  readonly advice: string;
  readonly twiceNote: string;
  readonly misfiledNote: string;
}

const EN: Words = {
  file: 'FILE',
  size: 'SIZE',
  lines: 'LINES',
  damaged: 'DAMAGED',
  twice: 'TWICE',
  misfiled: 'MISFILED',
  none: 'There is no history yet.',
  good: (files, lines) =>
    `${lines} ${lines === '1' ? 'line' : 'lines'} in ${files} ${files === 1 ? 'file' : 'files'}, none of them damaged.`,
  bad: (lines, files) => `Damaged: ${lines} in ${files} ${files === 1 ? 'file' : 'files'}.`,
  where: (file, lines) => `${file}: line ${lines}`,
  advice: 'Reports pass over damaged lines; what they told is lost. You may delete them.',
  twiceNote: 'Lines that stand there twice are harmless: they are counted once.',
  misfiledNote: 'Misfiled lines belong into the file of another month: reports may miss them.',
};

const ID: Words = {
  file: 'BERKAS',
  size: 'UKURAN',
  lines: 'BARIS',
  damaged: 'RUSAK',
  twice: 'GANDA',
  misfiled: 'SALAH BULAN',
  none: 'Belum ada riwayat.',
  good: (files, lines) => `${lines} baris dalam ${files} berkas, tidak ada yang rusak.`,
  bad: (lines, files) => `Rusak: ${lines} baris dalam ${files} berkas.`,
  where: (file, lines) => `${file}: baris ${lines}`,
  advice: 'Laporan melewati baris yang rusak; isinya hilang. Baris itu boleh dihapus.',
  twiceNote: 'Baris ganda tidak berbahaya: dihitung satu kali.',
  misfiledNote: 'Baris salah bulan milik berkas bulan lain: laporan mungkin melewatkannya.',
};

/** Ranges of damaged lines shown of one file. */
const SHOWN_RANGES = 12;

/** The files one by one, then what is damaged and where. Ends with a line break. */
export function historyCheckText(files: readonly CheckedFile[], screen: Screen): string {
  const words = screen.language === 'id' ? ID : EN;
  if (files.length === 0) return `${screen.text(words.none)}\n`;
  const blocks = [fileLines(files, screen, words), verdictLines(files, screen, words)];
  return blocks.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

function fileLines(files: readonly CheckedFile[], screen: Screen, words: Words): string[] {
  const { language, paint } = screen;
  const count = (value: number): string => numberText(value, language);
  return table(
    [
      { title: words.file, align: 'left' },
      { title: words.size, align: 'right' },
      { title: words.lines, align: 'right' },
      { title: words.damaged, align: 'right' },
      { title: words.twice, align: 'right' },
      { title: words.misfiled, align: 'right' },
    ],
    files.map(({ file, bytes, records, damaged, duplicates, misfiled }) => [
      nameOf(file),
      `${count(Math.ceil(bytes / 1024))} KiB`,
      count(records + damaged.length),
      damaged.length === 0 ? '0' : { text: count(damaged.length), paint: paint.red },
      count(duplicates),
      count(misfiled),
    ]),
    screen,
  );
}

function verdictLines(files: readonly CheckedFile[], screen: Screen, words: Words): string[] {
  const damaged = files.filter((file) => file.damaged.length > 0);
  const lines = files.reduce((sum, file) => sum + file.records + file.damaged.length, 0);
  const bad = damaged.reduce((sum, file) => sum + file.damaged.length, 0);
  const { language, paint } = screen;
  const notes = [
    ...(damaged.length > 0 ? [words.advice] : []),
    ...(files.some(({ duplicates }) => duplicates > 0) ? [words.twiceNote] : []),
    ...(files.some(({ misfiled }) => misfiled > 0) ? [words.misfiledNote] : []),
  ].flatMap((note) => wrapped(note, screen));
  if (damaged.length === 0) {
    return [
      ...wrapped(words.good(files.length, numberText(lines, language)), screen).map(paint.green),
      ...notes,
    ];
  }
  return [
    ...wrapped(words.bad(numberText(bad, language), damaged.length), screen).map(paint.red),
    // The whole path, to be opened in an editor.
    ...damaged.map((file) => screen.text(words.where(file.file, rangesText(file.damaged)))),
    ...notes,
  ];
}

function wrapped(text: string, screen: Screen): string[] {
  return wrap(screen.text(text), screen.columns, screen.glyphs.ellipsis);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function numberText(value: number, language: Language): string {
  return value.toLocaleString(language === 'id' ? 'id-ID' : 'en-US');
}

/** `4, 17-20, 31` for rising numbers; what is too much is counted. */
export function rangesText(numbers: readonly number[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.to === number - 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  const shown = ranges
    .slice(0, SHOWN_RANGES)
    .map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`));
  const left = ranges.slice(SHOWN_RANGES).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return shown.join(', ') + (left > 0 ? ` (+${left})` : '');
}

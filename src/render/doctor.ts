/** What the doctor found: a line each with the mend below it, and as JSON. */

import type { Language } from '../core/config.ts';
import { areaOf, levelOf, type Finding, type Level } from '../core/findings.ts';
import { doctorWords, findingText, mendText, type DoctorWords } from './doctor-words.ts';
import { document } from './json.ts';
import type { Screen } from './screen.ts';
import { pad, widthOf, wrap } from './text.ts';

const DOCTOR_VERSION = 1;

/** The findings as text, with a line break at its end. A mend is never broken into lines: it is there to be pasted. */
export function doctorText(findings: readonly Finding[], screen: Screen): string {
  const words = doctorWords(screen.language);
  const levelWidth = Math.max(...Object.values(words.levels).map(widthOf));
  const areaWidth = Math.max(...findings.map((finding) => widthOf(words.areas[areaOf(finding)])));
  const indent = ' '.repeat(levelWidth + areaWidth + 4);
  const blocks = findings.map((finding) => {
    const level = levelOf(finding);
    const head = `${paint(level, pad(words.levels[level], levelWidth, 'left'), screen)}  ${pad(words.areas[areaOf(finding)], areaWidth, 'left')}  `;
    const text = screen.text(findingText(finding, screen.language));
    const lines = wrap(text, Math.max(20, screen.columns - indent.length), screen.glyphs.ellipsis);
    const mend = mendText(finding, screen.language);
    return [
      ...lines.map((line, index) => `${index === 0 ? head : indent}${line}`),
      ...(mend === null ? [] : [`${indent}-> ${screen.text(mend)}`]),
    ];
  });
  return [...blocks.flat(), '', summary(findings, words)].map((line) => `${line}\n`).join('');
}

function paint(level: Level, text: string, { paint: colours }: Screen): string {
  switch (level) {
    case 'ok':
      return colours.green(text);
    case 'warning':
      return colours.yellow(text);
    case 'error':
      return colours.bold(colours.red(text));
  }
}

function summary(findings: readonly Finding[], words: DoctorWords): string {
  const count = (level: Level): number => findings.filter((finding) => levelOf(finding) === level).length;
  return words.summary(count('error'), count('warning'));
}

/** The findings as one JSON document. `mend`: a command to paste, or a sentence where no command helps; null: none. */
export function jsonDoctor(findings: readonly Finding[], language: Language): string {
  return document({
    format: 'srvmon-doctor',
    version: DOCTOR_VERSION,
    findings: findings.map((finding) => ({
      area: areaOf(finding),
      level: levelOf(finding),
      code: finding.code,
      text: findingText(finding, language),
      mend: mendText(finding, language),
    })),
  });
}

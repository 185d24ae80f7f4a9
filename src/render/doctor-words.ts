import type { Language } from '../core/config.ts';
import type { Area, Finding, FindingCode, FindingFacts, Level } from '../core/findings.ts';
import { DOCTOR_EN } from './doctor-words-en.ts';
import { DOCTOR_ID } from './doctor-words-id.ts';
import { MENDS } from './doctor-mends.ts';

/** A text for each finding. */
export type FindingTexts = { readonly [C in FindingCode]: (facts: FindingFacts[C]) => string };

export interface DoctorWords {
  readonly levels: Readonly<Record<Level, string>>;
  readonly areas: Readonly<Record<Area, string>>;
  readonly texts: FindingTexts;
  /** What to do where no command helps. */
  readonly advice: Partial<FindingTexts>;
  readonly summary: (errors: number, warnings: number) => string;
}

export function doctorWords(language: Language): DoctorWords {
  return language === 'id' ? DOCTOR_ID : DOCTOR_EN;
}

/** What was found, as a sentence. */
export function findingText(finding: Finding, language: Language): string {
  return say(doctorWords(language).texts, finding) ?? '';
}

/** How it is mended: a command to paste, else a sentence; null where there is nothing to mend. */
export function mendText(finding: Finding, language: Language): string | null {
  return say(MENDS, finding) ?? say(doctorWords(language).advice, finding);
}

function say<C extends FindingCode>(
  texts: Partial<FindingTexts>,
  finding: Finding & { readonly code: C },
): string | null {
  // The text has the type of exactly this finding, which TypeScript cannot follow through the index.
  const text = texts[finding.code] as ((facts: Finding) => string) | undefined;
  return text?.(finding) ?? null;
}

import { distance } from 'fastest-levenshtein';
import type { Bilingual } from './problem.ts';

/** What is wrong and how to mend it, in both languages, on four lines: zod carries one text a complaint. */
export type Sentence = string;

export function say(message: Bilingual, mend: Bilingual): Sentence {
  // A line break inside a text itself would be taken for the border.
  return [message.en, mend.en, message.id, mend.id].map((text) => text.replaceAll('\n', ' ')).join('\n');
}

/** The parts again; null when the text was not made by `say`. */
export function unsay(sentence: Sentence): { message: Bilingual; mend: Bilingual } | null {
  const [message, mend, messageId, mendId] = sentence.split('\n');
  if (message === undefined || mend === undefined || messageId === undefined || mendId === undefined)
    return null;
  return { message: { en: message, id: messageId }, mend: { en: mend, id: mendId } };
}

export function didYouMean(word: string): Bilingual {
  return { en: `did you mean ${word}?`, id: `maksud Anda ${word}?` };
}

/** The word most like `typed`, ignoring case; null when none is within `most` edits (default: a third of its length). */
export function closest(
  typed: string,
  words: Iterable<string>,
  most = Math.ceil(typed.length / 3),
): string | null {
  let best: string | null = null;
  let bestDistance = most + 1;
  for (const word of words) {
    if (Math.abs(word.length - typed.length) >= bestDistance) continue;
    const edits = distance(typed.toLowerCase(), word.toLowerCase());
    if (edits < bestDistance) [best, bestDistance] = [word, edits];
  }
  return best;
}

import { distance } from 'fastest-levenshtein';

/** What is wrong, and after a line break how to mend it: zod carries one text a complaint. */
export type Sentence = string;

export function say(message: string, mend: string): Sentence {
  // A line break inside the message itself would be taken for the border.
  return `${message.replaceAll('\n', ' ')}\n${mend}`;
}

/** The two parts again; null when the text was not made by `say`. */
export function unsay(sentence: Sentence): { message: string; mend: string } | null {
  const border = sentence.indexOf('\n');
  return border === -1 ? null : { message: sentence.slice(0, border), mend: sentence.slice(border + 1) };
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

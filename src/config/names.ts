/** Words that commands and configuration use for something else. */
const OWN_WORDS = new Set(['all', 'none', 'console', '__proto__']);

const LONGEST_SLUG = 60;

/** True for words with a meaning of their own, and for names that every JavaScript object has already. */
export function isReservedName(name: string): boolean {
  return OWN_WORDS.has(name) || name in Object.prototype;
}

/** The id of a server or site that was given none: its name in small letters, accents dropped. Empty: none can be made. */
export function slug(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const joined = plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-/, '');
  return [...joined].slice(0, LONGEST_SLUG).join('').replace(/-$/, '');
}

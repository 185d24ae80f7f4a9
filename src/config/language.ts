import type { Language } from '../core/config.ts';

/** A top-level `language:` on a line of its own, quoted or plain. */
const LANGUAGE_LINE = /^(?:\uFEFF)?language:[ \t]+(["']?)(id|en)\1[ \t]*(?:[ \t]#[^\n]*)?\r?$/m;

/**
 * The language as the raw text of the configuration gives it, without parsing YAML: so it is known before anything else is,
 * and also when the file is broken. English where it is not set.
 */
export function languageOfText(text: string): Language {
  return LANGUAGE_LINE.exec(text)?.[2] === 'id' ? 'id' : 'en';
}

import type { Language } from '../core/config.ts';
import { languageOfText } from '../config/language.ts';
import { readText } from '../config/read.ts';
import { configPath } from './config-path.ts';
import type { Io } from './io.ts';

/** The language for what is said before the configuration is read, or when it cannot be: complaints about options. */
export function languageFor(flag: string | undefined, io: Io): Language {
  const text = readText(configPath(flag, io.env));
  return typeof text === 'string' ? languageOfText(text) : 'en';
}

import { dirname } from 'node:path';
import { glob } from 'tinyglobby';

/**
 * The files that a pattern (relative to the main file) matches, sorted by name; without the main file itself, which a
 * pattern such as `*.yaml` matches too.
 */
export async function includedFiles(pattern: string, mainFile: string): Promise<string[]> {
  // Without expandDirectories the name of a folder would match all that is in it.
  const options = { cwd: dirname(mainFile), absolute: true, onlyFiles: true, expandDirectories: false };
  const files = await glob([pattern], options);
  return files.filter((file) => file !== mainFile).sort();
}

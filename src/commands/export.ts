import { inventoryYaml } from '../config/export.ts';
import { inventoryCsv } from '../render/inventory-csv.ts';
import { usageWords } from '../render/usage-words.ts';
import { openConfig, printProblems } from './edit-config.ts';
import { languageFor } from './language.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { writeOutput } from './output-file.ts';

export interface ExportFlags {
  readonly config?: string;
  readonly format?: string;
  readonly output?: string;
}

/** Prints the list of servers: CSV for spreadsheets (and `srvmon import`), or YAML for another configuration. */
export async function run(flags: ExportFlags, io: Io): Promise<number> {
  const format = flags.format ?? (/\.ya?ml$/.test(flags.output ?? '') ? 'yaml' : 'csv');
  if (format !== 'csv' && format !== 'yaml') {
    const words = usageWords(languageFor(flags.config, io));
    return refuse(words.noChoice('--format', format, ['csv', 'yaml']), io);
  }
  const opened = await openConfig(flags.config, io);
  if (opened === null) return EXIT.usage;
  if (opened.config === null) {
    printProblems(opened.problems, io);
    return EXIT.usage;
  }
  const text = format === 'csv' ? inventoryCsv(opened.config.servers) : inventoryYaml(opened.inventory);
  const problem = await writeOutput(text, flags.output, io, usageWords(opened.language));
  return problem === null ? EXIT.done : refuse(problem, io);
}

function refuse(problem: string, io: Io): number {
  io.stderr(`srvmon export: ${problem}\n`);
  return EXIT.usage;
}

import type { Language } from '../core/config.ts';
import { readCsv } from '../config/import-csv.ts';
import { importEdits, planImport, type RowFate } from '../config/import-plan.ts';
import { readText } from '../config/read.ts';
import { importText, type ShownRow } from '../render/import.ts';
import { importWords, type ImportWords } from '../render/import-words.ts';
import { openConfig, prepare, printProblems, shortName, writeTexts, type Opened } from './edit-config.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';

export interface ImportFlags {
  readonly config?: string;
  /** Write, instead of only showing what would be written. */
  readonly apply?: boolean;
  /** Write the good rows although others are wrong. */
  readonly skipWrong?: boolean;
  readonly addSites?: boolean;
}

/**
 * Takes servers from a CSV file into the configuration: shows what is new, changed, doubled and wrong, each with its line,
 * and with `apply` writes it. Returns the exit code: 0; 2 when rows are wrong or the configuration would not be valid.
 */
export async function run(file: string, flags: ImportFlags, io: Io): Promise<number> {
  const opened = await openConfig(flags.config, io);
  if (opened === null) return EXIT.usage;
  const words = importWords(opened.language);
  const text = readText(file);
  if (typeof text !== 'string') return refuse(`${file}: ${text.message[opened.language]}`, io);
  const csv = readCsv(text);
  if (!csv.ok)
    return refuse(
      `${file}: ${csv.code === 'twice' ? words.columnTwice(csv.column) : words.fileProblem[csv.code]}`,
      io,
    );
  if (opened.config === null && opened.inventory.servers.length > 0) {
    printProblems(opened.problems, io);
    return EXIT.usage;
  }
  const options = { addSites: flags.addSites === true };
  const first = planImport(csv.rows, csv.broken, opened.inventory, opened.config, options);
  const outcome = await settle(
    opened,
    first,
    words,
    (fates) => importEdits(fates, csv.rows, opened.inventory, options),
    io,
  );
  if (outcome === null) return EXIT.usage;
  const { fates, texts, newSites } = outcome;
  io.stdout(
    importText(
      {
        file,
        rows: fates.map((fate) => shown(fate, opened.language)),
        columns: csv.columns,
        ignored: csv.ignored,
        newSites,
      },
      opened.language,
    ),
  );
  io.stdout('\n');
  const isWrong = fates.some(({ kind }) => kind === 'wrong');
  if (isWrong && !(flags.apply === true && flags.skipWrong === true)) {
    io.stderr(`${words.wrongStop}\n`);
    return EXIT.usage;
  }
  if (texts.size === 0) {
    io.stdout(`${words.nothing}\n`);
    return EXIT.done;
  }
  if (flags.apply === true) return writeTexts(opened, texts, io);
  io.stdout(`${words.dryRun}\n`);
  return EXIT.done;
}

interface Settled {
  readonly fates: readonly RowFate[];
  readonly texts: ReadonlyMap<string, string>;
  readonly newSites: number;
}

/**
 * Lets the rules of the configuration judge the rows: those with problems are wrong. As others may refer to them, until
 * no new ones turn up. Null after a problem was printed that is not of a row.
 */
async function settle(
  opened: Opened,
  first: readonly RowFate[],
  words: ImportWords,
  editsOf: (fates: readonly RowFate[]) => ReturnType<typeof importEdits>,
  io: Io,
): Promise<Settled | null> {
  let fates = first;
  for (;;) {
    const { edits, lineOf, newSites } = editsOf(fates);
    if (edits.size === 0) return { fates, texts: new Map(), newSites: 0 };
    const prepared = await prepare(opened, edits);
    if (!prepared.ok) {
      io.stderr(`srvmon import: ${opened.words.notInPlace(shortName(prepared.file))}\n`);
      return null;
    }
    if (prepared.result.ok) return { fates, texts: prepared.texts, newSites: newSites.length };
    const { problems } = prepared.result;
    const wrong = new Map([...problems].reverse().map((problem) => [lineOf(problem), problem]));
    wrong.delete(null);
    if (wrong.size === 0) {
      io.stderr(`srvmon: ${opened.words.refused}\n`);
      printProblems(problems, io);
      return null;
    }
    fates = fates.map((fate) => {
      const problem = wrong.get(fate.line);
      if (problem === undefined) return fate;
      const key = problem.path.replace(/^servers\[\d+\]\.?/, '');
      const message = key === '' ? problem.message : `${key}: ${problem.message}`;
      const mend = problem.code === 'site-missing' ? `${problem.mend} ${words.orAddSites}` : problem.mend;
      return { line: fate.line, kind: 'wrong', fault: { code: 'refused', message, mend } };
    });
  }
}

function shown(fate: RowFate, language: Language): ShownRow {
  switch (fate.kind) {
    case 'new':
      return { line: fate.line, kind: 'new', id: fate.id, values: fate.entry };
    case 'changed':
      return { line: fate.line, kind: 'changed', id: fate.id, values: fate.change };
    case 'same':
    case 'doubled':
      return fate;
    case 'wrong': {
      const { line, kind, fault } = fate;
      if (fault.code !== 'location') return { line, kind, fault };
      const { code, message, mend } = fault;
      return { line, kind, fault: { code, message: message[language], mend: mend[language] } };
    }
  }
}

function refuse(problem: string, io: Io): number {
  io.stderr(`srvmon import: ${problem}\n`);
  return EXIT.usage;
}

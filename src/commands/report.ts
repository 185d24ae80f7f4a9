import { extname } from 'node:path';
import type { Config } from '../core/config.ts';
import type { State } from '../core/model.ts';
import { daysOf, periodBefore, periodOf, periodProblemText } from '../core/period.ts';
import type { Day, Period, PeriodChoice } from '../core/period.ts';
import { RecordBook } from '../core/records.ts';
import { reportOf } from '../core/report.ts';
import type { Report } from '../core/report-model.ts';
import { resolveNames, selectionProblemText } from '../core/selection.ts';
import type { Named, Selection, SelectionProblem } from '../core/selection.ts';
import type { CsvRows } from '../render/csv.ts';
import { stateWords } from '../render/state-words.ts';
import { usageWords, type UsageWords } from '../render/usage-words.ts';
import { StateError } from '../state/errors.ts';
import { scanHistory } from '../state/history-read.ts';
import type { DamagedLine } from '../state/history-read.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { writeOutput } from './output-file.ts';
import { readConfig } from './read-config.ts';
import { storedState } from './stored-state.ts';

const FORMATS = ['table', 'html', 'markdown', 'csv', 'json'] as const;
const ROWS = ['servers', 'incidents', 'days'] as const satisfies readonly CsvRows[];
const SORTS = ['worst', 'name'] as const;

export type ReportFormat = (typeof FORMATS)[number];

export interface ReportCommandOptions extends PeriodChoice {
  readonly config?: string | undefined;
  /** Ids or names; several of one kind add up, several kinds narrow down. */
  readonly site?: readonly string[] | undefined;
  readonly server?: readonly string[] | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly onlyDown?: boolean | undefined;
  /** List every server, however many are without an outage. */
  readonly all?: boolean | undefined;
  readonly sort?: 'worst' | 'name' | undefined;
  /** Default: by the ending of `output`, else the table. */
  readonly format?: ReportFormat | undefined;
  /** What a row of the CSV is about; default servers. */
  readonly rows?: CsvRows | undefined;
  /** File that is written instead of stdout. */
  readonly output?: string | undefined;
  /** Chats (or `console`) that get a digest and the HTML report instead. */
  readonly send?: readonly string[] | undefined;
}

/** Prints or writes the report of a period. Returns the exit code: 0, 2 (usage or configuration) or 3 (state). */
export async function run(options: ReportCommandOptions, io: Io): Promise<number> {
  const config =
    options.send === undefined
      ? await readConfig(options.config, io)
      : await (await import('./report-send.ts')).configForSending(options.config, io);
  if (config === null) return EXIT.usage;
  try {
    return await report(options, config, io);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    io.stderr(`srvmon: ${error.sentence(config.language)}\n`);
    return EXIT.state;
  }
}

async function report(options: ReportCommandOptions, config: Config, io: Io): Promise<number> {
  const now = io.now();
  const wrong = wrongChoice(options, usageWords(config.language));
  if (wrong !== null) return usage(wrong, io);
  const chosen = periodOf(options, config.timezone, now);
  if (!chosen.ok) return usage(periodProblemText(chosen.problem, config.language), io);
  const state = await storedState(config, io);
  // Only a drawing needs latencies day by day.
  const drawn = formatOf(options) === 'html' || options.send !== undefined;
  const { book, damaged } = await readBook(
    config,
    state,
    chosen.period,
    drawn ? daysOf(chosen.period) : [],
    now,
  );
  tellDamaged(damaged, config, io);
  const selected = selectionOf(options, config, book);
  if ('problem' in selected) return usage(selected.problem, io);
  const reportOptions = {
    selection: selected.selection,
    onlyDown: options.onlyDown ?? false,
    sort: options.sort ?? 'worst',
  };
  const result = reportOf(book, config, state, chosen.period, now, reportOptions);
  if (options.send !== undefined) {
    const earlier = periodBefore(options, chosen.period);
    const { book: bookBefore } = await readBook(config, state, earlier, [], now);
    const before = reportOf(bookBefore, config, state, earlier, now, reportOptions);
    return await (await import('./report-send.ts')).sendReport(options.send, { config, result, before }, io);
  }
  const failure = await writeOutput(
    await rendered(result, options, config, io),
    options.output,
    io,
    usageWords(config.language),
  );
  return failure === null ? EXIT.done : usage(failure, io);
}

/** The command line hands over texts: the first that is none of its choices, in one sentence. */
function wrongChoice(options: ReportCommandOptions, words: UsageWords): string | null {
  const choices: [string, string | undefined, readonly string[]][] = [
    ['--format', options.format, FORMATS],
    ['--rows', options.rows, ROWS],
    ['--sort', options.sort, SORTS],
  ];
  const beside = (['format', 'rows', 'output'] as const).find((key) => options[key] !== undefined);
  if (options.send !== undefined && beside !== undefined) return words.onlyHtmlIsSent(`--${beside}`);
  const wrong = choices.find(([, value, allowed]) => value !== undefined && !allowed.includes(value));
  return wrong === undefined ? null : words.noChoice(wrong[0], wrong[1] ?? '', wrong[2]);
}

function usage(problem: string, io: Io): number {
  io.stderr(`srvmon report: ${problem}\n`);
  return EXIT.usage;
}

/**
 * The state was read before the history, so that a record which a running check moves from the one to the other in
 * between is met at least once; the book takes it once only.
 */
async function readBook(
  config: Config,
  state: State | null,
  period: Period,
  latencyDays: readonly Day[],
  now: number,
): Promise<{ book: RecordBook; damaged: readonly DamagedLine[] }> {
  const book = new RecordBook(period, latencyDays);
  const { damaged } = await scanHistory(config.stateDir, period, (record) => {
    book.add(record);
  });
  if (state !== null) book.addState(state, config.intervalMs, now);
  return { book, damaged };
}

function tellDamaged(damaged: readonly DamagedLine[], { language }: Config, io: Io): void {
  const [first, ...more] = damaged;
  if (first === undefined) return;
  const where = `${first.file}:${String(first.line)}`;
  io.stderr(`srvmon: ${stateWords(language).passedOver(where, more.length)}\n`);
}

function selectionOf(
  options: ReportCommandOptions,
  config: Config,
  book: RecordBook,
): { readonly selection: Selection } | { readonly problem: string } {
  const tags = [...new Set(config.servers.flatMap((server) => server.tags))];
  const configured = new Set(config.servers.map((server) => server.id));
  const departed = [...book.servers]
    .filter(([id]) => !configured.has(id))
    .map(([id, { name }]) => ({ id, name: name ?? id }));
  const known: Record<SelectionProblem['kind'], readonly Named[]> = {
    site: config.sites,
    // Servers that left the configuration can still be asked for.
    server: [...config.servers, ...departed],
    tag: tags.map((tag) => ({ id: tag, name: tag })),
  };
  const selection = {
    sites: [] as readonly string[],
    servers: [] as readonly string[],
    tags: [] as readonly string[],
  };
  for (const [kind, key] of [
    ['site', 'sites'],
    ['server', 'servers'],
    ['tag', 'tags'],
  ] as const) {
    const found = resolveNames(kind, options[kind] ?? [], known[kind]);
    if ('problem' in found)
      return { problem: selectionProblemText(found.problem, known[kind], config.language) };
    selection[key] = found.ids;
  }
  return { selection };
}

async function rendered(
  result: Report,
  options: ReportCommandOptions,
  config: Config,
  io: Io,
): Promise<string> {
  const { language } = config;
  switch (formatOf(options)) {
    case 'json':
      return (await import('../render/json.ts')).jsonReport(result, language);
    case 'csv':
      return (await import('../render/csv.ts')).csvReport(result, options.rows ?? 'servers', language);
    case 'html': {
      const [{ htmlReport }, { placesOf }] = await Promise.all([
        import('../render/html.ts'),
        import('../core/places.ts'),
      ]);
      const conditions = new Map(result.servers.map(({ id, condition }) => [id, condition]));
      return htmlReport(result, { language, places: placesOf(config, conditions) });
    }
    case 'markdown':
      return (await import('../render/markdown.ts')).markdownReport(result, language);
    case 'table': {
      const [{ terminalReport }, { screenOf }] = await Promise.all([
        import('../render/terminal.ts'),
        import('../render/screen.ts'),
      ]);
      // A file has no colours and is UTF-8 whatever the terminal reads.
      const toFile = { isTTY: false, columns: io.columns, env: { LC_ALL: 'C.UTF-8' } };
      return terminalReport(result, screenOf(options.output === undefined ? io : toFile, config), {
        all: options.all ?? false,
      });
    }
  }
}

const ENDINGS: Readonly<Record<string, ReportFormat>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
};

function formatOf(options: ReportCommandOptions): ReportFormat {
  if (options.format !== undefined) return options.format;
  const ending = extname(options.output ?? '').toLowerCase();
  return ENDINGS[ending] ?? 'table';
}

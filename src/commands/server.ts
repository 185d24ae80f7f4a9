import { resolveNames, selectionProblemText } from '../core/selection.ts';
import type { EntryChange } from '../config/edit-value.ts';
import { fileForNew, type Listed } from '../config/inventory.ts';
import { serverData, serverDetails, serverList } from '../render/inventory.ts';
import { inventoryWords } from '../render/inventory-words.ts';
import { screenOf } from '../render/screen.ts';
import { openConfig, printProblems, saveEdits, shortName, type Opened } from './edit-config.ts';
import { changeOf, entryOf, idOf, type EntryFlags } from './entry-flags.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { readConfig } from './read-config.ts';

export interface ServerFlags extends EntryFlags {
  readonly config?: string;
  readonly dryRun?: boolean;
}

export interface ListFlags {
  readonly config?: string;
  readonly json?: boolean;
  readonly site?: string;
  readonly tag?: readonly string[];
}

/** Adds a server at the end of a list: of that file in which the other servers of its site stand. */
export async function add(flags: ServerFlags, io: Io): Promise<number> {
  const opened = await openConfig(flags.config, io);
  if (opened === null) return EXIT.usage;
  const { inventory, words } = opened;
  const found = changeOf(flags, opened);
  if (!found.ok) return refuse(found.problem, io);
  const entry = entryOf(found.change);
  if (Object.keys(entry).length === 0) return refuse(words.nothingGiven, io);
  const file = fileForNew(inventory, inventory.servers, (listed) => listed.entry['site'] === entry['site']);
  return saveEdits(opened, new Map([[file, [{ list: 'servers', add: [entry] }]]]), flags, io);
}

/** Changes keys of a server where they stand. */
export async function set(target: string, flags: ServerFlags, io: Io): Promise<number> {
  return withServer(target, flags, io, (opened, listed) => {
    const found = changeOf(flags, opened, listed.entry);
    if (!found.ok) return refuse(found.problem, io);
    if (Object.keys(found.change).length === 0) return refuse(opened.words.nothingGiven, io);
    return change(opened, listed, { ...keptId(listed, found.change), ...found.change }, flags, io);
  });
}

/** Takes a server out, with its lines. */
export async function remove(target: string, flags: ServerFlags, io: Io): Promise<number> {
  return withServer(target, flags, io, (opened, { file, index }) => {
    return saveEdits(opened, new Map([[file, [{ list: 'servers', remove: [index] }]]]), flags, io);
  });
}

/** Gives a server another name. Its id stays, and with it its state and history. */
export async function rename(target: string, name: string, flags: ServerFlags, io: Io): Promise<number> {
  return withServer(target, flags, io, async (opened, listed) => {
    const changes = { name, ...keptId(listed, { name }) };
    const code = await change(opened, listed, changes, flags, io);
    const words = inventoryWords(opened.language);
    if (code === EXIT.done && flags.dryRun !== true)
      io.stdout(`${words.renamed(listed.name, name, listed.id)}\n`);
    return code;
  });
}

/** Lists the servers of the configuration. */
export async function list(flags: ListFlags, io: Io): Promise<number> {
  const config = await readConfig(flags.config, io);
  if (config === null) return EXIT.usage;
  const site = flags.site?.toLowerCase();
  const siteIds = config.sites.filter(({ id, name }) =>
    [id, name].some((each) => each.toLowerCase() === site),
  );
  const servers = config.servers.filter(({ siteId, tags }) => {
    const isThere = site === undefined || siteIds.some(({ id }) => id === siteId);
    return isThere && (flags.tag === undefined || tags.some((tag) => flags.tag?.includes(tag)));
  });
  if (flags.json === true) io.stdout(`${JSON.stringify(servers.map(serverData), null, 2)}\n`);
  else io.stdout(serverList(servers, screenOf(io, config)));
  return EXIT.done;
}

/** Shows how one server is configured, with a link to the map. */
export async function show(target: string, flags: ListFlags, io: Io): Promise<number> {
  return withServer(target, flags, io, (opened, listed) => {
    const { config, problems } = opened;
    const server = config?.servers.find(({ id }) => id === listed.id);
    if (config === null || server === undefined) {
      printProblems(problems, io);
      return EXIT.usage;
    }
    const place = `${shortName(listed.file)}:${listed.line}`;
    if (flags.json === true) io.stdout(`${JSON.stringify({ ...serverData(server), place }, null, 2)}\n`);
    else io.stdout(serverDetails(server, config, place, screenOf(io, config)));
    return EXIT.done;
  });
}

async function withServer(
  target: string,
  { config }: { readonly config?: string },
  io: Io,
  work: (opened: Opened, listed: Listed) => number | Promise<number>,
): Promise<number> {
  const opened = await openConfig(config, io);
  if (opened === null) return EXIT.usage;
  const { servers } = opened.inventory;
  const found = resolveNames('server', [target], servers);
  if ('problem' in found) return refuse(selectionProblemText(found.problem, servers, opened.language), io);
  const listed = servers.find(({ id }) => id === idOf(target, servers));
  return listed === undefined ? EXIT.usage : work(opened, listed);
}

function change(
  opened: Opened,
  { file, index }: Listed,
  values: EntryChange,
  flags: ServerFlags,
  io: Io,
): Promise<number> {
  return saveEdits(
    opened,
    new Map([[file, [{ list: 'servers', change: new Map([[index, values]]) }]]]),
    flags,
    io,
  );
}

/** An id that was made of the name (or host) would change with it: it is written down instead. */
function keptId({ id, idGiven }: Listed, values: EntryChange): EntryChange {
  const changesId = values['name'] !== undefined || values['host'] !== undefined;
  return !idGiven && changesId && values['id'] === undefined ? { id } : {};
}

function refuse(problem: string, io: Io): number {
  io.stderr(`srvmon server: ${problem}\n`);
  return EXIT.usage;
}

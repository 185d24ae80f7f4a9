import { resolveNames, selectionProblemText } from '../core/selection.ts';
import { fileForNew } from '../config/inventory.ts';
import { siteData, siteList } from '../render/inventory.ts';
import { screenOf } from '../render/screen.ts';
import { openConfig, saveEdits } from './edit-config.ts';
import { changeOf, entryOf, idOf } from './entry-flags.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { readConfig } from './read-config.ts';
import type { ListFlags, ServerFlags } from './server.ts';

/** Adds a site. */
export async function add(id: string, flags: ServerFlags, io: Io): Promise<number> {
  const opened = await openConfig(flags.config, io);
  if (opened === null) return EXIT.usage;
  const { inventory } = opened;
  const found = changeOf(flags, opened);
  if (!found.ok) return refuse(found.problem, io);
  const file = fileForNew(inventory, inventory.sites, () => false);
  const entry = { id, ...entryOf(found.change) };
  return saveEdits(opened, new Map([[file, [{ list: 'sites', add: [entry] }]]]), flags, io);
}

/** Changes keys of a site where they stand. Its id stays. */
export async function set(target: string, flags: ServerFlags, io: Io): Promise<number> {
  const opened = await openConfig(flags.config, io);
  if (opened === null) return EXIT.usage;
  const { sites } = opened.inventory;
  const named = resolveNames('site', [target], sites);
  if ('problem' in named) return refuse(selectionProblemText(named.problem, sites, opened.language), io);
  const listed = sites.find(({ id }) => id === idOf(target, sites));
  if (listed === undefined) return EXIT.usage;
  const found = changeOf(flags, opened, listed.entry);
  if (!found.ok) return refuse(found.problem, io);
  if (Object.keys(found.change).length === 0) return refuse(opened.words.nothingGiven, io);
  // An id that was made of the name would change with it.
  const kept = listed.idGiven || found.change['name'] === undefined ? {} : { id: listed.id };
  const change = new Map([[listed.index, { ...kept, ...found.change }]]);
  return saveEdits(opened, new Map([[listed.file, [{ list: 'sites', change }]]]), flags, io);
}

/** Lists the sites of the configuration. */
export async function list(flags: ListFlags, io: Io): Promise<number> {
  const config = await readConfig(flags.config, io);
  if (config === null) return EXIT.usage;
  const data = config.sites.map((site) => siteData(site, config));
  io.stdout(
    flags.json === true ? `${JSON.stringify(data, null, 2)}\n` : siteList(config, screenOf(io, config)),
  );
  return EXIT.done;
}

function refuse(problem: string, io: Io): number {
  io.stderr(`srvmon site: ${problem}\n`);
  return EXIT.usage;
}

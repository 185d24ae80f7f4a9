import { Option, type Command } from 'commander';
import { processIo } from '../commands/process-io.ts';

/** The commands that edit the lists of servers and sites. */
export function addInventoryCommands(
  program: Command,
  finish: (exitCode: number) => void,
  config: readonly [string, string],
): void {
  const commands = () => import('../commands/server.ts');
  const server = program
    .command('server')
    .description('add, change, remove and list servers without an editor');

  withFlags(server.command('add'), SERVER_FLAGS, config)
    .description('add a server to the configuration')
    .option('--id <word>', 'key of its state and history (default: made of the name)')
    .action(async (options: object) => {
      finish(await (await commands()).add(options, processIo()));
    });
  withFlags(server.command('set'), SERVER_FLAGS, config)
    .description('change keys of a server; an empty value takes the key out')
    .argument('<server>', 'id or name')
    .option('--unset <key>', 'take this key out, for instance parent', collect)
    .action(async (target: string, options: object) => {
      finish(await (await commands()).set(target, options, processIo()));
    });
  withFlags(server.command('remove'), [], config)
    .description('take a server out of the configuration')
    .argument('<server>', 'id or name')
    .action(async (target: string, options: object) => {
      finish(await (await commands()).remove(target, options, processIo()));
    });
  withFlags(server.command('rename'), [], config)
    .description('give a server another name; its id stays, and with it its history')
    .argument('<server>', 'id or name')
    .argument('<name>', 'the new name')
    .action(async (target: string, name: string, options: object) => {
      finish(await (await commands()).rename(target, name, options, processIo()));
    });
  server
    .command('list')
    .description('list the servers of the configuration')
    .option(...config)
    .option('--site <site>', 'only those of this site (id or name)')
    .option('--tag <tag>', 'only those with one of these tags (repeatable)', collect)
    .option('--json', 'print one JSON document')
    .action(async (options: object) => {
      finish(await (await commands()).list(options, processIo()));
    });
  server
    .command('show')
    .description('show how one server is configured, where, and its place on the map')
    .argument('<server>', 'id or name')
    .option(...config)
    .option('--json', 'print one JSON document')
    .action(async (target: string, options: object) => {
      finish(await (await commands()).show(target, options, processIo()));
    });
  addSiteCommands(program, finish, config);
  addListCommands(program, finish, config);
}

function addSiteCommands(
  program: Command,
  finish: (exitCode: number) => void,
  config: readonly [string, string],
): void {
  const commands = () => import('../commands/site.ts');
  const site = program.command('site').description('add, change and list sites without an editor');
  withFlags(site.command('add'), SITE_FLAGS, config)
    .description('add a site to the configuration')
    .argument('<id>', 'short name by which servers refer to it')
    .action(async (id: string, options: object) => {
      finish(await (await commands()).add(id, options, processIo()));
    });
  withFlags(site.command('set'), SITE_FLAGS, config)
    .description('change keys of a site; an empty value takes the key out')
    .argument('<site>', 'id or name')
    .option('--unset <key>', 'take this key out, for instance gateway', collect)
    .action(async (target: string, options: object) => {
      finish(await (await commands()).set(target, options, processIo()));
    });
  site
    .command('list')
    .description('list the sites of the configuration')
    .option(...config)
    .option('--json', 'print one JSON document')
    .action(async (options: object) => {
      finish(await (await commands()).list(options, processIo()));
    });
}

function addListCommands(
  program: Command,
  finish: (exitCode: number) => void,
  config: readonly [string, string],
): void {
  program
    .command('import')
    .description('take servers from a CSV file into the configuration; shows first what it would do')
    .argument('<file>', 'CSV with titles such as nama, ip, cabang, lat, lon, checks, parent, tags')
    .option(...config)
    .option('--apply', 'write it')
    .option('--skip-wrong', 'with --apply: write the good rows although others are wrong')
    .option('--add-sites', 'make the sites that are named but not there')
    .action(async (file: string, options: object) => {
      finish(await (await import('../commands/import.ts')).run(file, options, processIo()));
    });
  program
    .command('export')
    .description('print the list of servers, for a spreadsheet or another configuration')
    .option(...config)
    .addOption(new Option('--format <format>', 'csv (the default) or yaml').choices(['csv', 'yaml']))
    .option('-o, --output <file>', 'write to a file')
    .action(async (options: object) => {
      finish(await (await import('../commands/export.ts')).run(options, processIo()));
    });
}

type Flag = readonly [flags: string, description: string, repeatable?: 'repeatable'];

const PLACE: Flag = [
  '--location <place>',
  '"lat,lon", or a long link of Google Maps or OpenStreetMap, or geo:',
];
const TOLD: Flag = ['--to <chat>', 'who is told: a chat of the configuration, or console', 'repeatable'];
const USERS: Flag = ['--announce-to <chat>', 'chat of its users', 'repeatable'];

const SERVER_FLAGS: readonly Flag[] = [
  ['--name <name>', 'name in messages'],
  ['--host <host>', 'IPv4 or IPv6 address, or domain name'],
  ['--site <site>', 'its site (id or name)'],
  PLACE,
  ['--check <check>', 'icmp, tcp:PORT or a URL; all must pass', 'repeatable'],
  ['--parent <server>', 'the server that stands before it (id or name), or none'],
  TOLD,
  USERS,
  ['--tag <tag>', 'word by which reports can be filtered', 'repeatable'],
  ['--down-after <duration>', 'how long it must have failed, for instance 5m'],
  ['--min-failures <number>', 'and in so many checks'],
  ['--up-after <number>', 'successful checks in a row before UP'],
  ['--timeout <duration>', 'for one attempt, for instance 2s'],
  ['--attempts <number>', 'within one check'],
];

const SITE_FLAGS: readonly Flag[] = [
  ['--name <name>', 'name in messages'],
  PLACE,
  ['--gateway <server>', 'the server whose loss explains that of the others (id or name)'],
  TOLD,
  USERS,
];

function withFlags(command: Command, flags: readonly Flag[], config: readonly [string, string]): Command {
  command.option(...config);
  for (const [flag, description, repeatable] of flags) {
    if (repeatable === undefined) command.option(flag, description);
    else command.option(flag, `${description} (repeatable)`, collect);
  }
  return command.option('--dry-run', 'show the change, and write nothing');
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { EXIT } from './commands/exit-codes.ts';
import { processIo } from './commands/process-io.ts';
import { VERSION } from './version.ts';

const program = new Command('srvmon')
  .description('Tells an IT division on Telegram which server is down, where it stands and since when.')
  .version(VERSION)
  .showHelpAfterError('(srvmon --help tells what there is)')
  .exitOverride();

const CONFIG = [
  '-c, --config <file>',
  'configuration file (default: $SRVMON_CONFIG, /etc/srvmon/servers.yaml)',
] as const;

program
  .command('check')
  .description('probe all servers once, and send what is to be told; cron runs this each minute')
  .option(...CONFIG)
  .option('-v, --verbose', 'print a line for each server')
  .option('--json', 'print the result as one JSON document')
  .option('--fail-on-down', 'exit with 1 when a server is down')
  .option('--timings', 'print where the time went')
  .action(async (options: object) => {
    finish(await (await import('./commands/check.ts')).run(options, processIo()));
  });

program
  .command('status')
  .description(
    'show what is down, since when, and when the last check ran; exits with 1 when something is down',
  )
  .option(...CONFIG)
  .option('--json', 'print one JSON document')
  .option('--max-age <duration>', 'exit with 1 when the last check is older, for instance 3m')
  .action(async (options: object) => {
    finish(await (await import('./commands/status.ts')).run(options, processIo()));
  });

program
  .command('report')
  .description('show availability, outages and down time of a period')
  .option(...CONFIG)
  .option('--since <duration>', 'the last ... until now, for instance 7d (the default)')
  .option('--from <date>', 'begin of the period, for instance 2026-11-01 or "2026-11-01 08:00"')
  .option('--to <date>', 'end of the period; a date means the end of that day')
  .option('--month <month>', 'a calendar month, for instance 2026-10')
  .option('--last-month', 'the last calendar month')
  .option('--week', 'this week, from Monday on')
  .option('--last-week', 'the last week, Monday to Sunday')
  .option('--today', 'today')
  .option('--site <id...>', 'only the servers of these sites (id or name)')
  .option('--server <id...>', 'only these servers (id or name)')
  .option('--tag <tag...>', 'only the servers with one of these tags')
  .option('--only-down', 'only servers that were down')
  .option('--all', 'list every server, also many without an outage')
  .option('--sort <order>', 'worst or name')
  .option('--format <format>', 'table, json or csv')
  .option('--rows <what>', 'rows of the CSV: servers (the default), incidents or days')
  .option('-o, --output <file>', 'write to a file; its ending .csv or .json chooses the format')
  .action(async (options: object) => {
    finish(await (await import('./commands/report.ts')).run(options, processIo()));
  });

program
  .command('validate')
  .description('check the configuration and show the plan that it makes')
  .option(...CONFIG)
  .action(async (options: object) => {
    finish(await (await import('./commands/validate.ts')).run(options, processIo()));
  });

program
  .command('test-alert')
  .description('send a marked test message to every chat, over the way that alerts take')
  .option(...CONFIG)
  .option('--server <id>', 'to the chats of this server only, with its name and place')
  .action(async (options: object) => {
    finish(await (await import('./commands/test-alert.ts')).run(options, processIo()));
  });

program
  .command('explain')
  .description(
    'tell everything about one server: state, streak, parent, windows, and who is told what and why',
  )
  .argument('<server>', 'id or name')
  .option(...CONFIG)
  .action(async (server: string, options: object) => {
    finish(await (await import('./commands/explain.ts')).run(server, options, processIo()));
  });

program
  .command('mute')
  .description('send no messages about a server, a site or everything for a while; probing goes on')
  .argument('<target>', 'server, site, or "all"')
  .requiredOption('--for <duration>', 'for how long, for instance 2h')
  .option('--note <text>', 'why; the chat is told')
  .option(...CONFIG)
  .action(async (target: string, options: object) => {
    finish(await (await import('./commands/silence.ts')).mute(target, options, processIo()));
  });

program
  .command('unmute')
  .description('end the mutes and acknowledgements of a server, a site or everything')
  .argument('<target>', 'server, site, or "all"')
  .option(...CONFIG)
  .action(async (target: string, options: object) => {
    finish(await (await import('./commands/silence.ts')).unmute(target, options, processIo()));
  });

program
  .command('ack')
  .description('say that somebody is at work on an outage: no reminders and no escalation until it is over')
  .argument('<server>', 'a server that is down')
  .option('--for <duration>', 'not longer than this, for instance 4h')
  .option('--note <text>', 'what is being done; the chat is told')
  .option(...CONFIG)
  .action(async (target: string, options: object) => {
    finish(await (await import('./commands/silence.ts')).acknowledge(target, options, processIo()));
  });

program
  .command('mutes')
  .description('list what is muted or acknowledged, by whom and until when')
  .option(...CONFIG)
  .action(async (options: object) => {
    finish(await (await import('./commands/silence.ts')).list(options, processIo()));
  });

function finish(exitCode: number): void {
  process.exitCode = exitCode;
}

// A reader that has seen enough (`| head`) is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError || error instanceof InvalidArgumentError) {
    // Commander has said what is wrong; help and version are no errors.
    finish(error.exitCode === 0 ? EXIT.done : EXIT.usage);
  } else {
    const { reportBug } = await import('./commands/bug.ts');
    reportBug(error, processIo());
    finish(EXIT.bug);
  }
}

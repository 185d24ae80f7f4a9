import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { addCompletionCommands } from './cli/completion.ts';
import { addExamples } from './cli/examples.ts';
import { addInventoryCommands } from './cli/inventory.ts';
import { EXIT } from './commands/exit-codes.ts';
import { processIo } from './commands/process-io.ts';
import { runCheck } from './commands/run-check.ts';
import { VERSION } from './version.ts';

const io = processIo();

const program = new Command('srvmon')
  .configureOutput({ writeOut: (text) => io.stdout(text), writeErr: (text) => io.stderr(text) })
  .description('Tells an IT division on Telegram which server is down, where it stands and since when.')
  .version(VERSION)
  .showHelpAfterError('(srvmon --help tells what there is)')
  .exitOverride();

const CONFIG = [
  '-c, --config <file>',
  'configuration file (default: $SRVMON_CONFIG, /etc/srvmon/servers.yaml)',
] as const;

program
  .command('init')
  .description('set up bot, chats and first servers, and send a test alert; asks for what no flag gives')
  .option(
    '-c, --config <file>',
    'file to write (default: as for every command; ~/.config/srvmon for an ordinary user)',
  )
  .option('--language <language>', 'id or en')
  .option(
    '--token-file <file>',
    'a file that holds the bot token; it stays there (default: $TELEGRAM_BOT_TOKEN)',
  )
  .option('--chat <chat...>', 'NAME=NUMBER or NAME=NUMBER:TOPIC, for instance it=-1001234567890')
  .option('--timezone <zone>', 'IANA name, for instance Asia/Jakarta')
  .option('--server <line...>', '"name host [checks]", for instance "ERP 10.20.0.5 icmp tcp:5432"')
  .option('--servers <file>', 'a file of such lines, or a CSV')
  .option('--location <place>', 'where they stand: "lat,lon" or a long Maps link')
  .option('--site <name>', 'name of that place')
  .option('--state-dir <folder>', 'folder for state and history')
  .option('--api-base <url>', 'a Bot API server of your own')
  .option('--proxy <url>', 'HTTP proxy for Telegram')
  .option('--no-test-alert', 'send no test message')
  .option('--install-crontab', 'put the check into the crontab of this user')
  .option('-y, --yes', 'ask nothing')
  .addHelpText(
    'after',
    `
Examples:
  srvmon init
  srvmon init --yes --token-file /etc/srvmon/token --chat it=-1001234567890 \\
    --server "Router 192.0.2.1" "ERP 192.0.2.10 icmp tcp:5432" --timezone Asia/Jakarta`,
  )
  .action(async (options: object) => {
    finish(await (await import('./commands/init.ts')).run(options, io));
  });

program
  .command('check')
  .description('probe all servers once, and send what is to be told; cron runs this each minute')
  .option(...CONFIG)
  .option('-v, --verbose', 'print a line for each server')
  .option('--json', 'print the result as one JSON document')
  .option('--fail-on-down', 'exit with 1 when a server is down')
  .option('--timings', 'print where the time went')
  .action(async (options: object) => {
    finish(await runCheck(options));
  });

program
  .command('status')
  .description(
    'show what is down, since when, and when the last check ran; exits with 1 when something is down',
  )
  .option(...CONFIG)
  .option('--json', 'print one JSON document')
  .option('--max-age <duration>', 'exit with 1 when the last check is older, for instance 3m')
  .option('-w, --watch [seconds]', 'draw it again every 5 (or so many) seconds, until Ctrl-C')
  .action(async (options: object) => {
    finish(await (await import('./commands/status.ts')).run(options, io));
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
  .option('--format <format>', 'table, html, markdown, csv or json')
  .option('--rows <what>', 'rows of the CSV: servers (the default), incidents or days')
  .option('-o, --output <file>', 'write to a file; its ending (.html, .md, .csv, .json) chooses the format')
  .option('--send <chat...>', 'send a digest and the HTML report to these chats')
  .action(async (options: object) => {
    finish(await (await import('./commands/report.ts')).run(options, io));
  });

program
  .command('validate')
  .description('check the configuration and show the plan that it makes')
  .option(...CONFIG)
  .action(async (options: object) => {
    finish(await (await import('./commands/validate.ts')).run(options, io));
  });

program
  .command('test-alert')
  .description('send a marked test message to every chat, over the way that alerts take')
  .option(...CONFIG)
  .option('--server <server>', 'to the chats of this server only (id or name), with its name and place')
  .action(async (options: object) => {
    finish(await (await import('./commands/test-alert.ts')).run(options, io));
  });

program
  .command('explain')
  .description(
    'tell everything about one server: state, streak, parent, windows, and who is told what and why',
  )
  .argument('<server>', 'id or name')
  .option(...CONFIG)
  .action(async (server: string, options: object) => {
    finish(await (await import('./commands/explain.ts')).run(server, options, io));
  });

program
  .command('mute')
  .description('send no messages about a server, a site or everything for a while; probing goes on')
  .argument('<target>', 'server, site, or "all"')
  .option('--for <duration>', 'for how long, for instance 2h; must be given')
  .option('--note <text>', 'why; the chat is told')
  .option(...CONFIG)
  .action(async (target: string, options: object) => {
    finish(await (await import('./commands/silence.ts')).mute(target, options, io));
  });

program
  .command('unmute')
  .description('end the mutes and acknowledgements of a server, a site or everything')
  .argument('<target>', 'server, site, or "all"')
  .option(...CONFIG)
  .action(async (target: string, options: object) => {
    finish(await (await import('./commands/silence.ts')).unmute(target, options, io));
  });

program
  .command('ack')
  .description('say that somebody is at work on an outage: no reminders and no escalation until it is over')
  .argument('<server>', 'a server that is down')
  .option('--for <duration>', 'not longer than this, for instance 4h')
  .option('--note <text>', 'what is being done; the chat is told')
  .option(...CONFIG)
  .action(async (target: string, options: object) => {
    finish(await (await import('./commands/silence.ts')).acknowledge(target, options, io));
  });

program
  .command('mutes')
  .description('list what is muted or acknowledged, by whom and until when')
  .option(...CONFIG)
  .action(async (options: object) => {
    finish(await (await import('./commands/silence.ts')).list(options, io));
  });

program
  .command('doctor')
  .description(
    'look at everything that a check needs, in the order in which things go wrong; changes nothing',
  )
  .option(...CONFIG)
  .option('--json', 'print one JSON document')
  .addHelpText(
    'after',
    `
Examples:
  srvmon doctor --config /etc/srvmon/servers.yaml
  sudo -u srvmon srvmon doctor --json`,
  )
  .action(async (options: object) => {
    finish(await (await import('./commands/doctor.ts')).run(options, io));
  });

program
  .command('crontab')
  .description('print the crontab line for this installation, or put it into your crontab, or take it out')
  .option(...CONFIG)
  .option('--install', 'put the line into the crontab of this user, after showing the change')
  .option('--remove', 'take it out again')
  .option('--systemd', 'print a systemd service and timer instead')
  .option('-y, --yes', 'do not ask')
  .addHelpText(
    'after',
    `
Examples:
  srvmon crontab --config /etc/srvmon/servers.yaml
  sudo -u srvmon srvmon crontab --install --yes`,
  )
  .action(async (options: object) => {
    finish(await (await import('./commands/crontab.ts')).run(options, io));
  });

program
  .command('replay')
  .description('show how many alerts other thresholds would have sent, from what is on record')
  .option(...CONFIG)
  .option('--down-after <duration>', 'this threshold, beside 1m, 2m, 3m, 5m, 10m and 15m')
  .option('--min-failures <number>', 'so many failed checks (default: as configured)')
  .option('--since <duration>', 'the last ... until now (default: 30d)')
  .option('--from <date>', 'begin of the period, for instance 2026-11-01')
  .option('--to <date>', 'end of the period; a date means the end of that day')
  .action(async (options: object) => {
    finish(await (await import('./commands/replay.ts')).run(options, io));
  });

program
  .command('history')
  .description('look after the history files')
  .command('check')
  .description('read every line, and tell which are damaged; exits with 1 when there are any')
  .option(...CONFIG)
  .action(async (options: object) => {
    finish(await (await import('./commands/history.ts')).check(options, io));
  });

addInventoryCommands(program, finish, CONFIG);
addCompletionCommands(program, finish, CONFIG);
addExamples(program);

function finish(exitCode: number): void {
  process.exitCode = exitCode;
}

/** Runs the command that the command line names, and sets the exit code. */
export async function runCli(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError || error instanceof InvalidArgumentError) {
      // Commander has said what is wrong; help and version are no errors.
      finish(error.exitCode === 0 ? EXIT.done : EXIT.usage);
    } else {
      const { reportBug } = await import('./commands/bug.ts');
      reportBug(error, io);
      finish(EXIT.bug);
    }
  }
}

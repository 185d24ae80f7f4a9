import type { CommandShape } from '../src/render/command-shape.ts';

/** The manual page, in the macros of man(7), of the commands as they describe themselves. */
export function manPage(shapes: readonly CommandShape[]): string {
  const [program, ...commands] = shapes;
  return [
    '.\\" Made by `npm run generate`.',
    '.TH SRVMON 1 "" srvmon "User Commands"',
    '.SH NAME',
    `srvmon \\- ${sentence(program?.description ?? '')}`,
    '.SH SYNOPSIS',
    '.B srvmon',
    '.I command',
    '[\\fIoptions\\fR]',
    '.SH DESCRIPTION',
    text(
      'Cron runs "srvmon check" once a minute. It probes the servers of a YAML file and tells chats on Telegram which server is down, where it stands and since when.',
    ),
    '.SH COMMANDS',
    ...commands.filter(({ commands: below }) => below.length === 0).flatMap(commandLines),
    '.SH EXIT STATUS',
    ...[
      ['0', 'Done.'],
      ['1', 'Something is down (status; check with --fail-on-down), or what was asked for did not succeed.'],
      ['2', 'Wrong use, or a problem in the configuration.'],
      ['3', 'The state cannot be read or written.'],
      ['4', 'A bug in srvmon.'],
    ].flatMap(([code = '', meaning = '']) => ['.TP', `.B ${code}`, text(meaning)]),
    '.SH ENVIRONMENT',
    ...['.TP', '.B SRVMON_CONFIG', text('The configuration file, where --config is not given.')],
    ...['.TP', '.B NO_COLOR', text('With any value: no colours.')],
    '.SH FILES',
    ...[
      '.TP',
      '.I /etc/srvmon/servers.yaml',
      text('The configuration; for an ordinary user ~/.config/srvmon/servers.yaml comes first.'),
    ],
    ...['.TP', '.I /var/lib/srvmon', text('State and history; for an ordinary user ~/.local/state/srvmon.')],
    '.SH SEE ALSO',
    '.BR crontab (1),',
    '.BR ping (8)',
    '',
  ].join('\n');
}

function commandLines({ path, usage, description, options, examples }: CommandShape): string[] {
  return [
    `.SS srvmon ${text(`${path} ${usage}`)}`,
    text(`${sentence(description)}.`),
    ...options
      .filter(({ long }) => long !== '--help')
      .flatMap(({ flags, description: meaning }) => ['.TP', `.B ${text(flags)}`, text(meaning)]),
    ...(examples.length === 0
      ? []
      : ['.PP', 'Examples:', '.PP', '.nf', ...examples.map((line) => `    ${text(line)}`), '.fi']),
  ];
}

/** Begins with a capital, and without a full stop. */
function sentence(words: string): string {
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\.$/, '');
}

/** Backslashes, hyphens that are to be typed, and lines that begin like a macro. */
function text(words: string): string {
  return words.replace(/\\/g, '\\e').replace(/-/g, '\\-').replace(/^[.']/, '\\&$&');
}

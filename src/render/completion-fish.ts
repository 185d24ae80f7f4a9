import type { CommandShape, OptionShape, ValueKind } from './command-shape.ts';

/** The completion script of fish. */
export function fishScript(shapes: readonly CommandShape[]): string {
  const paths = shapes.map(({ path }) => path).filter((path) => path !== '');
  return `# fish completion of srvmon, made by "srvmon completion fish"
function __srvmon_command
    set -l command
    for word in (commandline -opc)[2..-1]
        set -l longer (string join ' ' $command $word)
        if contains -- "$longer" ${paths.map((path) => quoted(path)).join(' ')}
            set command (string split ' ' -- "$longer")
        end
    end
    string join ' ' $command
end

function __srvmon_at
    test (__srvmon_command | string collect --allow-empty) = "$argv[1]"
end

function __srvmon_data
    set -l words (commandline -opc)
    set -l at (contains -i -- --config $words; or contains -i -- -c $words)
    if test -n "$at"
        srvmon completion-data $argv[1] --config $words[(math $at + 1)] 2>/dev/null
    else
        srvmon completion-data $argv[1] 2>/dev/null
    end
end

complete -c srvmon -f
${shapes.flatMap((shape) => linesOf(shape, shapes)).join('\n')}
`;
}

function linesOf(
  { path, commands, arguments: [first], options }: CommandShape,
  shapes: readonly CommandShape[],
): string[] {
  const here = `complete -c srvmon -n ${quoted(`__srvmon_at ${quoted(path, '"')}`)}`;
  const below = commands.map((name) => {
    const shape = shapes.find((each) => each.path === (path === '' ? name : `${path} ${name}`));
    return `${here} -a ${name} -d ${quoted(shape?.description ?? '')}`;
  });
  const argument = first === undefined ? [] : [`${here}${values(first.value)}`];
  return [...below, ...argument, ...options.map((option) => `${here}${optionText(option)}`)];
}

function optionText({ short, long, description, value }: OptionShape): string {
  const letter = short === null ? '' : ` -s ${short.slice(1)}`;
  const takes = value === null ? '' : ` -x${values(value)}`;
  return `${letter} -l ${long.slice(2)}${takes} -d ${quoted(description)}`;
}

function values(value: ValueKind): string {
  if (value === 'none') return '';
  if (value === 'files') return ' -F';
  return typeof value === 'string' ? ` -a '(__srvmon_data ${value})'` : ` -a ${quoted(value.join(' '))}`;
}

function quoted(text: string, sign = "'"): string {
  return `${sign}${text.replace(/[\\']/g, '\\$&')}${sign}`;
}

import type { Argument, Command, Option } from 'commander';
import type { CommandShape, OptionShape, ValueKind } from '../render/command-shape.ts';

/** Describes a program and all its commands that are not hidden. */
export function shapesOf(command: Command, path = ''): CommandShape[] {
  const visible = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help');
  const own: CommandShape = {
    path,
    description: command.description(),
    usage: command.usage(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      value: argumentKind(argument),
    })),
    options: command.createHelp().visibleOptions(command).map(optionShape),
    commands: visible.map((each) => each.name()),
    examples: examplesOf(command),
  };
  return [
    own,
    ...visible.flatMap((each) => shapesOf(each, path === '' ? each.name() : `${path} ${each.name()}`)),
  ];
}

function optionShape(option: Option): OptionShape {
  const takesValue = option.required || option.optional;
  return {
    short: option.short ?? null,
    long: option.long ?? '',
    flags: option.flags,
    description: option.description,
    value: takesValue ? (option.argChoices ?? optionKind(option)) : null,
  };
}

/** By the name of its value in the help: `--parent <server>`; `--site <id...>` names it in the flag. */
function optionKind({ flags, long }: Option): ValueKind {
  const name = /[<[]([\w-]+)/.exec(flags)?.[1] ?? '';
  return kindByName(name === 'id' ? (long ?? '').slice(2) : name);
}

function argumentKind(argument: Argument): ValueKind {
  return argument.argChoices ?? kindByName(argument.name());
}

function kindByName(name: string): ValueKind {
  switch (name) {
    case 'server':
    case 'site':
    case 'tag':
    case 'chat':
    case 'target':
    case 'file':
      return `${name}s`;
    default:
      return 'none';
  }
}

/** The lines below `Examples:` in the help; one that ends in a backslash goes on in the next. */
function examplesOf(command: Command): string[] {
  let help = '';
  const usual = command.configureOutput();
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  command.configureOutput(usual);
  const [, examples = ''] = help.split('\nExamples:\n');
  const lines = examples.replace(/\\\n\s*/g, '').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

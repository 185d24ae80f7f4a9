import { Argument, type Command } from 'commander';
import { shapesOf } from '../commands/command-shape.ts';
import { processIo } from '../commands/process-io.ts';

/** The commands that teach a shell the others. To be called after all others are there. */
export function addCompletionCommands(
  program: Command,
  finish: (exitCode: number) => void,
  config: readonly [string, string],
): void {
  program
    .command('completion')
    .description('print a script that teaches your shell the commands, flags, server and site ids')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { script } = await import('../commands/completion.ts');
      finish(script(shell, shapesOf(program), processIo()));
    });
  program
    .command('completion-data', { hidden: true })
    .description('what the completion script asks for')
    .argument('<kind>')
    .option(...config)
    .action(async (kind: string, options: object) => {
      const { data } = await import('../commands/completion.ts');
      finish(await data(kind, () => shapesOf(program), options, processIo()));
    });
}

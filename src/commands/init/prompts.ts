/** The questions of `init`, as the terminal asks them. */
export interface Prompts {
  choose<T>(message: string, choices: readonly Choice<T>[], preset?: T): Promise<T>;
  /** Any number of them, also none. */
  chooseSome<T>(message: string, choices: readonly Choice<T>[]): Promise<readonly T[]>;
  /** `fault`: what is wrong with an answer, or null; it is asked again then. */
  text(message: string, preset: string, fault?: (answer: string) => string | null): Promise<string>;
  /** The answer is not shown. */
  secret(message: string, fault: (answer: string) => Promise<string | null>): Promise<string>;
  confirm(message: string, preset: boolean): Promise<boolean>;
  /** Lines until an empty one; many may be pasted at once. */
  lines(message: string): Promise<string>;
}

export interface Choice<T> {
  readonly name: string;
  readonly value: T;
}

/** The user has pressed Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Asks at the terminal of this process. Every question rejects with Interrupted at Ctrl-C. */
export async function terminalPrompts(): Promise<Prompts> {
  const { checkbox, confirm, input, password, select } = await import('@inquirer/prompts');
  const valid = (fault: string | null): true | string => fault ?? true;
  return {
    choose: (message, choices, preset) =>
      orInterrupted(
        select({ message, choices: [...choices], ...(preset === undefined ? {} : { default: preset }) }),
      ),
    chooseSome: (message, choices) => orInterrupted(checkbox({ message, choices: [...choices] })),
    text: (message, preset, fault = () => null) =>
      orInterrupted(
        input({
          message,
          ...(preset === '' ? {} : { default: preset }),
          validate: (answer) => valid(fault(answer)),
        }),
      ),
    secret: (message, fault) =>
      orInterrupted(
        password({ message, mask: '*', validate: async (answer) => valid(await fault(answer.trim())) }),
      ),
    confirm: (message, preset) => orInterrupted(confirm({ message, default: preset })),
    lines: readLines,
  };
}

async function orInterrupted<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new Interrupted();
    throw error;
  }
}

/** With readline itself: a prompt for one line would lose the rest of what is pasted. */
async function readLines(message: string): Promise<string> {
  const { createInterface } = await import('node:readline');
  process.stdout.write(`${message}\n`);
  const reader = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    let interrupted = false;
    reader.on('SIGINT', () => {
      interrupted = true;
      reader.close();
    });
    reader.on('line', (line) => {
      if (line.trim() === '') return reader.close();
      lines.push(line);
      reader.prompt();
    });
    reader.on('close', () => (interrupted ? reject(new Interrupted()) : resolve(lines.join('\n'))));
    reader.prompt();
  });
}

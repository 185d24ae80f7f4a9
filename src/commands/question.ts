/** How a command asks for leave before it changes something. */
export interface Question {
  /** False: there is nobody to ask, because stdin or stdout is no terminal. */
  readonly possible: boolean;
  ask(question: string): Promise<boolean>;
}

/** Asks at the terminal of this process; the answer is no when the question is interrupted. */
export function terminalQuestion(): Question {
  return {
    possible: process.stdin.isTTY && process.stdout.isTTY,
    async ask(question) {
      const { confirm } = await import('@inquirer/prompts');
      try {
        return await confirm({ message: question });
      } catch (error) {
        if (error instanceof Error && error.name === 'ExitPromptError') return false;
        throw error;
      }
    },
  };
}

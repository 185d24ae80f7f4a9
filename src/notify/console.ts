import type { SendOutcome } from '../core/events.ts';
import type { Message } from './message.ts';

/** Prints messages as plain text, a blank line after each. `write` gives an error when stdout is gone. */
export function createConsole(
  write: (text: string) => Promise<void> | void,
): (message: Message) => Promise<SendOutcome> {
  return async ({ plain }) => {
    try {
      await write(`${plain}\n\n`);
      return { kind: 'sent' };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'retry', afterMs: null, reason, maybeSent: true };
    }
  };
}

import type { Config } from '../core/config.ts';
import type { State } from '../core/model.ts';
import type { Batch } from '../core/outbox.ts';
import { downSummary } from '../core/summary.ts';
import { deliver, type DeliverResult } from '../notify/deliver.ts';
import { createSender } from '../notify/sender.ts';
import { uptimeMs } from '../probes/uptime.ts';
import { keepDocuments, storedDocuments } from './documents.ts';
import type { Io } from './io.ts';
import type { StateKeeper } from './state-keeper.ts';

/** Milliseconds after the start of the process at which the last message must be answered: the run ends inside 50 s. */
const DELIVERED_BY_MS = 45_000;

/**
 * The system's resolver gives up on a dead name server after this instead of 10 s. A lookup that nobody waits for any more
 * still holds up the end of the process.
 */
const RESOLVER_PATIENCE = 'timeout:2 attempts:1';

/** Sends the batches, and writes each outcome into the state before the next message goes to the same chat. */
export async function deliverDue(
  config: Config,
  keeper: StateKeeper,
  batches: readonly Batch[],
  io: Io,
): Promise<DeliverResult> {
  io.env['RES_OPTIONS'] ??= RESOLVER_PATIENCE;
  const result = await deliver<State>({
    batches,
    config,
    chats: keeper.state.chats,
    summary: downSummary(config, keeper.state),
    send: createSender(
      config,
      (text) => {
        io.stdout(text);
      },
      () => io.now(),
      storedDocuments(config.stateDir),
    ),
    commit: (change) => keeper.commit(change),
    now: () => io.now(),
    deadline: io.now() + DELIVERED_BY_MS - uptimeMs(),
  });
  const withDocuments = batches.some(({ items }) => items.some(({ event }) => event.kind === 'report'));
  // What could not be written as delivered is still waiting as far as the next run knows.
  if (withDocuments && keeper.error === null) await keepDocuments(config, keeper.state, io);
  return result;
}

import type { Config } from './config.ts';
import type { DownSummary } from './events.ts';
import type { State } from './model.ts';

/** What is down now, the longest outage first. */
export function downSummary(config: Pick<Config, 'servers'>, state: Pick<State, 'servers'>): DownSummary {
  const down = config.servers
    .flatMap(({ id, name }) => {
      const incident = state.servers[id]?.incident ?? null;
      return incident === null ? [] : [{ name, since: incident.since }];
    })
    .sort((a, b) => a.since - b.since);
  return { total: config.servers.length, down: down.map(({ name }) => name) };
}

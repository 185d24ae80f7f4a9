/**
 * The state after a run for node_exporter's textfile collector, in the text format of Prometheus
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). Names and units as in
 * https://prometheus.io/docs/practices/naming/: seconds, ratios, a prefix, no type in the name.
 */

import type { Config } from '../core/config.ts';
import { CONSOLE } from '../core/draft.ts';
import type { Condition, State } from '../core/model.ts';
import type { Sweep } from '../core/probing.ts';

export interface MetricsInput {
  readonly config: Config;
  /** After delivery and history. */
  readonly state: State;
  readonly sweep: Sweep;
  /** From the start of the process until now. */
  readonly runMs: number;
  readonly version: string;
}

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

const STATES: readonly Condition['kind'][] = ['up', 'suspect', 'down', 'recovering', 'unknown'];

/** The whole file. Every metric is a gauge; servers without a verdict have no `srvmon_server_up`. */
export function metricsText(input: MetricsInput): string {
  return [...runMetrics(input), ...serverMetrics(input), ...deliveryMetrics(input)].join('');
}

function runMetrics({ config, state, sweep, runMs, version }: MetricsInput): string[] {
  return [
    metric('srvmon_build_info', 'The version of srvmon that wrote this file.', [
      { labels: { version }, value: 1 },
    ]),
    metric('srvmon_last_run_timestamp_seconds', 'When the last run started, in Unix time.', [
      { value: sweep.at / 1_000 },
    ]),
    metric('srvmon_run_duration_seconds', 'How long that run took, from the start of its process.', [
      { value: runMs / 1_000 },
    ]),
    metric('srvmon_interval_seconds', 'How often runs are expected.', [{ value: config.intervalMs / 1_000 }]),
    metric('srvmon_blind', '1 when the monitor itself was cut off from the network, else 0.', [
      { value: flag(sweep.blind) },
    ]),
    metric('srvmon_open_troubles', 'Troubles of the monitor itself that go on.', [
      { value: Object.keys(state.troubles).length },
    ]),
  ];
}

function serverMetrics({ config, state, sweep }: MetricsInput): string[] {
  const servers = config.servers.map((server) => ({
    server,
    labels: { server: server.id },
    now: state.servers[server.id] ?? null,
    condition: state.servers[server.id]?.condition ?? ({ kind: 'unknown' } as const),
  }));
  const siteNames = new Map(config.sites.map(({ id, name }) => [id, name]));
  return [
    metric('srvmon_servers', 'Servers by state.', [
      ...STATES.map((kind) => ({
        labels: { state: kind },
        value: servers.filter(({ condition }) => condition.kind === kind).length,
      })),
    ]),
    metric('srvmon_server_info', 'Name, host and site of each server; always 1.', [
      ...servers.map(({ server: { id, name, host, siteId } }) => ({
        labels: { server: id, name, host, site: siteId === null ? '' : (siteNames.get(siteId) ?? siteId) },
        value: 1,
      })),
    ]),
    metric('srvmon_server_up', '1 unless the server is down for sure (0); absent while nothing is known.', [
      ...servers
        .filter(({ condition }) => condition.kind !== 'unknown')
        .map(({ labels, condition }) => ({
          labels,
          value: flag(condition.kind === 'up' || condition.kind === 'suspect'),
        })),
    ]),
    metric('srvmon_server_state', '1 for the state in which the server is, 0 for each other one.', [
      ...servers.flatMap(({ labels, condition }) =>
        STATES.map((kind) => ({ labels: { ...labels, state: kind }, value: flag(condition.kind === kind) })),
      ),
    ]),
    metric(
      'srvmon_server_failing_since_timestamp_seconds',
      'First failed check of what goes on, Unix time.',
      [
        ...servers.flatMap(({ labels, now, condition }) => {
          const since = condition.kind === 'suspect' ? condition.since : (now?.incident?.since ?? null);
          return since === null ? [] : [{ labels, value: since / 1_000 }];
        }),
      ],
    ),
    metric('srvmon_server_maintenance', '1 while the server is in a maintenance window, else 0.', [
      ...servers.map(({ labels, now }) => ({ labels, value: flag(now?.maintenance != null) })),
    ]),
    metric(
      'srvmon_probe_latency_seconds',
      'Round trip or response time in the last run, where it answered.',
      [
        ...servers.flatMap(({ server, labels }) => {
          const verdict = sweep.verdicts.get(server.id);
          if (verdict?.kind !== 'ok' || verdict.latencyMs === null) return [];
          return [{ labels, value: verdict.latencyMs / 1_000 }];
        }),
      ],
    ),
    metric(
      'srvmon_certificate_expiry_timestamp_seconds',
      'End of the certificates that are watched, Unix time.',
      [...certificates(sweep)],
    ),
  ];
}

/** Of several that one check met (behind a balancer) the first to end. */
function certificates(sweep: Sweep): Sample[] {
  const ends = new Map<string, { labels: Labels; value: number }>();
  for (const { serverId, check, notAfter } of sweep.certificates) {
    const key = JSON.stringify([serverId, check]);
    const value = Math.min(notAfter / 1_000, ends.get(key)?.value ?? Infinity);
    ends.set(key, { labels: { server: serverId, check }, value });
  }
  return [...ends.values()];
}

function deliveryMetrics({ config, state }: MetricsInput): string[] {
  const waiting = new Map<string, number>();
  for (const { chat } of state.outbox) waiting.set(chat, (waiting.get(chat) ?? 0) + 1);
  const chats = (config.telegram?.chats ?? []).map(({ name }) => name);
  const targets = waiting.has(CONSOLE) ? [...chats, CONSOLE] : chats;
  return [
    metric('srvmon_outbox_items', 'Messages that wait for a chat.', [
      ...targets.map((chat) => ({ labels: { chat }, value: waiting.get(chat) ?? 0 })),
    ]),
    metric('srvmon_chat_refused', '1 while Telegram refuses the chat, else 0.', [
      ...chats.map((chat) => ({ labels: { chat }, value: flag(state.chats[chat]?.refused != null) })),
    ]),
    metric('srvmon_chat_failed_deliveries', 'Failed deliveries to the chat in a row.', [
      ...chats.map((chat) => ({ labels: { chat }, value: state.chats[chat]?.failures ?? 0 })),
    ]),
  ];
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}

/** A metric without a sample is left out whole. */
function metric(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${String(value)}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Labels | undefined): string {
  if (labels === undefined) return '';
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return `{${parts.join(',')}}`;
}

/** The three signs that the format wants escaped; half a surrogate pair would not be UTF-8. */
function escapeLabel(value: string): string {
  return value
    .replace(/\p{Cs}/gu, '\ufffd')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}

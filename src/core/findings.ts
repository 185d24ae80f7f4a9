/** What `srvmon doctor` finds, as data. `render/` makes the sentences and the commands that mend it. */

export type Level = 'ok' | 'warning' | 'error';

/** What is looked at, in the order in which things go wrong. */
export type Area =
  | 'node'
  | 'config'
  | 'icmp'
  | 'dns'
  | 'bot'
  | 'chat'
  | 'clock'
  | 'timezone'
  | 'state'
  | 'lock'
  | 'run'
  | 'cron'
  | 'line'
  | 'environment'
  | 'heartbeat'
  | 'delivery';

/** The facts of each finding. Instants are ms since the Unix epoch, lengths ms, sizes bytes. */
export interface FindingFacts {
  'node-fine': { readonly version: string; readonly path: string };
  'node-old': { readonly version: string; readonly wanted: number };
  'config-fine': { readonly file: string; readonly servers: number };
  /** `problem`: file, position and complaint. `mend`: the configuration's own words. */
  'config-problem': { readonly problem: string; readonly mend: string };
  'config-warning': { readonly problem: string; readonly mend: string };
  'config-variables': { readonly names: readonly string[] };
  'icmp-fine': { readonly backend: string; readonly tried: readonly string[] };
  'icmp-unavailable': {
    readonly tried: readonly string[];
    readonly wanted: string;
    readonly mend: 'install-ping' | 'allow-ping' | 'auto';
  };
  'dns-fine': { readonly names: number };
  'dns-silent': { readonly name: string; readonly reason: string };
  'dns-unknown-name': { readonly name: string };
  'bot-fine': { readonly username: string };
  'bot-refused': { readonly reason: string };
  'bot-unreachable': { readonly reason: string; readonly apiBase: string };
  'chat-fine': { readonly chat: string; readonly title: string };
  'chat-absent': {
    readonly chat: string;
    readonly id: string;
    readonly bot: string;
    readonly reason: string;
  };
  'chat-moved': {
    readonly chat: string;
    readonly from: string;
    readonly to: string;
    readonly file: string;
  };
  'chat-no-rights': { readonly chat: string; readonly reason: string };
  'chat-unclear': { readonly chat: string; readonly reason: string };
  'topic-missing': { readonly chat: string; readonly thread: number };
  'clock-fine': { readonly offsetMs: number };
  'clock-off': { readonly offsetMs: number };
  'clock-wrong': { readonly offsetMs: number };
  'timezone-fine': { readonly timezone: string; readonly machine: string };
  'timezone-unset': { readonly timezone: string };
  'state-fine': { readonly folder: string; readonly freeBytes: number };
  'state-new': { readonly folder: string };
  /** `reason`: the sentence of the state's own error. */
  'state-unusable': { readonly reason: string; readonly folder: string; readonly owner: number | null };
  'state-open': { readonly folder: string; readonly mode: string };
  'state-damaged': { readonly reason: string };
  'disk-full': { readonly folder: string; readonly freeBytes: number };
  'disk-low': { readonly folder: string; readonly freeBytes: number };
  'lock-free': object;
  'lock-held': { readonly pid: number };
  'lock-stuck': { readonly pid: number; readonly forMs: number };
  'run-fresh': { readonly ageMs: number };
  'run-never': object;
  'run-stale': { readonly ageMs: number };
  'cron-running': { readonly program: string };
  'cron-stopped': object;
  'cron-unknown': object;
  'line-found': { readonly place: string };
  'line-missing': { readonly command: string };
  'line-unseen': { readonly command: string };
  'line-broken': { readonly place: string; readonly program: string; readonly command: string };
  'line-twice': { readonly count: number };
  'crontab-unreadable': { readonly reason: string };
  'environment-fine': object;
  'environment-variable': { readonly names: readonly string[] };
  'environment-fails': { readonly exitCode: number; readonly output: string };
  'heartbeat-fine': { readonly host: string };
  'heartbeat-unset': object;
  'heartbeat-unreachable': { readonly host: string; readonly reason: string };
  'delivery-fine': object;
  'delivery-stuck': { readonly chat: string; readonly waiting: number; readonly since: number };
  'delivery-refused': { readonly chat: string; readonly reason: string; readonly since: number };
}

export type FindingCode = keyof FindingFacts;

export type Finding = { [C in FindingCode]: { readonly code: C } & FindingFacts[C] }[FindingCode];

export const FINDINGS: Readonly<Record<FindingCode, readonly [Area, Level]>> = {
  'node-fine': ['node', 'ok'],
  'node-old': ['node', 'error'],
  'config-fine': ['config', 'ok'],
  'config-problem': ['config', 'error'],
  'config-warning': ['config', 'warning'],
  'config-variables': ['config', 'ok'],
  'icmp-fine': ['icmp', 'ok'],
  'icmp-unavailable': ['icmp', 'error'],
  'dns-fine': ['dns', 'ok'],
  'dns-silent': ['dns', 'error'],
  'dns-unknown-name': ['dns', 'warning'],
  'bot-fine': ['bot', 'ok'],
  'bot-refused': ['bot', 'error'],
  'bot-unreachable': ['bot', 'error'],
  'chat-fine': ['chat', 'ok'],
  'chat-absent': ['chat', 'error'],
  'chat-moved': ['chat', 'warning'],
  'chat-no-rights': ['chat', 'error'],
  'chat-unclear': ['chat', 'warning'],
  'topic-missing': ['chat', 'warning'],
  'clock-fine': ['clock', 'ok'],
  'clock-off': ['clock', 'warning'],
  'clock-wrong': ['clock', 'error'],
  'timezone-fine': ['timezone', 'ok'],
  'timezone-unset': ['timezone', 'warning'],
  'state-fine': ['state', 'ok'],
  'state-new': ['state', 'ok'],
  'state-unusable': ['state', 'error'],
  'state-open': ['state', 'warning'],
  'state-damaged': ['state', 'error'],
  'disk-full': ['state', 'error'],
  'disk-low': ['state', 'warning'],
  'lock-free': ['lock', 'ok'],
  'lock-held': ['lock', 'ok'],
  'lock-stuck': ['lock', 'error'],
  'run-fresh': ['run', 'ok'],
  'run-never': ['run', 'warning'],
  'run-stale': ['run', 'error'],
  'cron-running': ['cron', 'ok'],
  'cron-stopped': ['cron', 'error'],
  'cron-unknown': ['cron', 'warning'],
  'line-found': ['line', 'ok'],
  'line-missing': ['line', 'error'],
  'line-unseen': ['line', 'warning'],
  'line-broken': ['line', 'error'],
  'line-twice': ['line', 'warning'],
  'crontab-unreadable': ['line', 'warning'],
  'environment-fine': ['environment', 'ok'],
  'environment-variable': ['environment', 'error'],
  'environment-fails': ['environment', 'error'],
  'heartbeat-fine': ['heartbeat', 'ok'],
  'heartbeat-unset': ['heartbeat', 'warning'],
  'heartbeat-unreachable': ['heartbeat', 'error'],
  'delivery-fine': ['delivery', 'ok'],
  'delivery-stuck': ['delivery', 'error'],
  'delivery-refused': ['delivery', 'error'],
};

export function levelOf({ code }: Finding): Level {
  return FINDINGS[code][1];
}

export function areaOf({ code }: Finding): Area {
  return FINDINGS[code][0];
}

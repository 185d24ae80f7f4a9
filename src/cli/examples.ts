import type { Command } from 'commander';

/** Two real examples a command, below its help. Commands that are not named here bring their own. */
const EXAMPLES: Readonly<Record<string, readonly [string, string]>> = {
  check: ['srvmon check --config /etc/srvmon/servers.yaml', 'srvmon check --verbose --fail-on-down'],
  status: ['srvmon status', 'srvmon status --json --max-age 3m'],
  report: ['srvmon report --last-month --site bandung', 'srvmon report --month 2026-10 -o october.html'],
  validate: ['srvmon validate', 'srvmon validate --config ./servers.yaml'],
  'test-alert': ['srvmon test-alert', 'srvmon test-alert --server erp'],
  explain: ['srvmon explain erp', 'srvmon explain "Router Bandung"'],
  mute: ['srvmon mute erp --for 2h --note "upgrade"', 'srvmon mute all --for 30m'],
  unmute: ['srvmon unmute erp', 'srvmon unmute all'],
  ack: ['srvmon ack erp --note "on my way"', 'srvmon ack erp --for 4h'],
  mutes: ['srvmon mutes', 'srvmon mutes --config ./servers.yaml'],
  replay: ['srvmon replay --since 30d', 'srvmon replay --down-after 5m --min-failures 3'],
  history: ['srvmon history check', 'srvmon history check --config ./servers.yaml'],
  'history check': ['srvmon history check', 'srvmon history check --config ./servers.yaml'],
  server: ['srvmon server list', 'srvmon server add --name ERP --host 10.20.0.5 --site bandung'],
  'server add': [
    'srvmon server add --name ERP --host 10.20.0.5 --site bandung --check icmp --check tcp:5432',
    'srvmon server add --name "Router Medan" --host 10.30.0.1 --location "3.5952,98.6722" --dry-run',
  ],
  'server set': [
    'srvmon server set erp --host 10.20.0.6',
    'srvmon server set erp --down-after 5m --unset parent',
  ],
  'server remove': ['srvmon server remove erp', 'srvmon server remove "Router Cirebon" --dry-run'],
  'server rename': [
    'srvmon server rename erp "ERP Pusat"',
    'srvmon server rename "Router BDG" "Router Bandung Barat"',
  ],
  'server list': ['srvmon server list --site bandung', 'srvmon server list --tag prod --json'],
  'server show': ['srvmon server show erp', 'srvmon server show "Router Bandung" --json'],
  site: ['srvmon site list', 'srvmon site add cirebon --name "Cabang Cirebon"'],
  'site add': [
    'srvmon site add cirebon --name "Cabang Cirebon" --location "-6.7320,108.5523"',
    'srvmon site add jakarta --location "https://maps.google.com/?q=-6.2,106.8"',
  ],
  'site set': [
    'srvmon site set bandung --gateway router-bdg',
    'srvmon site set bandung --name "Cabang Bandung Barat"',
  ],
  'site list': ['srvmon site list', 'srvmon site list --json'],
  import: ['srvmon import servers.csv', 'srvmon import servers.csv --add-sites --apply'],
  export: ['srvmon export --format csv -o servers.csv', 'srvmon export --format yaml'],
  completion: [
    'srvmon completion bash > /etc/bash_completion.d/srvmon',
    'srvmon completion fish > ~/.config/fish/completions/srvmon.fish',
  ],
};

export function addExamples(program: Command, path = ''): void {
  for (const command of program.commands) {
    const name = path === '' ? command.name() : `${path} ${command.name()}`;
    const examples = EXAMPLES[name];
    if (examples !== undefined) {
      command.addHelpText('after', ['', 'Examples:', ...examples.map((line) => `  ${line}`)].join('\n'));
    }
    addExamples(command, name);
  }
}

import { shellWord } from '../core/crontab.ts';
import type { FindingTexts } from './doctor-words.ts';

/** Commands to paste; they are the same in every language. */
export const MENDS: Partial<FindingTexts> = {
  'config-problem': ({ mend }) => mend,
  'config-warning': ({ mend }) => mend,
  'icmp-unavailable': ({ mend }) =>
    ({
      'install-ping': 'sudo apt-get install iputils-ping',
      'allow-ping': 'sudo setcap cap_net_raw+ep "$(readlink -f "$(command -v ping)")"',
      auto: 'icmp_backend: auto',
    })[mend],
  'dns-silent': ({ name }) => `cat /etc/resolv.conf; getent hosts ${shellWord(name)}`,
  'dns-unknown-name': ({ name }) => `getent hosts ${shellWord(name)}`,
  'bot-unreachable': ({ apiBase }) => `curl -sS -o /dev/null ${shellWord(apiBase)}`,
  'chat-moved': ({ from, to, file }) => `sed -i 's/${from}\\b/${to}/' ${shellWord(file)}`,
  'clock-off': () => 'sudo timedatectl set-ntp true',
  'clock-wrong': () => 'sudo timedatectl set-ntp true',
  'state-unusable': ({ folder, owner }) =>
    owner === null ? `ls -ld ${shellWord(folder)}; id` : `sudo -u '#${owner}' srvmon doctor`,
  'state-open': ({ folder }) => `chmod 700 ${shellWord(folder)}`,
  'disk-full': ({ folder }) => `df -h ${shellWord(folder)}; df -i ${shellWord(folder)}`,
  'disk-low': ({ folder }) => `df -h ${shellWord(folder)}`,
  'lock-stuck': ({ pid }) => `ps -fp ${pid}; kill ${pid}`,
  'run-stale': () => 'sudo grep CRON /var/log/syslog | tail; sudo journalctl -u cron -n 20',
  'cron-stopped': () => 'sudo systemctl enable --now cron',
  'line-missing': ({ command }) => command,
  'line-unseen': ({ command }) => command,
  'line-broken': ({ command }) => command,
  'line-twice': () => 'crontab -e',
};

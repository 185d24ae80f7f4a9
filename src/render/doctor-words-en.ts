import { durationText } from '../core/words.ts';
import type { DoctorWords } from './doctor-words.ts';

const MB = 1024 ** 2;
const size = (bytes: number): string => `${Math.floor(bytes / MB)} MB`;
const length = (ms: number): string => durationText(ms, 'en');
const offset = (ms: number): string =>
  ms === 0 ? 'exact' : `${(Math.abs(ms) / 1_000).toFixed(1)} s ${ms > 0 ? 'ahead' : 'behind'}`;

export const DOCTOR_EN: DoctorWords = {
  levels: { ok: 'ok', warning: 'warning', error: 'ERROR' },
  areas: {
    node: 'Node.js',
    config: 'configuration',
    icmp: 'ping',
    dns: 'names',
    bot: 'bot',
    chat: 'chat',
    clock: 'clock',
    timezone: 'time zone',
    state: 'state folder',
    lock: 'lock',
    run: 'last check',
    cron: 'cron',
    line: 'crontab line',
    environment: 'cron environment',
    heartbeat: 'heartbeat',
    delivery: 'delivery',
  },
  texts: {
    'node-fine': ({ version, path }) => `${version} (${path})`,
    'node-old': ({ version, wanted }) => `Node.js ${version} is too old, srvmon needs ${wanted} or later`,
    'config-fine': ({ file, servers }) =>
      `${file} is fine, ${servers} ${servers === 1 ? 'server' : 'servers'}`,
    'config-problem': ({ problem }) => problem,
    'config-warning': ({ problem }) => problem,
    'config-variables': ({ names }) =>
      `${names.join(', ')} is not set in this shell; the value in the crontab was used`,
    'icmp-fine': ({ backend, tried }) =>
      `this user may ping, by ${backend}${tried.length === 0 ? '' : ` (not by ${tried.join('; ')})`}`,
    'icmp-unavailable': ({ tried }) =>
      `this user cannot ping, every server would be unknown: ${tried.join('; ')}`,
    'dns-fine': ({ names }) => (names === 1 ? 'the one name resolves' : `all ${names} names resolve`),
    'dns-silent': ({ name, reason }) => `the name service does not answer (asked for ${name}: ${reason})`,
    'dns-unknown-name': ({ name }) => `${name} does not resolve`,
    'bot-fine': ({ username }) => `@${username} answers`,
    'bot-refused': ({ reason }) => `Telegram refuses the bot token (${reason})`,
    'bot-unreachable': ({ reason, apiBase }) => `${apiBase} cannot be reached (${reason})`,
    'chat-fine': ({ chat, title }) => `${chat}: the bot is in "${title}"`,
    'chat-absent': ({ chat, bot, id, reason }) =>
      `${chat}: the bot @${bot} is not in this chat, or ${id} is not its number (${reason})`,
    'chat-moved': ({ chat, to }) =>
      `${chat}: the group became a supergroup, its new id is ${to}; srvmon follows it, write it down all the same`,
    'chat-no-rights': ({ chat, reason }) => `${chat}: the bot may not write there (${reason})`,
    'chat-unclear': ({ chat, reason }) => `${chat}: cannot be looked at now (${reason})`,
    'topic-missing': ({ chat, thread }) =>
      `${chat}: there is no topic ${thread}; its messages go to the group's general topic`,
    'clock-fine': ({ offsetMs }) => `agrees with Telegram's (${offset(offsetMs)})`,
    'clock-off': ({ offsetMs }) => `this machine's clock is ${offset(offsetMs)} of Telegram's`,
    'clock-wrong': ({ offsetMs }) =>
      `this machine's clock is ${offset(offsetMs)} of Telegram's: times in alerts and reports are wrong`,
    'timezone-fine': ({ timezone, machine }) =>
      machine === timezone ? timezone : `${timezone}; cron itself goes by ${machine}`,
    'timezone-unset': ({ timezone }) =>
      `the configuration names none, and this machine's is ${timezone}: times are shown in it`,
    'state-fine': ({ folder, freeBytes }) => `${folder}, ${size(freeBytes)} free`,
    'state-new': ({ folder }) => `${folder} is not there yet, the first check makes it`,
    'state-unusable': ({ reason }) => reason,
    'state-open': ({ folder, mode }) => `others may enter ${folder} (its rights are ${mode}, 700 is enough)`,
    'state-damaged': ({ reason }) =>
      `the state cannot be read: ${reason}; the next check sets it aside and goes on with the copy before it`,
    'disk-full': ({ folder, freeBytes }) =>
      `the disk of ${folder} is full (${size(freeBytes)} free): nothing can be remembered`,
    'disk-low': ({ folder, freeBytes }) => `the disk of ${folder} is nearly full (${size(freeBytes)} free)`,
    'lock-free': () => 'free',
    'lock-held': ({ pid }) => `a check is at work (process ${pid})`,
    'lock-stuck': ({ pid, forMs }) =>
      `process ${pid} has held it for ${length(forMs)}; nothing is checked meanwhile`,
    'run-fresh': ({ ageMs }) => `${length(ageMs)} ago`,
    'run-never': () => 'no check has run yet',
    'run-stale': ({ ageMs }) => `${length(ageMs)} ago: the checks have stopped`,
    'cron-running': ({ program }) => `${program} is running`,
    'cron-stopped': () => 'no cron daemon is running',
    'cron-unknown': () => 'whether a cron daemon is running cannot be seen here',
    'line-found': ({ place }) => (place === 'crontab' ? 'in the crontab of this user' : `in ${place}`),
    'line-missing': () => 'nothing starts the check: no line in the crontab of this user, and no timer',
    'line-unseen': () =>
      'checks do run, but no line is in the crontab of this user: somebody else starts them (another user?)',
    'line-broken': ({ place, program }) => `the line in the ${place} needs ${program}, which is not there`,
    'line-twice': ({ count }) => `the crontab has ${count} lines that run this check; one is enough`,
    'crontab-unreadable': ({ reason }) => `the crontab of this user cannot be read: ${reason}`,
    'environment-fine': () => 'srvmon starts with what cron gives it',
    'environment-variable': ({ names }) =>
      `${names.join(', ')} is set in this shell but not for cron: the check would not know it`,
    'environment-fails': ({ exitCode, output }) =>
      `srvmon fails with what cron gives it (exit code ${exitCode}): ${output}`,
    'heartbeat-fine': ({ host }) => `${host} can be reached`,
    'heartbeat-unset': () => 'none: nobody is told when this machine itself stops',
    'heartbeat-unreachable': ({ host, reason }) => `${host} cannot be reached (${reason})`,
    'delivery-fine': () => 'nothing waits',
    'delivery-stuck': ({ chat, waiting, since }) =>
      `${chat}: ${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} since ${new Date(since).toISOString()}`,
    'delivery-refused': ({ chat, reason, since }) =>
      `${chat}: Telegram refuses it since ${new Date(since).toISOString()} (${reason})`,
  },
  advice: {
    'node-old': () => 'install Node.js 22 or 24, for instance from https://nodejs.org',
    'bot-refused': () => 'ask @BotFather for the token (/token), and write it into the token file',
    'chat-absent': ({ bot }) => `add @${bot} to the group, or look up the number: srvmon init finds it`,
    'chat-no-rights': () =>
      'let the bot write there: group settings, permissions, or make it an administrator',
    'chat-unclear': () => 'try again in a minute',
    'topic-missing': () => 'take the topic out of the configuration, or make it anew and write its number',
    'timezone-unset': () => 'add to the configuration: timezone: Asia/Jakarta',
    'state-damaged': () => 'nothing to do; if it comes back, look at the disk',
    'run-never': () => 'wait a minute, or run it now: srvmon check --verbose',
    'cron-unknown': () => 'look yourself: systemctl status cron',
    'crontab-unreadable': () => 'see /etc/cron.allow and /etc/cron.deny',
    'environment-variable': ({ names }) =>
      `write ${names.map((name) => `${name}=...`).join(' ')} above the line (crontab -e), or use token_file`,
    'environment-fails': () => 'mend what it says; paths in the configuration must be readable by this user',
    'heartbeat-unset': () => 'make a check at healthchecks.io or Uptime Kuma, and set heartbeat_url',
    'heartbeat-unreachable': () => 'look at heartbeat_url and at the network of this machine',
    'delivery-stuck': () => 'srvmon test-alert shows what goes wrong',
    'delivery-refused': () => 'mend what is said about this chat; then srvmon test-alert',
  },
  summary: (errors, warnings) =>
    errors + warnings === 0
      ? 'All is well.'
      : `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`,
};

import type { Phrases } from './phrases.ts';

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

export const en: Phrases = {
  test: 'TEST',
  testText: 'This is only a test. An alert of srvmon reaches this chat.',
  testTarget: 'An alert about this server would come here:',
  host: 'Host',
  cause: 'Cause',
  map: 'Map',
  noSite: 'Without a site',
  servers: 'Servers',
  wasDown: 'was DOWN',
  noLongerWatched: 'is no longer watched',
  unstable: 'UNSTABLE',
  stableAgain: 'STABLE',
  reminder: 'STILL DOWN',
  repeat: 'May be a repeat: an earlier attempt to send this was not confirmed.',
  troubleTitle: 'srvmon needs attention',
  troubleOverTitle: 'srvmon: solved',
  certificateTitle: 'CERTIFICATE',
  cutOff: 'srvmon was CUT OFF',
  everything: 'all servers',
  late: (decided) => `Sent late: this was known at ${decided}.`,
  downSince: (since, length, confirmed) => `Down since ${since} (${length}), confirmed ${confirmed}`,
  unreachableSince: (since, length, confirmed) =>
    `Unreachable since ${since} (${length}), confirmed ${confirmed}`,
  behindDown: (servers) => `${count(servers, 'server')} behind it`,
  behindUp: (servers) => `${count(servers, 'server')} behind it back too`,
  upAgain: (span, length) => `Up again. Was down ${length}, ${span}`,
  wasDownFor: (span, length) => `Was down ${length}, ${span}; up again now`,
  removed: (span, length) => `Removed from the configuration while down (${length}, ${span})`,
  unwatched: (length) => `${length} of it not watched`,
  siteDown: (down, total) => `${down} of ${total} servers down`,
  siteUp: (total) => `${count(total, 'server')} back`,
  siteSpan: (span, length) => `Was down ${length}, ${span}`,
  stragglers: (servers) => `Still down (${servers})`,
  unstableText: (changes, window) =>
    `${count(changes, 'change')} within ${window}. Silent from now on until it stays calm for ${window}.`,
  stableText: (changes, span, downLength) =>
    `${count(changes, 'change')}, ${span}; down ${downLength} in all`,
  nowDown: 'It is down now.',
  nowUp: 'It is up now.',
  sinceFor: (since, length) => `since ${since} (${length})`,
  acknowledged: (servers) => `${count(servers, 'more server is', 'more servers are')} down and acknowledged.`,
  announceDown: (name, since) => `${name} cannot be used since ${since}. The IT division has been informed.`,
  announceUp: (name) => `${name} can be used again.`,
  announceWas: (name, span) => `${name} could not be used ${span}. It can be used again.`,
  silence: (silence, name, by) =>
    silence === 'mute' ? `${by} muted the alerts of ${name}` : `${by} is taking care of ${name}`,
  silenceUntil: (silence, until) => {
    if (until !== null) return `Until ${until}`;
    return silence === 'mute' ? 'Until it is unmuted' : 'Until it is up again';
  },
  note: (note) => `Note: ${note}`,
  blind: (length) =>
    `The monitor's own network was cut off for ${length}. What happened to the servers in that time is not known.`,
  sinceTime: (since) => `Since ${since}`,
  lasted: (span, length) => `Lasted ${length}, ${span}`,
  troubleWas: (span, length) => `Was so for ${length}, ${span}`,
  certificate: (check, end, left) =>
    left === null
      ? `The certificate of ${check} ended ${end}`
      : `The certificate of ${check} ends ${end}, in ${left}`,
  migrated: (chat, from, to) =>
    `The group of chat ${chat} became a supergroup. srvmon follows it; in the configuration, replace id ${from} by ${to}.`,
  omitted: (outages, others, span) =>
    `This chat could not be reached. Not shown one by one (${span}): ${count(outages, 'outage')} that began and ended, ${count(others, 'other message')}.`,
  summaryDown: (down, total) => `${down} of ${count(total, 'server')} down`,
  summaryNone: (total) => `None of ${count(total, 'server')} is down`,
  digestDown: (servers) => `${servers} DOWN`,
  digestUp: (servers) => `${servers} UP`,
  digestNotices: (notices) => `${notices} notices of srvmon`,
  digestAnnounce: 'Services',
  report: 'Down report',
  reportServers: (servers) => count(servers, 'server'),
  reportAvailability: (percent, before) =>
    `Availability ${percent} %${before === null ? '' : `, in the period before ${before} %`}`,
  reportNothing: 'Nothing was watched in this period.',
  reportCoverage: (percent, worst, best) =>
    `Watched ${percent} % of the time, so it lies between ${worst} % and ${best} %`,
  reportOutages: (outages, length) => `${count(outages, 'outage')}, ${length} down in all`,
  reportServer: (outages, length) => `${count(outages, 'outage')}, ${length}`,
  reportNoOutage: 'No outage',
  reportBefore: (figure) => `Period before: ${figure}`,
  reportLongest: (name, length, span) => `Longest: ${name}, ${length}, ${span}`,
  reportOngoing: (since) => `since ${since}, still down`,
  reportWorst: 'Lowest availability:',
  moreDetails: (down, up, others) =>
    [
      ...(down > 0 ? [`${down} down`] : []),
      ...(up > 0 ? [`${up} up`] : []),
      ...(others > 0 ? [count(others, 'other')] : []),
    ].join(', '),
};

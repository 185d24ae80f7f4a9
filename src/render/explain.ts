import type { Language } from '../core/config.ts';
import type { ChatAnswer, Explanation } from '../core/explain.ts';
import type { HeldBack } from '../core/model.ts';
import { causeText, durationText, fullTimeText, spanText, timeText, type TimeStyle } from '../core/words.ts';
import { plain } from './text.ts';

/** Everything about one server as lines of text: what it is, how it is, and who is told what and why. */
export function explanationText(found: Explanation, now: number, style: TimeStyle): string {
  const words = style.language === 'id' ? ID : EN;
  const at = (instant: number): string => timeText(instant, { ...style, now });
  const rows: [string, string][] = [
    [words.server, `${found.server.name} (${found.server.id}), ${found.server.host}`],
    ...(found.siteName === null ? [] : [[words.site, found.siteName] satisfies [string, string]]),
    [words.checks, found.server.checks.map(({ label }) => label).join(', ')],
    [words.state, stateText(found, now, style, words)],
    [words.lastRun, found.lastRunAt === null ? words.never : fullTimeText(found.lastRunAt, style)],
    ...(found.parent === null
      ? []
      : [
          [words.parent, `${found.parent.name}: ${words.condition[found.parent.condition]}`] satisfies [
            string,
            string,
          ],
        ]),
    ...(found.window === null
      ? []
      : [
          [
            words.window,
            `${spanText(found.window.since, found.window.until, { ...style, now })} ${found.window.note ?? ''}`,
          ] satisfies [string, string],
        ]),
    ...found.silences.map(({ kind, by, until, note }): [string, string] => [
      words.silence[kind],
      [words.by(by), until === null ? '' : words.until(at(until)), note ?? '']
        .filter((part) => part !== '')
        .join(', '),
    ]),
    ...found.chats.map(({ name, answer }): [string, string] => [
      `-> ${name}`,
      answerText(answer, at, style.language, words),
    ]),
    ...found.announcements.map(({ name, answer }): [string, string] => [
      `-> ${name} (${words.announcement})`,
      answerText(answer, at, style.language, words),
    ]),
    ...found.past.flatMap((past): [string, string][] => [
      [
        words.past,
        `${spanText(past.since, past.endedAt, { ...style, now })}, ${causeText(past.cause, style.language)}`,
      ],
      ...pastAnswers(past.told ?? {}, past.held ?? {}, at, words),
    ]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `${plain(label).padEnd(width)}  ${plain(text).trimEnd()}\n`).join('');
}

function stateText({ state, server }: Explanation, now: number, style: TimeStyle, words: Words): string {
  if (state === null) return words.condition.unknown;
  const { condition, incident, latencyMs } = state;
  const at = (instant: number): string => timeText(instant, { ...style, now });
  const name = words.condition[condition.kind];
  switch (condition.kind) {
    case 'unknown':
      return state.unknownReason === null ? name : `${name} (${state.unknownReason})`;
    case 'up':
      return `${name}, ${words.since(at(condition.since))}${latencyMs === null ? '' : `, ${String(latencyMs)} ms`}`;
    case 'suspect':
      return `${name}, ${words.since(at(condition.since))}, ${words.failures(condition.failures, server.minFailures, durationText(server.downAfterMs, style.language))}: ${causeText(condition.cause, style.language)}`;
    case 'down':
    case 'recovering':
      if (incident === null) return name;
      return `${name}, ${words.since(at(incident.since))}, ${words.confirmed(at(incident.confirmedAt))}: ${causeText(incident.cause, style.language)}`;
  }
}

function answerText(
  answer: ChatAnswer,
  at: (instant: number) => string,
  language: Language,
  words: Words,
): string {
  switch (answer.kind) {
    case 'told':
      return answer.waiting ? words.waiting(at(answer.at)) : words.told(at(answer.at));
    case 'covered':
      return words.covered;
    case 'held':
      return heldText(answer.held, at, words);
    case 'would':
      return answer.afterMs === 0
        ? words.wouldAtOnce
        : words.wouldAfter(durationText(answer.afterMs, language));
  }
}

function pastAnswers(
  told: Readonly<Record<string, number>>,
  held: Readonly<Record<string, HeldBack>>,
  at: (instant: number) => string,
  words: Words,
): [string, string][] {
  const untold = Object.entries(held).filter(([chat]) => told[chat] === undefined);
  return [
    ...Object.entries(told).map(([chat, when]): [string, string] => [`   -> ${chat}`, words.told(at(when))]),
    ...untold.map(([chat, reason]): [string, string] => [`   -> ${chat}`, heldText(reason, at, words)]),
  ];
}

function heldText(
  { reason, detail, until }: HeldBack,
  at: (instant: number) => string,
  words: Words,
): string {
  const parts = [words.held[reason], detail, until === undefined ? undefined : words.until(at(until))];
  return `${words.notTold}: ${parts.filter((part) => part !== undefined).join(', ')}`;
}

const EN = {
  server: 'Server',
  site: 'Site',
  checks: 'Checks',
  state: 'State',
  lastRun: 'Last check',
  never: 'never',
  parent: 'Parent',
  window: 'Maintenance',
  past: 'Past outage',
  announcement: 'for users',
  silence: { mute: 'Muted', ack: 'Acknowledged' },
  condition: {
    unknown: 'not known',
    up: 'up',
    suspect: 'failing, not yet an outage',
    down: 'down',
    recovering: 'down, answering again',
  },
  by: (user: string) => `by ${user}`,
  since: (time: string) => `since ${time}`,
  until: (time: string) => `until ${time}`,
  confirmed: (time: string) => `confirmed ${time}`,
  failures: (seen: number, needed: number, after: string) =>
    `${String(seen)} failed checks (an outage after ${after} and ${String(needed)} of them)`,
  told: (time: string) => `told at ${time}`,
  waiting: (time: string) => `waits in the outbox since ${time}`,
  covered: 'told with its site',
  wouldAtOnce: 'is told when an outage is confirmed',
  wouldAfter: (length: string) => `is told ${length} after an outage was confirmed`,
  notTold: 'not told',
  held: {
    'notify-after': 'it lasts not long enough for this chat',
    maintenance: 'maintenance window',
    mute: 'muted',
    parent: 'its parent explains it',
    flapping: 'unstable',
    'site-outage': 'waits one check for the rest of its site',
    acknowledged: 'acknowledged',
    recovering: 'it answers again',
  },
} as const;

type Words = {
  readonly [K in keyof typeof EN]: (typeof EN)[K] extends (...values: infer A) => string
    ? (...values: A) => string
    : (typeof EN)[K] extends string
      ? string
      : { readonly [L in keyof (typeof EN)[K]]: string };
};

const ID: Words = {
  server: 'Server',
  site: 'Lokasi',
  checks: 'Pemeriksaan',
  state: 'Keadaan',
  lastRun: 'Terakhir diperiksa',
  never: 'belum pernah',
  parent: 'Induk',
  window: 'Pemeliharaan',
  past: 'Gangguan lalu',
  announcement: 'untuk pengguna',
  silence: { mute: 'Dibisukan', ack: 'Dikonfirmasi' },
  condition: {
    unknown: 'tidak diketahui',
    up: 'normal',
    suspect: 'gagal, belum dianggap gangguan',
    down: 'down',
    recovering: 'down, mulai menjawab lagi',
  },
  by: (user) => `oleh ${user}`,
  since: (time) => `sejak ${time}`,
  until: (time) => `sampai ${time}`,
  confirmed: (time) => `dipastikan ${time}`,
  failures: (seen, needed, after) =>
    `${String(seen)} pemeriksaan gagal (gangguan setelah ${after} dan ${String(needed)} kali gagal)`,
  told: (time) => `diberi tahu ${time}`,
  waiting: (time) => `menunggu di outbox sejak ${time}`,
  covered: 'diberitahukan bersama lokasinya',
  wouldAtOnce: 'diberi tahu begitu gangguan dipastikan',
  wouldAfter: (length) => `diberi tahu ${length} setelah gangguan dipastikan`,
  notTold: 'tidak diberi tahu',
  held: {
    'notify-after': 'belum cukup lama untuk chat ini',
    maintenance: 'jadwal pemeliharaan',
    mute: 'dibisukan',
    parent: 'dijelaskan oleh induknya',
    flapping: 'tidak stabil',
    'site-outage': 'menunggu satu pemeriksaan untuk sisa lokasinya',
    acknowledged: 'dikonfirmasi',
    recovering: 'sudah menjawab lagi',
  },
};

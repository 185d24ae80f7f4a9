import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/core/config.ts';
import type { AlertEvent, OutboxItem } from '../../src/core/events.ts';
import { MAX_LENGTH, MAX_MESSAGES, composeMessages, type Message } from '../../src/notify/message.ts';
import { parseTelegramHtml } from '../support/telegram-html.ts';
import { context, down, ERP, item, MINUTE, NOON, subject, up } from './fixture.ts';

const AFTER_UP = { now: NOON + 9 * MINUTE };

function only(messages: readonly Message[]): Message {
  expect(messages).toHaveLength(1);
  const [message] = messages;
  if (message === undefined) throw new Error('no message');
  return message;
}

function visible(text: string): string {
  const parsed = parseTelegramHtml(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.text;
}

function downs(count: number, change: (index: number) => AlertEvent = oneOf): OutboxItem[] {
  return Array.from({ length: count }, (_, index) => item(change(index)));
}

function oneOf(index: number): AlertEvent {
  const site = index % 2 === 0 ? 'bandung' : 'medan';
  return down({
    incidentId: `s${index}@1`,
    subject: subject(`s${index}`, { siteId: site, siteName: `Cabang ${site}` }),
  });
}

const EVENTS: readonly (readonly [string, AlertEvent, number?])[] = [
  ['DOWN', down()],
  [
    'DOWN of a host that gives no answer at all',
    down({ cause: { passed: [], failed: [{ check: 'icmp', code: 'icmp-timeout' }] } }),
  ],
  ['DOWN with servers behind it', down({ behind: ['Mail', 'Printer', 'CCTV', 'Absensi'] })],
  ['UP', up(), 9],
  ['UP that was partly not watched', up({ unwatchedMs: 2 * MINUTE, behind: ['Mail'] }), 9],
  ['the end of a server that left the configuration', up({ reason: 'removed' }), 9],
  [
    'a site down',
    {
      kind: 'site-down',
      outageId: 'o1',
      siteId: 'bandung',
      siteName: 'Cabang Bandung',
      location: ERP.location,
      since: NOON,
      confirmedAt: NOON + 3 * MINUTE,
      total: 9,
      servers: ['ERP', 'Mail', 'Router Bandung'],
    },
  ],
  [
    'a site up',
    {
      kind: 'site-up',
      outageId: 'o1',
      siteId: 'bandung',
      siteName: 'Cabang Bandung',
      location: ERP.location,
      since: NOON,
      endedAt: NOON + 9 * MINUTE,
      total: 7,
      stragglers: ['Mail'],
    },
    9,
  ],
  ['unstable', { kind: 'unstable', subject: ERP, changes: 5, windowMs: 60 * MINUTE }],
  [
    'stable again',
    {
      kind: 'unstable-over',
      subject: ERP,
      since: NOON,
      endedAt: NOON + 80 * MINUTE,
      changes: 9,
      downMs: 21 * MINUTE,
      down: false,
    },
  ],
  [
    'no longer unstable, but down',
    {
      kind: 'unstable-over',
      subject: ERP,
      since: NOON,
      endedAt: NOON + 80 * MINUTE,
      changes: 9,
      downMs: 21 * MINUTE,
      down: true,
    },
  ],
  [
    'a reminder',
    {
      kind: 'reminder',
      servers: [
        { subject: ERP, since: NOON - 360 * MINUTE },
        { subject: subject('b'), since: NOON },
      ],
      acknowledged: 2,
    },
  ],
  ['an announcement of DOWN', { kind: 'announce-down', incidentId: 'erp@1', subject: ERP, since: NOON }],
  [
    'an announcement of UP',
    { kind: 'announce-up', incidentId: 'erp@1', subject: ERP, since: NOON, endedAt: NOON + 9 * MINUTE },
  ],
  [
    'a mute',
    {
      kind: 'silence',
      silence: 'mute',
      name: null,
      by: 'budi',
      note: 'UPS replacement',
      until: NOON + 120 * MINUTE,
    },
  ],
  [
    'an acknowledgement',
    { kind: 'silence', silence: 'ack', name: 'ERP', by: 'budi', note: null, until: null },
  ],
  ['the end of a blind time', { kind: 'blind-over', from: NOON - 15 * MINUTE, to: NOON }],
  [
    'a trouble',
    {
      kind: 'trouble',
      trouble: { kind: 'chat-failing', key: 'k', chat: 'it', reason: '403 Forbidden' },
      since: NOON,
    },
  ],
  [
    'the end of a trouble',
    {
      kind: 'trouble-over',
      trouble: { kind: 'chat-failing', key: 'k', chat: 'it', reason: '403 Forbidden' },
      since: NOON,
      endedAt: NOON + 9 * MINUTE,
    },
  ],
  [
    'a certificate',
    {
      kind: 'certificate',
      subject: ERP,
      check: 'https://erp.example/health',
      notAfter: NOON + 14 * 1_440 * MINUTE,
    },
  ],
  [
    'a certificate that ended',
    { kind: 'certificate', subject: ERP, check: 'https://erp.example/', notAfter: NOON - MINUTE },
  ],
  ['a migrated chat', { kind: 'chat-migrated', chatName: 'it', from: -5, to: -1005 }],
  ['a test', { kind: 'test', subject: null }],
  ['a test about a server', { kind: 'test', subject: ERP }],
  [
    'what was condensed',
    { kind: 'omitted', outages: 214, others: 12, from: NOON - 4_000 * MINUTE, to: NOON },
  ],
];

describe.each(['en', 'id'] as const)('messages in %s', (language: Language) => {
  it.each(EVENTS.map(([title, event, minutes = 3]) => ({ title, event, minutes })))(
    'about $title',
    ({ event, minutes }) => {
      const at = NOON + minutes * MINUTE;
      const message = only(composeMessages([item(event, { at })], context(language, { now: at })));
      expect(`\n${message.text}\n\n${message.plain}\n`).toMatchSnapshot();
      expect(parseTelegramHtml(message.text).ok).toBe(true);
    },
  );

  it('about an outage whose DOWN was not delivered', () => {
    const message = only(
      composeMessages([item(down()), item(up(), { at: AFTER_UP.now })], context(language, AFTER_UP)),
    );
    expect(`\n${message.plain}\n`).toMatchSnapshot();
    expect(message.itemIds).toHaveLength(2);
  });

  it('about many outages at once', () => {
    const items = [...downs(4), item(up({ incidentId: 'x@1' }), { at: AFTER_UP.now })];
    const message = only(composeMessages(items, context(language, AFTER_UP)));
    expect(`\n${message.text}\n`).toMatchSnapshot();
  });

  it('about announcements whose beginning was not told', () => {
    const events: AlertEvent[] = [
      { kind: 'announce-down', incidentId: 'erp@1', subject: ERP, since: NOON },
      { kind: 'announce-up', incidentId: 'erp@1', subject: ERP, since: NOON, endedAt: NOON + 9 * MINUTE },
    ];
    const message = only(
      composeMessages(
        events.map((event) => item(event, { at: AFTER_UP.now })),
        context(language, AFTER_UP),
      ),
    );
    expect(message.plain).toMatchSnapshot();
  });
});

describe('a DOWN message', () => {
  const message = only(composeMessages([item(down({ behind: ['Mail'] }))], context('en')));

  it('shows state, name and site in its first line, for the preview of a phone', () => {
    expect(visible(message.text).split('\n')[0]).toBe('🔴 DOWN: ERP · Cabang Bandung');
  });

  it('carries host, cause, begin, confirmation and what stands behind it', () => {
    for (const part of [
      '10.20.0.5',
      'ping answers, port 5432 refused',
      'since 12:41 (3 min)',
      'confirmed 12:44',
      'Mail',
    ]) {
      expect(message.plain).toContain(part);
    }
  });

  it('links to the place on the map', () => {
    const parsed = parseTelegramHtml(message.text);
    const link = 'https://www.google.com/maps/search/?api=1&query=-6.9175,107.6191';
    expect(parsed.ok && parsed.links).toEqual([link]);
    expect(message.plain).toContain(link);
  });

  it('ends with everything that is down', () => {
    expect(message.plain.split('\n').at(-1)).toBe('2 of 45 servers down: ERP, Router Medan');
  });

  it('says when nothing is down', () => {
    const again = only(composeMessages([item(up())], context('en', { summary: { total: 45, down: [] } })));
    expect(again.plain.split('\n').at(-1)).toBe('None of 45 servers is down');
  });
});

describe('repeats and delays', () => {
  it('are said when an earlier attempt may have got through', () => {
    const message = only(composeMessages([item(down(), { maybeSent: true })], context('en')));
    expect(message.plain).toContain('May be a repeat');
  });

  it('are not said otherwise', () => {
    const message = only(composeMessages([item(down())], context('en')));
    expect(message.plain).not.toContain('repeat');
    expect(message.plain).not.toContain('late');
  });

  it('are said when the message comes long after the decision', () => {
    const message = only(composeMessages([item(down())], context('en', { now: NOON + 63 * MINUTE })));
    expect(message.plain).toContain('Sent late: this was known at 12:44.');
  });
});

describe('several stories', () => {
  it('up to three outages get messages of their own, in order', () => {
    const messages = composeMessages(downs(3), context('en'));
    expect(messages.map(({ plain }) => plain.split('\n')[0])).toEqual([
      '🔴 DOWN: Server s0 · Cabang bandung',
      '🔴 DOWN: Server s1 · Cabang medan',
      '🔴 DOWN: Server s2 · Cabang bandung',
    ]);
  });

  it('more than three become one message, grouped by site', () => {
    const message = only(composeMessages(downs(4), context('en')));
    const lines = message.plain.split('\n');
    expect(lines[0]).toBe('🔴 4 DOWN: Cabang bandung, Cabang medan');
    expect(lines[1]).toMatch(/^Cabang bandung · Map: https/);
    expect(lines[2]).toContain('Server s0');
    expect(lines[3]).toContain('Server s2');
    expect(lines[4]).toMatch(/^Cabang medan/);
  });

  it('a thousand outages are a handful of messages, and the rest is counted', () => {
    const items = downs(1_000);
    const messages = composeMessages(items, context('en'));
    expect(messages.length).toBeLessThanOrEqual(3);
    for (const { text } of messages) expect(text.length).toBeLessThanOrEqual(MAX_LENGTH);
    const shown = new Set(
      messages.flatMap(({ plain }) => [...plain.matchAll(/Server s\d+/g)].map(([name]) => name)),
    );
    const more = Number(/^\+(\d+) more: \d+ down$/m.exec(messages.at(-1)?.plain ?? '')?.[1] ?? 0);
    expect(shown.size + more).toBe(1_000);
    expect(messages.flatMap(({ itemIds }) => itemIds).sort()).toEqual(items.map(({ id }) => id).sort());
  });

  it('forty branches are one message that counts their servers', () => {
    const branch = (index: number): AlertEvent => ({
      kind: 'site-down',
      outageId: `o${index}`,
      siteId: `s${index}`,
      siteName: `Cabang ${index}`,
      location: null,
      since: NOON,
      confirmedAt: NOON + 3 * MINUTE,
      total: 26,
      servers: Array.from({ length: 25 }, (_, n) => `Server ${n}`),
    });
    const { plain } = only(composeMessages(downs(40, branch), context('en')));
    const lines = plain.split('\n');
    expect(lines[0]).toBe('🔴 1000 DOWN: Cabang 0, Cabang 1, Cabang 2, +37 more');
    expect(lines.slice(1, 3)).toEqual(['Cabang 0', '🔴 25 of 26 servers down']);
  });

  it.each([
    ['en', '🟢 920 UP: Cabang 0, Cabang 1, Cabang 2, +37 more', '🟢 23 servers back'],
    ['id', '🟢 920 UP: Cabang 0, Cabang 1, Cabang 2, +37 lainnya', '🟢 23 server kembali normal'],
  ] as const)('the ends of branches count the servers that are back, in %s', (language, first, each) => {
    const end = (index: number): AlertEvent => ({
      kind: 'site-up',
      outageId: `o${index}`,
      siteId: `s${index}`,
      siteName: `Cabang ${index}`,
      location: null,
      since: NOON,
      endedAt: NOON + 3 * MINUTE,
      total: 25,
      stragglers: ['ERP', 'Mail'],
    });
    const { plain } = only(composeMessages(downs(40, end), context(language)));
    const lines = plain.split('\n');
    expect(lines[0]).toBe(first);
    expect(lines.slice(1, 3)).toEqual(['Cabang 0', each]);
  });

  it('names all of a hundred outages', () => {
    const messages = composeMessages(downs(100), context('en'));
    const text = messages.map(({ plain }) => plain).join('\n');
    for (let index = 0; index < 100; index += 1) expect(text).toMatch(new RegExp(`Server s${index}\\b`));
  });

  it('of all kinds stay a handful', () => {
    const items = [...downs(3), ...EVENTS.flatMap(([, event]) => [item(event), item(event)])];
    expect(composeMessages(items, context('id')).length).toBeLessThanOrEqual(MAX_MESSAGES);
  });

  it('only the newest of several reminders speaks', () => {
    const reminder: AlertEvent = {
      kind: 'reminder',
      servers: [{ subject: ERP, since: NOON }],
      acknowledged: 0,
    };
    const message = only(composeMessages([item(reminder), item(reminder)], context('en')));
    expect(message.itemIds).toHaveLength(2);
  });

  it('a reminder about a thousand servers stays one message', () => {
    const servers = Array.from({ length: 1_000 }, (_, index) => ({
      subject: subject(`s${index}`),
      since: NOON,
    }));
    const message = only(
      composeMessages([item({ kind: 'reminder', servers, acknowledged: 3 })], context('en')),
    );
    expect(message.text.length).toBeLessThanOrEqual(MAX_LENGTH);
    expect(message.plain).toMatch(/^\+\d+ more$/m);
  });
});

describe('announcements', () => {
  const texts = {
    en: {
      announce_down: '{name} at {site} is out since {since} <b>&',
      announce_up: '{name}: {since}-{until}, {duration}',
    },
  };
  const announce: AlertEvent = { kind: 'announce-down', incidentId: 'erp@1', subject: ERP, since: NOON };

  it('carry no technical detail', () => {
    const { plain } = only(composeMessages([item(announce)], context('en')));
    expect(plain).not.toContain('10.20.0.5');
    expect(plain).not.toContain('servers down');
  });

  it('use the wording of the configuration, as text and not as markup', () => {
    const { plain, text } = only(composeMessages([item(announce)], context('en', { texts })));
    expect(plain).toBe('ERP at Cabang Bandung is out since 12:41 <b>&');
    expect(visible(text)).toBe(plain);
  });

  it.each(['', ' \n ', '\ud800', '\u0000'])(
    'are in our own words where a wording shows nothing: %j',
    (announce_down) => {
      const { plain } = only(
        composeMessages([item(announce)], context('en', { texts: { en: { announce_down } } })),
      );
      expect(plain).toContain('cannot be used since 12:41');
    },
  );

  it('fill every placeholder of the end', () => {
    const event: AlertEvent = {
      kind: 'announce-up',
      incidentId: 'erp@1',
      subject: ERP,
      since: NOON,
      endedAt: NOON + 9 * MINUTE,
    };
    const { plain } = only(composeMessages([item(event)], context('en', { texts })));
    expect(plain).toBe('ERP: 12:41-12:50, 9 min');
  });
});

describe('foreign texts', () => {
  it.each([
    ['markup', '<b>bold</b> & "quoted"', '<b>bold</b> & "quoted"'],
    ['line breaks', 'one\r\ntwo\u2028three', 'one two three'],
    ['marks that turn the direction', 'abc\u202Etxt.exe', 'abc txt.exe'],
    ['lone surrogates', 'a\uD800b', 'a b'],
  ])('with %s stay one harmless line', (_title, name, shown) => {
    const { text, plain } = only(
      composeMessages([item(down({ subject: subject('x', { name }) }))], context('en')),
    );
    expect(plain.split('\n')[0]).toBe(`🔴 DOWN: ${shown} · Cabang Bandung`);
    expect(visible(text).split('\n')[0]).toBe(`🔴 DOWN: ${shown} · Cabang Bandung`);
  });

  it('of 300 emoji are cut between two of them', () => {
    const name = '👩‍👩‍👧‍👦'.repeat(300);
    const { plain } = only(composeMessages([item(down({ subject: subject('x', { name }) }))], context('en')));
    expect(plain.split('\n')[0]).toMatch(/^🔴 DOWN: (👩‍👩‍👧‍👦){5,10}… · Cabang Bandung$/u);
  });

  it('of one endless grapheme are cut all the same', () => {
    const name = `a${'\u0301'.repeat(5_000)}`;
    const { text } = only(composeMessages([item(down({ subject: subject('x', { name }) }))], context('en')));
    expect(text.length).toBeLessThan(MAX_LENGTH);
  });
});

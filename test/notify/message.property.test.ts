import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertEvent, OutboxItem, Subject } from '../../src/core/events.ts';
import type { Cause, Trouble } from '../../src/core/probing.ts';
import { composeMessages, MAX_LENGTH, MAX_MESSAGES } from '../../src/notify/message.ts';
import { parseTelegramHtml } from '../support/telegram-html.ts';
import { context, MINUTE, NOON } from './fixture.ts';

/** Names as no configuration should hold them: markup, emoji, controls, lone surrogates, very long ones. */
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(
    '<b>',
    '&amp;',
    '</b>',
    '"',
    '',
    '   ',
    'a\nb',
    '\uD800',
    '👩‍👩‍👧‍👦'.repeat(100),
    '&'.repeat(900),
    `e${'\u0301'.repeat(900)}`,
  ),
);

/** Few ids, so that beginnings meet their ends. */
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const names = fc.array(name, { maxLength: 60 });
const instant = fc.integer({ min: 0, max: 20_000 }).map((minutes) => NOON - minutes * MINUTE);
const location = fc.option(
  fc.record({
    lat: fc.double({ min: -90, max: 90, noNaN: true }),
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
  }),
  { nil: null },
);

const subject: fc.Arbitrary<Subject> = fc.record({
  id,
  name,
  host: name,
  siteId: fc.option(id, { nil: null }),
  siteName: fc.option(name, { nil: null }),
  location,
});

const cause: fc.Arbitrary<Cause> = fc.record({
  failed: fc.array(
    fc.record({
      check: name,
      code: fc.constantFrom('icmp-timeout', 'tcp-refused', 'http-status', 'name-not-found'),
      detail: name,
    }),
    { maxLength: 20 },
  ),
  passed: names,
  rememberedAddress: name,
});

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({ kind: fc.constant('config-broken' as const), key: id, problem: name, more: fc.nat() }),
  fc.record({ kind: fc.constant('uplink-silent' as const), key: id, hosts: names }),
  fc.record({ kind: fc.constant('chat-failing' as const), key: id, chat: name, reason: name }),
);

function kind<const Kind extends string>(value: Kind): fc.Arbitrary<Kind> {
  return fc.constant(value);
}

const times = { since: instant, confirmedAt: instant, endedAt: instant };

const event: fc.Arbitrary<AlertEvent> = fc.oneof(
  fc.record({
    kind: kind('down'),
    incidentId: id,
    subject,
    since: instant,
    confirmedAt: instant,
    cause,
    behind: names,
  }),
  fc.record({
    kind: kind('up'),
    incidentId: id,
    subject,
    ...times,
    cause,
    unwatchedMs: fc.nat(),
    reason: fc.constantFrom('recovered', 'removed'),
    behind: names,
  }),
  fc.record({
    kind: kind('site-down'),
    outageId: id,
    siteId: id,
    siteName: name,
    location,
    since: instant,
    confirmedAt: instant,
    total: fc.nat(),
    servers: names,
  }),
  fc.record({
    kind: kind('site-up'),
    outageId: id,
    siteId: id,
    siteName: name,
    location,
    since: instant,
    endedAt: instant,
    total: fc.nat(),
    stragglers: names,
  }),
  fc.record({ kind: kind('unstable'), subject, changes: fc.nat(), windowMs: fc.nat() }),
  fc.record({
    kind: kind('unstable-over'),
    subject,
    since: instant,
    endedAt: instant,
    changes: fc.nat(),
    downMs: fc.nat(),
    down: fc.boolean(),
  }),
  fc.record({
    kind: kind('reminder'),
    servers: fc.array(fc.record({ subject, since: instant }), { maxLength: 80 }),
    acknowledged: fc.nat(),
  }),
  fc.record({ kind: kind('announce-down'), incidentId: id, subject, since: instant }),
  fc.record({ kind: kind('announce-up'), incidentId: id, subject, since: instant, endedAt: instant }),
  fc.record({
    kind: kind('silence'),
    silence: fc.constantFrom('mute', 'ack'),
    name: fc.option(name, { nil: null }),
    by: name,
    note: fc.option(name, { nil: null }),
    until: fc.option(instant, { nil: null }),
  }),
  fc.record({ kind: kind('blind-over'), from: instant, to: instant }),
  fc.record({ kind: kind('trouble'), trouble, since: instant }),
  fc.record({ kind: kind('trouble-over'), trouble, since: instant, endedAt: instant }),
  fc.record({ kind: kind('certificate'), subject, check: name, notAfter: instant }),
  fc.record({
    kind: kind('chat-migrated'),
    chatName: name,
    from: fc.oneof(fc.integer(), name),
    to: fc.integer(),
  }),
  fc.record({ kind: kind('test'), subject: fc.option(subject, { nil: null }) }),
  fc.record({ kind: kind('omitted'), outages: fc.nat(), others: fc.nat(), from: instant, to: instant }),
);

function outboxOf(one: fc.Arbitrary<AlertEvent>, maxLength: number): fc.Arbitrary<OutboxItem[]> {
  return fc
    .array(fc.record({ event: one, at: instant, maybeSent: fc.boolean() }), { minLength: 1, maxLength })
    .map((items) => items.map((item, index) => ({ ...item, id: String(index), chat: 'it' })));
}

/** Whatever may happen, and many outages at once. */
const outbox = fc.oneof(
  { weight: 3, arbitrary: outboxOf(event, 25) },
  {
    weight: 1,
    arbitrary: outboxOf(
      event.filter(({ kind }) => kind === 'down' || kind === 'up'),
      120,
    ),
  },
);

const someContext = fc
  .record({
    language: fc.constantFrom('id', 'en'),
    total: fc.nat(),
    down: names,
    announce_down: name,
    announce_up: name,
  })
  .map(({ language, total, down, announce_down, announce_up }) =>
    context(language, { summary: { total, down }, texts: { [language]: { announce_down, announce_up } } }),
  );

/** A line of plain text as Telegram shows its HTML: links show their label alone. */
function withoutAddresses(line: string): string {
  return line.replace(/: https:\/\/www\.google\.com\/maps\/search\/\?api=1&query=[-\d.,]+/g, '');
}

describe('the messages of any outbox', () => {
  it('are taken by Telegram, in number and in length', () => {
    fc.assert(
      fc.property(outbox, someContext, (items, some) => {
        const messages = composeMessages(items, some);
        expect(messages.length).toBeLessThanOrEqual(MAX_MESSAGES);
        for (const { text, plain } of messages) {
          const parsed = parseTelegramHtml(text);
          if (!parsed.ok) throw new Error(parsed.error);
          expect(text.length).toBeLessThanOrEqual(MAX_LENGTH);
          expect(plain.length).toBeLessThanOrEqual(text.length);
          expect(parsed.text.trim()).not.toBe('');
          // The same whole lines in both forms: nothing was cut in the middle, and nothing escaped from its escaping.
          expect(parsed.text.split('\n')).toEqual(plain.split('\n').map(withoutAddresses));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('hold every item exactly once', () => {
    fc.assert(
      fc.property(outbox, someContext, (items, some) => {
        const told = composeMessages(items, some).flatMap(({ itemIds }) => itemIds);
        expect([...told].sort()).toEqual(items.map((item) => item.id).sort());
      }),
      { numRuns: 300 },
    );
  });

  it('are the same again for the same outbox', () => {
    fc.assert(
      fc.property(outbox, someContext, (items, some) => {
        expect(composeMessages(items, some)).toEqual(composeMessages(items, some));
      }),
      { numRuns: 30 },
    );
  });

  it('say that they may be repeats exactly when one of their items may have been sent', () => {
    fc.assert(
      fc.property(outboxOf(event, 10), (items) => {
        const marked = new Set(items.filter((item) => item.maybeSent).map((item) => item.id));
        for (const { plain, itemIds } of composeMessages(items, context('en'))) {
          const says = plain.includes('\nMay be a repeat: an earlier attempt');
          expect(says).toBe(itemIds.some((itemId) => marked.has(itemId)));
        }
      }),
      { numRuns: 200 },
    );
  });
});

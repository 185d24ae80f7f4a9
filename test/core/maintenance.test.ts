import { describe, expect, it } from 'vitest';
import type { MaintenanceWindow } from '../../src/core/config.ts';
import { nextOccurrences, openWindows } from '../../src/core/maintenance.ts';
import { makeConfig, makeServer, makeSite } from '../support/world.ts';

const HOUR = 3_600_000;

type Weekly = Extract<MaintenanceWindow, { kind: 'weekly' }>;

/** `days`: ISO weekdays; `from`, `to`: "02:30". */
function weekly(timezone: string, days: number[], from: string, to: string): Weekly {
  return { kind: 'weekly', timezone, note: null, days, from: minutes(from), to: minutes(to) };
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}

function occurrence(window: MaintenanceWindow, now: string): string {
  const [first] = nextOccurrences(window, Date.parse(now), 1);
  return first === undefined ? 'none' : `${iso(first.since)} ${iso(first.until)}`;
}

function iso(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16);
}

function isOpen(window: MaintenanceWindow, now: string): boolean {
  return openWindows(makeConfig([makeServer('a', { maintenance: [window] })]), Date.parse(now)).has('a');
}

describe('a weekly window', () => {
  const sunday = weekly('Asia/Jakarta', [7], '02:00', '04:00');

  it('is half-open in local wall time', () => {
    // Sunday, 8 November 2026, 02:00 in Jakarta is Saturday 19:00 UTC.
    expect(isOpen(sunday, '2026-11-07T18:59:00Z')).toBe(false);
    expect(isOpen(sunday, '2026-11-07T19:00:00Z')).toBe(true);
    expect(isOpen(sunday, '2026-11-07T20:59:00Z')).toBe(true);
    expect(isOpen(sunday, '2026-11-07T21:00:00Z')).toBe(false);
  });

  it('reaches over midnight into the next day', () => {
    const night = weekly('Asia/Jakarta', [5], '22:00', '01:30');
    expect(isOpen(night, '2026-11-06T17:30:00Z')).toBe(true);
    expect(isOpen(night, '2026-11-06T18:30:00Z')).toBe(false);
    expect(isOpen(night, '2026-11-05T17:30:00Z')).toBe(false);
  });

  it('knows its next three occurrences', () => {
    const next = nextOccurrences(sunday, Date.parse('2026-11-02T00:00:00Z'), 3).map(({ since }) =>
      iso(since),
    );
    expect(next).toEqual(['2026-11-07T19:00', '2026-11-14T19:00', '2026-11-21T19:00']);
  });
});

describe('a weekly window on the days on which clocks change', () => {
  it.each([
    // Berlin, 29 March 2026: 02:00 CET becomes 03:00 CEST (01:00 UTC).
    ['Europe/Berlin', '01:00', '04:00', '2026-03-28T12:00Z', '2026-03-29T00:00 2026-03-29T02:00'],
    ['Europe/Berlin', '02:30', '04:00', '2026-03-28T12:00Z', '2026-03-29T01:00 2026-03-29T02:00'],
    ['Europe/Berlin', '01:00', '02:30', '2026-03-28T12:00Z', '2026-03-29T00:00 2026-03-29T01:00'],
    // Berlin, 25 October 2026: 03:00 CEST becomes 02:00 CET (01:00 UTC).
    ['Europe/Berlin', '01:00', '04:00', '2026-10-24T12:00Z', '2026-10-24T23:00 2026-10-25T03:00'],
    ['Europe/Berlin', '02:30', '04:00', '2026-10-24T12:00Z', '2026-10-25T00:30 2026-10-25T03:00'],
    ['Europe/Berlin', '01:00', '02:30', '2026-10-24T12:00Z', '2026-10-24T23:00 2026-10-25T01:30'],
    // New York, 8 March 2026: 02:00 EST becomes 03:00 EDT (07:00 UTC); 1 November: 02:00 EDT becomes 01:00 EST (06:00 UTC).
    ['America/New_York', '01:00', '04:00', '2026-03-07T12:00Z', '2026-03-08T06:00 2026-03-08T08:00'],
    ['America/New_York', '02:15', '02:45', '2026-03-07T12:00Z', '2026-03-15T06:15 2026-03-15T06:45'],
    ['America/New_York', '00:30', '03:00', '2026-10-31T12:00Z', '2026-11-01T04:30 2026-11-01T08:00'],
    ['Asia/Jakarta', '02:00', '04:00', '2026-03-28T12:00Z', '2026-03-28T19:00 2026-03-28T21:00'],
  ])('%s %s-%s after %s is %s', (timezone, from, to, now, expected) => {
    expect(occurrence(weekly(timezone, [7], from, to), now)).toBe(expected);
  });
});

describe('other windows', () => {
  it('a single one is open from its begin until just before its end', () => {
    const from = Date.parse('2026-12-24T15:00Z');
    const once: MaintenanceWindow = {
      kind: 'once',
      timezone: 'Asia/Jakarta',
      note: 'UPS',
      from,
      to: from + 8 * HOUR,
    };
    expect(
      [from - 1, from, from + 8 * HOUR - 1, from + 8 * HOUR].map((at) => isOpen(once, iso2(at))),
    ).toEqual([false, true, true, false]);
    expect(nextOccurrences(once, from + 9 * HOUR, 3)).toEqual([]);
  });

  it('one like cron begins at the times of its expression', () => {
    const monthly: MaintenanceWindow = {
      kind: 'cron',
      timezone: 'Asia/Jakarta',
      note: null,
      cron: '0 22 1 * *',
      forMs: 2 * HOUR,
    };
    expect(isOpen(monthly, '2026-12-01T15:00:00Z')).toBe(true);
    expect(isOpen(monthly, '2026-12-01T16:59:00Z')).toBe(true);
    expect(isOpen(monthly, '2026-12-01T17:00:00Z')).toBe(false);
    expect(
      nextOccurrences(monthly, Date.parse('2026-11-02T00:00Z'), 2).map(({ since }) => iso(since)),
    ).toEqual(['2026-12-01T15:00', '2027-01-01T15:00']);
  });

  it('of a site or of everything hold for its servers, and the one that ends last counts', () => {
    const now = Date.parse('2026-11-02T10:00Z');
    const once = (hours: number, note: string): MaintenanceWindow => ({
      kind: 'once',
      timezone: 'UTC',
      note,
      from: now,
      to: now + hours * HOUR,
    });
    const config = makeConfig([makeServer('a', { siteId: 's' }), makeServer('b')], {
      sites: [makeSite('s', { maintenance: [once(3, 'site')] })],
      maintenance: [once(1, 'all')],
    });
    const open = openWindows(config, now);
    expect([open.get('a')?.note, open.get('b')?.note]).toEqual(['site', 'all']);
  });
});

function iso2(instant: number): string {
  return new Date(instant).toISOString();
}

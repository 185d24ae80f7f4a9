import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/core/config.ts';
import type { FailureCode, Trouble, TroubleCode } from '../../src/core/probing.ts';
import {
  causeText,
  checkText,
  durationText,
  failureText,
  fullTimeText,
  listText,
  mapsLink,
  spanText,
  timeText,
  troubleText,
  unknownText,
  zoneText,
} from '../../src/core/words.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Monday, 23 November 2026, 12:41 in Jakarta. */
const NOON = Date.UTC(2026, 10, 23, 5, 41);
const jakarta = (language: Language, now?: number) => ({
  timezone: 'Asia/Jakarta',
  language,
  ...(now === undefined ? {} : { now }),
});

describe('durationText', () => {
  it.each([
    [0, '0 s', '0 detik'],
    [-5 * MINUTE, '0 s', '0 detik'],
    [45 * SECOND, '45 s', '45 detik'],
    [MINUTE - 1, '59 s', '59 detik'],
    [3 * MINUTE, '3 min', '3 menit'],
    [3 * MINUTE + 59 * SECOND, '3 min', '3 menit'],
    [HOUR, '1 h', '1 jam'],
    [80 * MINUTE, '1 h 20 min', '1 jam 20 menit'],
    [DAY, '1 d', '1 hari'],
    [52 * HOUR, '2 d 4 h', '2 hari 4 jam'],
    [400 * DAY, '400 d', '400 hari'],
  ])('%i ms', (ms, en, id) => {
    expect(durationText(ms, 'en')).toBe(en);
    expect(durationText(ms, 'id')).toBe(id);
  });
});

describe('timeText', () => {
  it('leaves out the date on the same local day', () => {
    expect(timeText(NOON, jakarta('en', NOON + HOUR))).toBe('12:41');
  });

  it('judges the day in the configured zone, not in UTC', () => {
    const lateEvening = Date.UTC(2026, 10, 23, 16, 30);
    const afterMidnight = Date.UTC(2026, 10, 23, 17, 30);
    expect(timeText(lateEvening, jakarta('en', afterMidnight))).toBe('Mon 23 Nov 23:30');
  });

  it('gives the date on another day, in the language', () => {
    expect(timeText(NOON, jakarta('en', NOON + DAY))).toBe('Mon 23 Nov 12:41');
    expect(timeText(NOON, jakarta('id', NOON + DAY))).toBe('Sen 23 Nov 12:41');
  });

  it('gives the year when it is not the current one', () => {
    expect(timeText(NOON, jakarta('id', NOON + 40 * DAY))).toBe('Sen 23 Nov 2026 12:41');
    expect(timeText(NOON, jakarta('en'))).toBe('Mon 23 Nov 2026 12:41');
  });

  it('writes midnight as 00:00', () => {
    expect(timeText(Date.UTC(2026, 10, 22, 17), jakarta('en', NOON))).toBe('00:00');
  });
});

describe('spanText', () => {
  it('is short on the same day', () => {
    expect(spanText(NOON, NOON + 4 * MINUTE, jakarta('id', NOON + HOUR))).toBe('12:41–12:45');
  });

  it('names a day in the past once', () => {
    expect(spanText(NOON, NOON + 4 * MINUTE, jakarta('id', NOON + DAY))).toBe('Sen 23 Nov 12:41–12:45');
  });

  it('names both days of a span over midnight', () => {
    expect(spanText(NOON, NOON + DAY, jakarta('en', NOON + DAY))).toBe('Mon 23 Nov 12:41 – Tue 24 Nov 12:41');
  });
});

describe('zones', () => {
  it.each([
    ['Asia/Jakarta', 'Asia/Jakarta, UTC+07:00'],
    ['America/New_York', 'America/New_York, UTC-05:00'],
    ['UTC', 'UTC, UTC+00:00'],
  ])('%s carries its offset', (zone, text) => {
    expect(zoneText(zone, NOON)).toBe(text);
  });

  it('stand in the full form of a time', () => {
    expect(fullTimeText(NOON, jakarta('en'))).toBe('Mon 23 Nov 2026 12:41 (Asia/Jakarta, UTC+07:00)');
  });
});

describe('causeText', () => {
  const refused = { check: 'tcp:5432', code: 'tcp-refused' } as const;

  it('says what works and what does not', () => {
    const cause = { passed: ['icmp'], failed: [refused] };
    expect(causeText(cause, 'en')).toBe('ping answers, port 5432 refused');
    expect(causeText(cause, 'id')).toBe('ping menjawab, port 5432 ditolak');
  });

  it('says that a remembered address was used', () => {
    const cause = { passed: [], failed: [refused], rememberedAddress: '10.0.0.7' };
    expect(causeText(cause, 'en')).toBe(
      'port 5432 refused, DNS does not answer, last known address 10.0.0.7 used',
    );
    expect(causeText(cause, 'id')).toBe(
      'port 5432 ditolak, DNS tidak menjawab, memakai alamat terakhir 10.0.0.7',
    );
  });

  it('says the same failure once', () => {
    const missing = { code: 'name-not-found', detail: 'erp.example' } as const;
    const failed = [
      { check: 'icmp', ...missing },
      { check: 'tcp:443', ...missing },
    ];
    expect(causeText({ passed: [], failed }, 'en')).toBe('host name erp.example does not resolve');
  });
});

describe('checkText', () => {
  it('shows no credentials and no query of a URL', () => {
    expect(checkText('https://user:secret@erp.example/health?key=secret#x')).toBe(
      'https://erp.example/health',
    );
  });
});

const FAILURES: readonly FailureCode[] = [
  'icmp-timeout',
  'icmp-unreachable',
  'tcp-refused',
  'tcp-timeout',
  'tcp-reset',
  'tcp-unreachable',
  'name-not-found',
  'http-timeout',
  'http-status',
  'http-body',
  'http-redirects',
  'http-redirect-target',
  'http-protocol',
  'tls-expired',
  'tls-name',
  'tls-untrusted',
  'tls-failed',
];

const TROUBLES: readonly TroubleCode[] = [
  'budget',
  'icmp-unavailable',
  'icmp-send',
  'file-handles',
  'local-network',
  'resolver',
  'internal',
];

describe('every code', () => {
  it('of a failure has its own sentence in both languages', () => {
    const sentences = (language: Language) =>
      FAILURES.map((code) =>
        failureText(code, code === 'http-status' ? '503' : undefined, 'https://a.example/', language),
      );
    expect(sentences('en')).toMatchSnapshot();
    expect(sentences('id')).toMatchSnapshot();
    expect(new Set(sentences('en')).size).toBe(FAILURES.length);
    expect(new Set(sentences('id')).size).toBe(FAILURES.length);
  });

  it('of missing knowledge has its own sentence in both languages', () => {
    expect(TROUBLES.map((code) => unknownText(code, undefined, 'en'))).toMatchSnapshot();
    expect(TROUBLES.map((code) => unknownText(code, undefined, 'id'))).toMatchSnapshot();
  });

  it('of a trouble has its own sentence in both languages', () => {
    const troubles: Trouble[] = [
      {
        kind: 'probe-broken',
        key: 'k',
        code: 'icmp-unavailable',
        detail: 'raw: Operation not permitted',
        servers: 12,
      },
      { kind: 'resolver-failing', key: 'k', names: 1, detail: '' },
      {
        kind: 'config-broken',
        key: 'k',
        problem: 'servers.yaml:12:5 servers[3].host: must not be empty',
        more: 2,
      },
      { kind: 'state-reset', key: 'k', setAside: 'state.json.corrupt-20261123', recovered: true },
      { kind: 'state-reset', key: 'k', setAside: 'state.json.corrupt-20261123', recovered: false },
      { kind: 'state-unwritable', key: 'k', problem: 'no space left on device' },
      {
        kind: 'chat-failing',
        key: 'k',
        chat: 'it-night',
        reason: '403 Forbidden: bot was blocked by the user',
      },
      { kind: 'uplink-silent', key: 'k', hosts: ['192.0.2.1', '192.0.2.2'] },
    ];
    expect(troubles.map((trouble) => troubleText(trouble, 'en'))).toMatchSnapshot();
    expect(troubles.map((trouble) => troubleText(trouble, 'id'))).toMatchSnapshot();
  });
});

describe('small things', () => {
  it('lists some names and counts the others', () => {
    expect(listText(['A', 'B', 'C', 'D'], 2, 'en')).toBe('A, B, +2 more');
    expect(listText(['A', 'B', 'C', 'D'], 2, 'id')).toBe('A, B, +2 lainnya');
    expect(listText(['A', 'B'], 2, 'en')).toBe('A, B');
  });

  it('links to Google Maps without exponents', () => {
    expect(mapsLink({ lat: -6.9175, lon: 107.6191 })).toBe(
      'https://www.google.com/maps/search/?api=1&query=-6.9175,107.6191',
    );
    expect(mapsLink({ lat: -1e-9, lon: 0.000001 })).toBe(
      'https://www.google.com/maps/search/?api=1&query=0,0.000001',
    );
  });
});

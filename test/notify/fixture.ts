import type { Language } from '../../src/core/config.ts';
import type { AlertEvent, OutboxItem, Subject } from '../../src/core/events.ts';
import type { MessageContext } from '../../src/notify/context.ts';

export const MINUTE = 60_000;

/** Monday, 23 November 2026, 12:41 in Jakarta. */
export const NOON = Date.UTC(2026, 10, 23, 5, 41);

export const ERP: Subject = {
  id: 'erp',
  name: 'ERP',
  host: '10.20.0.5',
  siteId: 'bandung',
  siteName: 'Cabang Bandung',
  location: { lat: -6.9175, lon: 107.6191 },
};

export function subject(id: string, change: Partial<Subject> = {}): Subject {
  return { ...ERP, id, name: `Server ${id}`, ...change };
}

type Of<Kind extends AlertEvent['kind']> = Extract<AlertEvent, { kind: Kind }>;

export function down(change: Partial<Of<'down'>> = {}): AlertEvent {
  return {
    kind: 'down',
    incidentId: 'erp@1',
    subject: ERP,
    since: NOON,
    confirmedAt: NOON + 3 * MINUTE,
    cause: { passed: ['icmp'], failed: [{ check: 'tcp:5432', code: 'tcp-refused' }] },
    behind: [],
    ...change,
  };
}

export function up(change: Partial<Of<'up'>> = {}): AlertEvent {
  return {
    kind: 'up',
    incidentId: 'erp@1',
    subject: ERP,
    since: NOON,
    confirmedAt: NOON + 3 * MINUTE,
    endedAt: NOON + 9 * MINUTE,
    cause: { passed: ['icmp'], failed: [{ check: 'tcp:5432', code: 'tcp-refused' }] },
    unwatchedMs: 0,
    reason: 'recovered',
    behind: [],
    ...change,
  };
}

let serial = 0;

export function item(event: AlertEvent, change: Partial<OutboxItem> = {}): OutboxItem {
  serial += 1;
  return { id: String(serial), chat: 'it', at: NOON + 3 * MINUTE, event, maybeSent: false, ...change };
}

export function context(language: Language, change: Partial<MessageContext> = {}): MessageContext {
  return {
    language,
    timezone: 'Asia/Jakarta',
    now: NOON + 3 * MINUTE,
    silent: false,
    summary: { total: 45, down: ['ERP', 'Router Medan'] },
    texts: {},
    ...change,
  };
}

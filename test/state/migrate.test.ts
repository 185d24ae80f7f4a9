import { describe, expect, it } from 'vitest';
import { emptyState } from '../../src/core/state.ts';
import { migrate } from '../../src/state/migrate.ts';
import { isState } from '../../src/state/shape.ts';
import { stateWith } from './fixture.ts';

describe('the migration', () => {
  it('leaves a state of the present version as it is', () => {
    const state = stateWith(2);
    expect(migrate(state)).toEqual({ kind: 'current', document: state });
  });

  it('gives a state without a version its missing fields and keeps the others', () => {
    const missing = ['version', 'certificates', 'siteOutages'];
    const old = Object.fromEntries(
      Object.entries(stateWith(2, { serial: 12 })).filter(([field]) => !missing.includes(field)),
    );
    const migrated = migrate(old);
    const { servers, ...document } = stateWith(2, { serial: 12 });
    expect(migrated).toMatchObject({ kind: 'current', document });
    expect(Object.keys(migrated.kind === 'current' ? (migrated.document['servers'] as object) : {})).toEqual(
      Object.keys(servers),
    );
    expect(migrated.kind === 'current' && isState(migrated.document)).toBe(true);
  });

  it('leaves the running hour of latencies behind where it was counted in objects, and keeps all else', () => {
    const latency = { t: 'latency', hour: 0, servers: { a: { max: 9, b: { '60': 1 } } } };
    const streak = { t: 'streak', server: 'a', from: 0, lastFailureAt: 0, to: 60_000, failures: 1 };
    const now = stateWith(2);
    const counted = (server: object) => ({ ...server, latency: { hour: 0, max: 9, b: { '60': 1 } } });
    const servers = Object.fromEntries(Object.entries(now.servers).map(([id, each]) => [id, counted(each)]));
    const migrated = migrate({ ...now, version: 1, servers, pendingHistory: [latency, streak] });
    const empty = Object.entries(now.servers).map(([id, each]) => [id, { ...each, latency: null }]);
    const document = { ...now, servers: Object.fromEntries(empty) as object, pendingHistory: [streak] };
    expect(migrated).toEqual({ kind: 'current', document });
    expect(migrated.kind === 'current' && isState(migrated.document)).toBe(true);
  });

  it('makes lists of the hours of latency that wait for the history, and keeps all else', () => {
    const streak = { t: 'streak', server: 'a', from: 0, lastFailureAt: 0, to: 60_000, failures: 1 };
    const old = {
      t: 'latency',
      hour: 0,
      servers: { a: { max: 9.5, b: [60, 1, 61, 2] }, b: { max: 3, b: [] } },
    };
    const lists = { t: 'latency', hour: 0, servers: ['a', 'b'], counts: [9_500, 2, 60, 1, 61, 2, 3_000, 0] };
    const now = stateWith(2);
    expect(migrate({ ...now, version: 2, pendingHistory: [old, streak] })).toEqual({
      kind: 'current',
      document: { ...now, pendingHistory: [lists, streak] },
    });
  });

  it('tells a newer version', () => {
    expect(migrate({ ...emptyState(), version: 4 })).toEqual({ kind: 'newer', version: 4 });
  });

  it.each([[null], [[]], ['text'], [5], [undefined], [{}], [{ servers: [] }], [{ version: null }]])(
    'does not take %j for a state',
    (value) => {
      expect(migrate(value)).toEqual({ kind: 'not-a-state' });
    },
  );
});

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
    expect(migrated).toEqual({ kind: 'current', document: stateWith(2, { serial: 12 }) });
    expect(migrated.kind === 'current' && isState(migrated.document)).toBe(true);
  });

  it('tells a newer version', () => {
    expect(migrate({ ...emptyState(), version: 2 })).toEqual({ kind: 'newer', version: 2 });
  });

  it.each([[null], [[]], ['text'], [5], [undefined], [{}], [{ servers: [] }], [{ version: null }]])(
    'does not take %j for a state',
    (value) => {
      expect(migrate(value)).toEqual({ kind: 'not-a-state' });
    },
  );
});

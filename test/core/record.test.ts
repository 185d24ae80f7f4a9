import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordOf } from '../../src/core/record.ts';

it('a record of entries is what Object.fromEntries makes of them, whatever their keys', () => {
  const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', '7', ''), fc.string());
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.integer())), (entries) => {
      expect(Object.getOwnPropertyDescriptors(recordOf(entries))).toEqual(
        Object.getOwnPropertyDescriptors(Object.fromEntries(entries)),
      );
      expect(Object.getPrototypeOf(recordOf(entries))).toBe(Object.prototype);
    }),
  );
});

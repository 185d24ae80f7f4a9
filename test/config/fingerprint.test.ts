import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/config/fingerprint.ts';

describe('a fingerprint', () => {
  it('is the same for the same parts, and another one as soon as one character or border differs', () => {
    const parts = fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 });
    fc.assert(
      fc.property(parts, parts, (one, two) => {
        expect(fingerprint(one)).toMatch(/^[0-9a-f]{16}$/);
        expect(fingerprint(one) === fingerprint(two)).toBe(JSON.stringify(one) === JSON.stringify(two));
      }),
      { numRuns: 2_000 },
    );
  });

  it('differs for each of 200,000 texts that are almost alike', () => {
    const texts = Array.from({ length: 200_000 }, (_, n) => `host: 10.0.${n >> 8}.${n & 255}`);
    expect(new Set(texts.map((text) => fingerprint([text]))).size).toBe(texts.length);
  });

  it('knows parts from their border', () => {
    expect(fingerprint(['ab', 'c'])).not.toBe(fingerprint(['a', 'bc']));
    expect(fingerprint(['ab'])).not.toBe(fingerprint(['ba']));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyHourOf } from '../../src/core/latency.ts';
import { formatLine } from '../../src/state/history-line.ts';
import { LatencyParser } from '../../src/state/latency-line.ts';

const counts = fc.record({
  max: fc.double({ min: 0, max: 120_000, noNaN: true }),
  b: fc.array(fc.tuple(fc.nat(400), fc.nat(60)), { maxLength: 6 }).map((pairs) => pairs.flat()),
});
const id = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('"counts":[', 'router-bdg'));
const line = fc
  .array(fc.tuple(id, counts), { maxLength: 5 })
  .map((servers) => formatLine({ t: 'latency', hour: 3_600_000, ...latencyHourOf(servers) }).trimEnd());

const damagedByte = fc.oneof(
  fc.constantFrom(...Buffer.from('[]{},:"0 -.e\0')),
  fc.integer({ min: 0, max: 255 }),
);

/** What JSON.parse makes of the bytes; null when they are no JSON. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function quickly(bytes: Buffer, parser = new LatencyParser()): unknown {
  try {
    return parser.parse(bytes);
  } catch {
    return null;
  }
}

describe('a latency line', () => {
  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(line, (text) => {
        const bytes = Buffer.from(text);
        const expected = text.endsWith('"counts":[]}') ? null : parsed(bytes);
        expect(quickly(bytes)).toEqual(expected);
      }),
    );
  });

  it('gives the same after any other line', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 3 }), line, fc.boolean(), (texts, text, again) => {
        const parser = new LatencyParser();
        for (const earlier of again ? [...texts, text] : texts) quickly(Buffer.from(earlier), parser);
        expect(quickly(Buffer.from(text), parser)).toEqual(quickly(Buffer.from(text)));
      }),
    );
  });

  it('gives nothing else than JSON.parse when bytes of it are damaged', () => {
    const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), damagedByte), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(line, damage, (text, hits) => {
        const bytes = Buffer.from(text);
        for (const [where, byte] of hits) bytes[Math.floor(where * bytes.length)] = byte;
        const found = quickly(bytes);
        if (found !== null) expect(found).toEqual(parsed(bytes));
      }),
      { numRuns: 2_000 },
    );
  });
});

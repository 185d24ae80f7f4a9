import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf, MAP_WIDTH } from '../../src/render/map-frame.ts';
import { placeLabels } from '../../src/render/map-labels.ts';

const location = fc.record({
  lat: fc.double({ min: -85, max: 85, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('the frame of the map', () => {
  it('holds every place, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(location, { minLength: 1, maxLength: 20 }), (locations) => {
        const frame = frameOf(locations);
        for (const one of locations) {
          const { x, y } = frame.position(one);
          expect(x).toBeGreaterThan(0);
          expect(x).toBeLessThan(MAP_WIDTH);
          expect(y).toBeGreaterThan(0);
          expect(y).toBeLessThan(frame.height);
        }
        expect(frame.meridians.length + frame.parallels.length).toBeLessThan(30);
        expect(frame.scale.length).toBeLessThanOrEqual(MAP_WIDTH / 4 + 1);
      }),
    );
  });

  it('keeps places on both sides of the date line together', () => {
    const frame = frameOf([
      { lat: -18.1, lon: 178.4 },
      { lat: -13.8, lon: -171.8 },
    ]);
    const [fiji, samoa] = [
      frame.position({ lat: -18.1, lon: 178.4 }),
      frame.position({ lat: -13.8, lon: -171.8 }),
    ];
    expect(fiji.x).toBeLessThan(samoa.x);
    expect(frame.meridians.map(({ degrees }) => degrees)).toContain(-180);
    expect(frame.scale.km).toBeLessThan(1_000);
  });

  it('gives a single place some surroundings', () => {
    const frame = frameOf([{ lat: -6.9175, lon: 107.6191 }]);
    expect(frame.meridians.length).toBeGreaterThan(1);
    expect(frame.scale.km).toBe(5);
  });
});

describe('the names on the map', () => {
  it('leave out what would lie over another, the important ones first', () => {
    const crowd = Array.from({ length: 30 }, (_, index) => ({
      x: 200 + index,
      y: 150,
      text: `Cabang ${index}`,
      important: index === 29,
    }));
    const labels = placeLabels(crowd, { width: 480, height: 300 });
    expect(labels.length).toBeLessThan(12);
    expect(labels[0]?.text).toBe('Cabang 29');
  });

  it('are cut when they are long', () => {
    const [label] = placeLabels([{ x: 10, y: 100, text: 'x'.repeat(80), important: false }], {
      width: 480,
      height: 300,
    });
    expect(label?.text).toBe(`${'x'.repeat(25)}…`);
  });
});

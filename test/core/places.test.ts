import { describe, expect, it } from 'vitest';
import { placesOf } from '../../src/core/places.ts';
import { makeConfig, makeServer, makeSite } from '../support/world.ts';

const here = { lat: -6.9, lon: 107.6 };
const there = { lat: 3.6, lon: 98.7 };

describe('places', () => {
  const config = makeConfig(
    [
      makeServer('a', { siteId: 'x', location: here }),
      makeServer('b', { siteId: 'x', location: here }),
      makeServer('c', { siteId: 'x', location: there }),
      makeServer('d'),
    ],
    { sites: [makeSite('x', { location: here })] },
  );

  it('are the sites, and servers that stand somewhere else', () => {
    const places = placesOf(
      config,
      new Map([
        ['a', 'up'],
        ['b', 'suspect'],
        ['c', 'up'],
        ['d', 'up'],
      ] as const),
    );
    expect(places).toEqual([
      { name: 'Site x', location: here, state: 'up', serverCount: 2, downCount: 0 },
      { name: 'Server c', location: there, state: 'up', serverCount: 1, downCount: 0 },
    ]);
  });

  it('are down with one server, unknown with one that has no verdict, and leave out what was not selected', () => {
    const state = (a: 'up' | 'recovering' | null, b: 'up' | 'unknown' | 'down') =>
      placesOf(
        config,
        new Map([
          ['a', a],
          ['b', b],
        ] as const),
      ).map((place) => [place.state, place.downCount]);
    expect(state('up', 'unknown')).toEqual([['unknown', 0]]);
    expect(state(null, 'up')).toEqual([['unknown', 0]]);
    expect(state('recovering', 'unknown')).toEqual([['down', 1]]);
    expect(placesOf(config, new Map())).toEqual([]);
  });
});

import * as net from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalIPv6, isIP, isIPv4, isIPv6 } from '../../src/probes/ip.ts';

/** Addresses, and texts that are nearly some: with a piece of them gone, doubled or changed. */
const nearAddress = fc
  .tuple(
    fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV4().map((v4) => `::ffff:${v4}`),
      fc.ipV6().map((v6) => `${v6}%eth0`),
      fc.stringMatching(/^[\da-fA-F:.%\][/]{0,20}$/),
    ),
    fc.nat(),
    fc.nat({ max: 2 }),
    fc.constantFrom('', '0', '00', '.', ':', '::', '256', 'g', '%', '/', ']', ' ', '\n'),
  )
  .map(([text, at, gone, put]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + gone);
  });

describe('what is an IP address', () => {
  it('is judged as by node:net', () => {
    fc.assert(
      fc.property(nearAddress, (text) => {
        expect([isIP(text), isIPv4(text), isIPv6(text)]).toEqual([
          net.isIP(text),
          net.isIPv4(text),
          net.isIPv6(text),
        ]);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    '10.0.0.1',
    '::',
    '::1',
    'FD00::A',
    '1::2::3',
    '01.2.3.4',
    '::]/[::',
    '::1%eth0',
    '1.2.3',
    'cafe',
    '',
  ])('so is "%s"', (text) => {
    expect(isIP(text)).toBe(net.isIP(text));
  });
});

describe('the canonical form of an IPv6 address', () => {
  it('stands for the same address, and is the same for each spelling', () => {
    const full = (words: readonly number[]): string => words.map((word) => word.toString(16)).join(':');
    const words = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 65_535 })), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(words, (all) => {
        const { address } = new net.SocketAddress({ address: full(all), family: 'ipv6' });
        expect(canonicalIPv6(address)).toBe(canonicalIPv6(full(all)));
        expect(new net.SocketAddress({ address: canonicalIPv6(address), family: 'ipv6' }).address).toBe(
          address,
        );
      }),
    );
  });
});

import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { ascii, cut, pad, plain, wrap } from '../../src/render/text.ts';

/** Anything that a terminal would act upon instead of showing it. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe('text for the terminal', () => {
  it('holds no control characters, escape sequences or marks that turn the direction', () => {
    expect(plain('\u001b[31mred\u001b[0m\u0007 bell\r\nnext\u0000 \u202etxt.exe\u009b2J')).toBe(
      'red bell next txt.exe',
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !CONTROL.test(plain(text))));
  });

  it('keeps emoji that are joined from several', () => {
    expect(plain('👨‍👩‍👧‍👦 family')).toBe('👨‍👩‍👧‍👦 family');
  });

  it('is ASCII where the terminal reads no UTF-8', () => {
    expect(ascii('Café – 日本 👨‍👩‍👧‍👦 … →')).toBe('Cafe - ?? ? ... ->');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => /^[\x20-\x7e]*$/.test(ascii(plain(text)))),
    );
  });

  it('is cut between characters and never wider than asked', () => {
    expect(cut('日本語サーバー', 7, '…')).toBe('日本語…');
    expect(cut('short', 7, '…')).toBe('short');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 30 }), (text, width) => {
        return stringWidth(cut(plain(text), width, '…')) <= width;
      }),
    );
  });

  it('is filled up to a width on either side', () => {
    expect(pad('日本', 6, 'left')).toBe('日本  ');
    expect(pad('12', 4, 'right')).toBe('  12');
  });

  it('breaks between words, and cuts words that are wider than a line', () => {
    expect(wrap('one two three', 7, '…')).toEqual(['one two', 'three']);
    expect(wrap('a verylongword b', 6, '…')).toEqual(['a', 'veryl…', 'b']);
  });
});

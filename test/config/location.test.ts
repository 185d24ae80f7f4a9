import { describe, expect, it } from 'vitest';
import { parseLocation } from '../../src/config/location.ts';

describe('a location', () => {
  it.each([
    ['-6.9175,107.6191'],
    [' -6.9175 , 107.6191 '],
    ['-6.9175 107.6191'],
    ['(-6.9175, 107.6191)'],
    ['geo:-6.9175,107.6191'],
    ['geo:-6.9175,107.6191,700;u=35'],
    ['geo:-6.9175,107.6191?z=17'],
    ['geo:0,0?q=-6.9175,107.6191(Cabang Bandung)'],
    ['https://maps.google.com/?q=-6.9175,107.6191'],
    ['https://www.google.com/maps?q=loc:-6.9175,107.6191&z=15'],
    ['https://www.google.com/maps/search/?api=1&query=-6.9175%2C107.6191'],
    ['https://www.google.com/maps/search/-6.9175,+107.6191?entry=tts'],
    ['https://www.google.com/maps/place/-6.9175,107.6191/@-6.9,107.6,17z'],
    ['https://www.google.com/maps/@-6.9175,107.6191,15z'],
    [
      'https://www.google.co.id/maps/place/Gedung+Sate/@-6.9,107.6,17z/data=!3m1!4b1!4m6!3m5!1s0x2e:0x6!8m2!3d-6.9175!4d107.6191!16s%2Fm%2F0',
    ],
    ['https://www.google.com/maps/dir/?api=1&destination=-6.9175,107.6191'],
    ['https://www.google.com/maps/dir/-6.2,106.8/-6.9175,107.6191/'],
    ['https://www.openstreetmap.org/?mlat=-6.9175&mlon=107.6191#map=17/-6.9/107.6'],
    ['https://www.openstreetmap.org/#map=17/-6.9175/107.6191'],
    ['https://www.openstreetmap.org/node/123#map=17/-6.9175/107.6191&layers=N'],
  ])('is read from %s', (text) => {
    expect(parseLocation(text)).toEqual({ ok: true, location: { lat: -6.9175, lon: 107.6191 } });
  });

  it.each([
    ['https://maps.app.goo.gl/AbCdEf', 'a short link of maps.app.goo.gl holds no coordinates'],
    ['https://goo.gl/maps/AbCdEf', 'a short link of goo.gl holds no coordinates'],
    ['https://osm.org/go/~x', 'a short link of osm.org holds no coordinates'],
    ['https://www.openstreetmap.org/go/~x', 'a short link of www.openstreetmap.org holds no coordinates'],
    ['https://www.google.com/maps/place/Gedung+Sate', 'this link holds no coordinates'],
    ['https://example.com/%E0%A4%A', 'this link holds no coordinates'],
    ['geo:Bandung', 'this geo: link holds no coordinates'],
    ['-6,9175, 107,6191', 'is no location'],
    ['Bandung', 'is no location'],
    ['107.6191,-6.9175', 'latitude must be -90..90, got 107.6191'],
    ['-6.9175,197.6', 'longitude must be -180..180, got 197.6'],
  ])('is not read from %s', (text, message) => {
    expect(parseLocation(text)).toMatchObject({ ok: false, message: { en: message } });
  });
});

import { describe, expect, it } from 'vitest';
import { beatUrl, type Beat } from '../../src/notify/heartbeat.ts';

const START: Beat = { kind: 'start' };
const SUCCESS: Beat = { kind: 'success' };
const FAIL: Beat = { kind: 'fail', exitCode: 3, body: 'disk full & broken\nmore' };

describe('the address that a heartbeat asks', () => {
  it.each([
    { service: 'healthchecks.io', beat: START, address: 'https://hc.example/ping/abc/start' },
    { service: 'healthchecks.io', beat: SUCCESS, address: 'https://hc.example/ping/abc' },
    { service: 'healthchecks.io', beat: FAIL, address: 'https://hc.example/ping/abc/3' },
  ])('of $service for $beat.kind is $address', ({ beat, address }) => {
    expect(beatUrl('https://hc.example/ping/abc', beat)).toBe(address);
  });

  it.each([
    { beat: START, address: null },
    { beat: SUCCESS, address: 'https://kuma.example/api/push/xyz?status=up&msg=OK&ping=' },
    { beat: FAIL, address: 'https://kuma.example/api/push/xyz?status=down&msg=disk+full+%26+broken&ping=' },
  ])('of a push monitor of Uptime Kuma for $beat.kind is $address', ({ beat, address }) => {
    expect(beatUrl('https://kuma.example/api/push/xyz?status=up&msg=OK&ping=', beat)).toBe(address);
  });

  it('keeps a query, and a slash at its end makes no difference', () => {
    expect(beatUrl('https://hc.example/ping/abc/?create=1', START)).toBe(
      'https://hc.example/ping/abc/start?create=1',
    );
  });
});

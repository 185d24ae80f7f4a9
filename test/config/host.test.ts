import { describe, expect, it } from 'vitest';
import { hostFault } from '../../src/config/host.ts';

describe('a host', () => {
  it.each([
    '192.0.2.1',
    '2001:db8::1',
    '::1',
    'erp.example.com',
    'erp.example.com.',
    'erp',
    'db_1.example.com',
    'bücher.example',
    '1.example.com',
    `${'a'.repeat(63)}.example.com`,
  ])('may be %s', (host) => {
    expect(hostFault(host)).toBeNull();
  });

  it.each([
    ['-c', 'host-option'],
    ['a b', 'host-space'],
    ['a\u00a0b', 'host-space'],
    ['a\nb', 'host-control'],
    ['a\u0000', 'host-control'],
    ['http://a', 'host-url'],
    ['a:80', 'host-port'],
    ['[::1]', 'host-brackets'],
    ['fe80::1%eth0', 'host-zone'],
    ['0.0.0.0', 'host-unspecified'],
    ['::', 'host-unspecified'],
    ['0::0', 'host-unspecified'],
    ['::ffff:0.0.0.0', 'host-unspecified'],
    ['010.0.0.1', 'host-address'],
    ['10.0.0', 'host-address'],
    ['1', 'host-address'],
    ['0x7f000001', 'host-address'],
    ['2001:db8::1::', 'host-name'],
    ['a..b', 'host-name'],
    ['a/b', 'host-name'],
    ['$(reboot)', 'host-name'],
    ['a;b', 'host-name'],
    ['', 'host-name'],
    ['a-', 'host-name'],
    [`${'a'.repeat(64)}.example.com`, 'host-name'],
    [`${'a.'.repeat(130)}com`, 'host-name'],
  ])('may not be %j', (host, code) => {
    expect(hostFault(host)?.code).toBe(code);
  });
});

import { describe, expect, test } from 'vitest';
import { clientNetwork, createAddressReader, isLoopback, type ProxyHeader } from './client-address.ts';

const proxies = ['10.0.0.0/8', '192.0.2.7', '2001:db8:1::/48'];
const addressOf = (
  remoteAddress: string | undefined,
  headers: Record<string, string> = {},
  header: ProxyHeader = 'x-forwarded-for',
): string | null => createAddressReader({ proxies, header })({ headers, socket: { remoteAddress } });

describe('the address of a client', () => {
  test.each([
    ['198.51.100.1', '198.51.100.1'],
    ['::ffff:198.51.100.1', '198.51.100.1'],
    ['2001:0DB8:9::0001', '2001:db8:9::1'],
    ['fe80::1%eth0', 'fe80::1'],
    [undefined, null],
  ])('%s of a connection is %s', (remote, address) => expect(addressOf(remote)).toBe(address));

  test.each([{ 'x-forwarded-for': '203.0.113.9' }, { forwarded: 'for=203.0.113.9' }])(
    'ignores %o from a peer that is not a trusted proxy',
    (headers) => expect(addressOf('198.51.100.1', headers)).toBe('198.51.100.1'),
  );

  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:4711', '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9, 10.1.1.1, 192.0.2.7', '203.0.113.9'],
    ['10.1.1.1', '10.1.1.1'],
    ['junk', '10.0.0.1'],
    ['1.1.1.1, junk, 10.9.9.9', '10.9.9.9'],
    ['', '10.0.0.1'],
  ])('X-Forwarded-For "%s" behind a trusted proxy is %s', (value, address) =>
    expect(addressOf('10.0.0.1', { 'x-forwarded-for': value })).toBe(address),
  );

  test.each([
    ['for=203.0.113.9', '203.0.113.9'],
    ['for=1.1.1.1, for=203.0.113.9;proto=https;by=10.0.0.1', '203.0.113.9'],
    ['For="[2001:db8:9::2]:4711"', '2001:db8:9::2'],
    ['by=10.0.0.1;for="203.0.113.9:80", for="[2001:db8:1::5]"', '203.0.113.9'],
    ['for=unknown', '10.0.0.1'],
    ['for=_hidden, for=10.9.9.9', '10.9.9.9'],
    ['proto=https', '10.0.0.1'],
  ])('Forwarded "%s" behind a trusted proxy is %s', (value, address) =>
    expect(addressOf('10.0.0.1', { forwarded: value }, 'forwarded')).toBe(address),
  );

  test('does not come from a field that the proxies do not write', () => {
    const both = { forwarded: 'for=1.1.1.1', 'x-forwarded-for': '2.2.2.2' };
    expect(addressOf('10.0.0.1', both, 'x-forwarded-for')).toBe('2.2.2.2');
    expect(addressOf('10.0.0.1', both, 'forwarded')).toBe('1.1.1.1');
  });

  test('reads a bounded number of hops', () => {
    const value = ['203.0.113.9', ...Array.from({ length: 20_000 }, () => '10.1.1.1')].join(',');
    expect(addressOf('10.0.0.1', { 'x-forwarded-for': value })).toBe('10.1.1.1');
  });
});

test.each(['10.0.0.0/33', 'proxy.example', '10.0.0', '::1/129', '10.0.0.0/x', ''])(
  'refuses the trusted proxy "%s"',
  (entry) => expect(() => createAddressReader({ proxies: [entry], header: 'forwarded' })).toThrow(RangeError),
);

test.each([
  ['198.51.100.1', '198.51.100.1'],
  ['2001:db8:9:1:2:3:4:5', '2001:db8:9:1::/64'],
  ['2001:db8:9::5', '2001:db8:9:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1:2', 'fe80:0:0:0::/64'],
])('%s belongs to the client network %s', (address, network) => expect(clientNetwork(address)).toBe(network));

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['128.0.0.1', false],
  ['::2', false],
])('%s is loopback: %s', (address, expected) => expect(isLoopback(address)).toBe(expected));

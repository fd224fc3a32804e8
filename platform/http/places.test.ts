import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPlaces, type Places } from './places.ts';

const LIMITS = { max: 6, maxPerAddress: 2, limitsAddress: (address: string) => address !== '127.0.0.1' };
const take = (places: Places, address: string | null): (() => void) => {
  const place = places.take(address);
  if (typeof place === 'string') throw new Error(place);
  return place;
};

test('an address has its share, and one that leaves frees its place once', () => {
  const places = createPlaces(LIMITS);
  const leave = take(places, '10.0.0.1');
  take(places, '10.0.0.1');
  expect(places.take('10.0.0.1')).toBe('address');
  take(places, '10.0.0.2');
  leave();
  leave();
  expect(places.taken).toBe(2);
  take(places, '10.0.0.1');
  expect(places.take('10.0.0.1')).toBe('address');
});

test('all together have a limit, whatever their addresses', () => {
  const places = createPlaces(LIMITS);
  const leave = take(places, '127.0.0.1');
  for (const address of ['127.0.0.1', '127.0.0.1', '127.0.0.1', null, null]) take(places, address);
  for (const address of ['127.0.0.1', '10.0.0.1', null]) expect(places.take(address)).toBe('all');
  leave();
  take(places, '10.0.0.1');
});

test('the addresses of one IPv6 network share', () => {
  const places = createPlaces(LIMITS);
  take(places, '2001:db8::1');
  take(places, '2001:db8::2');
  expect(places.take('2001:db8::3')).toBe('address');
  take(places, '2001:db8:0:1::1');
});

test('addresses that want every place get equal shares, and a newcomer finds a place', () => {
  const addresses = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(addresses, (wanting) => {
      const places = createPlaces({ max: 100, maxPerAddress: 60, limitsAddress: () => true });
      for (const address of wanting) places.take(`10.0.0.${address}`);
      expect(places.take('10.0.1.1')).toBeTypeOf('function');
    }),
  );
  const places = createPlaces({ max: 20_000, maxPerAddress: 2_000, limitsAddress: () => true });
  for (let round = 0; round < 2_000; round += 1)
    for (let address = 0; address < 10; address += 1) places.take(`10.0.0.${address}`);
  expect(places.taken).toBe(18_182);
  expect(places.take('10.0.0.1')).toBe('share');
});

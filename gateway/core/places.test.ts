import { expect, test } from 'vitest';
import { createPlaces, type Places } from './places.ts';

const LIMITS = { max: 4, maxPerAddress: 2, limitsAddress: (address: string) => address !== '127.0.0.1' };
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
  for (const address of ['127.0.0.1', '127.0.0.1', null]) take(places, address);
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

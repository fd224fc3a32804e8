import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Client } from '../../hooks.ts';
import { createUpstreamPlaces } from './upstream-places.ts';

const clientOf = (subject: string | null): Client =>
  ({ caller: subject === null ? null : { subject }, address: null }) as Client;

const create = () =>
  createUpstreamPlaces({ max: 6, maxPerAddress: 6, limitsAddress: () => false, maxPrivatePerUser: 2 });

test('a user has so many private streams; public ones and those of others do not count', () => {
  const places = create();
  const first = places.take(clientOf('ana'), true);
  expect(places.take(clientOf('ana'), true)).toBeTypeOf('function');
  expect(places.take(clientOf('ana'), true)).toBe('user');
  expect(places.take(clientOf('ana'), false)).toBeTypeOf('function');
  expect(places.take(clientOf('bia'), true)).toBeTypeOf('function');
  expect(places.take(clientOf(null), false)).toBeTypeOf('function');
  if (typeof first !== 'function') throw new Error('no place');
  first();
  first();
  expect(places.taken).toBe(4);
  expect(places.take(clientOf('ana'), true)).toBeTypeOf('function');
  expect(places.take(clientOf('ana'), true)).toBe('user');
});

test('after any sequence of openings and ends no user has more private streams than it may, and every ended one is free again', () => {
  const step = fc.record({
    user: fc.constantFrom('ana', 'bia'),
    isPrivate: fc.boolean(),
    ends: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const places = create();
      const open: { user: string; isPrivate: boolean; leave: () => void }[] = [];
      for (const { user, isPrivate, ends } of steps) {
        if (ends) open.shift()?.leave();
        else {
          const privates = open.filter((one) => one.isPrivate && one.user === user).length;
          const expected = isPrivate && privates >= 2 ? 'user' : open.length >= 6 ? 'all' : 'place';
          const leave = places.take(clientOf(user), isPrivate);
          expect(typeof leave === 'string' ? leave : 'place').toBe(expected);
          if (typeof leave !== 'string') open.push({ user, isPrivate, leave });
        }
        expect(places.taken).toBe(open.length);
      }
    }),
  );
});

import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { hintsOf } from './compose.ts';
import { unlistedHints } from './hints.ts';

const hint = { code: 'INCONSISTENT_DESCRIPTION', coordinate: 'Order.id', message: 'Two\n  descriptions.' };
const entry = { code: hint.code, coordinate: hint.coordinate, reason: 'Both are right.' };

describe('composition hints', () => {
  test.each([
    ['no hints', [], [], []],
    ['a listed hint', [hint], [entry], []],
    [
      'a hint that is not listed',
      [hint],
      [],
      ['composition hint INCONSISTENT_DESCRIPTION at Order.id: Two descriptions.'],
    ],
    [
      'a hint without a coordinate',
      [{ code: 'UNUSED_ENUM_TYPE', coordinate: null, message: 'Unused.' }],
      [],
      ['composition hint UNUSED_ENUM_TYPE: Unused.'],
    ],
    [
      'an entry without a hint',
      [],
      [entry],
      ['allowed hint INCONSISTENT_DESCRIPTION at Order.id: composition does not raise it, remove the entry'],
    ],
    [
      'an entry without a reason',
      [hint],
      [{ ...entry, reason: ' ' }],
      ['allowed hint INCONSISTENT_DESCRIPTION at Order.id: it has no reason'],
    ],
  ])('%s', (_name, hints, allowed, problems) => {
    expect(unlistedHints(hints, allowed)).toEqual(problems);
  });

  test('an entry allows its coordinate only', () => {
    const problems = unlistedHints([hint, { ...hint, coordinate: 'User.id' }], [entry]);
    expect(problems).toEqual(['composition hint INCONSISTENT_DESCRIPTION at User.id: Two descriptions.']);
  });
});

test('composition reports hints with their coordinates', () => {
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable"])';
  const services = [
    '"One." type A @shareable { a: Int } type Query { one: A }',
    '"Two." type A @shareable { a: Int }',
  ];
  const { hints = [] } = composeServices(
    services.map((sdl, index) => ({ name: `s${index}`, typeDefs: parse(`${link} ${sdl}`) })),
  );
  expect(hintsOf(hints).map(({ code, coordinate }) => [code, coordinate])).toEqual([
    ['INCONSISTENT_DESCRIPTION', 'A'],
  ]);
});

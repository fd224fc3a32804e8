import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../limits.ts';
import { createDocumentCheck } from './document.ts';
import { prepareOperation } from './prepare.ts';

const schema = buildSchema(`
  input Page { first: Int! = 50, after: String }
  type Query { list(first: Int! = 50, after: String, page: Page): Int }
`);
const check = createDocumentCheck(schema, DEFAULT_LIMITS);
const errorsOf = (query: string, variables: object, operationName: string | null = null) => {
  const prepared = prepareOperation(schema, check, { query, operationName, variables: { ...variables } });
  if (!('errors' in prepared)) return [];
  return prepared.errors.map(({ message, extensions, locations }) => [
    extensions['code'],
    /"\$(\w+)"/.exec(message)?.[1],
    locations?.length,
  ]);
};

test.each([
  ['an argument', 'query ($n: Int) { list(first: $n) }'],
  ['an input field', 'query ($n: Int) { list(page: { first: $n }) }'],
  ['a fragment', 'query ($n: Int) { ...F } fragment F on Query { list(first: $n) }'],
  ['two places', 'query ($n: Int) { a: list(first: $n) b: list(first: $n) }'],
])('refuses a null variable where a default replaces an absent one: %s', (_place, query) => {
  expect(errorsOf(query, { n: null })).toEqual([['BAD_USER_INPUT', 'n', 1]]);
  expect(errorsOf(query, {})).toEqual([]);
  expect(errorsOf(query, { n: 1 })).toEqual([]);
});

test('accepts a null variable in nullable places, and one that only another operation uses otherwise', () => {
  const query = 'query A($n: String) { list(after: $n) } query B($n: Int) { list(first: $n) }';
  expect(errorsOf(query, { n: null }, 'A')).toEqual([]);
  expect(errorsOf(query, { n: null }, 'B')).toEqual([['BAD_USER_INPUT', 'n', 1]]);
});

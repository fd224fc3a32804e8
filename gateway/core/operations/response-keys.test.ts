import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadSupergraph } from '../federation/supergraph.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { createDocumentCheck } from './document.ts';

const sdl = readFileSync(new URL('../../generated/supergraph.graphql', import.meta.url), 'utf8');
const { apiSchema, fetchedFields } = loadSupergraph(sdl);
const check = createDocumentCheck(apiSchema, DEFAULT_LIMITS, fetchedFields);
const codesOf = (text: string): readonly unknown[] => {
  const checked = check(text);
  return 'document' in checked ? [] : checked.map(({ extensions }) => extensions['code']);
};

test.each([
  '{ marketStatus { __typename: phase } }',
  '{ __typename: marketStatus { phase } }',
  'mutation { deposit(input: {accountId: "a", amount: "1.00", clientTransferId: "c"}) { ... on Transfer { __typename: id } } }',
  'subscription { quotes(tickers: ["PETR4"]) { __typename: ticker last } }',
  '{ marketStatus { __proto__: phase } }',
  '{ marketStatus { constructor: phase } }',
  '{ marketStatus { hasOwnProperty: phase } }',
  '{ marketStatus { __key: phase } }',
  '{ me { accounts { id: name portfolio { total } } } }',
  '{ asset(ticker: "PETR4") { ticker: isin quote { last } } }',
  '{ node(id: "x") { id: __typename } }',
  '{ me { accounts { positions { quantity: cost marketValue } } } }',
])('a document with a reserved response key is refused: %s', (text) => {
  expect(codesOf(text)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});

test.each([
  '{ marketStatus { kind: __typename __typename phase } }',
  '{ me { accounts { id label: name accountId: id portfolio { total } } } }',
  '{ _entities: marketStatus { id: phase } }',
])('any other response key may be chosen: %s', (text) => {
  expect(codesOf(text)).toEqual([]);
});

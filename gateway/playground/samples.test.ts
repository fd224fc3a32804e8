import { getVariableValues, Kind, parse, validate, type OperationDefinitionNode } from 'graphql';
import { expect, test } from 'vitest';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import { loadSupergraph } from '../core/federation/supergraph.ts';
import { DEFAULT_LIMITS } from '../core/limits.ts';
import { exceededLimit } from '../core/operations/complexity.ts';
import { realSupergraph } from '../test/real-supergraph.ts';
import { nameOf, PLACEHOLDERS, SAMPLES } from './samples.ts';

const { apiSchema } = loadSupergraph(realSupergraph(), scalarResolvers);

/** A placeholder for a price as the value of a field. */
const PRICE = /"(BID|ASK)([+-]\d+%)?"/g;

test.each(SAMPLES.map((sample) => [nameOf(sample), sample.query, sample.variables ?? '{}']))(
  'the sample %s fits the graph, its limits and its variables',
  (_name, query, variables) => {
    const document = parse(query);
    expect(validate(apiSchema, document)).toEqual([]);
    expect(exceededLimit(apiSchema, document, DEFAULT_LIMITS)).toBeNull();
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const { errors } = getVariableValues(
        apiSchema,
        definition.variableDefinitions ?? [],
        JSON.parse(variables.replace(PRICE, '"27.00"')) as Record<string, unknown>,
      );
      expect(errors).toBeUndefined();
    }
  },
);

test('the samples include a subscription, sign-up, sign-in and an order, each with its name', () => {
  const operations = SAMPLES.flatMap(({ query }) =>
    parse(query).definitions.map((definition) => definition as OperationDefinitionNode),
  );
  expect(operations.map(({ operation }) => operation)).toContain('subscription');
  const names = operations.map(({ name }) => name?.value);
  expect(names).toEqual(expect.arrayContaining(['SignUp', 'SignIn', 'Buy']));
  expect(names).toEqual(SAMPLES.map(nameOf));
});

test('each placeholder of the samples is explained', () => {
  const words = PLACEHOLDERS.flatMap(({ word }) => word.split(', '));
  const used = SAMPLES.flatMap(
    ({ variables = '' }) => variables.match(/(?<=")[A-Z]{2,}[_A-Z0-9+%-]*(?=")/g) ?? [],
  );
  const tickersAndEnums = ['PETR4', 'VALE3', 'ITUB4', 'BUY', 'SELL', 'LIMIT', 'STOP', 'GTC'];
  expect(used.filter((word) => !words.includes(word) && !tickersAndEnums.includes(word))).toEqual([]);
  expect(used).toEqual(expect.arrayContaining(['MY_ACCOUNT', 'NEW_ID', 'NEW_EMAIL', 'MY_EMAIL', 'BID-3%']));
});

/** Characters of a line that fit the editor of a window of 1,280 pixels, beside its toolbar. */
const LINE = 50;

test('the lines of the samples fit the editor', () => {
  const lines = SAMPLES.flatMap(({ query, variables = '' }) => `${query}\n${variables}`.split('\n'));
  expect(lines.filter((line) => line.length > LINE)).toEqual([]);
});

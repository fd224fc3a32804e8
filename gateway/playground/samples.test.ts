import { getVariableValues, Kind, parse, validate, type OperationDefinitionNode } from 'graphql';
import { expect, test } from 'vitest';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import { loadSupergraph } from '../core/federation/supergraph.ts';
import { DEFAULT_LIMITS } from '../core/limits.ts';
import { exceededLimit } from '../core/operations/complexity.ts';
import { realSupergraph } from '../test/real-supergraph.ts';
import { SAMPLES } from './samples.ts';

const { apiSchema } = loadSupergraph(realSupergraph(), scalarResolvers);

test.each(SAMPLES.map(({ query, variables }) => [query.split('\n').at(1), query, variables ?? '{}']))(
  'the sample with "%s" fits the graph, its limits and its variables',
  (_name, query, variables) => {
    const document = parse(query);
    expect(validate(apiSchema, document)).toEqual([]);
    expect(exceededLimit(apiSchema, document, DEFAULT_LIMITS)).toBeNull();
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const { errors } = getVariableValues(
        apiSchema,
        definition.variableDefinitions ?? [],
        JSON.parse(variables) as Record<string, unknown>,
      );
      expect(errors).toBeUndefined();
    }
  },
);

test('the samples include a subscription, sign-up, sign-in and an order', () => {
  const operations = SAMPLES.flatMap(({ query }) =>
    parse(query).definitions.map((definition) => definition as OperationDefinitionNode),
  );
  expect(operations.map(({ operation }) => operation)).toContain('subscription');
  const names = operations.map(({ name }) => name?.value);
  expect(names).toEqual(expect.arrayContaining(['SignUp', 'SignIn', 'BuyAtMarket']));
});

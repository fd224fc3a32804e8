import { parse } from 'graphql';
import { expect, test, vi } from 'vitest';
import { createWallClock } from '../time/clock.ts';
import { silentLog } from '../observability/log.ts';
import { createStatements } from '../security/statements.ts';
import { graphqlError } from './errors.ts';
import { withAsyncReferences } from './references.ts';
import { createSubgraph } from './subgraph.ts';

test('refused references, synchronous and asynchronous, all become errors of the result', async () => {
  const refuse = () => {
    throw graphqlError('UNAUTHENTICATED', 'no');
  };
  const subgraph = createSubgraph({
    name: 'test',
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type Query { one: One }
      type One @key(fields: "id") { id: ID! }
      type Two @key(fields: "id") { id: ID! }`),
    resolvers: {
      One: { __resolveReference: async () => refuse() },
      Two: { __resolveReference: () => refuse() },
    },
    createContext: (base) => base,
    statements: createStatements(Buffer.alloc(32), createWallClock()),
    log: silentLog,
  });
  const unhandled = vi.fn();
  process.once('unhandledRejection', unhandled);
  const result = await subgraph.execute({
    query: `query ($refs: [_Any!]!) { _entities(representations: $refs) { __typename } }`,
    variables: { refs: ['One', 'Two', 'One'].map((name) => ({ __typename: name, id: '1' })) },
    correlationId: 'c',
  });
  await new Promise(setImmediate);
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  expect(result.errors?.map((error) => error.extensions['code'])).toEqual(
    Array.from({ length: 3 }, () => 'UNAUTHENTICATED'),
  );
});

test('types that are no entities stay unchanged', () => {
  const fields = { name: () => 'x' };
  expect(withAsyncReferences({ Plain: fields })).toEqual({ Plain: fields });
});

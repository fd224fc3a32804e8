import { parse } from 'graphql';
import { expect, test, vi } from 'vitest';
import { createWallClock } from '../time/clock.ts';
import { silentLog, type Log } from '../observability/log.ts';
import { createStatements } from '../security/statements.ts';
import { graphqlError } from './errors.ts';
import { withRejectingReferences } from './references.ts';
import { createSubgraph } from './subgraph.ts';

const createTestSubgraph = (resolvers: object = {}, log: Log = silentLog) =>
  createSubgraph({
    name: 'test',
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type Query { one: One plain: Plain }
      type Plain { id: ID! }
      type One @key(fields: "id") { id: ID! }
      type Two @key(fields: "id") { id: ID! }`),
    resolvers,
    createContext: (base) => base,
    statements: createStatements(Buffer.alloc(32), createWallClock()),
    log,
  });

const ENTITIES = `query ($refs: [_Any!]!) { _entities(representations: $refs) { __typename } }`;

test('refused references, synchronous and asynchronous, all become errors of the result', async () => {
  const refuse = () => {
    throw graphqlError('UNAUTHENTICATED', 'no');
  };
  const subgraph = createTestSubgraph({
    One: { __resolveReference: async () => refuse() },
    Two: { __resolveReference: () => refuse() },
  });
  const unhandled = vi.fn();
  process.once('unhandledRejection', unhandled);
  const result = await subgraph.execute({
    query: ENTITIES,
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

test.each([
  ['an unknown type', { __typename: 'Three', id: '1' }],
  ['a type that is no entity', { __typename: 'Plain', id: '1' }],
  ['a scalar type', { __typename: 'ID', id: '1' }],
  ['no type', { id: '1' }],
  ['a type that is a number', { __typename: 1 }],
  ['a number instead of an object', 1],
])('a reference with %s is BAD_USER_INPUT, and nothing is logged', async (_name, reference) => {
  const error = vi.fn();
  const log: Log = { ...silentLog, error, child: () => log };
  const { errors } = await createTestSubgraph({}, log).execute({
    query: ENTITIES,
    variables: { refs: [{ __typename: 'One', id: '1' }, reference] },
    correlationId: 'c',
  });
  expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['_entities'], 'BAD_USER_INPUT'],
  ]);
  expect(error).not.toHaveBeenCalled();
});

test('types that are no entities stay unchanged', () => {
  const fields = { name: () => 'x' };
  expect(withRejectingReferences({ Plain: fields })).toEqual({ Plain: fields });
});

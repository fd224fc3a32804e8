import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import { describe, expect, test, vi } from 'vitest';
import { createWallClock } from '../time/clock.ts';
import { silentLog, type Log } from '../observability/log.ts';
import { createStatements } from '../security/statements.ts';
import { graphqlError } from './errors.ts';
import { resolveEntities, withRejectingReferences } from './references.ts';
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

describe('entities', () => {
  const sdl = `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    interface Work @key(fields: "id") { id: ID! }
    type Book implements Work @key(fields: "id") { id: ID! title: String }
    type Shelf @key(fields: "id") { id: ID! }`;
  const stored = Object.freeze({ __typename: 'Book', id: '1', title: 'Sagarana' });
  const held = { id: '2', title: 'Corpo de Baile' };
  const books = new Map<string, unknown>([
    ['1', stored],
    ['2', held],
    ['3', { __typename: 'Other', id: '3', title: 'Tutameia' }],
    ['4', (async () => ({ id: '4', title: 'Estas Estórias' }))()],
    ['5', null],
  ]);
  const resolvers = {
    Work: { __resolveReference: () => stored },
    Book: { __resolveReference: ({ id }: { id: string }) => books.get(id) },
  };
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
  resolveEntities(schema);
  const entitiesOf = async (references: readonly (readonly [string, string])[]) => {
    const document = parse(
      'query ($refs: [_Any!]!) { _entities(representations: $refs) { __typename ... on Book { id title } ... on Shelf { id } } }',
    );
    const refs = references.map(([__typename, id]) => ({ __typename, id }));
    const { data, errors } = await execute({ schema, document, variableValues: { refs } });
    expect(errors).toBeUndefined();
    return data?.['_entities'];
  };

  test('have the type that their reference names, also when they come later', async () => {
    const references = ['1', '2', '3', '4', '5'].map((id): [string, string] => ['Book', id]);
    expect(await entitiesOf([...references, ['Shelf', '9']])).toEqual([
      stored,
      { __typename: 'Book', ...held },
      { __typename: 'Book', id: '3', title: 'Tutameia' },
      { __typename: 'Book', id: '4', title: 'Estas Estórias' },
      null,
      { __typename: 'Shelf', id: '9' },
    ]);
    expect(Object.keys(held)).toEqual(['id', 'title']);
  });

  test('are read by the reference to their interface', async () => {
    expect(await entitiesOf([['Work', '1']])).toEqual([stored]);
  });

  test('that are there at once are no promises', () => {
    const representations = ['1', '2', '3', '5'].map((id) => ({ __typename: 'Book', id }));
    const resolve = schema.getQueryType()?.getFields()['_entities']?.resolve as (
      ...args: unknown[]
    ) => unknown;
    const found = resolve(null, { representations }, {}, {}) as unknown[];
    expect(found.filter((entity) => entity instanceof Promise)).toEqual([]);
  });
});

test('types that are no entities stay unchanged', () => {
  const fields = { name: () => 'x' };
  expect(withRejectingReferences({ Plain: fields })).toEqual({ Plain: fields });
});

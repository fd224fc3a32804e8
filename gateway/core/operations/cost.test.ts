import { buildSchema, getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createCostModel } from './cost.ts';
import type { Prices } from './prices.ts';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Item implements Node { id: ID! name: String! parts(first: Int): PartConnection tags: [String!]! children: [Item!]! }
  type Part implements Node { id: ID! weight: Int! price: Int! }
  type PartConnection { nodes: [Part!]! edges: [PartEdge!]! total: Int! }
  type PartEdge { node: Part! }
  type Query { item: Item node(id: ID!): Node nodes(ids: [ID!]!): [Node] days: [Int!]! slow: Int list(first: Int! = 50): [Item!]! few(first: Int): [Item!]! ends(first: Int, last: Int): [Int!]! }
  type Subscription { items: Item! }
`);
const prices: Prices = {
  fields: new Map([['Query.slow', 100]]),
  types: new Map([['Part', 3]]),
  lists: new Map([
    ['Item.parts', { assumedSize: 200, slicingArguments: ['first'], sizedFields: ['nodes', 'edges'] }],
    ['Query.days', { assumedSize: 366, slicingArguments: [], sizedFields: [] }],
    ['Query.ends', { assumedSize: 200, slicingArguments: ['first', 'last'], sizedFields: [] }],
    ['Query.few', { assumedSize: 8, slicingArguments: ['first'], sizedFields: [] }],
    ['Query.list', { assumedSize: 200, slicingArguments: ['first'], sizedFields: [] }],
  ]),
};
const costOf = createCostModel(schema, prices);
const cost = (query: string, variables: Record<string, unknown> = {}): number => {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return costOf({ document, operation, variables });
};

test.each<[string, string, number]>([
  ['counts each value', '{ item { id name } }', 3],
  ['counts __typename', '{ item { __typename } __typename }', 3],
  ['adds the price of a field', '{ slow a: slow }', 202],
  [
    'counts a key beyond 32 characters',
    `{ list(first: 10) { ${'a'.repeat(32)}: id ${'b'.repeat(128)}: name } }`,
    60,
  ],
  ['counts keys of introspection', `{ __schema { queryType { ${'a'.repeat(96)}: name } } }`, 3],
  ['multiplies by an assumed size', '{ days }', 366],
  ['multiplies by the default of an argument', '{ list { id } }', 100],
  ['multiplies by an argument', '{ list(first: 3) { id name } }', 9],
  ['counts no more than a field accepts', '{ list(first: 2147483647) { id } }', 400],
  [
    'counts a size above the assumed one where no default bounds it',
    '{ few(first: 100) { id } other: few { name } }',
    216,
  ],
  ['counts the assumed size without any of several arguments', '{ ends }', 200],
  ['counts half of a size above the assumed one of several arguments', '{ ends(last: 700) }', 450],
  ['counts at most 1,000 of it', '{ ends(last: 2147483647) }', 600],
  ['counts a smaller size whole', '{ ends(last: 150) }', 150],
  ['counts nothing below zero', '{ list(first: -5) { id } }', 0],
  ['multiplies nested lists', '{ list(first: 10) { children { id } } }', 10 * (1 + 10 * 2)],
  ['multiplies a list of leaves', '{ item { tags } }', 11],
  [
    'sizes the lists of a connection',
    '{ item { parts(first: 5) { total nodes { weight } } } }',
    1 + 1 + 1 + 5 * (3 + 1),
  ],
  [
    'sizes them in fragments',
    '{ item { parts(first: 5) { ... on PartConnection { ...C } } } } fragment C on PartConnection { edges { node { id } } }',
    2 + 5 * (1 + 3 + 1),
  ],
  ['takes the size of a list of ids', '{ nodes(ids: ["a", "b", "c"]) { id } }', 6],
  [
    'takes the dearest of the possible types',
    '{ node(id: "a") { id ... on Item { name a: name } ... on Part { weight } } }',
    4,
  ],
  ['adds fragments of one type', '{ node(id: "a") { ... on Item { name } ... on Item { a: name } } }', 3],
])('%s', (_name, query, expected) => {
  expect(cost(query)).toBe(expected);
});

test('reads sizes and conditions from variables', () => {
  const query =
    'query ($first: Int!, $with: Boolean!) { list(first: $first) { id name @include(if: $with) } }';
  expect(cost(query, { first: 7, with: true })).toBe(21);
  expect(cost(query, { first: 7, with: false })).toBe(14);
});

test('estimates each operation of a document by its own variables', () => {
  const document = parse(
    'query ($n: Int!, $m: Int!) { list(first: $n) { ...Names children { name } parts(first: $m) { nodes { id } } } } fragment Names on Item { id name }',
  );
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const of = (n: number, m: number): number => costOf({ document, operation, variables: { n, m } });
  // An item: itself, two names, ten children with a name, a connection and its parts of 3 with an id.
  const expected = (n: number, m: number): number => n * (1 + 2 + 10 * 2 + 1 + m * 4);
  for (const [n, m] of [
    [3, 5],
    [7, 5],
    [3, 9],
  ] as const)
    expect(of(n, m)).toBe(expected(n, m));
});

test('prices an event of a subscription', () => {
  expect(cost('subscription { items { id name } }')).toBe(3);
});

test('counts the values of introspection exactly, once for each alias', () => {
  const one = cost('{ __schema { types { name fields { name type { name } } } } }');
  const names = Object.values(schema.getTypeMap()).map((type) =>
    'getFields' in type ? Object.keys(type.getFields()).length : 0,
  );
  const fields = names.reduce((sum, count) => sum + count, 0);
  const values = 2 + names.length * 3 + fields * 4;
  expect(one).toBe(Math.ceil(0.5 * values));
  const fifty = Array.from({ length: 50 }, (_, i) => `a${i}: __schema { types { name } }`).join(' ');
  expect(cost(`{ ${fifty} }`)).toBe(Math.ceil(0.5 * 50 * (2 + 2 * names.length)));
});

test('prices introspection that nests without end in bounded time', () => {
  const nested = `${'interfaces { possibleTypes { '.repeat(30)}name${' } }'.repeat(30)}`;
  expect(cost(`{ __schema { types { ${nested} } } }`)).toBeGreaterThan(1e9);
});

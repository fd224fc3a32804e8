import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { brokenOperations } from './operations.ts';

const schema = buildSchema(`
  type Query { order(id: ID!): Order }
  type Subscription { orders: Order }
  type Order { id: ID! price: String @deprecated(reason: "x") owner: User }
  type User { name: String }
`);

const FRAGMENT = 'fragment Fields on Order { id owner { name } }';

/** Name of the case, documents by file, problems. */
const CASES: readonly [name: string, documents: Readonly<Record<string, string>>, problems: string[]][] = [
  [
    'fitting operations',
    { 'a.graphql': 'query A { order(id: 1) { id } } subscription B { orders { id } }' },
    [],
  ],
  ['no operations', {}, []],
  ['a deprecated field', { 'a.graphql': 'query A { order(id: 1) { price } }' }, []],
  [
    'a removed field',
    { 'a.graphql': 'query A { order(id: 1) { id } }', 'b.graphql': 'query B { order(id: 1) { total } }' },
    ['b.graphql: B: Cannot query field "total" on type "Order".'],
  ],
  [
    'a new required argument',
    { 'a.graphql': 'query A { order { id } }' },
    ['a.graphql: A: Field "order" argument "id" of type "ID!" is required, but it was not provided.'],
  ],
  [
    'a variable of another type',
    { 'a.graphql': 'query A($id: String!) { order(id: $id) { id } }' },
    ['a.graphql: A: Variable "$id" of type "String!" used in position expecting type "ID!".'],
  ],
  [
    'two operations of one file',
    { 'a.graphql': 'query A { order(id: 1) { id } } query B { orders { id } }' },
    ['a.graphql: B: Cannot query field "orders" on type "Query". Did you mean "order"?'],
  ],
  [
    'an operation without a name',
    { 'a.graphql': '\n{ me }' },
    ['a.graphql: unnamed query at line 2: Cannot query field "me" on type "Query".'],
  ],
  [
    'a fragment of another file',
    { 'a.graphql': 'query A { order(id: 1) { ...Fields } }', 'f.graphql': FRAGMENT },
    [],
  ],
  [
    'a broken fragment names each operation that uses it',
    {
      'a.graphql': 'query A { order(id: 1) { ...Fields } } query B { order(id: 1) { id } }',
      'f.graphql': 'fragment Fields on Order { total }',
    },
    ['a.graphql: A: Cannot query field "total" on type "Order".'],
  ],
  [
    'a fragment of the own file before that of another',
    {
      'a.graphql': `query A { order(id: 1) { ...Fields } } fragment Fields on Order { total }`,
      'b.graphql': `query B { order(id: 1) { ...Fields } } ${FRAGMENT}`,
    },
    ['a.graphql: A: Cannot query field "total" on type "Order".'],
  ],
  [
    'a missing fragment',
    { 'a.graphql': 'query A { order(id: 1) { ...None } }' },
    ['a.graphql: A: Unknown fragment "None".'],
  ],
  [
    'a fragment without operation',
    { 'f.graphql': FRAGMENT },
    ['f.graphql: no operation uses the fragment Fields'],
  ],
  [
    'a syntax error beside a fitting operation',
    { 'a.graphql': 'query A {\n  order(id: 1 { id } }', 'b.graphql': 'query B { order(id: 1) { id } }' },
    ['a.graphql:2 Syntax Error: Expected Name, found "{".'],
  ],
  ['definitions of types', { 'schema.graphql': 'type Query { a: Int }' }, []],
];

test.each(CASES)('%s', (_name, documents, problems) => {
  const recorded = Object.entries(documents).map(([file, text]) => ({ file, text }));
  expect(brokenOperations(schema, recorded)).toEqual(problems);
});

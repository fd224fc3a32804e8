import { buildSchema, getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createAccess } from './access.ts';

const schema = buildSchema(`
  interface Node { id: ID! }
  type User implements Node { id: ID! name: String! }
  type Asset implements Node { id: ID! name: String! holders: [User!] }
  type Session { token: String! user: User! }
  type Query { me: User! asset: Asset node: Node secret: Int }
  type Mutation { signIn: Session place: Int open: Asset }
  type Subscription { mine: Int open: Int }
`);
const divide = createAccess({
  schema,
  callersOnly: new Set(['User', 'Query.secret', 'Mutation.place', 'Subscription.mine']),
  signInFields: ['signIn'],
});
const divided = (text: string, variables: Record<string, unknown> = {}) => {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return divide({ text, document, operation, variables });
};
/** The text that remains, and the paths of the errors. */
const parts = (text: string, variables?: Record<string, unknown>) => {
  const found = divided(text, variables);
  return (
    found && [
      found.allowed?.text.replaceAll(/\s+/g, ' ') ?? null,
      ...found.errors.map(({ path }) => path?.[0]),
    ]
  );
};

test.each([
  '{ asset { id name } }',
  '{ node { id ... on Asset { name } } __typename }',
  'mutation { signIn { token user { name } } }',
  'mutation { signIn { token } place }',
  'subscription { open }',
])('%s needs no caller', (query) => {
  expect(divided(query)).toBeNull();
});

test.each([
  ['a marked field', '{ secret }', [null, 'secret']],
  ['a field of a marked type', '{ m: me { id } }', [null, 'm']],
  ['a fragment on a marked type', '{ node { id ... on User { name } } }', [null, 'node']],
  ['a marked type below a public one', '{ asset { holders { id } } }', [null, 'asset']],
  [
    'a named fragment',
    '{ ...Q } fragment Q on Query { node { ...U } } fragment U on User { id }',
    [null, 'node'],
  ],
  [
    'a mutation before a sign-in',
    'mutation { place signIn { token } }',
    ['mutation { signIn { token } }', 'place'],
  ],
  ['a subscription', 'subscription { mine }', [null, 'mine']],
])('%s needs a caller', (_name, query, expected) => {
  expect(parts(query)).toEqual(expected);
});

test('the other root fields remain, with the fragments that they use', () => {
  expect(
    parts(
      'query Q { secret ...R asset { ...A } node { ...U } } fragment R on Query { s: secret a: asset { id } } fragment A on Asset { name } fragment U on User { id }',
    ),
  ).toEqual([
    'query Q { ... on Query { a: asset { id } } asset { ...A } } fragment A on Asset { name }',
    'secret',
    's',
    'node',
  ]);
});

test('a response key is refused in all its places when one of them needs a caller', () => {
  expect(parts('{ node { id } node { ... on User { name } } asset { id } }')).toEqual([
    '{ asset { id } }',
    'node',
  ]);
});

test('a root field that a condition leaves out has no error and no place in the result', () => {
  const query = 'query ($with: Boolean!) { secret @include(if: $with) asset { id } }';
  const without = divided(query, { with: false });
  expect(without?.errors).toEqual([]);
  expect(without?.complete({ data: { asset: null } })).toEqual({ data: { asset: null } });
  expect(divided(query, { with: true })?.errors).toHaveLength(1);
});

test('the result has the refused fields as null, in the order of the operation, each with its error', () => {
  const found = divided('{ a: asset { id } secret node { id } }');
  const result = found?.complete({ data: { a: { id: '1' }, node: null } });
  expect(result).toMatchObject({
    data: { a: { id: '1' }, secret: null, node: null },
    errors: [{ path: ['secret'], extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(Object.keys(result?.data ?? {})).toEqual(['a', 'secret', 'node']);
});

test('a refused field that cannot be null empties the result', () => {
  expect(divided('{ me { id } asset { id } }')?.complete({ data: { asset: { id: '1' } } }).data).toBeNull();
});

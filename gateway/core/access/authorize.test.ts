import { composeServices } from '@apollo/composition';
import { GraphQLError, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createDocumentCheck } from '../operations/document.ts';
import { prepareOperation, type PreparedOperation } from '../operations/prepare.ts';
import { loadSupergraph } from '../federation/supergraph.ts';
import { forwardedCaller, type Caller } from '../hooks.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { createAuthorize } from './authorize.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes"])';

const supergraph = (() => {
  const { supergraphSdl, errors } = composeServices([
    {
      name: 'one',
      typeDefs: parse(`${LINK}
        interface Node { id: ID! }
        type Query {
          open: String
          node(id: ID!): Node
          me: User @requiresScopes(scopes: [["READ"]])
          strict: String! @requiresScopes(scopes: [["READ"]])
          either: String @requiresScopes(scopes: [["READ", "AUDIT"], ["ADMIN"]])
        }
        type Mutation { signIn: User  rename: User @requiresScopes(scopes: [["WRITE"]]) }
        type Subscription { mine: User @requiresScopes(scopes: [["READ"]])  ticks: Int }
        type User implements Node @key(fields: "id") @authenticated { id: ID! secret: String @requiresScopes(scopes: [["READ"]]) }
        type Shop implements Node @key(fields: "id") { id: ID! name: String }`),
    },
    {
      name: 'two',
      typeDefs: parse(`${LINK}
        type Query { more: String }
        type User @key(fields: "id") { id: ID! history: [String] @requiresScopes(scopes: [["READ"]]) }`),
    },
  ]);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return loadSupergraph(supergraphSdl);
})();

const check = createDocumentCheck(supergraph.apiSchema, DEFAULT_LIMITS);
const authorize = createAuthorize(supergraph.apiSchema, supergraph.accessRules);

function prepare(query: string, variables = {}): PreparedOperation {
  const prepared = prepareOperation(supergraph.apiSchema, check, { query, variables });
  if ('errors' in prepared) throw prepared.errors[0] ?? new GraphQLError('not prepared');
  return prepared;
}

const withScopes = (...scopes: string[]): Caller => ({
  ...forwardedCaller('statement'),
  scopes: new Set(scopes),
});

/** The refused keys with their codes. */
function refusedOf(query: string, caller: Caller | null, variables = {}): Record<string, unknown> {
  const { errors } = authorize(prepare(query, variables), caller);
  return Object.fromEntries(
    errors.map(({ path = [], extensions }): [string, unknown] => [path.join('.'), extensions?.['code']]),
  );
}

describe('an anonymous caller', () => {
  test.each([
    ['{ open }', {}],
    ['{ me { id } }', { me: 'UNAUTHENTICATED' }],
    ['{ a: me { id } open }', { a: 'UNAUTHENTICATED' }],
    ['{ ...F } fragment F on Query { me { id } open }', { me: 'UNAUTHENTICATED' }],
    ['{ node(id: 1) { id ... on Shop { name } } }', {}],
    ['{ node(id: 1) { ... on User { id } } }', { node: 'UNAUTHENTICATED' }],
    ['{ node(id: 1) { ...U } } fragment U on User { history }', { node: 'UNAUTHENTICATED' }],
    ['mutation { signIn { id secret history } }', {}],
    ['mutation { signIn { id } rename { id } }', { rename: 'UNAUTHENTICATED' }],
    ['subscription { mine { id } }', { mine: 'UNAUTHENTICATED' }],
    ['subscription { ticks }', {}],
    ['{ __typename __schema { types { name } } }', {}],
  ])('%s', (query, expected) => expect(refusedOf(query, null)).toEqual(expected));
});

describe('a caller with scopes', () => {
  test.each<[string, string[], Record<string, string>]>([
    ['{ me { id secret } }', ['READ'], {}],
    ['{ me { id } open }', ['WRITE'], { me: 'FORBIDDEN' }],
    ['mutation { rename { id } }', ['WRITE'], {}],
    ['mutation { rename { id } }', ['READ'], { rename: 'FORBIDDEN' }],
    ['mutation { rename { id history } }', ['WRITE'], { rename: 'FORBIDDEN' }],
    ['mutation { rename { id history } }', ['WRITE', 'READ'], {}],
    ['{ either }', ['READ'], { either: 'FORBIDDEN' }],
    ['{ either }', ['READ', 'AUDIT'], {}],
    ['{ either }', ['ADMIN'], {}],
  ])('%s with %j', (query, scopes, expected) =>
    expect(refusedOf(query, withScopes(...scopes))).toEqual(expected),
  );

  test('reads the scopes that are missing', () => {
    const { errors } = authorize(prepare('{ either }'), withScopes('READ'));
    expect(errors[0]?.message).toBe('Query.either needs the scope READ and AUDIT, or ADMIN.');
  });
});

test('a credential that has ended counts as none', () => {
  const ended = { ...withScopes('READ'), isValid: () => false };
  expect(refusedOf('{ me { id } open }', ended)).toEqual({ me: 'UNAUTHENTICATED' });
});

test('a caller of unknown scopes is left to the subgraphs', () => {
  expect(refusedOf('{ me { id } either }', forwardedCaller('token'))).toEqual({});
});

test('@skip and @include count at the root', () => {
  const query = 'query ($on: Boolean!) { open me @include(if: $on) { id } ... @skip(if: $on) { strict } }';
  expect(refusedOf(query, null, { on: true })).toEqual({ me: 'UNAUTHENTICATED' });
  expect(refusedOf(query, null, { on: false })).toEqual({ strict: 'UNAUTHENTICATED' });
});

describe('the allowed part', () => {
  test('has the other root fields, through fragments too', () => {
    const query = 'query Q { ...F a: open } fragment F on Query { me { id } more ... { b: me { id } } }';
    const { allowed, complete } = authorize(prepare(query), null);
    const selected = /\{([^]*)\}/.exec(allowed?.text.split('fragment')[0] ?? '')?.[1] ?? '';
    expect(selected).not.toContain('me {');
    expect(complete({ data: { more: 'x', a: 'y' } })).toMatchObject({
      data: { me: null, more: 'x', b: null, a: 'y' },
      errors: [{ path: ['me'] }, { path: ['b'] }],
    });
  });

  test('is nothing when every root field is refused, or one that must not be null', () => {
    const refused = authorize(prepare('{ me { id } }'), null);
    expect([refused.allowed, refused.complete({ data: {} }).data]).toEqual([null, { me: null }]);
    const strict = authorize(prepare('{ open strict }'), null);
    expect([strict.allowed, strict.complete({ data: {} }).data]).toEqual([null, null]);
  });
});

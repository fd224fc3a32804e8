import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { directivesSdl } from '#contracts/graph/type-defs.ts';
import { loadSupergraph } from '../federation/supergraph.ts';
import { realSupergraph } from '../../test/real-supergraph.ts';
import { DELIVERY_SPEC, type StreamPolicy } from './policy.ts';

const PRIVATE: StreamPolicy = {
  audience: 'caller',
  delivery: 'every',
  isShareable: false,
  key: null,
  isSuccessive: false,
  sequence: null,
  skipped: null,
  cursor: null,
  keys: null,
  every: null,
};
const NEWEST: StreamPolicy = { ...PRIVATE, audience: 'everyone', delivery: 'newest', isShareable: true };
const QUOTE = { key: 'ticker', sequence: 'sequence', skipped: 'skipped' };
const CURSOR = { cursor: { field: 'cursor', argument: 'after' } };

test('the streams of the real graph have the policies of their directives', () => {
  expect(Object.fromEntries(loadSupergraph(realSupergraph()).policies)).toEqual({
    quotes: { ...NEWEST, ...QUOTE, keys: 'tickers', every: 'everyMs' },
    book: { ...NEWEST, ...QUOTE },
    candles: { ...NEWEST, key: 'id', isSuccessive: true, ...CURSOR },
    marketStatus: { ...NEWEST, isShareable: false },
    asset: { ...NEWEST, key: 'id' },
    trades: { ...PRIVATE, audience: 'everyone', isShareable: true, ...CURSOR },
    orders: { ...PRIVATE, ...CURSOR },
    wallet: { ...PRIVATE, ...CURSOR },
    portfolio: { ...PRIVATE, delivery: 'newest', key: 'id' },
  });
});

const supergraphOf = (sdl: string) => {
  const { supergraphSdl, errors } = composeServices([{ name: 'one', typeDefs: parse(sdl) }]);
  if (errors) throw new Error(errors.join('\n'));
  return loadSupergraph(supergraphSdl);
};
const withStream = (stream: string) =>
  supergraphOf(
    `${directivesSdl()} type Query { a: Int } type Subscription { ${stream} } type Event { id: ID! }`,
  );

test('a stream without the directive is private and delivers every event', () => {
  expect(withStream('events: Event').policies.get('events')).toEqual(PRIVATE);
});

test('the directive may have another name in the supergraph', () => {
  const renamed = directivesSdl()
    .replace('["@delivery"]', '[{name: "@delivery", as: "@streamed"}]')
    .replace('name: "@delivery")', 'name: "@streamed")')
    .replace('directive @delivery', 'directive @streamed');
  const { policies } = supergraphOf(
    `${renamed} type Query { a: Int } type Subscription { count: Int @streamed(newest: true, public: true) }`,
  );
  expect(policies.get('count')).toEqual(NEWEST);
});

test("a directive of the same name from another specification is not the gateway's", () => {
  const other = directivesSdl().replace(DELIVERY_SPEC, 'https://specs.other.example/delivery');
  const { policies } = supergraphOf(
    `${other} type Query { a: Int } type Subscription { count: Int @delivery(public: true) }`,
  );
  expect(policies.get('count')).toEqual(PRIVATE);
});

test.each([
  ['events: Event @delivery(key: "none")', 'names the field "none", which Event does not have'],
  ['count: Int @delivery(sequence: "id")', 'names the field "id", which Int does not have'],
  ['events: Event @delivery(cursor: "id", after: "from")', 'names the argument "from"'],
  ['events(ms: Int): Event @delivery(newest: true, every: "none")', 'names the argument "none"'],
  ['events(ms: Int): Event @delivery(every: "ms")', 'limits the rate of a stream that skips no event'],
  ['events: Event @delivery(cursor: "id")', 'needs both or none of cursor and after'],
])('%s is refused', (stream, fault) => {
  expect(() => withStream(stream)).toThrow(fault);
});

test('clients do not see the directive', () => {
  expect(loadSupergraph(realSupergraph()).apiSchema.getDirective('delivery')).toBeUndefined();
});

import fc from 'fast-check';
import { buildSchema, execute, GraphQLError, parse, type GraphQLObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { createEventResults } from './event-results.ts';

const schema = buildSchema(`
  interface Named { name: String! }
  type Share implements Named { name: String! lots: Int! self: Share }
  type Fund implements Named { name: String! fee: Float kind: Kind }
  union Asset = Share | Fund
  enum Kind { OPEN CLOSED }
  type Event { id: ID! times(by: Int! = 2): Int maybe: String must: String! asset: Asset named: Named! list: [Int!] later: String failing: String! }
  type Subscription { event(after: String): Event! }
  type Query { event: Event }
`);
const fieldsOfEvent = (schema.getType('Event') as GraphQLObjectType).getFields();
const resolvers: Record<string, (event: Event, args: { by: number }) => unknown> = {
  times: ({ lots }, { by }) => lots * by,
  later: async ({ maybe }) => maybe,
  failing: ({ maybe }) => {
    if (maybe === null) throw new GraphQLError('no', { extensions: { code: 'BAD_USER_INPUT' } });
    return maybe;
  },
};
for (const [name, resolve] of Object.entries(resolvers)) {
  const field = fieldsOfEvent[name];
  if (field) field.resolve = resolve as never;
}
const subscribed = schema.getSubscriptionType()?.getFields()['event'];
if (subscribed) subscribed.resolve = (event) => event as unknown;

interface Event {
  readonly lots: number;
  readonly maybe: string | null;
}

const asset = fc.oneof(
  fc.record({ __typename: fc.constant('Share'), name: fc.string(), lots: fc.nat(), self: fc.constant(null) }),
  fc.record({
    __typename: fc.constant('Fund'),
    name: fc.string(),
    kind: fc.constantFrom('OPEN', 'NONE', null),
  }),
);
const event = fc.record({
  id: fc.string(),
  lots: fc.nat({ max: 1_000 }),
  maybe: fc.option(fc.string()),
  must: fc.option(fc.string(), { freq: 9 }),
  asset: fc.option(asset),
  named: asset,
  list: fc.option(
    fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat() }, { weight: 1, arbitrary: fc.constant(null) })),
  ),
});
const selection = fc
  .subarray([
    'id',
    'times',
    'more: times(by: $by)',
    'maybe',
    'must',
    'asset { __typename ... on Share { lots self { name } } ... on Fund { fee kind } }',
    'named { name ...OfFund }',
    'named { __typename }',
    'list',
    'later',
    'failing',
    'skipped: id @skip(if: $isSkipped)',
  ])
  .filter((fields) => fields.length > 0);

test('the results of events are those of the executor, whatever the selection', async () => {
  await fc.assert(
    fc.asyncProperty(
      selection,
      fc.array(event, { maxLength: 4 }),
      fc.boolean(),
      async (fields, events, isSkipped) => {
        const document =
          parse(`subscription ($by: Int! = 7, $isSkipped: Boolean = false) { one: event { ${fields.join(' ')} } }
        fragment OfFund on Fund { kind }`);
        const eventResults = createEventResults();
        for (const by of [7, 3]) {
          const args = { schema, document, contextValue: {}, variableValues: { isSkipped, by } };
          const resultOf = eventResults(args);
          for (const rootValue of events)
            expect(JSON.stringify(await resultOf(rootValue))).toBe(
              JSON.stringify(await execute({ ...args, rootValue })),
            );
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('a selection that several types of an interface share has the fields of each', () => {
  const document = parse(
    'subscription { event { named { ...Named } more: named { ...Named } } } fragment Named on Named { name self: name }',
  );
  const eventResults = createEventResults();
  const of = (named: object) => eventResults({ schema, document, contextValue: {} })({ named });
  const share = { __typename: 'Share', name: 'PETR4' };
  const fund = { __typename: 'Fund', name: 'BOVA11' };
  for (const named of [share, fund, share]) {
    const fields = { name: named.name, self: named.name };
    expect(of(named)).toEqual({ data: { event: { named: fields, more: fields } } });
  }
});

test('an event without an error, a promise or a directive does not pass the executor', () => {
  const document = parse('subscription { event { id times named { name } list } }', { noLocation: true });
  const resultOf = createEventResults()({ schema, document, contextValue: {} });
  const share = { __typename: 'Share', name: 'PETR4', lots: 1 };
  expect(resultOf({ id: 'one', lots: 4, named: share, list: [1] })).toEqual({
    data: { event: { id: 'one', times: 8, named: { name: 'PETR4' }, list: [1] } },
  });
});

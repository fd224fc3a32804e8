import { buildSchema, execute, GraphQLError, parse, type GraphQLFieldResolver } from 'graphql';
import { expect, test } from 'vitest';
import { createMutations } from './mutations.ts';

const share = { __typename: 'Share', name: 'PETR4', lots: 3, lotsBy: ({ by }: { by: number }) => 3 * by };
const ANSWERS: Readonly<Record<string, unknown>> = {
  share,
  fund: { __typename: 'Fund', name: 'BOVA11' },
  later: { ...share, later: async () => 'later' },
  failing: {
    ...share,
    later: () => {
      throw new GraphQLError('no', { extensions: { code: 'BAD_USER_INPUT' } });
    },
  },
  nameless: { __typename: 'Share' },
  unknown: { __typename: 'Bond' },
  none: null,
};

/** A schema that counts the calls of its mutations. */
function createTrial() {
  const schema = buildSchema(`
    type Share { name: String! lots: Int lotsBy(by: Int! = 2): Int later: String }
    type Fund { name: String! }
    union Asset = Share | Fund
    input Choice { which: String! }
    type Query { asset: Asset }
    type Mutation { change(choice: Choice!): Asset! all(which: [String!]!): [Asset] }`);
  const calls: unknown[] = [];
  const answer = (which: string): unknown => {
    calls.push(which);
    if (!(which in ANSWERS)) throw new Error(`there is no ${which}`);
    return ANSWERS[which];
  };
  const set = (name: string, resolve: GraphQLFieldResolver<unknown, unknown>): void => {
    const field = schema.getMutationType()?.getFields()[name];
    if (field) field.resolve = resolve;
  };
  set('change', async (_root, { choice }: { choice: { which: string } }) => answer(choice.which));
  set('all', (_root, { which }: { which: string[] }, _context, { path }) => {
    expect(path.key).toMatch(/all/);
    return which.map(answer);
  });
  return { schema, calls, mutate: createMutations(schema) };
}

const SELECTION =
  '{ __typename ... on Share { name lots lotsBy later } ...OfFund } } fragment OfFund on Fund { name }';
const CASES: [name: string, document: string, variables?: Record<string, unknown>][] = [
  ...[...Object.keys(ANSWERS), 'absent'].map((which): [string, string, Record<string, unknown>] => [
    which,
    `mutation ($choice: Choice!) { change(choice: $choice) ${SELECTION}`,
    { choice: { which } },
  ]),
  ['a literal', `mutation { change(choice: {which: "share"}) ${SELECTION}`],
  [
    'a list with an alias',
    `mutation ($w: [String!]!) { all2: all(which: $w) ${SELECTION}`,
    { w: ['share', 'none', 'fund'] },
  ],
  [
    'a list with failures',
    `mutation ($w: [String!]!) { all(which: $w) ${SELECTION}`,
    { w: ['later', 'nameless', 'failing'] },
  ],
  ['a wrong variable', `mutation ($choice: Choice!) { change(choice: $choice) ${SELECTION}`, { choice: {} }],
  ['a wrong argument', `mutation { change(choice: {}) ${SELECTION}`],
  [
    'a variable in the selection',
    'mutation ($by: Int!) { all(which: ["share"]) { ... on Share { lotsBy(by: $by) } } }',
    { by: 5 },
  ],
  [
    'two fields',
    `mutation { one: all(which: ["share"]) { __typename } two: all(which: ["fund"]) ${SELECTION}`,
  ],
  ['a directive', `mutation { all(which: ["share"]) @skip(if: true) ${SELECTION}`],
];

test.each(CASES)(
  'the result is that of the executor, and the change is made once: %s',
  async (_name, text, variables = {}) => {
    const document = parse(text);
    const ours = createTrial();
    const theirs = createTrial();
    for (let round = 0; round < 2; round++) {
      const result = await ours.mutate({ schema: ours.schema, document, variableValues: variables });
      const expected = await execute({ schema: theirs.schema, document, variableValues: variables });
      expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(expected)));
      expect(ours.calls).toEqual(theirs.calls);
    }
  },
);

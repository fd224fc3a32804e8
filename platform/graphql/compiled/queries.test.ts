import {
  buildSchema,
  execute,
  GraphQLError,
  parse,
  type DocumentNode,
  type GraphQLFieldResolver,
} from 'graphql';
import { expect, test, vi } from 'vitest';
import { createQueries } from './queries.ts';

const refuse = (): never => {
  throw new GraphQLError('no', { extensions: { code: 'BAD_USER_INPUT' } });
};
const share = { __typename: 'Share', name: 'PETR4', lots: 3, lotsBy: ({ by }: { by: number }) => 3 * by };
const VALUES: Readonly<Record<string, unknown>> = {
  share,
  fund: { __typename: 'Fund', name: 'BOVA11' },
  waiting: { ...share, later: async () => 'later' },
  failing: { ...share, later: refuse },
  rejecting: { ...share, later: async () => refuse() },
  nameless: { __typename: 'Share' },
  unknown: { __typename: 'Bond' },
  none: null,
};

/** A schema whose root fields count their calls. */
function createTrial() {
  const schema = buildSchema(`
    type Share { name: String! lots: Int lotsBy(by: Int! = 2): Int later: String }
    type Fund { name: String! }
    union Asset = Share | Fund
    type Query { one(which: String!): Asset soon(which: String!): Asset! all(which: [String!]!): [Asset] each(which: [String!]!): [Asset]
      later: Int plain: Int }`);
  const calls: unknown[] = [];
  const find = (which: string): unknown => {
    calls.push(which);
    return which in VALUES ? VALUES[which] : refuse();
  };
  const set = (name: string, resolve: GraphQLFieldResolver<unknown, unknown>): void => {
    const field = schema.getQueryType()?.getFields()[name];
    if (field) field.resolve = resolve;
  };
  set('one', (_root, { which }: { which: string }) => find(which));
  set('soon', async (_root, { which }: { which: string }) => find(which));
  set('all', (_root, { which }: { which: string[] }, _context, { path }) => {
    expect(path.key).toMatch(/all/);
    return which.map(find);
  });
  set('each', (_root, { which }: { which: string[] }) => which.map(async (name) => find(name)));
  // Later than any promise of another field.
  set('later', () => new Promise((resolve) => setImmediate(() => setImmediate(resolve, 1))));
  return { schema, calls, query: createQueries(schema) };
}

const SELECTION = '{ __typename ... on Share { name lots lotsBy later } ...OfFund }';
const FRAGMENT = 'fragment OfFund on Fund { name }';
const names = [...Object.keys(VALUES), 'absent'];
const CASES: [text: string, variables?: Record<string, unknown>][] = [
  ...['one', 'soon'].flatMap((field) =>
    names.map((which): [string, Record<string, unknown>] => [
      `query ($w: String!) { ${field}(which: $w) ${SELECTION} } ${FRAGMENT}`,
      { w: which },
    ]),
  ),
  ...['all', 'each'].flatMap((field) =>
    [['share', 'none', 'fund'], ['share', 'failing', 'absent'], ['waiting', 'nameless'], []].map(
      (which): [string, Record<string, unknown>] => [
        `query ($w: [String!]!) { ${field}2: ${field}(which: $w) ${SELECTION} } ${FRAGMENT}`,
        { w: which },
      ],
    ),
  ),
  [`{ a: one(which: "share") ${SELECTION} b: soon(which: "fund") ${SELECTION} } ${FRAGMENT}`],
  [`{ a: soon(which: "absent") ${SELECTION} b: one(which: "fund") ${SELECTION} } ${FRAGMENT}`],
  [`{ a: one(which: "absent") ${SELECTION} b: one(which: "absent") ${SELECTION} } ${FRAGMENT}`],
  [`{ later each(which: ["absent", "share", "absent"]) ${SELECTION} } ${FRAGMENT}`],
  [`{ each(which: ["rejecting"]) ${SELECTION} later } ${FRAGMENT}`],
  ['query ($by: Int!) { one(which: "share") { ... on Share { lotsBy(by: $by) } } }', { by: 5 }],
  ['{ one(which: "share") { __typename } one(which: "share") { ... on Share { name } } }'],
  ['{ one(which: "share") @skip(if: true) { __typename } soon(which: "none") { __typename } }'],
  ['{ ... on Query { one(which: "share") { __typename } } }'],
  ['{ plain __typename }'],
  ['query ($w: String!) { one(which: $w) { __typename } }', {}],
];

test.each(CASES)('the result is that of the executor: %s %o', async (text, variables = {}) => {
  const unhandled = vi.fn();
  process.once('unhandledRejection', unhandled);
  const document = parse(text);
  const { schema, query } = createTrial();
  for (let round = 0; round < 2; round += 1) {
    const args = { schema, document, variableValues: variables };
    expect(JSON.stringify(await query(args))).toBe(JSON.stringify(await execute(args)));
  }
  await new Promise(setImmediate);
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test('a resolver runs once for each request', async () => {
  const { schema, calls, query } = createTrial();
  const run = async (text: string, count: number) => {
    const document = parse(text);
    const before = calls.length;
    for (let request = 0; request < count; request += 1) await query({ schema, document });
    return calls.length - before;
  };
  expect(await run('{ soon(which: "share") { ... on Share { name } } }', 3)).toBe(3);
  expect(await run('{ soon(which: "waiting") { ... on Share { later } } }', 3)).toBe(3);
});

test('an answer with an error leaves its document compiled; one whose answers all need the executor is tried less and less', async () => {
  const { schema, query } = createTrial();
  // Objects of the executor have no prototype.
  const isCompiled = async (document: DocumentNode, which: string): Promise<boolean> => {
    const { data } = await query({ schema, document, variableValues: { w: which } });
    return Object.getPrototypeOf(data) !== null;
  };
  const one = parse('query ($w: String!) { one(which: $w) { ... on Share { later } ... on Fund { name } } }');
  expect(await isCompiled(one, 'fund')).toBe(true);
  expect(await isCompiled(one, 'failing')).toBe(false);
  expect(await isCompiled(one, 'fund')).toBe(true);
  for (let request = 0; request < 1_024; request += 1) await isCompiled(one, 'waiting');
  const compiled: number[] = [];
  for (let request = 0; request < 1_100; request += 1)
    if (await isCompiled(one, 'fund')) compiled.push(request);
  expect([compiled[0], compiled.at(-1)]).toEqual([expect.any(Number), 1_099]);
  expect(compiled[0]).toBeGreaterThan(400);
});

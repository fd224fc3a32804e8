import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { beforeEach, describe, expect, test } from 'vitest';
import { badInput } from '#platform/graphql/errors.ts';
import { createSubgraph, type RequestContext } from '#platform/graphql/subgraph.ts';
import { silentLog, type Log } from '#platform/observability/log.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { DEFAULT_LIMITS } from '../../limits/limits.ts';
import { createDocumentCheck } from '../../operations/document.ts';
import { prepareOperation } from '../../operations/prepare.ts';
import { createFederationEngine } from '../engine.ts';
import { createRequestContext } from '../request-context.ts';
import { loadSupergraph } from '../supergraph.ts';

/** Errors of operations whose subgraphs fail: their paths, codes and the data that remains. */
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires"])';

const GRAPHS = {
  orders: `${LINK}
    type Query { orders: [Order!] order(id: ID!): Order nodes: [Node] }
    type Mutation { place(id: ID!): Order }
    interface Node { id: ID! }
    type Order implements Node @key(fields: "id") { id: ID! asset: Asset mustHave: Asset! account: Account }
    type Asset implements Node @key(fields: "id", resolvable: false) { id: ID! }
    type Account implements Node @key(fields: "id", resolvable: false) { id: ID! }`,
  assets: `${LINK}
    type Query { asset(id: ID!): Asset }
    type Asset @key(fields: "id") { id: ID! name: String! band: String broken: String! history(last: Int!): String }`,
  wallet: `${LINK}
    type Query { account(id: ID!): Account }
    type Mutation { deposit(id: ID!): Account }
    type Account @key(fields: "id") { id: ID! name: String! cash: Cash! history(last: Int!): String refused: String }
    type Cash { available: Int! }`,
  market: `${LINK}
    type Asset @key(fields: "id") { id: ID! quote: Int price: Int! }
    type Account @key(fields: "id") { id: ID! cash: Cash! @external value: Int @requires(fields: "cash { available }") }
    type Cash { available: Int! @external }`,
};

type Id = { readonly id: string };
const order = ({ id }: Id) => ({ __typename: 'Order', id, ...LINKS });
const LINKS = { asset: { id: 'a1' }, mustHave: { id: 'a1' }, account: { id: 'c1' } };
const byId = (_: unknown, { id }: Id): Id => ({ id });

let calls: string[] = [];
const RESOLVERS: Record<keyof typeof GRAPHS, object> = {
  orders: {
    Query: {
      orders: () => [order({ id: 'o1' }), { ...order({ id: 'o2' }), asset: null }, order({ id: 'o3' })],
      order: (_: unknown, args: Id) => order(args),
      nodes: () => [
        order({ id: 'o1' }),
        { __typename: 'Asset', id: 'a1' },
        null,
        { __typename: 'Account', id: 'c1' },
        { __typename: 'Asset', id: 'a2' },
      ],
    },
    Mutation: {
      place: (_: unknown, args: Id) => {
        calls.push(`place ${args.id}`);
        return order(args);
      },
    },
  },
  assets: {
    Query: { asset: byId },
    Asset: {
      name: ({ id }: Id) => `name of ${id}`,
      broken: () => 'whole',
      history: ({ id }: Id, { last }: { last: number }) => {
        if (id === 'a2') throw badInput('no history');
        return `${last} of ${id}`;
      },
    },
  },
  wallet: {
    Query: { account: byId },
    Mutation: {
      deposit: (_: unknown, args: Id) => {
        calls.push(`deposit ${args.id}`);
        return args;
      },
    },
    Account: {
      name: ({ id }: Id) => `name of ${id}`,
      cash: () => ({ available: 7 }),
      history: (_: unknown, { last }: { last: number }) => `${last}`,
      refused: () => {
        throw badInput('refused');
      },
    },
  },
  market: {
    Asset: { quote: () => 1, price: () => 2 },
    Account: { value: ({ cash }: { cash: { available: number } }) => cash.available },
  },
};

const clock = createManualClock(0);
const statements = createStatements(new Uint8Array(32), clock);
const logged: unknown[] = [];
const log: Log = { ...silentLog, error: (fields: object) => void logged.push(fields), child: () => log };
const down = new Set<string>();
/** Replaces the data of a subgraph, as one does that breaks its schema. */
let corrupt: (data: Record<string, unknown>) => unknown = (data) => data;

const { supergraphSdl } = composeServices(
  Object.entries(GRAPHS).map(([name, sdl]) => ({ name, typeDefs: parse(sdl) })),
);
const supergraph = loadSupergraph(supergraphSdl ?? '');
const engine = createFederationEngine(
  supergraph,
  Object.entries(GRAPHS).map(([name, sdl]) => {
    const resolvers = RESOLVERS[name as keyof typeof GRAPHS];
    const createContext = (base: RequestContext): RequestContext => base;
    const subgraph = createSubgraph({
      name,
      typeDefs: parse(sdl),
      resolvers,
      createContext,
      statements,
      log: silentLog,
    });
    return {
      ...subgraph,
      execute: async (request) => {
        if (down.has(name)) throw new Error('connect ECONNREFUSED');
        const result = await subgraph.execute(request);
        return name === 'assets' && result.data
          ? { ...result, data: corrupt(result.data) as typeof result.data }
          : result;
      },
    };
  }),
  log,
);
const check = createDocumentCheck(supergraph.apiSchema, DEFAULT_LIMITS);

beforeEach(() => {
  down.clear();
  calls = [];
  logged.length = 0;
  corrupt = (data) => data;
});

/** Runs an operation. Lists each error as its path and code. */
async function run(query: string, ...away: string[]) {
  for (const name of away) down.add(name);
  const operation = prepareOperation(supergraph.apiSchema, check, { query });
  if ('errors' in operation) throw new Error(operation.errors.join('\n'));
  const context = createRequestContext(null, 'req_1', statements, clock);
  const { data, errors = [] } = await engine.execute(operation, context);
  const listed = errors.map(({ path, extensions }) => `${path?.join('.')} ${String(extensions['code'])}`);
  return { data: JSON.parse(JSON.stringify(data)) as unknown, errors: listed };
}

const UNAVAILABLE = 'SERVICE_UNAVAILABLE';

describe('a subgraph that is away', () => {
  test.each([
    [
      'empties its root fields, under the names of the client',
      'wallet',
      '{ mine: account(id: "c1") { name } asset(id: "a1") { band name } }',
      { mine: null, asset: { band: null, name: 'name of a1' } },
      [`mine ${UNAVAILABLE}`],
    ],
    [
      'empties each link in a list',
      'assets',
      '{ list: orders { id to: asset { name } } }',
      {
        list: [
          { id: 'o1', to: null },
          { id: 'o2', to: null },
          { id: 'o3', to: null },
        ],
      },
      [`list.0.to ${UNAVAILABLE}`, `list.2.to ${UNAVAILABLE}`],
    ],
    [
      'empties its own fields of an object',
      'market',
      '{ asset(id: "a1") { name q: quote } }',
      { asset: { name: 'name of a1', q: null } },
      [`asset.q ${UNAVAILABLE}`],
    ],
    [
      'has its error at the link when the null propagates further',
      'assets',
      '{ order(id: "o1") { id mustHave { name } } }',
      { order: null },
      [`order.mustHave ${UNAVAILABLE}`],
    ],
    [
      'empties the fields of another subgraph that need its own',
      'wallet',
      '{ order(id: "o1") { account { id value } } }',
      { order: { account: { id: 'c1', value: null } } },
      [`order.account.value ${UNAVAILABLE}`],
    ],
    [
      'has its errors at the right places of a list of several types',
      'assets',
      '{ nodes { id ... on Asset { name } ... on Account { name } } }',
      { nodes: [{ id: 'o1' }, null, null, { id: 'c1', name: 'name of c1' }, null] },
      [`nodes.1 ${UNAVAILABLE}`, `nodes.4 ${UNAVAILABLE}`],
    ],
    [
      'leaves an operation that needs none of its fields unchanged',
      'market',
      '{ order(id: "o1") { account { name } } }',
      { order: { account: { name: 'name of c1' } } },
      [],
    ],
  ])('%s', async (_title, away, query, data, errors) => {
    expect(await run(query, away)).toEqual({ data, errors });
  });

  test('empties the fields of several subgraphs, each with its error', async () => {
    const query = '{ order(id: "o1") { asset { id quote } account { id name } } }';
    expect(await run(query, 'market', 'wallet')).toEqual({
      data: { order: { asset: { id: 'a1', quote: null }, account: null } },
      errors: [`order.asset.quote ${UNAVAILABLE}`, `order.account ${UNAVAILABLE}`],
    });
  });
});

describe('an error of a subgraph', () => {
  test('keeps its code, at its place in a list of several types', async () => {
    const query =
      '{ nodes { ... on Asset { of: history(last: 1) } ... on Account { of: history(last: 2) } } }';
    expect(await run(query)).toEqual({
      data: { nodes: [{}, { of: '1 of a1' }, null, { of: '2' }, { of: null }] },
      errors: ['nodes.4.of BAD_USER_INPUT'],
    });
  });

  test('keeps its path below a list of links', async () => {
    const { errors } = await run('{ orders { account { refused } } }');
    expect(errors).toEqual([0, 1, 2].map((index) => `orders.${index}.account.refused BAD_USER_INPUT`));
  });
});

describe('null in a non-null field', () => {
  const QUERY = '{ asset(id: "a1") { broken } order(id: "o1") { account { name } } }';
  const whole = { order: { account: { name: 'name of c1' } } };

  test('is an error at the field, and is logged', async () => {
    corrupt = () => ({ asset: { broken: null } });
    expect(await run(QUERY)).toEqual({
      data: { asset: null, ...whole },
      errors: ['asset.broken INTERNAL_SERVER_ERROR'],
    });
    expect(JSON.stringify(logged)).toContain('Asset.broken');
  });

  test('is an error beside those of a subgraph that is away', async () => {
    corrupt = () => ({ asset: { broken: null } });
    expect(await run(QUERY, 'wallet')).toEqual({
      data: { asset: null, order: { account: null } },
      errors: [`order.account ${UNAVAILABLE}`, 'asset.broken INTERNAL_SERVER_ERROR'],
    });
  });

  test('is no second error where the subgraph is away', async () => {
    expect((await run('{ asset(id: "a1") { price name } }', 'market')).errors).toEqual([
      `asset ${UNAVAILABLE}`,
    ]);
    expect(logged).toEqual([]);
  });

  test('is an error for each entity that the subgraph leaves out', async () => {
    corrupt = ({ _entities }) => ({ _entities: (_entities as unknown[]).map(() => null) });
    expect(await run('{ orders { asset { name } } }')).toEqual({
      data: { orders: [{ asset: null }, { asset: null }, { asset: null }] },
      errors: ['orders.0.asset.name INTERNAL_SERVER_ERROR', 'orders.2.asset.name INTERNAL_SERVER_ERROR'],
    });
  });

  test('fails the fetch whose answer has too few entities', async () => {
    corrupt = () => ({ _entities: [] });
    expect(await run('{ order(id: "o1") { asset { name } } }')).toEqual({
      data: { order: { asset: null } },
      errors: ['order.asset undefined'],
    });
  });
});

describe('a mutation', () => {
  const DEPOSIT = 'deposit(id: "c1") { name }';
  const PLACE = 'place(id: "o1") { id }';

  test('keeps the result of a field before one that failed', async () => {
    expect(await run(`mutation { ${DEPOSIT} ${PLACE} }`, 'orders')).toEqual({
      data: { deposit: { name: 'name of c1' }, place: null },
      errors: [`place ${UNAVAILABLE}`],
    });
  });

  test('runs the fields after one that failed, in order', async () => {
    const query = `mutation { ${PLACE} first: ${DEPOSIT} again: ${PLACE} last: deposit(id: "c2") { id } }`;
    expect(await run(query, 'orders')).toEqual({
      data: { place: null, first: { name: 'name of c1' }, again: null, last: { id: 'c2' } },
      errors: [`place ${UNAVAILABLE}`, `again ${UNAVAILABLE}`],
    });
    expect(calls).toEqual(['deposit c1', 'deposit c2']);
  });

  test('keeps an order whose links are away', async () => {
    const query = 'mutation { place(id: "o1") { id asset { name } account { name } } }';
    expect(await run(query, 'assets', 'wallet')).toEqual({
      data: { place: { id: 'o1', asset: null, account: null } },
      errors: [`place.asset ${UNAVAILABLE}`, `place.account ${UNAVAILABLE}`],
    });
  });
});

import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { badInput, graphqlError } from '#platform/graphql/errors.ts';
import type { RequestContext } from '#platform/graphql/request-context.ts';
import { createSubgraph, type SubgraphConnection } from '#platform/graphql/subgraph.ts';
import { silentLog, type Log } from '#platform/observability/log.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createFederationEngine } from '../core/federation/engine.ts';
import { createRequestContext, NO_CLIENT } from '../core/federation/request-context.ts';
import { loadSupergraph } from '../core/federation/supergraph.ts';
import { DEFAULT_LIMITS } from '../core/limits.ts';
import { createDocumentCheck } from '../core/operations/document.ts';
import { prepareOperation } from '../core/operations/prepare.ts';

/** Links in a list, of several types, to required fields of another subgraph, and non-null ones. */
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires"])';

const GRAPHS = {
  orders: `${LINK}
    type Query { orders: [Order!] many(count: Int!): [Order!] order(id: ID!): Order nodes: [Node] }
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
    type Asset @key(fields: "id") { id: ID! quote: Int price: Int! peer: Asset }
    type Account @key(fields: "id") { id: ID! cash: Cash! @external value: Int @requires(fields: "cash { available }") }
    type Cash { available: Int! @external }`,
};

type Id = { readonly id: string };
const order = ({ id }: Id) => ({ __typename: 'Order', id, ...LINKS });
const LINKS = { asset: { id: 'a1' }, mustHave: { id: 'a1' }, account: { id: 'c1' } };
const byId = (_: unknown, { id }: Id): Id => ({ id });

const resolversOf = (calls: string[]): Record<keyof typeof GRAPHS, object> => ({
  orders: {
    Query: {
      orders: () => [order({ id: 'o1' }), { ...order({ id: 'o2' }), asset: null }, order({ id: 'o3' })],
      many: (_: unknown, { count }: { count: number }) =>
        Array.from({ length: count }, (_none, index) => order({ id: `o${index}` })),
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
    Asset: { quote: () => 1, price: () => 2, peer: () => ({ id: 'a2' }) },
    Account: { value: ({ cash }: { cash: { available: number } }) => cash.available },
  },
});

type Data = Record<string, unknown>;

export interface RunOptions {
  /** Subgraphs that do not answer. */
  readonly away?: readonly string[];
  /** Replaces the data of assets, as a subgraph that breaks its schema does. */
  readonly corrupt?: (data: Data) => Data;
  /** Message of an error without a path that assets adds to its data. */
  readonly warning?: string;
}

const HERE = { connection: {}, isGone: () => false };

/** An engine over four subgraphs that can fail. */
export interface FailingGraph {
  /** Runs an operation. Lists each error as its path and code. */
  run(query: string, options?: RunOptions): Promise<{ data: unknown; errors: string[] }>;
  /** The mutations that the last operation ran. */
  readonly calls: readonly string[];
  /** The errors that the engine logged in the last operation. */
  readonly logged: readonly object[];
}

export function createFailingGraph(): FailingGraph {
  const calls: string[] = [];
  const logged: object[] = [];
  let current: RunOptions = {};
  const statements = createStatements(new Uint8Array(32), createManualClock(0));
  const log: Log = { ...silentLog, error: (fields) => void logged.push(fields), child: () => log };
  const resolvers = resolversOf(calls);
  const connectionTo = ([name, sdl]: [string, string]): SubgraphConnection => {
    const subgraph = createSubgraph({
      name,
      typeDefs: parse(sdl),
      resolvers: resolvers[name as keyof typeof GRAPHS],
      createContext: (base: RequestContext): RequestContext => base,
      statements,
      log: silentLog,
    });
    return {
      ...subgraph,
      execute: async (request) => {
        if (current.away?.includes(name)) throw new Error('connect ECONNREFUSED');
        const result = await subgraph.execute(request);
        const { corrupt = (data) => data, warning } = current;
        if (name !== 'assets' || !result.data) return result;
        const warnings = warning === undefined ? [] : [graphqlError('BAD_USER_INPUT', warning)];
        return { ...result, data: corrupt(result.data), errors: [...(result.errors ?? []), ...warnings] };
      },
    };
  };
  const supergraph = loadSupergraph(composed());
  const engine = createFederationEngine(supergraph, Object.entries(GRAPHS).map(connectionTo), log);
  const check = createDocumentCheck(supergraph.apiSchema, DEFAULT_LIMITS);
  return {
    calls,
    logged,
    run: async (query, options = {}) => {
      calls.length = 0;
      logged.length = 0;
      current = options;
      const operation = prepareOperation(supergraph.apiSchema, check, { query });
      if ('errors' in operation) throw new Error(operation.errors.join('\n'));
      const context = createRequestContext(NO_CLIENT, 'req_1', { anonymousStatement: () => undefined });
      const { data, errors = [] } = await engine.execute(
        operation,
        await engine.planOnce(operation, context.client, HERE),
        context,
      );
      const listed = errors.map(({ path, extensions }) => `${path?.join('.')} ${String(extensions['code'])}`);
      return { data: JSON.parse(JSON.stringify(data)) as unknown, errors: listed };
    },
  };
}

function composed(): string {
  const services = Object.entries(GRAPHS).map(([name, sdl]) => ({ name, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return supergraphSdl;
}

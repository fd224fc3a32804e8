import { composeServices } from '@apollo/composition';
import { GraphQLError, parse, type ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import type { SubgraphConnection, SubgraphRequest } from '#platform/graphql/subgraph.ts';
import { silentLog } from '#platform/observability/log.ts';
import { DEFAULT_HOOKS } from '../hooks.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { createDocumentCheck } from '../operations/document.ts';
import { prepareOperation } from '../operations/prepare.ts';
import { createFederationEngine } from './engine.ts';
import { createRequestContext, NO_CLIENT } from './request-context.ts';
import { loadSupergraph } from './supergraph.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const MARKET = `${LINK}
  type Query { quotes: [Quote] best: Quote! }
  type Quote { last: String asset: Asset! }
  type Asset @key(fields: "ticker", resolvable: false) { ticker: ID! }`;
const ASSETS = `${LINK}
  type Query { count: Int! }
  type Asset @key(fields: "ticker") { ticker: ID! name: String issuer: Issuer! }
  type Issuer @key(fields: "id") { id: ID! code: String! }`;
const ISSUERS = `${LINK}
  type Query { issuers: Int }
  type Issuer @key(fields: "id") { id: ID! site: String! }`;

const { supergraphSdl = '' } = composeServices([
  { name: 'market', url: '', typeDefs: parse(MARKET) },
  { name: 'assets', url: '', typeDefs: parse(ASSETS) },
  { name: 'issuers', url: '', typeDefs: parse(ISSUERS) },
]);
const supergraph = loadSupergraph(supergraphSdl);
const check = createDocumentCheck(supergraph.apiSchema, DEFAULT_LIMITS);

type Answer = (request: SubgraphRequest) => ExecutionResult;

const quote = (ticker: string) => ({ last: '1.00', asset: { __typename: 'Asset', ticker } });
const assetOf = (ticker: string) => ({
  __typename: 'Asset',
  name: `Name of ${ticker}`,
  issuer: { __typename: 'Issuer', id: `i-${ticker}`, code: ticker.slice(0, 4) },
});
const representations = ({ variables }: SubgraphRequest) =>
  (variables?.['representations'] ?? []) as readonly { ticker: string; id: string }[];

const ANSWERS: Readonly<Record<string, Answer>> = {
  market: ({ query }) => ({
    data: {
      ...(query.includes('quotes') && { quotes: [quote('PETR4'), null, quote('VALE3'), quote('PETR4')] }),
      ...(query.includes('best') && { best: quote('ITUB4') }),
    },
  }),
  assets: (request) => ({
    data: request.query.includes('_entities')
      ? { _entities: representations(request).map(({ ticker }) => assetOf(ticker)) }
      : { count: 7 },
  }),
  issuers: (request) => ({
    data: { _entities: representations(request).map(({ id }) => ({ site: `https://${id}.example` })) },
  }),
};

const notFound = new GraphQLError('VALE3 is gone.', {
  path: ['_entities', 1, 'name'],
  extensions: { code: 'NOT_FOUND' },
});

/** Cases of subgraphs that do not answer as they should. */
const CASES: Readonly<Record<string, Partial<Record<string, Answer>>>> = {
  'all answer': {},
  'an entity is null': {
    assets: (request) => ({
      data: {
        _entities: representations(request).map(({ ticker }, index) =>
          index === 1 ? null : assetOf(ticker),
        ),
      },
    }),
  },
  'a field of an entity fails': {
    assets: (request) => ({
      data: {
        _entities: representations(request).map(({ ticker }, index) =>
          index === 1 ? { ...assetOf(ticker), name: null } : assetOf(ticker),
        ),
      },
      errors: [notFound],
    }),
  },
  'a subgraph answers too few entities': { assets: () => ({ data: { _entities: [] } }) },
  'a subgraph is away': {
    issuers: () => {
      throw new Error('connect ECONNREFUSED');
    },
  },
  'a required field is null': {
    issuers: (request) => ({ data: { _entities: representations(request).map(() => ({ site: null })) } }),
  },
  'the root has no value': { market: () => ({ data: null, errors: [new GraphQLError('no quotes')] }) },
  'a list is empty': { market: () => ({ data: { quotes: [], best: quote('ITUB4') } }) },
};

const FULL =
  'quotes { last asset { ticker name issuer { code site } } } best { asset { name issuer { site } } } count';

async function run(selection: string, answers: Partial<Record<string, Answer>>) {
  const requests: string[] = [];
  const connections = supergraph.subgraphs.map(({ name }): SubgraphConnection => ({
    name,
    execute: async (request) => {
      requests.push(name);
      const answer = answers[name] ?? ANSWERS[name];
      if (!answer) throw new Error(`no answers of ${name}`);
      return answer(request);
    },
    subscribe: async () => ({ data: null }),
  }));
  const engine = createFederationEngine(supergraph, connections, silentLog);
  const operation = prepareOperation(supergraph.apiSchema, check, { query: `query { ${selection} }` });
  if ('errors' in operation) throw new Error(operation.errors.join('\n'));
  const plan = engine.plan(operation.document, undefined);
  const context = createRequestContext(NO_CLIENT, 'req', DEFAULT_HOOKS);
  const result = await engine.execute(operation, plan, context);
  return { result: JSON.parse(JSON.stringify(result)) as unknown, requests: requests.sort() };
}

/** A condition leaves the plan to Apollo's executor. */
const conditional = (selection: string): string => selection.replace('last', 'last @include(if: true)');

test.each(Object.keys(CASES))(
  'a plan of plain fetches has the result of the other executor: %s',
  async (name) => {
    const answers = CASES[name] ?? {};
    const [plain, other] = [await run(FULL, answers), await run(conditional(FULL), answers)];
    expect(plain.result).toEqual(other.result);
    expect(plain.requests).toEqual(other.requests);
  },
);

test('entities of several places are fetched and merged', async () => {
  const { result } = await run(FULL, {});
  expect(result).toMatchObject({
    data: {
      quotes: [
        {
          last: '1.00',
          asset: { name: 'Name of PETR4', issuer: { code: 'PETR', site: 'https://i-PETR4.example' } },
        },
        null,
        { asset: { ticker: 'VALE3' } },
        { asset: { ticker: 'PETR4' } },
      ],
      best: { asset: { name: 'Name of ITUB4', issuer: { site: 'https://i-ITUB4.example' } } },
      count: 7,
    },
  });
});

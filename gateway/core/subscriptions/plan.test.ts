import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createFederationEngine } from '../federation/engine.ts';
import { NO_CLIENT } from '../federation/request-context.ts';
import { loadSupergraph } from '../federation/supergraph.ts';
import { createDocumentCheck } from '../operations/document.ts';
import { prepareOperation, type PreparedOperation } from '../operations/prepare.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { realSupergraph } from '../../test/real-supergraph.ts';
import { shareKey } from './hub.ts';
import { createSubscriptionPlanner } from './plan.ts';

const supergraph = loadSupergraph(realSupergraph(), scalarResolvers);
const nowhere = ({ name }: { readonly name: string }): SubgraphConnection => ({
  name,
  execute: async () => ({ data: null }),
  subscribe: async () => ({ data: null }),
});
const engine = createFederationEngine(supergraph, supergraph.subgraphs.map(nowhere), silentLog);
const planner = createSubscriptionPlanner(engine);
const plan = (operation: PreparedOperation) =>
  planner(operation, NO_CLIENT, { connection: {}, isGone: () => false });
const check = createDocumentCheck(supergraph.apiSchema, DEFAULT_LIMITS);

function prepare(query: string, variables: Record<string, unknown> = {}): PreparedOperation {
  const prepared = prepareOperation(supergraph.apiSchema, check, { query, variables });
  if ('errors' in prepared) throw new Error(prepared.errors.join('\n'));
  return prepared;
}

test.each([
  ['quotes', 'quotes(tickers: ["PETR4"]) { asset { name } }', 'market-data', ['ticker', 'sequence']],
  ['book', 'book(ticker: "PETR4") { asset { name } }', 'market-data', ['ticker', 'sequence']],
  ['candles', 'candles(ticker: "PETR4", interval: M1) { close }', 'market-data', ['id', 'cursor']],
  ['trades', 'trades(ticker: "PETR4") { asset { name } }', 'market-data', ['cursor']],
  ['orders', 'orders(accountId: "a") { order { asset { name } } }', 'orders', ['cursor']],
  ['wallet', 'wallet(accountId: "a") { account { portfolio { total } } }', 'wallet', ['cursor']],
  [
    'portfolio',
    'portfolio(accountId: "a") { portfolio { total } positions { marketValue } }',
    'wallet',
    ['id'],
  ],
  ['marketStatus', 'marketStatus { phase }', 'assets', []],
  ['asset', 'asset(ticker: "PETR4") { status quote { last } }', 'assets', ['id']],
])('the plan of %s of the real graph has the fields of its policy', async (_name, field, service, hidden) => {
  const { upstream } = await plan(prepare(`subscription { ${field} }`));
  expect(upstream.service).toBe(service);
  expect(() => parse(upstream.query)).not.toThrow();
  for (const name of hidden) expect(upstream.query).toMatch(new RegExp(`gateway0_\\w+: ?${name}`));
});

test('every subscription of the real graph is named above', () => {
  const fields = Object.keys(supergraph.apiSchema.getSubscriptionType()?.getFields() ?? {});
  expect(fields.sort()).toEqual([
    'asset',
    'book',
    'candles',
    'marketStatus',
    'orders',
    'portfolio',
    'quotes',
    'trades',
    'wallet',
  ]);
});

let streams = 0;
const dependencies = { engine, ids: (prefix: string) => `${prefix}_${(streams += 1)}` };
const keyOf = async (query: string, variables?: Record<string, unknown>): Promise<string> => {
  const operation = prepare(query, variables);
  const planned = await plan(operation);
  return shareKey({ plan: planned, operation }, dependencies, planned.keysOf(operation));
};
const QUOTES = 'subscription Q($t: [Ticker!]!) { quotes(tickers: $t) { last } }';

test('equal subscriptions of public data share an upstream, whatever their layout', async () => {
  expect(await keyOf(QUOTES, { t: ['PETR4'] })).toBe(
    await keyOf(QUOTES.replaceAll(' ', '\n  '), { t: ['PETR4'] }),
  );
  expect(await keyOf(QUOTES, { t: ['PETR4'], unused: 1 })).toBe(await keyOf(QUOTES, { t: ['PETR4'] }));
});

test('subscriptions that differ in the limit on the rate share an upstream', async () => {
  const query = 'subscription Q($e: Int!) { quotes(tickers: ["PETR4"], everyMs: $e) { last } }';
  expect(await keyOf(query, { e: 1 })).toBe(await keyOf(query, { e: 2 }));
  const literal = (everyMs: number) =>
    `subscription { quotes(tickers: ["PETR4"], everyMs: ${everyMs}) { last } }`;
  expect(await keyOf(literal(1))).toBe(await keyOf(literal(2)));
  expect(await keyOf(literal(1))).toBe(await keyOf('subscription { quotes(tickers: ["PETR4"]) { last } }'));
  const operation = prepare(literal(250));
  const { upstream, intervalMsOf } = await plan(operation);
  expect(upstream.query).not.toContain('everyMs');
  expect(intervalMsOf(operation)).toBe(250);
});

test('a variable that limits the rate and selects fields too keeps subscriptions apart', async () => {
  const query = `subscription Q($e: Int!) { quotes(tickers: ["PETR4"], everyMs: $e) { asset { book(depth: $e) { at } } } }`;
  expect(await keyOf(query, { e: 1 })).not.toBe(await keyOf(query, { e: 2 }));
});

test('subscriptions that differ in variables, fields or a default do not share', async () => {
  const keys = [
    await keyOf(QUOTES, { t: ['PETR4'] }),
    await keyOf(QUOTES, { t: ['VALE3'] }),
    await keyOf(QUOTES.replace('last', 'bid'), { t: ['PETR4'] }),
    await keyOf('subscription B($d: Int = 5) { book(ticker: "PETR4", depth: $d) { at } }'),
    await keyOf('subscription B($d: Int = 6) { book(ticker: "PETR4", depth: $d) { at } }'),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test.each([
  ['orders', 'subscription { orders(accountId: "a") { cursor } }'],
  ['wallet', 'subscription { wallet(accountId: "a") { cursor } }'],
  ['marketStatus', 'subscription { marketStatus { phase } }'],
  ['portfolio', 'subscription { portfolio(accountId: "a") { name } }'],
  ['trades after a cursor', 'subscription { trades(ticker: "PETR4", after: "x") { price } }'],
])('%s never shares', async (_name, query) => {
  expect(await keyOf(query)).not.toBe(await keyOf(query));
});

test('subscriptions to trades share without a cursor, and with a null cursor', async () => {
  const query = 'subscription T($a: Cursor) { trades(ticker: "PETR4", after: $a) { price } }';
  expect(await keyOf(query, { a: null })).toBe(await keyOf(query, { a: null }));
});

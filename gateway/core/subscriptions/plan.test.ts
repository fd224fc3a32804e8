import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createFederationEngine } from '../federation/engine.ts';
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
const plan = createSubscriptionPlanner(engine);
const check = createDocumentCheck(supergraph.apiSchema, DEFAULT_LIMITS);

function prepare(query: string, variables: Record<string, unknown> = {}): PreparedOperation {
  const prepared = prepareOperation(supergraph.apiSchema, check, { query, variables });
  if ('errors' in prepared) throw new Error(prepared.errors.join('\n'));
  return prepared;
}

test.each([
  ['quotes', 'quotes(tickers: ["PETR4"]) { asset { name } }', 'market-data', ['ticker', 'sequence']],
  ['book', 'book(ticker: "PETR4") { asset { name } }', 'market-data', ['ticker', 'sequence']],
  ['trades', 'trades(ticker: "PETR4") { asset { name } }', 'market-data', ['cursor']],
  ['orders', 'orders(accountId: "a") { order { asset { name } } }', 'orders', ['cursor']],
  ['wallet', 'wallet(accountId: "a") { account { portfolio { total } } }', 'wallet', ['cursor']],
  ['marketStatus', 'marketStatus { phase }', 'assets', []],
])('the plan of %s of the real graph has the fields of its policy', (_name, field, service, hidden) => {
  const { upstream } = plan(prepare(`subscription { ${field} }`));
  expect(upstream.service).toBe(service);
  expect(() => parse(upstream.query)).not.toThrow();
  for (const name of hidden) expect(upstream.query).toMatch(new RegExp(`gateway0_\\w+: ?${name}`));
});

test('every subscription of the real graph is named above', () => {
  const fields = Object.keys(supergraph.apiSchema.getSubscriptionType()?.getFields() ?? {});
  expect(fields.sort()).toEqual(['book', 'marketStatus', 'orders', 'quotes', 'trades', 'wallet']);
});

let streams = 0;
const dependencies = { engine, ids: (prefix: string) => `${prefix}_${(streams += 1)}` };
const keyOf = (query: string, variables?: Record<string, unknown>): string => {
  const operation = prepare(query, variables);
  return shareKey({ plan: plan(operation), operation }, dependencies);
};
const QUOTES = 'subscription Q($t: [Ticker!]!) { quotes(tickers: $t) { last } }';

test('equal subscriptions of public data share an upstream, whatever their layout', () => {
  expect(keyOf(QUOTES, { t: ['PETR4'] })).toBe(keyOf(QUOTES.replaceAll(' ', '\n  '), { t: ['PETR4'] }));
  expect(keyOf(QUOTES, { t: ['PETR4'], unused: 1 })).toBe(keyOf(QUOTES, { t: ['PETR4'] }));
});

test('subscriptions that differ in variables, fields or a default do not share', () => {
  const keys = [
    keyOf(QUOTES, { t: ['PETR4'] }),
    keyOf(QUOTES, { t: ['VALE3'] }),
    keyOf(QUOTES.replace('last', 'bid'), { t: ['PETR4'] }),
    keyOf('subscription B($d: Int = 5) { book(ticker: "PETR4", depth: $d) { at } }'),
    keyOf('subscription B($d: Int = 6) { book(ticker: "PETR4", depth: $d) { at } }'),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test.each([
  ['orders', 'subscription { orders(accountId: "a") { cursor } }'],
  ['wallet', 'subscription { wallet(accountId: "a") { cursor } }'],
  ['marketStatus', 'subscription { marketStatus { phase } }'],
  ['trades after a cursor', 'subscription { trades(ticker: "PETR4", after: "x") { price } }'],
])('%s never shares', (_name, query) => {
  expect(keyOf(query)).not.toBe(keyOf(query));
});

test('subscriptions to trades share without a cursor, and with a null cursor', () => {
  const query = 'subscription T($a: Cursor) { trades(ticker: "PETR4", after: $a) { price } }';
  expect(keyOf(query, { a: null })).toBe(keyOf(query, { a: null }));
});

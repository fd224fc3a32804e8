import { setImmediate } from 'node:timers/promises';
import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { beforeEach, expect, test } from 'vitest';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { SubgraphRequest } from '#platform/graphql/subgraph.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createPushStream, type PushStream } from '#platform/streams/push-stream.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { realSupergraph } from '../../test/real-supergraph.ts';
import { createFederationEngine } from '../federation/engine.ts';
import { createRequestContext, NO_CLIENT } from '../federation/request-context.ts';
import { loadSupergraph } from '../federation/supergraph.ts';
import { DEFAULT_HOOKS } from '../hooks.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { createDocumentCheck } from '../operations/document.ts';
import { prepareOperation } from '../operations/prepare.ts';
import { createUpstreamPlaces } from './upstreams/upstream-places.ts';
import { createDeliveryPace } from '../turns/delivery-pace.ts';
import { createStreamTurns } from '../turns/streams/stream-turns.ts';
import { createHub, type Hub } from './hub.ts';
import { createSubscriptionPlanner } from './plan.ts';
import type { Subscriber } from './shared-stream.ts';

const supergraph = loadSupergraph(realSupergraph(), scalarResolvers);
const check = createDocumentCheck(supergraph.apiSchema, DEFAULT_LIMITS);
const QUOTES = 'subscription Q($t: [Ticker!]!) { quotes(tickers: $t) { ticker last skipped } }';

/** Upstreams by their tickers. */
let upstreams: Map<string, PushStream<ExecutionResult>>;
let opened: string[];
/** Tickers that the subgraph has not accepted; each function accepts one, or refuses it. */
let held: Map<string, (error?: GraphQLError) => void>;
let hub: Hub;
let planner: ReturnType<typeof createSubscriptionPlanner>;
let hiddenVariable = '';

async function open({ variables = {} }: SubgraphRequest): Promise<AsyncIterableIterator<ExecutionResult>> {
  const tickers = Object.values(variables).flat().join(' ');
  hiddenVariable = Object.keys(variables).join(' ');
  opened.push(tickers);
  if (held.has(tickers))
    await new Promise<void>((resolve, reject) =>
      held.set(tickers, (error) => (error ? reject(error) : resolve())),
    );
  const stream = createPushStream<ExecutionResult>({
    maxWaiting: 100,
    onOverflow: () => new Error('too many events wait'),
    onReturn: () => upstreams.delete(tickers),
  });
  upstreams.set(tickers, stream);
  return stream.values;
}

let wallClock: ManualClock;

beforeEach(() => {
  upstreams = new Map();
  opened = [];
  held = new Map();
  wallClock = createManualClock(0);
  const engine = createFederationEngine(
    supergraph,
    supergraph.subgraphs.map(({ name }) => ({
      name,
      execute: async () => ({ data: null }),
      subscribe: open,
    })),
    silentLog,
  );
  planner = createSubscriptionPlanner(engine);
  let ids = 0;
  hub = createHub({
    upstreams: createUpstreamPlaces({
      max: 1_000,
      maxPerAddress: 1_000,
      maxPrivatePerUser: 1_000,
      limitsAddress: () => true,
    }),
    ...createStreamTurns(wallClock),
    deliveryPace: createDeliveryPace(),
    hooks: DEFAULT_HOOKS,
    engine,
    presentError: (error) => ({ message: (error as GraphQLError).message }),
    wallClock,
    ids: (prefix) => `${prefix}_${(ids += 1)}`,
    random: () => 0,
    log: silentLog,
  });
});

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
};

async function subscribe(...tickers: string[]) {
  const prepared = prepareOperation(supergraph.apiSchema, check, {
    query: QUOTES,
    variables: { t: tickers },
  });
  if ('errors' in prepared) throw new Error(prepared.errors.join('\n'));
  const events: string[] = [];
  const failures: (readonly GraphQLFormattedError[])[] = [];
  const subscriber: Subscriber = {
    client: 'ana',
    isReady: true,
    onReady: () => undefined,
    deliver: (event) => void events.push(`${event.key} ${event.sequence}`),
    complete: () => void events.push('complete'),
    fail: (errors) => void failures.push(errors),
  };
  const plan = await planner(prepared, NO_CLIENT, { connection: {}, isGone: () => false });
  const membership = hub.subscribe({
    plan,
    operation: { ...prepared, cost: 10 },
    context: createRequestContext(NO_CLIENT, 'req', DEFAULT_HOOKS),
    subscriber,
  });
  await settle();
  return { events, failures, leave: () => membership?.leave(), plan };
}

async function change(ticker: string, sequence: number): Promise<void> {
  const quote = { ticker, last: '1.00', skipped: 0, gateway0_key: ticker, gateway0_sequence: sequence };
  upstreams.get(ticker)?.push({ data: { quotes: quote } });
  await settle();
}

test('lists share one upstream for each ticker; a list gets the changes of its own tickers alone', async () => {
  const one = await subscribe('PETR4', 'VALE3', 'PETR4');
  const other = await subscribe('VALE3', 'ITUB4');
  expect(opened).toEqual(['PETR4', 'VALE3', 'ITUB4']);
  expect(hiddenVariable).toBe(one.plan.hidden.keys);
  for (const ticker of ['PETR4', 'VALE3', 'ITUB4']) await change(ticker, 1);
  await change('VALE3', 2);
  expect(one.events).toEqual(['PETR4 1', 'VALE3 1', 'VALE3 2']);
  expect(other.events).toEqual(['VALE3 1', 'ITUB4 1', 'VALE3 2']);
  one.leave();
  await settle();
  expect([...upstreams.keys()]).toEqual(['VALE3', 'ITUB4']);
  other.leave();
  await settle();
  expect(upstreams.size).toBe(0);
});

test('100 lists of 20 tickers out of 60 have 60 upstreams', async () => {
  const all = Array.from({ length: 60 }, (_, index) => `TICK${index}`);
  const leaves = [];
  for (let list = 0; list < 100; list += 1) {
    const from = (list * 7) % 60;
    leaves.push((await subscribe(...[...all, ...all].slice(from, from + 20))).leave);
  }
  expect([upstreams.size, opened.length]).toEqual([60, 60]);
  for (const leave of leaves) leave();
  await settle();
  expect(upstreams.size).toBe(0);
});

test('a new list gets the newest states of its tickers at once, in its order', async () => {
  await subscribe('PETR4', 'VALE3', 'ITUB4');
  for (const ticker of ['VALE3', 'PETR4', 'ITUB4']) await change(ticker, 5);
  expect((await subscribe('ITUB4', 'PETR4')).events).toEqual(['ITUB4 5', 'PETR4 5']);
});

test('a list with a refused ticker is refused whole, without an event, and leaves the others', async () => {
  const known = await subscribe('PETR4');
  await change('PETR4', 1);
  held.set('NONE3', () => undefined);
  const list = await subscribe('PETR4', 'VALE3', 'NONE3');
  expect([list.events, list.failures]).toEqual([[], []]);
  held.get('NONE3')?.(
    new GraphQLError('Unknown tickers: NONE3.', { extensions: { code: 'BAD_USER_INPUT' } }),
  );
  await settle();
  await change('PETR4', 2);
  expect(list.events).toEqual([]);
  expect(list.failures).toEqual([[{ message: 'Unknown tickers: NONE3.' }]]);
  expect([...upstreams.keys()]).toEqual(['PETR4']);
  expect(known.events).toEqual(['PETR4 1', 'PETR4 2']);
});

test('a list whose last ticker is accepted late gets the newest state of each ticker once', async () => {
  held.set('VALE3', () => undefined);
  const list = await subscribe('PETR4', 'VALE3');
  for (const sequence of [1, 2]) await change('PETR4', sequence);
  expect(list.events).toEqual([]);
  held.get('VALE3')?.();
  await settle();
  await change('VALE3', 7);
  expect(list.events).toEqual(['PETR4 2', 'VALE3 7']);
});

test('a list of 200 tickers opens them in several turns', async () => {
  const tickers = Array.from({ length: 200 }, (_, index) => `TICK${index}`);
  const joining = subscribe(...tickers);
  while (opened.length === 0) await setImmediate();
  expect(opened.length).toBeLessThan(50);
  // Those beyond the share of the client rest.
  for (; opened.length < tickers.length; wallClock.advance(1)) await settle();
  expect((await joining).failures).toEqual([]);
  expect(new Set(opened)).toEqual(new Set(tickers));
});

test('the subgraph decides about an empty list and one of more than 200 tickers', async () => {
  await subscribe();
  await subscribe(...Array.from({ length: 201 }, (_, index) => `TICK${index}`));
  expect(opened.map((tickers) => tickers.split(' ').length)).toEqual([1, 201]);
});

test('a list completes with the last of its streams', async () => {
  const list = await subscribe('PETR4', 'VALE3');
  upstreams.get('PETR4')?.finish();
  await settle();
  await change('VALE3', 1);
  upstreams.get('VALE3')?.finish();
  await settle();
  expect(list.events).toEqual(['VALE3 1', 'complete']);
});
